// Today's unit of an address as a card names it, by the rules of domain/address; tests/vectors/address.json is read by
// both sides. The table comes with the app and is fetched when first asked for (afterwards it is kept, line or not).
import { readings } from "./address_reading.js";
import { openTable, TODAY } from "./address_table.js";
import { wordsOf } from "./address_words.js";
import { collapse, nfc } from "./fold.js";

const TABLE = "/addresses/table.json";
const PATIENCE = 30_000;
const MAX_TEXT = 500; // characters; a card holds far fewer
const MAX_CANDIDATES = 12; // more are no question anybody could answer
const SEPARATORS = /[ ,;:.\-–—/|(\n\t]+$/;
const NOTHING = { kept: "", old: "", candidates: [], certain: false, why: "unknown" };
let asked;

/**
 * `{kept, old, candidates: [{code, name, kind, province_code, province, place}], certain, why}` as domain/address has
 * it. Rejects where the table cannot be had.
 */
export const suggest = async (text) => suggestFrom(text, await addressTable());

/** The same over a table at hand (`openTable`). Never throws. */
export function suggestFrom(text, table) {
  if (text.length > 2 * MAX_TEXT || [...text].length > MAX_TEXT) return NOTHING;
  const line = nfc(text);
  const words = wordsOf(line, table.glued);
  for (const read of readings(words, table)) {
    const hits = fitting(read());
    if (hits.length) return answer(line, words, hits, table);
  }
  return NOTHING;
}

/** Fetched and opened once; asked for again after a failure. */
function addressTable() {
  asked ??= fetch(TABLE, { signal: AbortSignal.timeout(PATIENCE) })
    .then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(reply.status))))
    .then(openTable);
  return asked.catch((problem) => {
    asked = undefined;
    throw problem;
  });
}

/** Those that are written as they should be, if any is. */
function fitting(hits) {
  const least = Math.min(...hits.map(({ wrong }) => wrong));
  return hits.filter(({ wrong }) => wrong === least);
}

function answer(line, words, hits, table) {
  const codes = [...new Set(hits.flatMap(({ commune }) => commune.codes))].sort();
  if (codes.length > MAX_CANDIDATES) return NOTHING;
  const begin = words[Math.max(...hits.map(({ start }) => start))].first;
  const certain = codes.length === 1 && hits.some(({ doubt, wrong }) => !doubt && !wrong);
  return {
    kept: collapse(line.slice(0, begin).replace(SEPARATORS, "")),
    old: collapse(line.slice(begin)),
    candidates: codes.map((code) => table.units.get(code)),
    certain,
    why: why(hits, codes, certain),
  };
}

function why(hits, codes, certain) {
  if (certain) return hits.some(({ commune }) => commune.district === TODAY) ? "new" : "merged";
  if (codes.length === 1) return "unclear";
  return hits.some(({ commune }) => commune.codes.length === codes.length) ? "split" : "same_name";
}
