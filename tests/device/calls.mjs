// Runs calls of the device's pure modules: [{module, function, args}] in, their results out. One process for many.
import { readFileSync } from "node:fs";

const device = new URL("../../sothuhoso/device/", import.meta.url);
const results = [];
for (const { module, function: name, args } of JSON.parse(readFileSync(0, "utf-8"))) {
  results.push((await import(new URL(module, device)))[name](...args) ?? null);
}
process.stdout.write(JSON.stringify(results));
