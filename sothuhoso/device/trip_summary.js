// Afterwards: what has arrived and what has not, from the server with a line, from this tablet without; and closing.
import { createStore, remember } from "./base.js";
import { findProcedure, loadCatalogue, named, useCatalogueState } from "./catalogue.js";
import { listDrafts, useDraftState } from "./drafts.js";
import { moment } from "./format.js";
import { onShut } from "./gate.js";
import { ask, lineIsUp, onRise, useLine } from "./line.js";
import { today } from "./search.js";
import { isHere, standing } from "./trip_entry.js";
import { sendEntriesNow } from "./trip_sender.js";
import { openTrip, subscribeTrip, tripState, useTripState } from "./trip_store.js";
import { useLanguage } from "./words.js";

const EVERY = 5000;

/** `progress`: as the server said last (`null`: never). `problem`: "" | sign_in | the server's words. */
const store = createStore({ shown: "", asked: "", progress: null, at: "", problem: "", closing: false, remarks: "", next: "", busy: false, trouble: "" });
let timer;
let known = "";

export async function enterSummary(asked) {
  const id = asked.get("c") ?? "";
  if (store.get().asked !== id) store.set({ asked: id, progress: null, at: "", problem: "", closing: false, trouble: "" });
  await loadCatalogue();
  await openTrip(id);
  listDrafts().catch(() => {});
  await look();
}

export function leaveSummary() {
  clearTimeout(timer);
  store.set({ asked: "" });
}

/** Ask the server, and go on asking while something is under way and somebody looks. */
async function look() {
  clearTimeout(timer);
  const { asked } = store.get();
  if (!asked) return;
  try {
    const answer = await ask(`/api/trips/${asked}/progress`, { cache: "no-store" });
    const said = await answer.json();
    if (store.get().asked !== asked) return;
    if (answer.ok) store.set({ progress: said, at: new Date().toISOString(), problem: "" });
    else store.set({ problem: answer.status === 401 ? "sign_in" : said.message });
  } catch {
    // the screen says that there is no line
  }
  if (!store.get().asked) return;
  const { progress } = store.get();
  const settled = progress && !progress.on_the_way && !progress.waiting && !tripState().entries.some(isHere);
  timer = setTimeout(() => document.visibilityState === "visible" && lineIsUp() && look(), settled ? 6 * EVERY : EVERY);
}

onRise(() => look());
// What this tablet has just sent is looked up at once.
subscribeTrip(() => {
  const here = tripState().entries.filter(isHere).length;
  const mark = `${tripState().id} ${here}`;
  if (mark === known) return;
  known = mark;
  if (store.get().asked && store.get().progress && lineIsUp()) look();
});

onShut((shut) => shut && store.set({ progress: null, shown: "" }));

/** Look at the signature of a hand-over, or put it away. */
export const showSignature = (id) => store.set({ shown: store.get().shown === id ? "" : id });

export async function sendNow() {
  await sendEntriesNow();
  await look();
}

// --- closing -------------------------------------------------------------------------------------------------------

export function openClosing() {
  const { progress } = store.get();
  store.set({ closing: true, remarks: progress?.trip.remarks ?? "", next: progress?.trip.next_visit ?? "", trouble: "" });
}

export const stopClosing = () => store.set({ closing: false, trouble: "" });
export const setRemarks = (remarks) => store.set({ remarks, trouble: "" });
export const setNext = (next) => store.set({ next, trouble: "" });

export async function closeTrip() {
  const { asked, progress, remarks, next, busy } = store.get();
  if (busy || !progress) return;
  store.set({ busy: true, trouble: "" });
  try {
    const answer = await ask(`/api/trips/${asked}/close`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ version: progress.trip.version, remarks, next_visit: next }),
    });
    const said = await answer.json();
    if (answer.ok) store.set({ closing: false });
    else store.set({ trouble: said.message });
  } catch {
    store.set({ trouble: "offline" });
  } finally {
    store.set({ busy: false });
    await look();
  }
}

// --- the screen ----------------------------------------------------------------------------------------------------

const sums = (people, served, turnedAway, dossiers, handovers, notes) => ({ people, served, turnedAway, dossiers, handovers, notes });

/** The same counting as domain/trip_entries.tally, over what this tablet did. */
function ownSums(entries) {
  const numbers = new Map();
  for (const entry of entries) {
    const key = `${entry.hamlet} ${entry.series} ${entry.queue}`;
    numbers.set(key, (numbers.get(key) ?? new Set()).add(entry.kind));
  }
  const kinds = [...numbers.values()];
  const servedKinds = kinds.filter((set) => set.has("dossier") || set.has("handover"));
  const away = kinds.filter((set) => set.has("turned_away") && !servedKinds.includes(set));
  const of = (kind) => entries.filter((entry) => entry.kind === kind).length;
  return sums(numbers.size, servedKinds.length, away.length, of("dossier"), of("handover"), of("note"));
}

const row = (one) => ({ id: "", ticket: "", hamlet: "", kind: "", state: "", person: "", what: "", number: "", text: "", reason: "", problem: "", signer: "", how: "", witness: "", again: false, signature: "", at: "", ...one });

function fromServer(one, trip, lang) {
  return row({
    id: one.id,
    ticket: one.ticket,
    hamlet: one.hamlet,
    kind: one.kind,
    state: one.state,
    person: one.person,
    what: (lang === "en" && one.procedure_en) || one.procedure,
    number: one.number,
    text: [one.text, ...one.papers.map((paper) => (lang === "en" && paper.name_en) || paper.name)].filter(Boolean).join(" · "),
    reason: one.reason,
    signer: one.signer,
    how: one.how,
    witness: one.witness,
    again: one.comes_again,
    signature: one.signed ? `/api/trips/${trip}/entries/${one.id}/signature` : "",
    at: moment(one.made_at, "time", lang),
  });
}

function fromHere(entry, trip, pack, drafts, lang) {
  const draft = drafts.find((one) => one.id === entry.draft);
  const procedure = findProcedure(entry.procedure);
  const dossier = pack?.dossiers.find((one) => one.id === entry.dossier);
  const state = entry.state === "waiting" ? "here" : entry.state;
  return row({
    id: entry.id,
    ticket: `${entry.series} ${entry.queue}`,
    hamlet: trip?.hamlets.find((one) => one.id === entry.hamlet)?.name ?? "",
    kind: entry.kind,
    state: state === "arrived" && entry.kind === "dossier" && draft && draft.status !== "sent" ? "announced" : state,
    person: entry.person || draft?.persons.owner.full_name?.value || dossier?.owner_name || "",
    what: procedure ? named(procedure, lang) : dossier ? (lang === "en" && dossier.procedure_name_en) || dossier.procedure_name : "",
    number: draft?.receipt?.number ?? dossier?.number ?? "",
    text: entry.text,
    reason: entry.reason,
    problem: entry.problem?.message ?? "",
    signer: entry.signer,
    how: entry.how ?? "",
    witness: entry.witness ?? "",
    again: entry.kind === "turned_away" && entry.comesAgain,
    signature: entry.signature && `data:image/png;base64,${entry.signature}`,
    at: moment(entry.madeAt, "time", lang),
  });
}

const view = remember((state, { row: kept, entries }, { list }, line, _catalogue, lang) => {
  const { progress } = state;
  const trip = progress?.trip ?? kept?.pack.trip;
  const own = standing(entries);
  const here = own.filter(isHere);
  const known = new Set((progress?.entries ?? []).map((one) => one.id));
  const counted = progress ? sums(progress.people, progress.served, progress.turned_away, progress.dossiers, progress.handovers, progress.notes) : ownSums(own);
  const ours = (progress ? here.filter((one) => !known.has(one.id)) : own).map((one) => fromHere(one, trip, kept?.pack, list, lang));
  const arrived = (progress?.entries ?? []).map((one) => fromServer(one, state.asked, lang));
  const under = [...arrived.filter((one) => one.state !== "whole")];
  return {
    status: trip ? "ready" : state.problem ? "refused" : line.up ? "loading" : "offline",
    asked: `?c=${state.asked}`,
    name: trip?.name ?? "",
    day: moment(trip?.day ?? "", "date", lang),
    tripStatus: trip?.status ?? "",
    live: Boolean(progress) && line.up,
    known: Boolean(progress),
    at: moment(state.at, "time", lang),
    problem: state.problem,
    ...counted,
    whole: arrived.filter((one) => one.state === "whole").length,
    notYet: ours.length + under.length,
    here: ours,
    parked: ours.some((one) => one.state === "parked"),
    under,
    arrived: arrived.filter((one) => one.state === "whole"),
    tablets: (progress?.tablets ?? []).map((one) => ({ id: one.id, series: one.series, name: one.name, packedAt: moment(one.packed_at, "datetime", lang), seenAt: moment(one.seen_at, "datetime", lang), waiting: one.waiting })),
    procedures: (progress?.by_procedure ?? []).map((one) => ({ id: one.code, name: (lang === "en" && one.name_en) || one.name, count: one.count })),
    report: `/api/trips/${state.asked}/report.pdf`,
    mayClose: Boolean(progress?.trip.may_change) && progress?.trip.status !== "cancelled",
    shown: state.shown,
    closed: trip?.status === "closed",
    closing: state.closing,
    remarks: state.remarks,
    next: state.next,
    first: today(),
    busy: state.busy,
    trouble: state.trouble,
    nextVisit: moment(progress?.trip.next_visit ?? "", "date", lang),
    saidRemarks: progress?.trip.remarks ?? "",
  };
});

export function useSummary() {
  return view(store.use(), useTripState(), useDraftState(), useLine(), useCatalogueState(), useLanguage());
}
