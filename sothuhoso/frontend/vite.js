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

// Reflex wraps each memoized piece of a page to name it for React's developer tools; there are hundreds on a page.
const NAMED = /\/\*#__PURE__\*\/ \(\(\) => \{\nconst (\w+) = ([^]*?);\n\1\.displayName = "[^"]*";\nreturn \1;\n\}\)\(\)/g;

// It hands each handler where the pointer was and which keys were held; none of ours asks, and a page has a hundred.
const POINTER = /\(\{ \["button"\] : _e\?\.\["button"\], [^{}]*? \["shift_key"\] : _e\?\.\["shiftKey"\] \}\)/g;

// A text is a text already.
const TEXT = /("(?:[^"\\\n]|\\.)*")\?\.valueOf\?\.\(\)/g;

// Its switches turn their cases into JSON while the page runs.
const CASE = /\bcase JSON\.stringify\(\(?("(?:[^"\\\n]|\\.)*")\)?\)/g;
const inJson = (_, text) => `case ${JSON.stringify(text)}`;

const leaner = (code) => code.replace(NAMED, "/*#__PURE__*/ $2").replace(POINTER, "null").replace(TEXT, "$1").replace(CASE, inJson);

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
    transform(code, id) {
      return /\/app_components\/|\/app\/routes\//.test(id) ? { code: leaner(code), map: null } : null;
    },
  };
}
