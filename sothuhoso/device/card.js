// The ID card: a photo of its code goes to the server, which keeps nothing; what it reads fills the fields, marked as
// unverified (a QR is plain text that anyone can print). Without a line the person types meanwhile.
import { createStore } from "./base.js";
import { applyPatch } from "./drafts.js";
import { ask } from "./line.js";
import { PERSON_FIELDS } from "./manifest.js";
import { check, reading, Refusal } from "./picture.js";

const PATIENCE = 20_000;
const NOT_SEEN = "qr.not_found"; // while pointing, not finding the code yet is no news

/** Per person: `status`: "" | reading | filled | problem | offline | refused; `message`: the server's own words. */
const store = createStore({});
export const useCards = store.use;

const say = (slot, card) => {
  store.set({ [slot]: { status: "", message: "", missing: [], refusal: null, ...card } });
  return card.status;
};

export const forgetCard = (slot) => say(slot, { status: "" });

/**
 * Read one photo for a person. `searching`: a frame of the live picture, where "no code" stays unsaid.
 * Answers filled | problem | offline | wait | "".
 */
export async function readCard(slot, blob, searching = false) {
  if (!searching) say(slot, { status: "reading" });
  let answer;
  let said;
  try {
    answer = await ask("/api/card", { method: "POST", headers: { "Content-Type": "image/jpeg" }, body: blob }, PATIENCE);
    said = await answer.json();
  } catch {
    say(slot, { status: "offline" });
    return "wait";
  }
  if (!answer.ok) {
    if (!searching) say(slot, { status: "problem", message: said.message ?? "" });
    return "wait";
  }
  if (said.identity) return fill(slot, said);
  if (searching && said.problem === NOT_SEEN) return "";
  return say(slot, { status: "problem", message: said.message ?? "" });
}

function fill(slot, { identity, missing }) {
  for (const [field, value] of Object.entries(identity)) {
    if (value && PERSON_FIELDS.includes(field)) applyPatch(`persons.${slot}.${field}`, value, "qr");
  }
  return say(slot, { status: "filled", missing: missing ?? [] });
}

/** A chosen photo of the card. HEIC goes to the server as it is. */
export async function readCardFile(slot, [file]) {
  say(slot, { status: "reading" });
  try {
    const kind = await check(file);
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
    if (!bitmap && kind !== "image/heic") throw new Refusal("broken", { name: file.name });
    const blob = bitmap ? await reading(bitmap, bitmap.width, bitmap.height) : file;
    bitmap?.close();
    await readCard(slot, blob);
  } catch (problem) {
    if (problem instanceof Refusal) say(slot, { status: "refused", refusal: { key: problem.key, facts: problem.facts } });
    else say(slot, { status: "refused", refusal: { key: "broken", facts: { name: file.name } } });
  }
}
