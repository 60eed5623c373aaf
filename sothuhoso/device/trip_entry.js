// One thing done on a trip, as this tablet keeps it and as it is sent (domain/trip_entries). Pure.
//
// `state`: open (its dossier is still being put together) | waiting | parked (the server said no) | arrived | lost (its
// dossier was deleted here before it was sent).

const FRESH = { attempts: 0, notBefore: 0, problem: null };
const EMPTY = { draft: "", submission: "", dossier: "", procedure: "", person: "", signer: "", text: "", reason: "", papers: [], comesAgain: false, signature: "", how: "", witness: "", replaces: "" };

/** A new entry; `said` is what was done, `at` when. */
export const newEntry = (id, trip, where, said, at) => ({
  ...EMPTY,
  ...FRESH,
  id,
  trip,
  hamlet: where.hamlet,
  series: where.series,
  queue: where.queue,
  madeAt: at,
  state: said.kind === "dossier" ? "open" : "waiting",
  ...said,
});

/** Whether the server is still to be told; one whose dossier is being put together, or was deleted, tells nothing yet. */
export const isUnsent = (entry) => entry.state === "waiting" || entry.state === "parked";

export const isHere = (entry) => entry.state !== "arrived";

/** What the server gets of it. */
export const wireOf = (entry) => ({
  format: 1,
  hamlet: entry.hamlet,
  series: entry.series,
  queue: entry.queue,
  kind: entry.kind,
  made_at: entry.madeAt,
  submission: entry.submission || null,
  dossier: entry.dossier || null,
  procedure: entry.procedure,
  person: entry.person,
  signer: entry.signer,
  text: entry.text,
  reason: entry.reason || null,
  papers: entry.papers,
  comes_again: entry.comesAgain,
  signature: entry.signature,
  how: entry.how ?? "",
  witness: entry.witness ?? "",
  replaces: entry.replaces || null,
});

/** Once the server has it, what people said and signed leaves this tablet. */
export const afterArrival = (entry, receivedAt) => ({ ...entry, ...FRESH, state: "arrived", receivedAt, person: "", signer: "", text: "", papers: [], signature: "", witness: "" });

/** Under which id the draft's dossier travels; "" while it is being put together. */
const submissionOf = (draft) => (draft && draft.status !== "draft" ? draft.submission || draft.id : "");

/**
 * What becomes of an entry now that its draft stands as it does (`undefined`: it is gone). Answers the entries to write:
 * none, the entry changed, or a further one that replaces it, because what was sent is never changed.
 */
export function follow(entry, draft, newId, at) {
  if (entry.kind !== "dossier" || entry.state === "lost") return [];
  const submission = submissionOf(draft);
  if (!draft) return entry.state === "open" ? [{ ...entry, state: "lost" }] : [];
  if (!submission || submission === entry.submission) return [];
  const person = draft.persons.owner.full_name?.value || entry.person;
  const moved = { ...entry, ...FRESH, submission, person, state: "waiting" };
  if (entry.state !== "arrived") return [moved];
  return [{ ...moved, id: newId(), madeAt: at, replaces: entry.id, receivedAt: undefined }];
}

/** So many days after its own a trip stays on the tablet, for whoever asks in the week after. */
export const KEPT_DAYS = 7;

export const isLongAgo = (day, today) => (Date.parse(today) - Date.parse(day)) / 86_400_000 > KEPT_DAYS;

/** Nothing can come of it any more: the server has it, or its dossier was deleted here. */
const isSettled = (entry, draft) => entry.state === "lost" || (entry.state === "arrived" && (!draft || draft.status === "sent" || draft.status === "handed"));

/**
 * Which of a trip's entries leave the tablet on this day, by their ids. `day`: the trip's own, `drafts`: the dossiers that
 * are here, by id. What has not arrived stays, however late it is.
 */
export function outlived(day, entries, drafts, today) {
  if (!isLongAgo(day, today)) return [];
  return entries.filter((entry) => isSettled(entry, drafts[entry.draft])).map((entry) => entry.id);
}

/** The entries that no other one replaces, in the order they were made. */
export function standing(entries) {
  const gone = new Set(entries.map((entry) => entry.replaces));
  return entries.filter((entry) => !gone.has(entry.id)).sort((a, b) => a.madeAt.localeCompare(b.madeAt));
}
