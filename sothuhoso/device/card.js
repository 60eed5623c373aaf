// The ID card: its code is read and understood on the device, with no line, and fills the fields, marked as unverified
// (a QR is plain text that anyone can print). A photo in which the device finds no code goes to the server, which keeps
// nothing and tries harder. What cannot be read is typed meanwhile.
import { createStore } from "./base.js";
import { applyPatch } from "./drafts.js";
import { ask, lineIsUp } from "./line.js";
import { PERSON_FIELDS } from "./manifest.js";
import { check, reading, Refusal } from "./picture.js";
import { today } from "./search.js";

const PATIENCE = 20_000;
const NOT_SEEN = "qr.not_found"; // while pointing, not finding the code yet is no news

/**
 * Per person: `status`: "" | reading | filled | problem | unseen (the device finds no code, and there is no line) |
 * offline (it cannot look, and there is no line) | refused. `problem`: a key under "errors.qr"; `message`: the server's
 * own words where there is no such key.
 */
const store = createStore({});
export const useCards = store.use;

const say = (slot, card) => {
  store.set({ [slot]: { status: "", problem: "", message: "", missing: [], refusal: null, ...card } });
  return card.status;
};

export const forgetCard = (slot) => say(slot, { status: "" });

/** The texts of the codes that were seen: fills in, or says what they are. Answers filled | problem. */
export async function cardSaid(slot, texts) {
  const { readCardTexts } = await import("./card_text.js");
  return understood(slot, readCardTexts(texts, today()));
}

const understood = (slot, said) => (said.identity ? fill(slot, said) : say(slot, { status: "problem", problem: said.problem.replace(/^qr\./, "") }));

function fill(slot, { identity, missing }) {
  for (const [field, value] of Object.entries(identity)) {
    if (value && PERSON_FIELDS.includes(field)) applyPatch(`persons.${slot}.${field}`, value, "qr");
  }
  return say(slot, { status: "filled", missing: missing ?? [] });
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
  return understood(slot, said);
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
