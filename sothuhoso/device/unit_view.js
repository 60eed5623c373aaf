// Where the open draft goes: the commune that is chosen, or a search over all of them. Apart from the review, because the
// steps before it ask the same when a draft is to be worked on together.
import { createStore, remember } from "./base.js";
import { findUnit, rememberUnit, useCatalogueState } from "./catalogue.js";
import { applyPatch, useDraftState } from "./drafts.js";
import { searchUnits } from "./search.js";

const SHOWN = 8;
const FRESH = { query: "", choosing: false };
const store = createStore(FRESH);

/** Opening a page that asks for it. */
export const enterUnit = () => store.set(FRESH);
export const setUnitQuery = (query) => store.set({ query });
export const chooseAgain = () => store.set({ choosing: true, query: "" });

export function setUnit(code) {
  applyPatch("unit", code);
  rememberUnit(code);
  store.set(FRESH);
}

const view = remember(({ draft }, { data }, { query, choosing }) => {
  const unit = draft && data ? findUnit(draft.unit) : undefined;
  const found = data ? searchUnits(data.units, query) : [];
  return {
    unit: unit?.name ?? "",
    unitKind: unit?.kind ?? "",
    choosing: choosing || !unit,
    query,
    units: found.slice(0, SHOWN).map(({ code, name, kind }) => ({ code, name, kind })),
    more: Math.max(0, found.length - SHOWN),
    none: !found.length,
  };
});

export const useUnit = () => view(useDraftState(), useCatalogueState(), store.use());
