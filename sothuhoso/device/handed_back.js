// What becomes of a dossier that two devices hold. The one that gave it away brings the photos that only it has whole, and
// learns that the other one has sent it; the one that took it asks whether those photos have come. Whoever has the
// draft's secret may do both, and the server keeps each photo once, by its SHA-256.
import { draftState, dropPhotos, listDrafts, settle } from "./drafts.js";
import { pagesOf } from "./handed.js";
import { ask, onRise } from "./line.js";
import { photosKept } from "./photos.js";

const PATIENCE = 8000;
const UPLOAD_PATIENCE = 90_000;
let working = false;

const idOf = (draft) => draft.submission || draft.id;
const credentials = (draft) => ({ Authorization: `Draft ${draft.secret}` });

/** The server's receipt, `null` where it knows nothing of the dossier yet. */
async function receiptOf(draft) {
  const answer = await ask(`/api/submissions/${idOf(draft)}`, { headers: credentials(draft) }, PATIENCE);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  const said = await answer.json();
  return said.receipt ?? said;
}

/** How many of these photos the server does not have. Throws where it cannot be asked. */
export async function notAtServer(draft, pages) {
  const received = (await receiptOf(draft))?.received ?? [];
  return pages.filter((page) => !received.includes(page.sha256)).length;
}

/** Go through the dossiers that another device goes on with. Called when the list is looked at, and when the line is back. */
export async function lookAfter() {
  if (working) return;
  working = true;
  try {
    await listDrafts();
    for (const draft of draftState().list) if (draft.status === "handed") await lookAfterOne(draft);
  } catch {
    // the line; it calls again
  } finally {
    working = false;
  }
}

async function lookAfterOne(draft) {
  const delivered = await deliver(draft);
  if (!delivered) return;
  const receipt = await receiptOf(draft);
  if (receipt?.state === "whole") await sentByTheOther(draft, receipt);
}

/** Bring the photos that were not handed over. Answers whether there is anything to ask about: a refusal is the other's to hear. */
async function deliver(draft) {
  if (draft.handed?.how !== "codes") return true;
  const kept = await photosKept(draft.id);
  const done = new Set(draft.handed.delivered ?? []);
  for (const page of pagesOf(draft)) {
    const blob = kept.get(page.sha256)?.blob;
    if (!blob || done.has(page.sha256)) continue;
    const headers = { "Content-Type": page.media_type, ...credentials(draft) };
    const answer = await ask(`/api/submissions/${idOf(draft)}/photos/${page.sha256}`, { method: "PUT", headers, body: blob }, UPLOAD_PATIENCE);
    if (answer.status >= 500 || answer.status === 429) return false;
    done.add(page.sha256); // there, or not wanted any more: the other device changed the page
    const { handed } = draftState().list.find((one) => one.id === draft.id) ?? {};
    if (handed) await settle(draft.id, { handed: { ...handed, delivered: [...done] } });
  }
  return true;
}

/** As with one's own sending: number and secret stay, photos and the persons' data leave this device. */
async function sentByTheOther(draft, { number, follow_url, submitted_at, received }) {
  const receipt = { id: idOf(draft), number, follow_url, submitted_at, photos: received.length };
  const emptied = { persons: { owner: {}, submitter: {}, subject: {} }, components: {}, answers: {}, handed: null };
  await settle(draft.id, { status: "sent", receipt, ...emptied }, (all) => dropPhotos(all, draft.id));
}

onRise(lookAfter);
