// The text in the QR of an ID card, read as far as it is sound: the device's copy of domain/id_qr.
// tests/vectors/id_qr.json holds both sides to one table. Never throws; nothing of it is ever logged.
import { collapse, fold, strip } from "./fold.js";
import { checkPerson, parseDate } from "./people.js";
import { foreignKind, utf8 } from "./qr_kinds.js";

const MAX_TEXT = 4296; // the most a QR can carry
const MINISTRY_SINCE = 20240701; // Luật Căn cước 26/2023: from then on issued by the ministry
const CARD_FIELDS = 7;
const LEAST_SOUND = 2; // of name, birth date and sex, to call a text without a number a card
const COMPLETE_DATE = 8; // characters: ddmmyyyy
const TWELVE = /^[0-9]{12}$/;
const OLD = /^(?:[0-9]{9}|[0-9]{12})$/;
const PREFIX = /^CCCD\s*:\s*/i;
const NAME = /^[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff '\u2019.-]+$/; // Latin letters only; H'Hen, "A."
const LOST = /[?\ufffd]/; // what a keyboard or a wrong encoding leaves of a letter
const SEXES = { nam: "male", nu: "female" };
const FIELDS = ["id_number", "old_id_number", "full_name", "birth_date", "sex", "address", "issue_date"];

// Windows-1252 where it differs from Latin-1.
const CP1252 = new Map(
  [..."\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"].map(
    (char, i) => [char, [0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f][i]],
  ),
);

/**
 * Read whatever a QR reader gave: `{identity, problem, missing, extra, warnings}`, as the server answers for a photo:
 * `identity` holds the fields that are there (`null` for what is no card), `problem` a key under "errors" or "".
 * `today`: `yyyy-mm-dd` in Vietnam.
 */
export function readCardText(text, today) {
  const line = clean(text);
  if (!line) return refused("qr.empty");
  const kind = foreignKind(line);
  if (kind) return refused(kind);
  const parts = line.split("|").map(collapse);
  const said = identityOf(parts);
  if (!isCard(said)) return refused(parts.length >= CARD_FIELDS - 1 ? "qr.garbled" : "qr.not_a_card");
  return {
    identity: Object.fromEntries(Object.entries(said).filter(([, value]) => value)),
    problem: "",
    missing: missing(said, parts),
    extra: parts.slice(CARD_FIELDS),
    warnings: checkPerson(said, { slot: "submitter", today }), // whose card it is, the screen knows
  };
}

const refused = (problem) => ({ identity: null, problem, missing: [], extra: [], warnings: [] });

/** The cards of different people among several codes, as `readCardText`; else what is wrong with the codes there are. */
export function readCardTexts(texts, today) {
  const readings = texts.map((text) => readCardText(text, today));
  const people = new Map(readings.filter((one) => one.identity).map((one) => [personOf(one.identity), one]));
  return people.size ? [...people.values()] : [readings[0] ?? refused("qr.not_found")];
}

const personOf = ({ id_number: number, full_name: name, birth_date: birth }) => number ?? `${fold(name ?? "")} ${birth}`;

function clean(text) {
  const line = collapse(repaired([...text].slice(0, MAX_TEXT).join("")));
  return PREFIX.test(line) ? strip(line.replace(PREFIX, "")) : line;
}

/** UTF-8 that a reader took for Latin-1 or Windows-1252, set right; anything else as it is. */
function repaired(text) {
  const bytes = [];
  for (const char of text) {
    const byte = char.codePointAt(0) <= 0xff ? char.codePointAt(0) : CP1252.get(char);
    if (byte === undefined) return text;
    bytes.push(byte);
  }
  return utf8(bytes) ?? text;
}

/** The sound fields. The last of a cut-off text may be cut itself, so it counts only when it cannot be. */
function identityOf(parts) {
  const given = Array.from({ length: CARD_FIELDS }, (_, i) => parts[i] ?? "");
  const last = parts.length < CARD_FIELDS - 1 ? parts.length - 1 : CARD_FIELDS;
  const issued = parseDate(given[6]);
  const exact = Boolean(issued?.day);
  return {
    id_number: TWELVE.test(given[0]) ? given[0] : "",
    old_id_number: OLD.test(given[1]) ? given[1] : "",
    full_name: last > 2 && isName(given[2]) ? given[2] : "",
    birth_date: last === 3 && given[3].length < COMPLETE_DATE ? "" : dateText(parseDate(given[3])),
    sex: SEXES[fold(given[4])] ?? "",
    address: LOST.test(given[5]) ? "" : given[5],
    issue_date: exact ? dateText(issued) : "",
    issued_by: exact ? (issued.earliest >= MINISTRY_SINCE ? "issuer.ministry" : "issuer.police_department") : "",
  };
}

const isName = (text) => NAME.test(text) && /\p{L}/u.test(text);

const two = (number) => String(number).padStart(2, "0");

/** `dd/mm/yyyy`, `mm/yyyy` or `yyyy`, as shown and kept. */
export function dateText(read) {
  if (!read) return "";
  return [...(read.day ? [two(read.day)] : []), ...(read.month ? [two(read.month)] : []), String(read.year).padStart(4, "0")].join("/");
}

const isCard = (said) => Boolean(said.id_number) || [said.full_name, said.birth_date, said.sex].filter(Boolean).length >= LEAST_SOUND;

/** Fields to ask for, in the order of the card. Many people never had an old number: only a broken one is asked. */
const missing = (said, parts) => FIELDS.filter((name) => !said[name] && (name !== "old_id_number" || Boolean(parts[1])));
