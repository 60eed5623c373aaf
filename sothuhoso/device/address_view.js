// Today's unit for the address in each person's field, offered and never written by itself. The rules and their table
// (address.js) come when there is an address.
import { createStore } from "./base.js";
import { applyPatch, draftState, subscribeDrafts } from "./drafts.js";

const PAUSE = 600; // after the last letter
const SLOTS = ["owner", "submitter", "subject"];

/** slot → `{text, kept, candidates, certain, why}`: what was found for this text. */
const store = createStore({});
export const useAddresses = store.use;
const looked = new Map(); // draft and slot → the text that was looked at last
let timer;

function onDraft() {
  const { draft, mine } = draftState();
  if (!draft || !mine) return;
  for (const slot of SLOTS) {
    const text = draft.persons[slot]?.address?.value ?? "";
    const place = `${draft.id} ${slot}`;
    const before = looked.get(place);
    if (text === before) continue;
    looked.set(place, text);
    store.set({ [slot]: undefined });
    // Another address is another place; what stood there when the page was opened stays.
    if (before !== undefined && draft.persons[slot].address_today?.value) applyPatch(`persons.${slot}.address_today`, "");
    clearTimeout(timer);
    timer = setTimeout(lookAll, PAUSE);
  }
}

async function lookAll() {
  const { draft } = draftState();
  const { suggest } = await import("./address.js").catch(() => ({}));
  for (const slot of SLOTS) {
    const text = draft?.persons[slot]?.address?.value?.trim();
    if (!text || !suggest || store.get()[slot]?.text === text) continue;
    const found = await suggest(text).catch(() => null); // no line, and never fetched: nothing is offered
    if (found) store.set({ [slot]: { text, ...found } });
  }
}

subscribeDrafts(onDraft);

/** This unit it is. The old text stays as the card has it. */
export function takeAddress(slot, code) {
  const { kept, candidates } = store.get()[slot];
  const unit = candidates.find((one) => one.code === code);
  applyPatch(`persons.${slot}.address_today`, `${[kept, unit.place].filter(Boolean).join(", ")} (${unit.code})`);
}

export const dropAddress = (slot) => applyPatch(`persons.${slot}.address_today`, "");

/** What the screen offers: `ask`: "" (nothing) | certain | split | same_name | unclear; `units`: `[{code, place}]`. */
export function offer(found, person) {
  const open = found?.candidates.length && found.why !== "new" && !person.address_today?.value && found.text === person.address?.value?.trim();
  if (!open) return NO_OFFER;
  return { ask: found.certain ? "certain" : found.why, units: found.candidates.map(({ code, place }) => ({ code, place })) };
}
export const NO_OFFER = { ask: "", units: [] };
