// What was read off a card, held against what stands in the fields now, and its two sides against each other. Pure.
import { compact, fold } from "./fold.js";
import { parseDate } from "./people.js";

const COMPARED = ["full_name", "id_number", "birth_date", "sex"];
const CUT = 22; // letters of a name after which the machine-readable line (30 with its fillers) may have cut it off

const letters = (name) => fold(name).replace(/[^a-z]/g, "");

/** Accents, spacing and a cut end apart. */
function sameName(one, other) {
  const [short, long] = [letters(one), letters(other)].sort((a, b) => a.length - b.length);
  return short === long || (short.length >= CUT && long.startsWith(short));
}

function sameDate(one, other) {
  const [a, b] = [parseDate(one), parseDate(other)];
  return Boolean(a && b && a.earliest === b.earliest && a.latest === b.latest);
}

const SAME = { full_name: sameName, birth_date: sameDate };

/** Whether two texts of this field say the same; an empty one says nothing. */
export const same = (field, one, other) => !one || !other || (SAME[field] ?? ((a, b) => compact(a) === compact(b)))(one, other);

/**
 * `[{key, field, facts}]`, keys under "warnings". `fields`: plain texts; `read`: what the card said, by where it was read
 * (`qr`, `mrz`) → field → text.
 */
export function checkAgainstCard(fields, read = {}) {
  const { qr = {}, mrz = {} } = read;
  return COMPARED.flatMap((field) => {
    if (!same(field, qr[field], mrz[field])) return [{ key: "card_sides_differ", field, facts: {} }];
    if (same(field, fields[field], qr[field]) && same(field, fields[field], mrz[field])) return [];
    return [{ key: field === "full_name" ? "name_differs_from_card" : "differs_from_card", field, facts: {} }];
  });
}

/** What is remembered after one more reading: a card that is another in every respect takes the place of all before. */
export function remembered(read = {}, origin, said) {
  const others = Object.entries(read).filter(([from, before]) => from !== origin && COMPARED.some((field) => before[field] && said[field] && same(field, before[field], said[field])));
  return { ...Object.fromEntries(others), [origin]: Object.fromEntries(COMPARED.map((field) => [field, said[field] ?? ""])) };
}
