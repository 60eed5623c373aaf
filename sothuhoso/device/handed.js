// What one device hands to another, and the one place where it is checked: it comes from a stranger's screen or file.
// Everything is rebuilt field by field from what has the right shape; nothing else gets in. Pure.
import { nfc } from "./fold.js";
import { laidOf } from "./laid.js";
import { originOf, ORIGINS, PERSON_FIELDS } from "./manifest.js";

export const FORMAT = 2; // 1 says nothing of single pages; where nothing is said it is still spoken
export const MOST_TEXT = 300;
export const MOST_PAGES = 80;
const MOST_PAGES_OF_ONE = 30;
const MOST_COMPONENTS = 20;
const MOST_ANSWERS = 20;
const MOST_SIGNED = 60_000; // letters of what was signed
const MOST_PHOTO = 25 * 1024 * 1024;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const KEY = /^[a-z][a-z0-9_]{0,59}$/; // a letter first: never one of an object's own names
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;
const SLOTS = ["owner", "submitter", "subject"];

/** Why it is not taken: a key under "receive.refused". */
export class Unfit extends Error {}

const fail = (key = "damaged") => {
  throw new Unfit(key);
};
const matching = (value, form) => (typeof value === "string" && form.test(value) ? value : fail());
const oneOf = (value, ...known) => (known.includes(value) ? value : fail());
const whole = (value, least, most) => (Number.isInteger(value) && value >= least && value <= most ? value : fail());
const text = (value) => (typeof value === "string" && value.length <= 4 * MOST_TEXT ? nfc(value).slice(0, MOST_TEXT) : fail());
const entries = (value, most) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail();
  const found = Object.entries(value);
  return found.length > most ? fail("too_much") : found;
};
const list = (value, most) => (!Array.isArray(value) ? fail() : value.length > most ? fail("too_much") : value);

/**
 * The draft in what was handed over (`{format, draft}` from JSON), as this device keeps it. Throws `Unfit`: "newer" for a
 * format of tomorrow, "too_much", "damaged".
 */
export function checkHanded(raw) {
  if (typeof raw !== "object" || raw === null) fail();
  if (![1, FORMAT].includes(raw.format)) fail(Number.isInteger(raw.format) && raw.format > FORMAT ? "newer" : "damaged");
  return checkDraft(raw.draft);
}

function checkDraft(raw) {
  if (typeof raw !== "object" || raw === null) fail();
  const components = entries(raw.components, MOST_COMPONENTS).map(([key, one]) => [matching(key, KEY), component(one)]);
  const pages = components.flatMap(([, one]) => one.pages ?? []);
  if (pages.length > MOST_PAGES) fail("too_much");
  if (new Set(pages.map((page) => page.id)).size < pages.length) fail();
  return {
    id: matching(raw.id, UUID),
    submission: raw.submission === "" ? "" : matching(raw.submission, UUID),
    secret: matching(raw.secret, /^[A-Za-z0-9_-]{22}$/),
    createdAt: matching(raw.createdAt, MOMENT),
    step: oneOf(raw.step, "ai", "giay-to", "xem-lai"),
    procedure: matching(raw.procedure, /^[0-9]\.[0-9]{6}$/),
    procedureVersion: whole(raw.procedureVersion, 1, 9999),
    unit: matching(raw.unit, /^([0-9]{5})?$/),
    channel: oneOf(raw.channel, "phone", "counter"),
    lang: matching(raw.lang, /^[a-z]{2}$/),
    submitter: oneOf(raw.submitter, "", "same", "other"),
    answers: Object.fromEntries(entries(raw.answers, MOST_ANSWERS).map(([key, value]) => [matching(key, KEY), oneOf(value, true, false)])),
    persons: Object.fromEntries(SLOTS.map((slot) => [slot, person(raw.persons?.[slot])])),
    components: Object.fromEntries(components),
    ...ofPages(raw, pages),
    ...signed(raw),
  };
}

const REASONS = 12;
const KEPT_FOR = ["old", "only", "blank", "original"];

/** What was said of pages: how they lie (`laid`), what was doubted and why it stays (`seen`); of no other photo. */
function ofPages(raw, pages) {
  const named = new Set(pages.map((one) => one.sha256));
  const about = (part, read) => {
    const said = entries(raw[part] ?? {}, 2 * MOST_PAGES).filter(([sha]) => named.has(sha));
    return said.length ? { [part]: Object.fromEntries(said.map(([sha, value]) => [sha, read(value)])) } : {};
  };
  return { ...about("laid", (value) => laidOf(value) ?? fail()), ...about("seen", seen) };
}

function seen(raw) {
  const verdict = oneOf(raw?.verdict, "good", "warn", "refuse");
  const reasons = list(raw.reasons, REASONS).map((one) => ({ key: matching(one?.key, KEY), verdict: oneOf(one.verdict, "warn", "refuse"), box: null }));
  const kept = raw.kept ? { why: oneOf(raw.kept.why, ...KEPT_FOR), at: matching(raw.kept.at, MOMENT) } : null;
  return { verdict, reasons, dpi: 0, sharpness: 0, corners: null, kept };
}

/** What a draft has only when it was signed, or given a number beforehand. */
function signed(raw) {
  const out = {};
  if (raw.number) out.number = matching(raw.number, /^[0-9A-Z-]{1,40}$/);
  if (raw.unsigned) out.unsigned = { how: matching(raw.unsigned.how, KEY), reason: text(raw.unsigned.reason) };
  if (raw.signature) {
    const { page: picture, at, signer, of } = raw.signature;
    if (typeof of !== "string" || of.length > MOST_SIGNED) fail();
    out.signature = { page: page(picture), at: matching(at, MOMENT), signer: oneOf(signer, "owner", "submitter"), of };
  }
  return out;
}

function person(raw) {
  return Object.fromEntries(
    entries(raw, PERSON_FIELDS.length).map(([field, given]) => [
      oneOf(field, ...PERSON_FIELDS),
      { value: text(given?.value), origin: originOf(oneOf(given?.origin, "typed", "remote", ...ORIGINS)) },
    ]),
  );
}

function component(raw) {
  const out = {};
  for (const [part, value] of entries(raw, 4)) {
    if (part === "pages") out.pages = list(value, MOST_PAGES_OF_ONE).map(page);
    else if (part === "state") out.state = oneOf(value, "", "none", "number", "classified");
    else if (part === "number" || part === "reason") out[part] = text(value);
    else fail();
  }
  return out;
}

const page = (raw) => ({
  id: matching(raw?.id, UUID),
  sha256: matching(raw?.sha256, SHA256),
  bytes: whole(raw?.bytes, 1, MOST_PHOTO),
  media_type: matching(raw?.media_type, /^(image\/[a-z0-9.+-]{1,40}|application\/pdf)$/),
});

/** What is handed over of a draft: through the same check, so that what goes out can come in. */
export function handedOf(draft) {
  const checked = checkDraft(draft);
  const classified = Object.values(checked.components).some((one) => one.state === "classified");
  return { format: checked.laid || checked.seen || classified ? FORMAT : 1, draft: checked };
}

/** What the dossier says, whichever device it is on: two copies are the same when these are. */
export function contentOf(draft) {
  const { createdAt: _at, step: _step, lang: _lang, number: _number, seen: _seen, ...said } = checkDraft(draft);
  return canonical(said);
}

const canonical = (value) =>
  Array.isArray(value)
    ? `[${value.map(canonical).join()}]`
    : value && typeof value === "object"
      ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`
      : JSON.stringify(value);

/** The photos a draft names, each once; a signature is one too. */
export const pagesOf = (draft) => {
  const pages = Object.values(draft.components).flatMap((one) => one.pages ?? []);
  if (draft.signature) pages.push(draft.signature.page);
  return [...new Map(pages.map((one) => [one.sha256, one])).values()];
};
