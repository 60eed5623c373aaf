// What waits to be sent. An item stays until the server's receipt names every photo by its SHA-256; nothing is dropped
// silently. One tab sends at a time. The order: the manifest (what the dossier says), then the photos it still misses.
import { createStore, inBrowser } from "./base.js";
import { findProcedure, loadCatalogue } from "./catalogue.js";
import { database, hearTabs, tellTabs } from "./database.js";
import { draftState, dropPhotos, newSecret, settle } from "./drafts.js";
import { ask, lineIsUp, lineWas, onRise, waitingOnLine } from "./line.js";
import { manifestOf, photosOf } from "./manifest.js";
import { language } from "./words.js";

const FIRST_WAIT = 3000;
const LONGEST_WAIT = 120_000;
const STALL = 45_000;

/** `items` as kept; `progress`: id → `{sent, of, bytes, all}` while it goes. */
const store = createStore({ items: [], loaded: false, progress: {} });
export const useOutboxState = store.use;
export const outboxState = store.get;
export const subscribeOutbox = store.subscribe;

async function load() {
  const items = await (await database()).getAll("outbox");
  items.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  store.set({ items, loaded: true });
  waitingOnLine(items.filter((item) => item.state === "waiting").length);
  return items;
}

/** Something was given or taken: read it anew and tell the other tabs. */
export async function changed() {
  await load();
  tellTabs("outbox");
}

async function put(item) {
  await (await database()).put("outbox", item);
  await changed();
}

// --- giving something to be sent, taking it back -------------------------------------------------------------------

const FRESH = { state: "waiting", attempts: 0, notBefore: 0, problem: null, announced: false };
const giving = new Set();

/**
 * Send the open draft: from here on it waits in the outbox and takes no more changes. Answers whether it was taken;
 * a second tap finds the first one at work and is not.
 */
export async function sendDraft(notice) {
  const { draft, mine } = draftState();
  if (!draft || !mine || draft.status !== "draft" || giving.has(draft.id)) return false;
  giving.add(draft.id);
  try {
    const manifest = manifestOf({ ...draft, notice, lang: language() }, findProcedure(draft.procedure));
    const item = { ...FRESH, id: draft.submission || draft.id, draft: draft.id, createdAt: new Date().toISOString(), manifest };
    await settle(draft.id, { status: "queued", notice }, (all) => all.objectStore("outbox").put(item));
  } catch {
    return false;
  } finally {
    giving.delete(draft.id);
  }
  await changed();
  work();
  return true;
}

const find = (id) => store.get().items.find((item) => item.id === id);

/**
 * A parked item becomes a draft again, to be put right. Where the server already knows its first content, the next
 * sending goes under another id and secret: same id and other content would be refused.
 */
export async function reopen(id) {
  const item = find(id);
  if (!item) return;
  const renewed = item.announced ? { submission: crypto.randomUUID(), secret: newSecret(), shared: null } : {};
  await settle(item.draft, { status: "draft", ...renewed }, (all) => all.objectStore("outbox").delete(id));
  await changed();
}

/** The same dossier as a new one: another id and secret, because the old id is taken by something else. */
export async function sendAsNew(id) {
  const item = find(id);
  if (!item) return;
  // Worked on together, the other content is the other side's sending of the same: there is one dossier already.
  if ((await (await database()).get("drafts", item.draft))?.shared) return sendNow(id);
  const renewed = { submission: crypto.randomUUID(), secret: newSecret() };
  const again = { ...item, ...FRESH, id: renewed.submission, manifest: { ...item.manifest, secret: renewed.secret } };
  await settle(item.draft, renewed, (all) => {
    all.objectStore("outbox").delete(id);
    all.objectStore("outbox").put(again);
  });
  await changed();
  work();
}

/** "Try now". */
export async function sendNow(id) {
  const item = find(id);
  if (item) await put({ ...item, state: "waiting", notBefore: 0 });
  work();
}

// --- sending -----------------------------------------------------------------------------------------------------

/** The server said no: `status`, and its own words. */
class Refused extends Error {
  constructor(status, said) {
    super(said.key ?? String(status));
    this.status = status;
    this.said = said;
  }
}

let timer;
let working = false;

/** Send what is due. Called at start, when the line comes back, when the page is looked at again, and by its own clock. */
export async function work() {
  if (!inBrowser || working) return;
  working = true;
  clearTimeout(timer);
  try {
    if (navigator.locks) await navigator.locks.request("outbox", { ifAvailable: true }, (lock) => lock && sendAll());
    else await sendAll();
  } catch {
    // No storage: the page says so where it matters.
  } finally {
    working = false;
    again();
  }
}

function again() {
  const due = store.get().items.filter((item) => item.state === "waiting");
  if (!due.length) return;
  const wait = Math.max(500, Math.min(...due.map((item) => item.notBefore)) - Date.now());
  timer = setTimeout(work, Math.min(wait, LONGEST_WAIT));
}

async function sendAll() {
  for (const item of await load()) {
    if (item.state !== "waiting" || item.notBefore > Date.now()) continue;
    await attempt(item);
    if (!lineIsUp()) return; // the line's own question calls again
  }
}

async function attempt(item) {
  try {
    await deliver(item);
  } catch (problem) {
    const kept = (await (await database()).get("outbox", item.id)) ?? item; // it may have been announced meanwhile
    await put(afterFailure(kept, problem));
  } finally {
    const { [item.id]: _gone, ...progress } = store.get().progress;
    store.set({ progress });
  }
}

function afterFailure(item, problem) {
  const attempts = item.attempts + 1;
  if (problem instanceof Refused && parks(problem)) {
    return { ...item, attempts, state: "parked", problem: { status: problem.status, key: problem.said.key ?? "", message: problem.said.message ?? "" } };
  }
  const asked = Number(problem.said?.facts?.seconds ?? 0) * 1000;
  const wait = asked || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** item.attempts);
  return { ...item, attempts, notBefore: Date.now() + wait };
}

/** Too many tries and a server in trouble pass by themselves; everything else needs somebody. */
const parks = ({ status }) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

async function deliver(given) {
  let item = given;
  const photos = photosOf(item.manifest);
  showProgress(item.id, 0, photos, 0);
  let receipt = await announce(item);
  if (!item.announced) await (await database()).put("outbox", (item = { ...item, announced: true }));
  for (const page of photos) {
    if (receipt.received.includes(page.sha256)) continue;
    const have = photos.filter((one) => receipt.received.includes(one.sha256));
    receipt = receiptOf(await sendPhoto(item, page, (bytes) => showProgress(item.id, have.length, photos, total(have) + bytes)));
  }
  if (receipt.state !== "whole") receipt = await announce(item);
  const named = photos.every((page) => receipt.received.includes(page.sha256));
  if (receipt.state !== "whole" || !named) throw new Error("not whole");
  await arrived(item, receipt);
}

/** A photo's answer carries the receipt within it or beside it. */
const receiptOf = (answer) => answer.receipt ?? answer;

const total = (pages) => pages.reduce((sum, page) => sum + page.bytes, 0);

const showProgress = (id, sent, photos, bytes) =>
  store.set({ progress: { ...store.get().progress, [id]: { sent, of: photos.length, bytes, all: total(photos) } } });

/** The sender's secret; a clerk who sends a person's shared draft has none and is known by the session. */
const credentials = ({ manifest }) => (manifest.secret ? { Authorization: `Draft ${manifest.secret}` } : {});

async function announce(item) {
  const answer = await ask(`/api/submissions/${item.id}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", ...credentials(item) },
    body: JSON.stringify(item.manifest),
  });
  return receiptOf(await said(answer));
}

async function said(answer) {
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body);
  return body;
}

/** XMLHttpRequest because fetch does not tell how far an upload is. */
async function sendPhoto(item, page, progress) {
  const row = await (await database()).get("photos", [item.draft, page.sha256]);
  if (!row) throw new Refused(410, { key: "photo_lost" });
  if (!row.blob) throw new Error("the device that took it brings it");
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    let stalled = setTimeout(() => request.abort(), STALL);
    request.open("PUT", `/api/submissions/${item.id}/photos/${page.sha256}`);
    request.setRequestHeader("Content-Type", page.media_type);
    request.setRequestHeader("Accept-Language", language());
    for (const [name, value] of Object.entries(credentials(item))) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded }) => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALL);
      progress(Math.min(loaded, page.bytes));
    };
    request.onloadend = () => {
      clearTimeout(stalled);
      lineWas(request.status !== 0);
      if (request.status === 0) failed(new TypeError("no answer"));
      else if (request.status >= 400) failed(new Refused(request.status, { ...request.response, component: page.sha256 }));
      else done(request.response);
    };
    request.send(row.blob);
  });
}

/** It is at the desk. Photos and the persons' data leave this device; number and secret stay, to follow it. */
async function arrived(item, { number, follow_url, submitted_at }) {
  const receipt = { id: item.id, number, follow_url, submitted_at, photos: photosOf(item.manifest).length };
  const emptied = { persons: { owner: {}, submitter: {}, subject: {} }, components: {}, answers: {}, shared: null };
  await settle(item.draft, { status: "sent", receipt, ...emptied }, async (all) => {
    all.objectStore("outbox").delete(item.id);
    await dropPhotos(all, item.draft);
  });
  await changed();
}

// --- when --------------------------------------------------------------------------------------------------------

if (inBrowser) {
  const start = async () => {
    // Somebody may have signed in since: what waited for that is tried again.
    for (const item of await load()) if (item.state === "parked" && item.problem?.status === 401) await put({ ...item, ...FRESH });
    if (store.get().items.length) await loadCatalogue();
    await work();
  };
  onRise(async () => {
    for (const item of store.get().items) if (item.state === "waiting" && item.notBefore) await put({ ...item, notBefore: 0 });
    work();
  });
  hearTabs("outbox", () => load().catch(() => {}));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && work());
  start().catch(() => {}); // no storage: the pages say so where it matters
}
