// The ID card: its code is read and understood on the device, with no line, and fills the fields, marked as unverified
// (a QR is plain text that anyone can print). A photo in which the device finds no code goes to the server, which keeps
// nothing and tries harder. What cannot be read is typed meanwhile.
import { inBrowser } from "./base.js";
import { remembered, same } from "./card_compare.js";
import { cardsState, say } from "./card_view.js";
import { applyPatch, draftState } from "./drafts.js";
import { ask, lineIsUp } from "./line.js";
import { PERSON_FIELDS } from "./manifest.js";
import { knowPerson } from "./people_view.js";
import { check, reading } from "./picture.js";
import { Refusal } from "./refusal.js";
import { today } from "./search.js";

const PATIENCE = 20_000;
const SPOILT = new Set(["garbled", "not_a_card"]);
const ACCENTED = /[^\u0000-\u007f]/;
/** What of typed lines comes to the same for whoever types. */
const SAID_AS = { "mrz.empty": "not_found", "mrz.too_long": "not_found", "mrz.two_cards": "not_found", "mrz.ambiguous": "check_digits", "mrz.date_impossible": "check_digits" };
const NOT_SEEN = "qr.not_found"; // while pointing, not finding the code yet is no news

// Whoever reads one card reads the next with the camera, perhaps where there is no line any more.
if (inBrowser) import("./camera.js").catch(() => {});

export const forgetCard = (slot) => say(slot, { status: "" });

/** The texts of the codes that were seen: fills in, asks whose, or says what they are. Answers filled | several | problem. */
export async function cardSaid(slot, texts) {
  const { readCardTexts } = await import("./card_text.js");
  return understood(slot, readCardTexts(texts, today()), texts);
}

/** `readings`: one, or the cards of several people. */
async function understood(slot, readings, texts = []) {
  if (readings.length > 1) return say(slot, { status: "several", people: readings });
  const [reading] = readings;
  if (reading.identity) return fill(slot, reading);
  if (!reading.problem.startsWith("qr.")) return say(slot, { status: "problem", message: reading.message ?? "" });
  const { helpfulFacts } = await import("./qr_kinds.js");
  const { dossier, ...facts } = helpfulFacts(reading.problem, texts);
  if (dossier) import("./follow.js").then(({ lookFor }) => lookFor(dossier)).catch(() => {}); // typed then
  return say(slot, { status: "problem", problem: reading.problem.replace(/^qr\./, ""), ...facts });
}

/** Of several people in one picture this one is meant. */
export const choosePerson = (slot, index) => fill(slot, cardsState()[slot].people[index]);

/** `origins`: of fields that come from elsewhere than the rest (names read off a photo, which no check digit holds). */
function fill(slot, { identity, missing, origin = "qr", origins = {} }) {
  const { persons, cards } = draftState().draft;
  if (isAnother(persons[slot], identity)) forgetPerson(slot, identity);
  for (const [field, value] of Object.entries(identity)) {
    const here = persons[slot][field]?.value;
    // The lines of the back know no accents: what stands here with them, and says the same, is better.
    if (!value || !PERSON_FIELDS.includes(field) || (origin === "mrz" && here && same(field, here, value))) continue;
    applyPatch(`persons.${slot}.${field}`, value, origins[field] ?? origin);
  }
  applyPatch("cards", { ...cards, [slot]: remembered(cards?.[slot], origin, identity) });
  if (slot === "owner") knowPerson();
  const name = draftState().draft.persons[slot].full_name?.value ?? "";
  return say(slot, { status: "filled", missing: missing ?? [], bare: name !== "" && !ACCENTED.test(name), typed: "" });
}

/** Whether the card is of somebody else than what stands here: by the number, else by the name. */
function isAnother(person, identity) {
  const [here, card] = [person.id_number?.value, identity.id_number];
  return here && card ? !same("id_number", here, card) : !same("full_name", person.full_name?.value, identity.full_name);
}

/** What came off the other person's card goes, with today's address, which was worked out of it; what was typed stays. */
function forgetPerson(slot, identity) {
  for (const [field, { value, origin }] of Object.entries(draftState().draft.persons[slot]))
    if (value && !identity[field] && (origin !== "typed" || field === "address_today")) applyPatch(`persons.${slot}.${field}`, "", "typed");
}

/** What a hand-held scanner typed, or somebody copied off the card. */
export async function readTyped(slot) {
  const text = cardsState()[slot]?.typed ?? "";
  const { isMrz, readMrz } = await import("./mrz.js");
  if (isMrz(text)) {
    const { identity, problem } = readMrz(text, today());
    if (identity) fill(slot, { identity, origin: "mrz" });
    else say(slot, { status: "problem", zone: SAID_AS[problem] ?? problem.replace(/^mrz\./, "") });
    return;
  }
  await cardSaid(slot, [text]);
  // A keyboard loses letters: what looks like a spoilt card came through an input method.
  if (SPOILT.has(cardsState()[slot].problem)) understood(slot, [{ problem: "qr.typed_garbled" }]);
}

/** A still picture of the card: read here, else by the server. Answers as `cardSaid`, or unseen | offline. */
export async function readCardPicture(slot, source, width, height) {
  say(slot, { status: "reading" });
  let able = true;
  let texts = [];
  try {
    texts = await (await import("./codes.js")).readCodes(source, width, height, "photo");
  } catch {
    able = false;
  }
  if (texts.length) return cardSaid(slot, texts);
  const helpless = { status: able ? "unseen" : "offline" };
  if (!lineIsUp()) return say(slot, helpless);
  return askServer(slot, await reading(source, width, height), helpless);
}

/** One frame of the live picture, where this device cannot look itself: "no code" stays unsaid. */
export const askAboutFrame = (slot, blob) => askServer(slot, blob, { status: "offline" }, true);

async function askServer(slot, blob, helpless, searching = false) {
  let answer;
  let said;
  try {
    answer = await ask("/api/card", { method: "POST", headers: { "Content-Type": blob.type || "image/jpeg" }, body: blob }, PATIENCE);
    said = await answer.json();
  } catch {
    return say(slot, helpless);
  }
  if (!answer.ok) return searching ? "" : say(slot, { status: "problem", message: said.message ?? "" });
  if (searching && said.problem === NOT_SEEN) return "";
  return understood(slot, said.people?.length ? said.people : [said]);
}

/** A chosen photo of the card. HEIC that this browser cannot open goes to the server as it is. */
export async function readCardFile(slot, [file]) {
  say(slot, { status: "reading" });
  try {
    const kind = await check(file);
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (!bitmap && kind !== "image/heic") throw new Refusal("broken", { name: file.name });
    if (!bitmap) return void (await askServer(slot, file, { status: "offline" }));
    await readCardPicture(slot, bitmap, bitmap.width, bitmap.height);
    bitmap.close();
  } catch (problem) {
    if (problem instanceof Refusal) say(slot, { status: "refused", refusal: { key: problem.key, facts: problem.facts } });
    else say(slot, { status: "refused", refusal: { key: "broken", facts: { name: file.name } } });
  }
}
