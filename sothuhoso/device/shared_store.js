// The draft that this device fills in together with another one: whether it does, and what the screen knows of it.
// Drafts are kept and sent as ever; sharing only carries changes to and fro. How it does that (shared_share, shared_sync,
// shared_photos) is fetched when somebody begins: most people never do.
import { createStore, remember } from "./base.js";
import { findUnit, useCatalogueState } from "./catalogue.js";
import { applyPatch, applyRemote, draftState, useDraftState } from "./drafts.js";

/**
 * `panel`: "" | share | stop. `busy`: a request is under way. `problem`: the server's words, or "offline". `code`,
 * `until` (this device's clock). `live`: the server's row is being watched. `signIn`: the clerk's session has ended.
 * `sending`: the other side has pressed send. `held`: path → side that writes there now. `note`: why it ended.
 */
const store = createStore({ panel: "", busy: false, problem: "", code: "", until: 0, now: 0, live: false, signIn: false, sending: false, held: {}, note: "" });
export const sharedState = store.get;
export const setShared = store.set;

/** The sharing of the open draft while it goes on: `{id, side, base, pages, offers, joined, name, ending}`. */
export function sharing() {
  const { draft, mine } = draftState();
  return mine && draft?.shared && !draft.shared.ending && draft.status !== "sent" ? draft.shared : null;
}

/** How this side shows that it may: the citizen by the draft's secret, the clerk by the session's cookie. */
export const credentials = (draft) => (draft.secret ? { Authorization: `Draft ${draft.secret}` } : {});

/** component → the ids of its pages. */
export const idsOf = (pages) => Object.fromEntries(Object.entries(pages).map(([key, list]) => [key, list.map((page) => page.id)]));

// --- the taps ------------------------------------------------------------------------------------------------------

const late = (tap) => import("./shared_share.js").then(tap, () => setShared({ busy: false, problem: "offline" }));

export const share = () => late((sharer) => sharer.share());
export const stop = () => late((sharer) => sharer.stop());
export const openPanel = (panel) => setShared({ panel, problem: "", note: "" });

/** A code that was not looked at to its end is of no use to anybody. */
export function closePanel() {
  const { panel, code } = store.get();
  setShared({ panel: "", problem: "" });
  if (panel === "share" && !code && sharing() && !sharing().joined) stop();
}

/** "Use mine": what was typed here and gave way comes back into the field. */
export function takeOffer(path) {
  if (sharing() && !store.get().held[path]) applyPatch(path, sharing().offers[path]);
}

export function dropOffer(path) {
  const shared = sharing();
  if (!shared) return;
  const { [path]: _gone, ...offers } = shared.offers;
  applyRemote([], { ...shared, offers });
}

// --- what the pages show -------------------------------------------------------------------------------------------

/** alone | waiting (for the clerk, with a code) | lapsed (the code is gone) | together | ending. */
function modeOf(shared, code) {
  if (!shared) return "alone";
  if (shared.ending) return "ending";
  return shared.joined ? "together" : code ? "waiting" : "lapsed";
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

const view = remember((state, { draft }, { data }) => {
  const { code } = state;
  const shared = draft?.shared;
  const unit = data && draft ? findUnit(draft.unit) : null;
  return {
    mode: modeOf(shared, code),
    clerk: shared?.side === "clerk",
    name: shared?.name ?? "",
    panel: state.panel,
    busy: state.busy,
    problem: state.problem,
    code: code ? `${code.slice(0, 3)} ${code.slice(3)}` : "",
    address: code && typeof location !== "undefined" ? `${location.origin}/ban/cung-lam#${code}` : "",
    left: clock(Math.max(0, Math.round((state.until - state.now) / 1000))),
    live: state.live,
    signIn: state.signIn,
    sending: state.sending,
    note: state.note,
    unit: unit?.name ?? "",
    unitKind: unit?.kind ?? "",
    held: state.held,
    offers: shared && !shared.ending ? shared.offers : {},
    late: (shared?.late ?? []).map((one) => ({ ...one, field: one.path.split(".").at(-1) })),
  };
});

export function useShared() {
  return view(store.use(), useDraftState(), useCatalogueState());
}
