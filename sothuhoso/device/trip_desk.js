// The desk in the hamlet: numbers are given and called, and for the number that is called something is done. All of it
// is on this tablet's disk before the next tap; no server is asked.
import { createStore, remember } from "./base.js";
import { findProcedure, loadCatalogue, named, useCatalogueState } from "./catalogue.js";
import { beginDraft, useDraftState, listDrafts } from "./drafts.js";
import { STEPS } from "./flow.js";
import { fold, words } from "./fold.js";
import { moment } from "./format.js";
import { onShut } from "./gate.js";
import { goTo } from "./route.js";
import { componentsFor } from "./rules.js";
import { inForce, today } from "./search.js";
import { openPad } from "./signing.js";
import { newEntry, standing } from "./trip_entry.js";
import { call, called, count, finish, following, give, lastNumber, uncall } from "./trip_queue.js";
import { sendEntries } from "./trip_sender.js";
import { changeTrip, dropEntry, openTrip, putEntries, tripState, useTripState } from "./trip_store.js";
import { useLanguage } from "./words.js";

const FORM = { panel: "", query: "", dossier: "", procedure: "", person: "", signer: "", signature: "", how: "", witness: "", outdated: false, text: "", reason: "", papers: [], comesAgain: true, problem: "", busy: false };
const store = createStore({ asked: "", given: 0, ...FORM });

export async function enterDesk(asked) {
  const id = asked.get("c") ?? "";
  store.set({ asked: id, given: 0, ...FORM });
  await loadCatalogue();
  await openTrip(id);
  listDrafts().catch(() => {});
  import("./signature.js").catch(() => {}); // there is no line when somebody wants to sign
}

onShut((shut) => shut && store.set(FORM));

const now = () => new Date().toISOString();
const queueOf = (row) => row?.queues[row.hamlet] ?? [];

/** Change the queue of the hamlet we are in. */
const changeQueue = (change) =>
  changeTrip(store.get().asked, (row) => row && { ...row, queues: { ...row.queues, [row.hamlet]: change(queueOf(row)) } }).catch(() => null);

export const chooseHamlet = (hamlet) => {
  store.set({ given: 0, ...FORM });
  return changeTrip(store.get().asked, (row) => row && { ...row, hamlet }).catch(() => null);
};

export async function giveNumber() {
  const row = await changeQueue((queue) => give(queue, now()));
  if (row) store.set({ given: lastNumber(queueOf(row)) });
}

/** Call whoever has waited longest, or this number. */
export async function callNumber(number = 0) {
  store.set(FORM);
  await changeQueue((queue) => call(queue, number || following(queue), now()));
}

/** The number that is called was called by mistake. */
export async function callBack() {
  store.set(FORM);
  await changeQueue((queue) => uncall(queue, now()));
}

export async function done(state) {
  store.set(FORM);
  await changeQueue((queue) => {
    const next = finish(queue, state, now());
    return following(next) ? call(next, following(next), now()) : next;
  });
}

// --- what is done for the number that is called --------------------------------------------------------------------

export const openPanel = (panel) => store.set({ ...FORM, panel: store.get().panel === panel ? "" : panel });
export const closePanel = () => store.set(FORM);
export const setQuery = (query) => store.set({ query });
export const setPerson = (person) => store.set({ person, problem: "" });
export const setText = (text) => store.set({ text, problem: "" });
export const setReason = (reason) => store.set({ reason, problem: "" });
export const setProcedure = (procedure) => store.set({ procedure, papers: [], problem: "" });
export const setComesAgain = () => store.set({ comesAgain: !store.get().comesAgain });

export function togglePaper(key) {
  const { papers } = store.get();
  store.set({ papers: papers.includes(key) ? papers.filter((one) => one !== key) : [...papers, key] });
}

/** Where and for whom: the hamlet, the letter of this tablet, the number that is called. 0 = nobody is called. */
function place() {
  const { row } = tripState();
  return { hamlet: row.hamlet, series: row.pack.series, queue: called(queueOf(row)) };
}

async function keep(said) {
  if (store.get().busy) return false;
  store.set({ busy: true, problem: "" });
  try {
    await putEntries(newEntry(crypto.randomUUID(), store.get().asked, place(), said, now()));
    store.set(FORM);
    sendEntries();
    return true;
  } catch {
    store.set({ busy: false, problem: "full" });
    return false;
  }
}

/** Begin a dossier for the called number, in the flow everybody uses. The way back is on its last page. */
export async function beginDossier(code) {
  if (store.get().busy || !place().queue) return;
  // Over plain http the browser gives neither ids nor hashes nor the camera: say so now, not after the work.
  if (!window.isSecureContext) return store.set({ problem: "insecure" });
  const { row } = tripState();
  let draft;
  try {
    draft = await beginDraft(code, { channel: "counter", unit: row.pack.trip.unit_code });
  } catch {
    return store.set({ problem: "full" });
  }
  if (await keep({ kind: "dossier", draft, procedure: code })) goTo(`${STEPS.ai}?hs=${draft}`);
}

const SIGNED_WIDTH = 600; // of the picture: it travels within its entry
const PICTURE = "data:image/png;base64,";

const inLetters = (blob) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(PICTURE.length));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });

/** A name stands under what was read: another dossier or another person is signed for anew. */
const otherwise = (change) => store.set({ ...change, problem: "", outdated: Boolean(store.get().signature) || store.get().outdated, signature: "" });
export const setDossier = (dossier) => dossier !== store.get().dossier && otherwise({ dossier });
export const setSigner = (signer) => otherwise({ signer });

const inFull = { how: "", witness: "", outdated: false, problem: "" };

/** Whoever receives the result signs on the pad, for this dossier and under this name. */
export const signForIt = () => {
  const { dossier, signer } = store.get();
  if (!dossier) return need("dossier");
  if (!signer.trim()) return need("signer");
  return openPad({ width: SIGNED_WIDTH, take: async ({ blob }) => store.set({ ...inFull, signature: await inLetters(blob) }) });
};
export const unsign = () => store.set({ signature: "" });

/** Not on the screen: paper | fingerprint. */
export const setHow = (how) => store.set({ ...inFull, signature: "", how });
export const setWitness = (witness) => store.set({ witness, problem: "" });

/** Signed on the screen, in the paper register, or with a fingerprint before a witness. */
export const handOver = () => {
  const { dossier, signer, signature, how, witness, text } = store.get();
  if (!dossier) return need("dossier");
  if (!signer.trim()) return need("signer");
  if (!signature && !how) return need("signature");
  if (how === "fingerprint" && !witness.trim()) return need("witness");
  return keep({ kind: "handover", dossier, signer: signer.trim(), signature, how, witness: how === "fingerprint" ? witness.trim() : "", text: text.trim() });
};

export const makeNote = () => {
  const { person, text } = store.get();
  return text.trim() ? keep({ kind: "note", person: person.trim(), text: text.trim() }) : need("text");
};

export const turnAway = () => {
  const { person, reason, procedure, papers, text, comesAgain } = store.get();
  if (!reason) return need("reason");
  return keep({ kind: "turned_away", person: person.trim(), reason, procedure, papers: reason === "paper_missing" ? papers : [], text: text.trim(), comesAgain });
};

function need(field) {
  store.set({ problem: field });
  setTimeout(() => document.getElementById(`trip-${field}`)?.focus(), 0);
  return false;
}

/** A dossier begun by mistake and deleted: its entry goes, nothing of it was sent. */
export const forgetLost = (id) => dropEntry(id);

// --- the screen ----------------------------------------------------------------------------------------------------

const NOTHING = {
  status: "loading", asked: "", name: "", packedAt: "", comesBack: "", hamlet: "", hamlets: [], series: "", called: 0, next: 0, given: 0, last: 0, waiting: 0, served: 0, skipped: 0, people: [], over: [], unsaved: false,
  panel: "", problem: "", busy: false, query: "", dossier: "", chosen: "", person: "", signer: "", signature: "", how: "", witness: "", outdated: false, text: "", reason: "", procedure: "", comesAgain: true, offered: [], found: [], results: [], more: 0, papers: [], done: [],
}; // prettier-ignore

const MANY = 8;

const ticket = (number, state) => ({ number, state });

/** The dossiers that came along and fit: results due first, those of this hamlet before the others. */
function fitting(pack, hamlet, query) {
  const tokens = words(fold(query));
  const fits = (one) => tokens.every((token) => fold(`${one.owner_name} ${one.number} ${one.procedure_name}`).includes(token));
  return pack.dossiers
    .filter((one) => !one.left && fits(one))
    .sort((a, b) => b.due - a.due || (b.hamlet === hamlet) - (a.hamlet === hamlet) || a.owner_name.localeCompare(b.owner_name, "vi"));
}

const result = (one, lang) => ({
  id: one.id,
  name: one.owner_name,
  masked: one.owner_id,
  number: one.number,
  procedure: (lang === "en" && one.procedure_name_en) || one.procedure_name,
  due: one.due,
  dueAt: moment(one.due_at, "day", lang),
  status: one.status,
  missing: one.missing.map((paper) => (lang === "en" && paper.name_en) || paper.name).join("; "),
  address: one.address,
});

/** What was done for a number, with its state: a dossier's is its draft's. */
function deed(entry, pack, drafts, lang) {
  const draft = drafts.find((one) => one.id === entry.draft);
  const dossier = pack.dossiers.find((one) => one.id === entry.dossier);
  const procedure = findProcedure(entry.procedure);
  const name = dossier ? (lang === "en" && dossier.procedure_name_en) || dossier.procedure_name : procedure ? named(procedure, lang) : entry.procedure;
  return {
    id: entry.id,
    kind: entry.kind,
    state: entry.kind === "dossier" && draft?.status === "queued" ? "sending" : entry.state,
    what: name,
    who: entry.person || dossier?.owner_name || "",
    at: moment(entry.madeAt, "time", lang),
    address: draft ? `${draft.status === "draft" ? (STEPS[draft.step] ?? STEPS.ai) : STEPS.xong}?hs=${draft.id}` : "",
    number: draft?.receipt?.number ?? "",
    problem: entry.problem?.message ?? "",
  };
}

const view = remember((state, { status, row, entries, unsaved }, { list }, { data }, lang) => {
  if (!row) return { ...NOTHING, status, asked: `?c=${state.asked}` };
  const { pack } = row;
  const queue = queueOf(row);
  const at = called(queue);
  const day = today();
  const listed = (data?.procedures ?? []).filter((p) => inForce(p, day));
  const brief = (p) => ({ id: p.code, name: named(p, lang) });
  const offered = listed.filter((p) => pack.trip.procedures.some((one) => one.code === p.code));
  const tokens = words(fold(state.query));
  const found = tokens.length ? listed.filter((p) => !offered.includes(p) && tokens.every((token) => p.terms.some((term) => ` ${term}`.includes(` ${token}`)))) : [];
  const procedure = findProcedure(state.procedure);
  const chosen = pack.dossiers.find((one) => one.id === state.dossier);
  const fit = ["handover", "lookup"].includes(state.panel) ? fitting(pack, row.hamlet, state.query) : [];
  return {
    ...NOTHING,
    ...state,
    signature: state.signature && PICTURE + state.signature,
    status,
    asked: `?c=${state.asked}`,
    name: pack.trip.name,
    comesBack: moment(pack.back?.[row.hamlet] ?? "", "date", lang),
    packedAt: moment(row.packedAt, "datetime", lang),
    hamlet: row.hamlet,
    hamlets: pack.trip.hamlets,
    series: pack.series,
    called: at,
    next: following(queue),
    last: lastNumber(queue),
    waiting: count(queue, "waiting"),
    served: count(queue, "served"),
    skipped: count(queue, "skipped"),
    people: queue.filter((one) => ["waiting", "skipped"].includes(one.state)).map((one) => ticket(one.number, one.state)),
    over: queue.filter((one) => one.state === "served").map((one) => ticket(one.number, one.state)),
    unsaved,
    offered: offered.map(brief),
    found: found.slice(0, MANY).map(brief),
    chosen: chosen ? `${chosen.owner_name} · ${chosen.number}` : "",
    results: fit.slice(0, MANY).map((one) => result(one, lang)),
    more: Math.max(0, fit.length - MANY),
    papers: procedure ? componentsFor(procedure, {}).filter((c) => c.kind === "submit").map((c) => ({ id: c.key, name: named(c, lang), chosen: state.papers.includes(c.key) })) : [],
    done: standing(entries).filter((one) => one.hamlet === row.hamlet && one.queue === at && one.series === pack.series).map((one) => deed(one, pack, list, lang)),
  };
});

export function useTripDesk() {
  return view(store.use(), useTripState(), useDraftState(), useCatalogueState(), useLanguage());
}
