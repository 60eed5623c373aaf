// What the device's address module answers: [text] in, its suggestions over the shipped table out.
import { readFileSync } from "node:fs";

const house = new URL("../../sothuhoso/", import.meta.url);
const { suggestFrom } = await import(new URL("device/address.js", house));
const { openTable } = await import(new URL("device/address_table.js", house));
const table = openTable(JSON.parse(readFileSync(new URL("seeds/addresses/table.json", house), "utf-8")));
const texts = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(texts.map((text) => suggestFrom(text, table))));
