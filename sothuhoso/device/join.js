// The tablet takes up a person's draft by the six digits on the phone. The phone's QR opens this page with the digits in
// the fragment; whoever has to sign in first finds them still there afterwards.
import { createStore, remember } from "./base.js";
import { openScanner } from "./camera_view.js";
import { loadCatalogue, named, useCatalogueState } from "./catalogue.js";
import { beginShared, draftsOfOthers, listDrafts, removeDraft, useDraftState } from "./drafts.js";
import { STEPS } from "./flow.js";
import { moment } from "./format.js";
import { ask } from "./line.js";
import { goTo } from "./route.js";
import { setShared, sharedState } from "./shared_store.js";
import { language, useLanguage } from "./words.js";

const KEPT = "sothuhoso.code";
const DIGITS = /^\d{6}$/;
const ON_PHONE = /^https?:\/\/[^#]+\/ban\/cung-lam\/?#(\d{6})$/;
const store = createStore({ code: "", busy: false, problem: "" });

export const setCode = (text) => store.set({ code: text.replace(/\D/g, "").slice(0, 6), problem: "" });

/** The page was opened: by the rail, by the QR, or by coming back from signing in. */
export function enterTogether() {
  const scanned = location.hash.slice(1);
  if (DIGITS.test(scanned)) {
    sessionStorage.setItem(KEPT, scanned);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  store.set({ code: sessionStorage.getItem(KEPT) ?? "", busy: false, problem: "" });
  listDrafts().catch(() => {});
  loadCatalogue();
}

/** Leaving the page forgets what was typed and why the last one ended. */
export function leaveTogether() {
  store.set({ code: "", problem: "" });
  if (sharedState().note) setShared({ note: "" });
}

/** The clerk is known to be signed in: digits that came with the address need no second tap. */
export function joinScanned() {
  if (sessionStorage.getItem(KEPT)) join();
}

/** The phone's QR by this tablet's own camera: whatever address the phone knows us by, the digits are in the fragment. */
export function scanCode() {
  store.set({ problem: "" });
  return openScanner("join", (texts) => {
    const digits = texts.map((text) => ON_PHONE.exec(text)?.[1]).find(Boolean);
    if (!digits) return { hint: "not_join" };
    setCode(digits);
    join();
    return { done: true };
  });
}

export async function join() {
  const { code, busy } = store.get();
  if (busy) return;
  if (!DIGITS.test(code)) return store.set({ problem: "digits" });
  sessionStorage.removeItem(KEPT);
  store.set({ busy: true, problem: "" });
  try {
    const answer = await ask("/api/drafts/join", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": language() },
      body: JSON.stringify({ code }),
    });
    const said = await answer.json();
    if (!answer.ok) return store.set({ busy: false, problem: said.message ?? "", code: "" });
    await loadCatalogue();
    await beginShared(said);
    store.set({ busy: false, code: "" });
    goTo(`${STEPS.ai}?hs=${said.id}`);
  } catch {
    store.set({ busy: false, problem: "offline" });
  }
}

/** Signing out: nothing of other people's drafts stays on this tablet. */
export async function forgetOthers() {
  for (const draft of await draftsOfOthers()) await removeDraft(draft.id);
}

const view = remember((state, { list, listed }, { data }, lang) => ({
  ...state,
  ready: listed,
  drafts: list
    .filter((draft) => draft.shared?.side === "clerk" && draft.status === "draft")
    .map((draft) => ({
      id: draft.id,
      name: named(data?.procedures.find((p) => p.code === draft.procedure) ?? { name: draft.procedure }, lang),
      person: draft.persons.owner.full_name?.value ?? "",
      changed: moment(draft.changedAt, "time", lang, 0),
      address: `${STEPS[draft.step] ?? STEPS.ai}?hs=${draft.id}`,
    })),
}));

export function useJoin() {
  return view(store.use(), useDraftState(), useCatalogueState(), useLanguage());
}
