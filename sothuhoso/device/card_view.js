// How reading each person's card stands, and the way to the reading itself (card.js), which comes when somebody has a card.
import { createStore } from "./base.js";

const MRZ_LINES = 3;

/**
 * Per person: `status`: "" | reading | filled | several (`people` to choose from) | problem | unseen (the device finds no
 * code, and there is no line) | offline (it cannot look, and there is no line) | refused. `problem`: a key under
 * "errors.qr"; `zone`: what is wrong with typed lines, under "errors.mrz"; `message`: the server's own words for the rest; `number`: of a health insurance card;
 * `path`: of the dossier whose receipt was held up. `bare`: the name came without accents.
 * `typed`: what a hand-held scanner or a person has typed so far.
 */
const store = createStore({});
export const useCards = store.use;
export const cardsState = store.get;
const NOTHING = { status: "", problem: "", zone: "", message: "", missing: [], refusal: null, people: [], number: "", path: "", bare: false };

/** How it stands now; what is typed stays. Answers the status. */
export const say = (slot, card) => {
  store.set({ [slot]: { ...NOTHING, typed: store.get()[slot]?.typed ?? "", ...card } });
  return card.status;
};

const reading = (slot, work) => import("./card.js").then(work, () => say(slot, { status: "offline" }));

export const readCardFile = (slot, files) => reading(slot, (it) => it.readCardFile(slot, files));
export const choosePerson = (slot, index) => reading(slot, (it) => it.choosePerson(slot, index));
export const readTyped = (slot) => reading(slot, (it) => it.readTyped(slot));

/** A hand-held scanner ends with a line break, and the lines of the back are three: read as soon as it is whole. */
export function typeCard(slot, text) {
  store.set({ [slot]: { ...NOTHING, ...store.get()[slot], typed: text } });
  const lines = text.split("\n").filter((line) => line.trim());
  if (lines.length && text.endsWith("\n") && (!text.includes("<") || lines.length >= MRZ_LINES)) readTyped(slot);
}
