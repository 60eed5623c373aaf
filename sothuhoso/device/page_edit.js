// One page by itself: its corners set by hand, its paper and the way up, whether a sticky note is on it. What is said is
// kept in the draft at once, and the page is looked at again with it.
import { createStore, remember } from "./base.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { applyPatch, draftState, useDraftState } from "./drafts.js";
import { enterDraft, STEPS } from "./flow.js";
import { loneNote } from "./laid.js";
import { AS_FOUND } from "./manifest.js";
import { BARE, createBoard, NEXT, WHOLE } from "./page_board.js";
import { seeAgain } from "./page_seen.js";
import { photo } from "./photos.js";
import { goTo } from "./route.js";
import { useLanguage } from "./words.js";

/** `status`: loading | ready | unseen (no picture that this browser can show) | gone. */
const EMPTY = { status: "loading", component: "", id: "", sha256: "", looking: false };
const store = createStore(EMPTY);
export const board = createBoard((corners) => say({ corners }));

const pageOf = (component, id) => draftState().draft?.components[component]?.pages?.find((page) => page.id === id);
const laidNow = () => ({ ...AS_FOUND, ...draftState().draft.laid?.[store.get().sha256] });
const seenNow = () => draftState().draft.seen?.[store.get().sha256];
const placed = () => laidNow().corners ?? seenNow()?.corners ?? WHOLE;

/** The address names the draft, the paper (`giay`) and its page (`trang`). */
export async function enterPage(asked) {
  leavePage();
  const [component, id] = [asked.get("giay") ?? "", asked.get("trang") ?? ""];
  store.set({ component, id });
  await enterDraft(asked);
  const { draft } = draftState();
  const page = pageOf(component, id);
  if (!page) return store.set({ status: "gone" });
  const row = await photo(draft.id, page.sha256).catch(() => null);
  if (store.get().id !== id) return;
  if (!row?.blob || !row.width) return store.set({ status: "unseen", sha256: page.sha256 });
  store.set({ sha256: page.sha256 });
  board.set({ address: URL.createObjectURL(row.blob), width: row.width, height: row.height, corners: placed() });
  store.set({ status: "ready" });
}

function leavePage() {
  const { address } = board.get();
  if (address) URL.revokeObjectURL(address);
  board.set(BARE);
  store.set(EMPTY);
}

const back = () => `${STEPS["giay-to"]}?hs=${draftState().draft.id}`;

export function finishPage() {
  goTo(back(), true);
  leavePage();
}

// --- what is said --------------------------------------------------------------------------------------------------

let looks = 0;

async function say(change) {
  const { sha256 } = store.get();
  if (!applyPatch(`laid.${sha256}`, { ...laidNow(), ...change })) return;
  if (!("paper" in change) && !("corners" in change)) return;
  const mine = ++looks;
  store.set({ looking: true });
  await seeAgain(sha256).catch(() => null);
  if (mine !== looks) return;
  store.set({ looking: false });
  if (store.get().sha256 === sha256 && board.get().held < 0) board.set({ corners: placed() });
}

export const setPaper = (paper) => say({ paper });
export const setNote = (note) => say({ note });
export const turnPage = () => say({ turn: NEXT[laidNow().turn ?? 0] });

/** Corners and the way up as they are found, not as they were set. */
export const findAgain = () => say({ corners: null, turn: null });

// --- as the screen draws it ------------------------------------------------------------------------------------------

const NOTHING = { status: "loading", name: "", number: 0, paper: "A4", note: false, lone: false, byHand: false, turn: 0, looking: false, verdict: "", doubts: [], back: "/" };

const view = remember((state, { draft }, _catalogue, lang) => {
  if (!draft) return { ...NOTHING, status: state.status };
  const component = findProcedure(draft.procedure)?.components.find((one) => one.key === state.component);
  const pages = draft.components[state.component]?.pages ?? [];
  const laid = { ...AS_FOUND, ...draft.laid?.[state.sha256] };
  const seen = draft.seen?.[state.sha256];
  const at = pages.findIndex((page) => page.id === state.id);
  return {
    ...NOTHING,
    status: state.status,
    name: named(component ?? {}, lang),
    number: at + 1,
    paper: laid.paper,
    note: laid.note,
    lone: loneNote(pages, draft.laid)?.id === state.id,
    byHand: Boolean(laid.corners) || laid.turn !== null,
    turn: laid.turn ?? 0,
    looking: state.looking,
    verdict: seen?.verdict ?? "",
    doubts: seen ? [...new Set(seen.reasons.map((one) => one.key))] : [],
    back: `${STEPS["giay-to"]}?hs=${draft.id}`,
  };
});

export function usePageEdit() {
  return view(store.use(), useDraftState(), useCatalogueState(), useLanguage());
}
