// Bundles the service worker with the device's modules it imports: node bundle.mjs <node_modules> <output> < lists.json
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [modules, file] = process.argv.slice(2);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { rolldown } = await import(pathToFileURL(join(modules, "rolldown", "dist", "index.mjs")));

const bundle = await rolldown({
  input: here("sw.js"),
  platform: "browser",
  resolve: { modules: [modules], alias: { react: here("no_react.js") } },
  transform: { define: { __KEPT__: readFileSync(0, "utf-8") } },
  onLog(level, log) {
    if (level === "warn") throw new Error(log.message);
  },
});
await bundle.write({ file, format: "iife", minify: true, codeSplitting: false });
await bundle.close();
