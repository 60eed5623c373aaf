// The three machine-readable lines at the back of a card (TD1, ICAO 9303-5), typed or pasted: the device's copy of
// domain/mrz and mrz_lines. tests/vectors/mrz.json holds both sides to one table. Never throws; nothing of it is logged.
import { dateText } from "./card_text.js";
import { compact, nfc, words } from "./fold.js";
import { checkPerson, parseDate } from "./people.js";

const MOST_TEXT = 2000;
const MOST_LINES = 60;
const MOST_SETS = 4; // sets of three lines that are looked at
const MOST_GUESSES = 256;
const LOOKED_AT = 500;
const LENGTH = 30;
const NO_EXPIRY = "991231"; // (unconfirmed) what stands where a card does not expire
const WEIGHTS = [7, 3, 1];
const SEXES = { M: "male", F: "female" };
const LINE_ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
// A letter where only a digit can stand, and the digits it may be.
const LOOKS_LIKE = { O: "0", D: "0", Q: "0", U: "0", I: "1", L: "1", Z: "27", A: "4", S: "5", G: "6", T: "7", B: "83" };

const FILLED = "[<KCLE(«]"; // what a filler is taken for
const FIRST = new RegExp(`[I1L|][DO0](?<country>[A-Z0-9]{3})(?<short>.{10})(?<full>.{12})${FILLED}{1,3}(?<last>.)`, "u");
const SECOND = new RegExp(`(?<birth>.{7})(?<sex>.)(?<expiry>.{7})[A-Z0-9]{3}${FILLED}{5,16}(?<last>[^<])`, "u");
const NAME = /^([A-Z]+(?:<[A-Z]+)*(?:<<[A-Z]+(?:<[A-Z]+)*)?)<*$/;
const PASSPORT = /P[A-Z<][A-Z]{3}[A-Z<]{20}/;

/** Whether a text means to be such lines, right or wrong, or begins so: a QR code's has no two fillers in a row. */
export function isMrz(text) {
  const start = text.slice(0, LOOKED_AT);
  return !start.includes("|") && (start.includes("<<") || /^\s*I[A-Z<]VNM/i.test(start));
}

/**
 * `{identity, problem, missing, expiry, failed, warnings}` as domain/mrz answers: `identity` holds the fields that are
 * there (`null` where nothing is proven), `problem` a key under "errors" or "". `today`: `yyyy-mm-dd` in Vietnam.
 */
export function readMrz(text, today) {
  if (!words(text).length) return refused("mrz.empty");
  if ([...text.slice(0, 2 * MOST_TEXT + 1)].length > MOST_TEXT) return refused("mrz.too_long");
  const rows = rowsOf(text);
  const readings = setsOf(rows).map((lines) => read(lines, today));
  const sound = readings.filter((one) => one.identity);
  if (new Set(sound.map((one) => JSON.stringify(one.identity))).size > 1) return refused("mrz.two_cards");
  return sound[0] ?? readings[0] ?? refused(rows.some((row) => PASSPORT.test(row)) ? "mrz.passport" : "mrz.not_found");
}

const refused = (problem, failed = []) => ({ identity: null, problem, missing: [], expiry: "", failed, warnings: [] });

// --- the lines and their fields ----------------------------------------------------------------------------------------

/** Without blanks, in capitals; one long line is cut into three. Letters of other scripts stay what they are. */
function rowsOf(text) {
  const plain = (row) => compact(nfc(row)).replace(/[a-z]/g, (char) => char.toUpperCase()).replaceAll("‹", "<");
  const rows = text.split(LINE_ENDS).map(plain).filter(Boolean).slice(0, MOST_LINES);
  return rows.length === 1 && [...rows[0]].length === 3 * LENGTH ? rows[0].match(/.{30}/gu) : rows;
}

const setsOf = (rows) => rows.slice(0, -1).map((_, at) => fieldsOf(rows.slice(at, at + 3))).filter(Boolean).slice(0, MOST_SETS);

/** The fields as they were seen, each number with the check digit behind it. */
function fieldsOf([one, two, ...three]) {
  const first = FIRST.exec(one)?.groups;
  const second = SECOND.exec(two)?.groups;
  if (!first || !second) return null;
  return { ...first, full: first.full + first.last, ...second, composite: second.last, ...nameOf(three.join("").replaceAll("«", "<<")) };
}

/** No check digit holds a name: where anything but letters and fillers stands in its line, none is taken from it. */
function nameOf(line) {
  const [, name] = NAME.exec(line) ?? [];
  return name ? { name: name.split("<").filter(Boolean).join(" "), whole: name.length < LENGTH } : { name: "", whole: false };
}

// --- what the check digits prove ---------------------------------------------------------------------------------------

const valueOf = (char) => (char === "<" ? 0 : parseInt(char, 36));
const digitOf = (text) => String([...text].reduce((sum, char, at) => sum + valueOf(char) * WEIGHTS[at % 3], 0) % 10);
const checked = (field) => field + digitOf(field);

/** What a field of these signs can mean; nothing where it could be too much. */
function meanings(field, signs = "0123456789") {
  const choices = [...field].map((char) => (signs.includes(char) ? char : (LOOKS_LIKE[char] ?? "")));
  const count = choices.reduce((product, choice) => product * choice.length, 1);
  if (!count || count > MOST_GUESSES) return [];
  return choices.reduce((made, choice) => made.flatMap((start) => [...choice].map((char) => start + char)), [""]);
}

/** The values that a field and the check digit behind it can mean, each once. */
const fitting = (field, signs) => [...new Set(meanings(field, signs).filter((one) => digitOf(one.slice(0, -1)) === one.at(-1)).map((one) => one.slice(0, -1)))];

/** Unknown day or month stand as fillers. */
const dates = (field) => fitting(field, "0123456789<");

function numbers({ short, full }) {
  const nines = new Set(fitting(short));
  return fitting(full).filter((number) => nines.has(number.slice(3)));
}

/** Every reading that satisfies all five check digits; more than one proves nothing. */
function proven(lines) {
  const composites = new Set(meanings(lines.composite));
  const out = [];
  for (const number of numbers(lines))
    for (const birth of dates(lines.birth))
      for (const expiry of dates(lines.expiry)) {
        const over = `${checked(number.slice(3))}${number}<<${digitOf(number)}${checked(birth)}${checked(expiry)}${"<".repeat(11)}`;
        if (composites.has(digitOf(over))) out.push({ number, birth, expiry });
      }
  return out;
}

function failedOf(lines) {
  const found = { id_number: numbers(lines), birth_date: dates(lines.birth), expiry_date: dates(lines.expiry) };
  const failed = Object.keys(found).filter((name) => !found[name].length);
  return failed.length ? failed : ["composite"];
}

function read(lines, today) {
  if (lines.country !== "VNM") return refused("mrz.not_vietnamese");
  const [said, ...others] = proven(lines);
  if (!said || others.length) return refused(said ? "mrz.ambiguous" : "mrz.check_digits", failedOf(lines));
  const [birth, expiry] = [birthOf(said, today), said.expiry.includes("<") ? "" : dateOf(2000, said.expiry)];
  if (!birth || !expiry) return refused("mrz.date_impossible", [birth ? "expiry_date" : "birth_date"]);
  const identity = Object.fromEntries(
    Object.entries({ id_number: said.number, full_name: lines.name, birth_date: birth, sex: SEXES[lines.sex] }).filter(([, value]) => value),
  );
  return {
    identity,
    problem: "",
    missing: [...(lines.name && lines.whole ? [] : ["full_name"]), ...(identity.sex ? [] : ["sex"]), "address", "issue_date"],
    expiry: said.expiry === NO_EXPIRY ? "" : expiry,
    failed: [],
    warnings: checkPerson({ ...identity, full_name: undefined }, { slot: "submitter", today }),
  };
}

/** `dd/mm/yyyy`, or less; "" for what cannot be. `century`: the hundred that the two digits are added to. */
function dateOf(century, text) {
  const [month, day] = [text.slice(2, 4), text.slice(4, 6)].map((part) => part.replaceAll("<", "0"));
  return dateText(parseDate(`${day}${month}${String(century + Number(text.slice(0, 2))).padStart(4, "0")}`));
}

/** Of the century next to the year that the personal number names, and never to come. */
function birthOf({ number, birth }, today) {
  if (birth.slice(0, 2).includes("<")) return "";
  const named = 1900 + 100 * Math.floor(Number(number[3]) / 2) + Number(number.slice(4, 6));
  const [near] = [1800, 1900, 2000, 2100].sort((a, b) => Math.abs(a + Number(birth.slice(0, 2)) - named) - Math.abs(b + Number(birth.slice(0, 2)) - named));
  const said = dateOf(near, birth);
  return said && parseDate(said).earliest > Number(today.replaceAll("-", "")) ? dateOf(near - 100, birth) : said;
}
