// The Vite plugin that puts this house's small parts in the place of the framework's large ones.
import { fileURLToPath } from "url";

const lean = (file) => fileURLToPath(new URL(`./lean/${file}`, import.meta.url));

const EVERYWHERE = {
  "@emotion/react": lean("styles.js"),
  mergician: lean("merge.js"),
  "universal-cookie": lean("cookies.js"),
  "$/utils/helpers/upload": lean("unused.js"),
  "./polling-xhr.node.js": lean("unused.js"),
  "./webtransport.js": lean("unused.js"),
};
const BROWSER = { "react-router": lean("router.js") };

export default function leanParts() {
  return {
    name: "sothuhoso-lean",
    enforce: "pre",
    async resolveId(source, importer) {
      const inBrowser = this.environment?.name === "client";
      // Pages use helpers of the event loop's module; the socket belongs to the loop alone (cures.py, ?loop).
      if (source === "socket.io-client" && !importer?.includes("?loop")) {
        return { ...(await this.resolve(source, importer, { skipSelf: true })), moduleSideEffects: false };
      }
      return (inBrowser && BROWSER[source]) || EVERYWHERE[source] || null;
    },
  };
}
