// The page "a scanner's batch": a file of many papers is cut by the server, its papers are given out to those of the dossier.
// Of the draft nothing changes before `putIn`; then each paper is a file brought along like any other.
import { createStore, remember } from "./base.js";
import { NotSplit, splitBatch } from "./batch_sent.js";
import { asItIs, broughtKind } from "./brought.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { localCode } from "./dossier_code.js";
import { allKept, applyPatch, draftState, useDraftState } from "./drafts.js";
import { enterDraft, STEPS } from "./flow.js";
import { addPhoto } from "./photos.js";
import { MAX_BYTES } from "./picture.js";
import { Refusal } from "./refusal.js";
import { choices, componentsFor, settled } from "./rules.js";
import { amount } from "./sizes.js";
import { useLanguage } from "./words.js";

const LARGEST = 100 * 1024 * 1024; // the server's door
const LEFT_OUT = "-";

/**
 * `status`: choose | sending | cutting | found | putting | done. `problem`: a key under "batch.problem", or of the server with
 * its `message`. `found`: what the server told; `picks`: of each paper the component's key, "-" (left out) or "" (not said).
 * `put`: `[{component, id}]` of the pages that were put in.
 */
const EMPTY = { draft: "", status: "choose", file: null, duplex: false, sent: 0, problem: "", message: "", refused: null, found: null, picks: [], asked: false, put: [] };
const store = createStore(EMPTY);

let stopping = new AbortController();

/** Another dossier begins anew; on the way back to the same one all is as it was. */
export async function enterBatch(asked) {
  await enterDraft(asked);
  const draft = draftState().draft?.id ?? "";
  if (store.get().draft === draft && store.get().status !== "done") return;
  forget();
  store.set({ draft });
}

function forget() {
  stopping.abort();
  store.get().found?.papers.forEach(({ thumb }) => thumb && URL.revokeObjectURL(thumb));
  store.set({ ...EMPTY, draft: store.get().draft });
}

// --- the file --------------------------------------------------------------------------------------------------------

export async function chooseBatch([file]) {
  forget();
  const kind = await broughtKind(file);
  const problem = !kind ? "kind" : file.size > LARGEST ? "too_big" : "";
  store.set(problem ? { problem } : { file });
}

export const setDuplex = (duplex) => store.set({ duplex });

const own = (draft) => [draft.number, draft.slip?.number, localCode(draft.id)];
const submitted = (draft) => componentsFor(findProcedure(draft.procedure), draft.answers).filter((c) => c.kind === "submit");
const pagesOf = (key) => draftState().draft.components[key]?.pages ?? [];

/** Of each choice that nothing was said of the first paper, in the procedure's order. */
const open = (draft) => choices(submitted(draft)).filter((choice) => !settled(choice, draft.components)).map(([first]) => first);

function show({ papers, ...told }) {
  const { draft } = draftState();
  const found = papers.map((paper) => ({
    ...paper,
    foreign: Boolean(paper.code) && !own(draft).includes(paper.code),
    heavy: paper.file.size > MAX_BYTES,
    thumb: paper.picture ? URL.createObjectURL(paper.picture) : "",
  }));
  store.set({ status: "found", problem: "", message: "", asked: false, found: { ...told, papers: found }, picks: found.map((paper) => (paper.heavy ? LEFT_OUT : "")) });
  focus("found");
}

const focus = (id) => setTimeout(() => document.getElementById(id)?.focus(), 0);

export async function split() {
  const { file, duplex, status } = store.get();
  if (!file || status !== "choose") return;
  stopping = new AbortController();
  const { signal } = stopping;
  const progress = (share) => !signal.aborted && store.set({ sent: share, status: share < 1 ? "sending" : "cutting" });
  store.set({ status: "sending", sent: 0, problem: "", message: "" });
  focus("batch-way");
  try {
    const found = await splitBatch(file, duplex, { progress, signal });
    if (!signal.aborted) show(found);
  } catch (problem) {
    if (signal.aborted) return;
    const { key, message } = problem instanceof NotSplit ? problem : { key: "offline", message: "" };
    store.set({ status: "choose", problem: key, message });
    focus("batch-split");
  }
}

export function stopSplit() {
  stopping.abort();
  store.set({ status: "choose" });
  focus("batch-split");
}

/** The file as one paper: what is signed, or waits for a line. */
export function takeWhole() {
  const { file } = store.get();
  show({ pages: 0, separators: [], backs: [], papers: [{ pages: [], code: "", file, picture: null }] });
}

export const anotherFile = forget;

// --- giving out ------------------------------------------------------------------------------------------------------

export const pickPaper = (at, key) => store.set({ picks: store.get().picks.map((pick, i) => (i === at ? key : pick)), refused: null });

/** The first paper of which nothing was said, -1. */
const unsaid = () => store.get().picks.indexOf("");

export async function putIn() {
  const { status, found, picks } = store.get();
  if (status !== "found") return;
  if (unsaid() >= 0) {
    store.set({ asked: true });
    return focus(`batch-${unsaid()}`);
  }
  store.set({ status: "putting", refused: null, put: [] });
  for (const [i, component] of picks.entries()) {
    if (component === LEFT_OUT) continue;
    try {
      await put(component, found.papers[i].file);
    } catch (problem) {
      takeBack();
      const { key, facts } = problem instanceof Refusal ? problem : { key: "broken", facts: {} };
      return store.set({ status: "found", refused: { at: i, key, facts } });
    }
  }
  await allKept();
  store.set({ status: "done" });
  focus("done");
}

async function put(component, file) {
  const page = await addPhoto(component, await asItIs(file));
  store.set({ put: [...store.get().put, { component, id: page.id }] });
}

function takeBack() {
  const { put } = store.get();
  for (const key of new Set(put.map(({ component }) => component))) {
    const gone = put.filter(({ component }) => component === key).map(({ id }) => id);
    applyPatch(`components.${key}.pages`, pagesOf(key).filter((page) => !gone.includes(page.id)));
  }
  store.set({ put: [] });
}

/** The papers out of the dossier again; what was said of each stays said. */
export function undoPut() {
  takeBack();
  store.set({ status: "found" });
  focus("found");
}

// --- as the screen draws it ------------------------------------------------------------------------------------------

const NOTHING = { allowed: false, status: "choose", name: "", size: "", duplex: false, percent: 0, problem: "", message: "", whole: false, papers: [], options: [], count: 0, pages: 0, separators: 0, backs: 0, free: 0, balance: "", unsaid: 0, put: 0, limit: 0, refused: "", refusedAt: 0, refusedFacts: {}, back: "/" };

const paperView = ({ picks, asked }, lang) => (paper, i) => ({
  at: i,
  number: i + 1,
  id: `batch-${i}`,
  pages: paper.pages.length,
  first: paper.pages[0] ?? 0,
  last: paper.pages.at(-1) ?? 0,
  code: paper.code,
  foreign: paper.foreign,
  heavy: paper.heavy,
  size: amount(paper.file.size, lang),
  thumb: paper.thumb,
  pick: picks[i],
  needed: asked && picks[i] === "",
});

/** Whether there are more papers than may be handed in, or fewer than must be. */
function balanceOf(papers, free) {
  const count = papers.filter((paper) => !paper.heavy).length;
  return count > free.length ? "more" : count < free.filter((component) => component.required).length ? "less" : "even";
}

const view = remember((state, { draft }, { data }, lang) => {
  const procedure = draft && data?.procedures.find((one) => one.code === draft.procedure);
  if (!procedure || state.draft !== draft.id) return NOTHING;
  const papers = state.found?.papers ?? [];
  const free = open(withoutPut(draft, state.put));
  return {
    ...NOTHING,
    allowed: draft.channel === "counter",
    status: state.status,
    name: state.file?.name ?? "",
    size: state.file ? amount(state.file.size, lang) : "",
    duplex: state.duplex,
    percent: Math.round(100 * state.sent),
    problem: state.problem,
    message: state.message,
    whole: Boolean(state.file) && state.file.size <= MAX_BYTES && ["offline", "document.signed_whole"].includes(state.problem),
    papers: papers.map(paperView(state, lang)),
    options: submitted(draft)
      .filter((c) => draft.components[c.key]?.state !== "classified")
      .map((c) => ({ key: c.key, name: named(c, lang), pages: draft.components[c.key]?.pages?.length ?? 0 })),
    count: papers.length,
    pages: state.found?.pages ?? 0,
    separators: state.found?.separators.length ?? 0,
    backs: state.found?.backs.length ?? 0,
    free: free.length,
    balance: state.found ? balanceOf(papers, free) : "",
    unsaid: state.asked ? state.picks.filter((pick) => pick === "").length : 0,
    put: state.put.length,
    limit: MAX_BYTES >> 20,
    refused: state.refused?.key ?? "",
    refusedAt: (state.refused?.at ?? 0) + 1,
    refusedFacts: state.refused?.facts ?? {},
    back: `${STEPS["giay-to"]}?hs=${draft.id}`,
  };
});

/** The draft as it was before: while papers are put in, what is said of their number does not change. */
function withoutPut(draft, put) {
  if (!put.length) return draft;
  const ids = put.map(({ id }) => id);
  const components = Object.entries(draft.components).map(([key, c]) => [key, { ...c, pages: c.pages?.filter((page) => !ids.includes(page.id)) }]);
  return { ...draft, components: Object.fromEntries(components) };
}

export function useBatch() {
  return view(store.use(), useDraftState(), useCatalogueState(), useLanguage());
}
