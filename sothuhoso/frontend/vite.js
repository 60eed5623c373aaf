// The Vite plugin that puts this house's small parts in the place of the framework's large ones.
import { fileURLToPath } from "url";

const lean = (file) => fileURLToPath(new URL(`./lean/${file}`, import.meta.url));

const EVERYWHERE = {
  "@emotion/react": lean("styles.js"),
  mergician: lean("merge.js"),
  "universal-cookie": lean("cookies.js"),
};
const BROWSER = { "react-router": lean("router.js") };
const NEVER_REACHED = /[/]utils[/]helpers[/]upload$|[/]polling-xhr(.node)?[.]js$|[/]webtransport[.]js$/;

export default function leanParts() {
  return {
    name: "sothuhoso-lean",
    enforce: "pre",
    resolveId(source, importer) {
      const inBrowser = this.environment?.name === "client";
      // Pages use helpers of the event loop's module; the socket belongs to the loop alone (cures.py, ?loop).
      const forHelpersOnly = source === "socket.io-client" && !importer?.includes("?loop");
      if (forHelpersOnly || NEVER_REACHED.test(source)) return lean("unused.js");
      return (inBrowser && BROWSER[source]) || EVERYWHERE[source] || null;
    },
  };
}
