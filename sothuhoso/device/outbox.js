// What waits to be sent. An item stays until the server's receipt names every photo by its SHA-256; nothing is dropped
// silently. This module is on every page: it shows what waits and says when to send. How it is sent (outbox_send) is
// fetched when the page has come to rest; one tab, or the service worker, sends at a time.
import { createStore, inBrowser } from "./base.js";
import { findProcedure, loadCatalogue } from "./catalogue.js";
import { hearTabs, tellTabs, database } from "./database.js";
import { draftState, dropPhotos, newSecret, settle } from "./drafts.js";
import { isShut, onShut } from "./gate.js";
import { lineWas, onRise, waitingOnLine } from "./line.js";
import { manifestOf } from "./manifest.js";
import { networkAllows, networkKind, onNetwork } from "./outbox_network.js";
import { change as changeKept, FRESH, howToSend, items as keptItems, keepHow, photoOf, sentDraft, wakeAll } from "./outbox_shelf.js";
import { language } from "./words.js";

const LONGEST_WAIT = 120_000;
const ELSEWHERE = 4000; // another tab sends: look again
const REST = 2500;
const TOGETHER = 250; // changes of another tab come in bursts

/** `items` as kept; `progress`: id → `{sent, of, bytes, all, offsets}` while it goes; `paused`, `wifiOnly`; `network`. */
const store = createStore({ items: [], loaded: false, progress: {}, paused: false, wifiOnly: false, network: "" });
export const useOutboxState = store.use;
export const outboxState = store.get;
export const subscribeOutbox = store.subscribe;

let timer;
let working = false;
let stop = new AbortController();

const isWaiting = (item) => item.state === "waiting" && !item.paused;

function show(items) {
  store.set({ items, loaded: true });
  watchLine();
}

/** While something waits the line is asked about; while it is being sent, its own answers say how the line is. */
const watchLine = () => waitingOnLine(working ? 0 : store.get().items.filter(isWaiting).length);

async function load() {
  const [items, how] = await Promise.all([keptItems(), howToSend()]);
  store.set({ ...how, network: networkKind() });
  show(items);
  return items;
}

/** Something was given or taken: read it anew and tell the other tabs. */
export async function changed() {
  await load();
  tellTabs("outbox");
}

const find = (id) => store.get().items.find((item) => item.id === id);

/** Change one item, here and on the disk; what another tab has taken away stays away. */
async function change(id, patch) {
  const next = await changeKept(id, patch);
  const items = store.get().items;
  show(next ? items.map((item) => (item.id === id ? next : item)) : items.filter((item) => item.id !== id));
  return next;
}

/** Where the browser can, the service worker is called when there is a line, also after the last page was closed. */
async function askForSync() {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => null);
  await worker?.sync?.register("outbox").catch(() => {});
}

// --- giving something to be sent, taking it back -------------------------------------------------------------------

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
  askForSync();
  work();
  return true;
}

/**
 * A parked item becomes a draft again, to be put right; the page that was refused says why. Where the server already knows its first content, the next
 * sending goes under another id and secret: same id and other content would be refused. Answers the pages refused.
 */
export async function reopen(id) {
  const item = find(id);
  if (!item) return {};
  const { sha256, message } = item.problem ?? {};
  const refused = sha256 ? { [sha256]: message } : {};
  const renewed = item.announced ? { submission: crypto.randomUUID(), secret: newSecret(), shared: null } : {};
  await settle(item.draft, { status: "draft", refused, ...renewed }, (all) => all.objectStore("outbox").delete(id));
  await changed();
  return refused;
}

/** The same dossier as a new one: another id and secret, because the old id is taken by something else. */
export async function sendAsNew(id) {
  const item = find(id);
  if (!item) return;
  // Worked on together, the other content is the other side's sending of the same: there is one dossier already.
  if ((await (await database()).get("drafts", item.draft))?.shared) return sendNow(id);
  const renewed = { submission: crypto.randomUUID(), secret: newSecret() };
  const again = { ...item, ...FRESH, received: [], id: renewed.submission, manifest: { ...item.manifest, secret: renewed.secret } };
  await settle(item.draft, renewed, (all) => {
    all.objectStore("outbox").delete(id);
    all.objectStore("outbox").put(again);
  });
  await changed();
  work();
}

/** "Try now". */
export async function sendNow(id) {
  await change(id, () => ({ state: "waiting", notBefore: 0, paused: false }));
  work();
}

/** "Send all now": what rests by itself is tried again; what needs somebody, and what was paused alone, stays so. */
export async function sendAllNow() {
  if (store.get().paused) await setHow({ paused: false });
  await wakeAll();
  await load();
  work();
}

/** One item rests until somebody says otherwise; what arrived of it is not lost. */
export async function pauseItem(id, paused) {
  await change(id, () => ({ paused, notBefore: 0 }));
  begunAnew();
}

async function setHow(how) {
  const { paused, wifiOnly } = store.get();
  store.set({ paused, wifiOnly, ...how });
  await keepHow({ paused, wifiOnly, ...how });
}

export async function pauseAll(paused) {
  await setHow({ paused });
  begunAnew();
}

export async function setWifiOnly(wifiOnly) {
  await setHow({ wifiOnly });
  begunAnew();
}

// --- sending ---------------------------------------------------------------------------------------------------------

/** Locked, nobody holds the tablet: what is sent then would be refused. */
const mayGo = () => !isShut() && !store.get().paused && networkAllows(store.get().wifiOnly);

/** What is under way stops at the last byte that arrived, and whatever may go begins again. */
function begunAnew() {
  stop.abort();
  store.set({ progress: {} });
  work();
}

const host = () => ({
  signal: stop.signal,
  language,
  items: () => store.get().items,
  mayGo,
  change,
  photo: photoOf,
  arrived,
  progress,
  heard: () => lineWas(true),
  silent: () => lineWas(false),
});

/** Send what is due. Called at start, when the line comes back, when the page is looked at again, and by its own clock. */
export async function work() {
  if (!inBrowser || working || !mayGo() || !store.get().items.some(isWaiting)) return;
  working = true;
  watchLine();
  clearTimeout(timer);
  stop = new AbortController();
  let elsewhere = false;
  try {
    const { sendRound } = await import("./outbox_send.js");
    const send = async (lock) => (lock ? sendRound(host()) : void (elsewhere = true));
    await (navigator.locks ? navigator.locks.request("outbox", { ifAvailable: true }, send) : send(true));
  } catch {
    // No storage, or the code could not be fetched: the page says so where it matters, and it is tried again.
    elsewhere = true;
  } finally {
    working = false;
    watchLine();
    store.set({ progress: {} });
    again(elsewhere ? ELSEWHERE : 500);
  }
}

function again(least) {
  clearTimeout(timer);
  const due = store.get().items.filter(isWaiting);
  if (!due.length || !mayGo()) return;
  const wait = Math.max(least, Math.min(...due.map((item) => item.notBefore)) - Date.now());
  timer = setTimeout(work, Math.min(wait, LONGEST_WAIT));
}

function progress(id, how) {
  const { [id]: _gone, ...others } = store.get().progress;
  store.set({ progress: how && find(id) ? { ...others, [id]: how } : others });
}

/** It is at the desk. Photos and the persons' data leave this device; number and secret stay, to follow it. */
async function arrived(item, receipt) {
  await settle(item.draft, sentDraft(item, receipt), async (all) => {
    all.objectStore("outbox").delete(item.id);
    await dropPhotos(all, item.draft);
  });
  show(store.get().items.filter((one) => one.id !== item.id));
  tellTabs("outbox");
}

// --- when --------------------------------------------------------------------------------------------------------

let hearing;

/** Another tab, or the service worker, changed something: shown a moment later, together with what follows it. */
function heard() {
  hearing ??= setTimeout(async () => {
    hearing = undefined;
    await load().catch(() => {});
    const stopped = store.get().items.some((item) => item.paused && store.get().progress[item.id]);
    if (working && (stopped || !mayGo())) begunAnew();
    else work();
  }, TOGETHER);
}

if (inBrowser) {
  const start = async () => {
    // Somebody may have signed in since: what waited for that is tried again.
    for (const { id, state, problem } of await load()) if (state === "parked" && problem?.status === 401) await change(id, () => FRESH);
    if (!store.get().items.length) return;
    askForSync();
    await loadCatalogue();
    await work();
  };
  onRise(async () => {
    if (store.get().items.some((item) => item.notBefore)) await wakeAll().then(load);
    work();
  });
  onNetwork(() => {
    store.set({ network: networkKind() });
    if (mayGo()) work();
    else if (working) begunAnew();
  });
  hearTabs("outbox", heard);
  onShut((shut) => {
    stop.abort();
    if (shut) store.set({ items: [], loaded: false, progress: {} });
    else start().catch(() => {});
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && work());
  setTimeout(() => import("./outbox_send.js").catch(() => {}), REST); // so that it is here when the line comes and goes
  start().catch(() => {}); // no storage: the pages say so where it matters
}
