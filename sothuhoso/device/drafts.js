// The person's work on this device: drafts, kept from the first tap. Every change goes through `applyPatch`.
import { createStore } from "./base.js";
import { findProcedure, loadCatalogue } from "./catalogue.js";
import { askToPersist, database, hearTabs, tellTabs } from "./database.js";
import { language } from "./words.js";

/**
 * `status`: loading | ready | gone (no such draft) | failed (no storage). `mine`: this tab holds the draft; when it
 * does not, nothing is written. `saved`: saving | saved | full. `list`: all drafts of this device, newest first.
 */
const store = createStore({ status: "loading", draft: null, mine: true, saved: "saved", savedAt: "", list: [], listed: false });
const listeners = new Set();
const NAMES = 1500; // so long the list waits for the procedures' names

export const draftState = store.get;
export const useDraftState = store.use;
export const subscribeDrafts = store.subscribe;

/** Hear each change: `({path, value, origin, draft}) => …`, after it is on the screen. For whoever mirrors a draft. */
export function onPatch(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// --- one change --------------------------------------------------------------------------------------------------

const PERSON = /^persons\.(owner|submitter|subject)\.(\w+)$/;
const ANSWER = /^answers\.(\w+)$/;
const COMPONENT = /^components\.(\w+)\.(state|number|reason|pages)$/;
const OF_PHOTO = /^(seen|laid)\.(\w+)$/;
const PLAIN = /^(submitter|unit|step|notice|lang|channel|number|follow|slip|signature|unsigned|cards)$/;

/**
 * The one way to change the open draft. `path` as in a shared draft: `persons.owner.full_name`, `answers.by_proxy`,
 * `components.giay_chung_sinh.pages`, `seen.<sha256>` (what the device saw of a page), `laid.<sha256>`
 * (how a person says it lies), `submitter`, `unit`, `notice` … `origin` (typed | qr | remote) is kept with a
 * person's value. Answers whether it was taken: a draft that another tab holds, or that was sent, takes nothing.
 */
export function applyPatch(path, value, origin = "typed") {
  const { draft, mine } = store.get();
  if (!draft || !mine) return false;
  if (draft.status !== "draft") return false;
  keep(patched(draft, path, value, origin));
  listeners.forEach((listener) => listener({ path, value, origin, draft: store.get().draft }));
  return true;
}

/**
 * What the other side of a shared draft wrote (`[{path, value, origin}]`), together with what this device knows of the
 * sharing: one write, told to no mirror.
 */
export function applyRemote(patches, shared) {
  const { draft, mine } = store.get();
  if (!draft || !mine || draft.status !== "draft") return false;
  keep({ ...patches.reduce((made, one) => patched(made, one.path, one.value, one.origin), draft), shared });
  return true;
}

function patched(draft, path, value, origin) {
  let found = PERSON.exec(path);
  if (found) {
    const [, slot, field] = found;
    const person = { ...draft.persons[slot], [field]: { value, origin } };
    return { ...draft, persons: { ...draft.persons, [slot]: person } };
  }
  found = ANSWER.exec(path);
  if (found) return { ...draft, answers: { ...draft.answers, [found[1]]: value === true || value === "true" } };
  found = COMPONENT.exec(path);
  if (found) {
    const [, key, what] = found;
    const component = { ...draft.components[key], [what]: value };
    return { ...draft, components: { ...draft.components, [key]: component } };
  }
  found = OF_PHOTO.exec(path);
  if (found) return { ...draft, [found[1]]: { ...draft[found[1]], [found[2]]: value } };
  if (PLAIN.test(path)) return { ...draft, [path]: value };
  throw new Error(`no such path: ${path}`);
}

// --- keeping -----------------------------------------------------------------------------------------------------

let queue = Promise.resolve();

/** On the screen at once, on the disk right behind it, in order. */
function keep(draft) {
  const next = { ...draft, rev: draft.rev + 1, changedAt: new Date().toISOString() };
  store.set({ draft: next, saved: "saving" });
  queue = queue.then(() => write(next));
  return queue;
}

async function write(draft) {
  try {
    const db = await database();
    const change = db.transaction("drafts", "readwrite");
    const kept = await change.store.get(draft.id);
    if (kept && kept.rev >= draft.rev) {
      // Somebody else wrote meanwhile: theirs stays, and this tab says so.
      await change.done;
      if (store.get().draft?.id === draft.id) store.set({ mine: false });
      return;
    }
    await change.store.put(draft);
    await change.done;
    if (store.get().draft?.id === draft.id) store.set({ saved: "saved", savedAt: draft.changedAt });
    tellTabs("drafts");
  } catch {
    store.set({ saved: "full" });
  }
}

/** Wait until all that was changed is kept. */
export const allKept = () => queue;

// --- one tab at a time -------------------------------------------------------------------------------------------

let letGo = () => {};

/** Hold the draft in this tab. Answers false when another tab has it; that tab is told when it is taken over. */
function hold(id, takeOver) {
  letGo();
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((answer) => {
    const how = takeOver ? { steal: true } : { ifAvailable: true };
    navigator.locks
      .request(`draft:${id}`, how, (lock) => {
        answer(Boolean(lock));
        return lock ? new Promise((free) => (letGo = free)) : undefined;
      })
      .catch(() => store.get().draft?.id === id && lost(id));
  });
}

function lost(id) {
  store.set({ mine: false });
  waitFor(id);
}

let stopWaiting = () => {};

/** Go on by ourselves as soon as the other tab is closed. */
function waitFor(id) {
  stopWaiting();
  if (!navigator.locks) return;
  const given = new AbortController();
  stopWaiting = () => given.abort();
  navigator.locks
    .request(`draft:${id}`, { signal: given.signal }, () => setTimeout(() => store.get().draft?.id === id && openDraft(id), 0))
    .catch(() => {});
}

// --- opening, beginning, removing --------------------------------------------------------------------------------

/** Open a draft for this page; what another tab did is read anew. */
export async function openDraft(id, takeOver = false) {
  stopWaiting();
  if (store.get().draft?.id !== id) store.set({ status: "loading", draft: null });
  try {
    const db = await database();
    if (!(await db.get("drafts", id))) return store.set({ status: "gone", draft: null });
    await loadCatalogue();
    const mine = await hold(id, takeOver);
    // A readwrite transaction waits for what the other tab has begun to write.
    const draft = await db.transaction("drafts", "readwrite").store.get(id);
    if (!draft) return store.set({ status: "gone", draft: null });
    store.set({ status: "ready", draft, mine, saved: "saved", savedAt: draft.changedAt });
    if (!mine) waitFor(id);
  } catch {
    store.set({ status: "failed" });
  }
}

/** "Continue here": the other tab keeps what it has written and writes no more. */
export const takeOver = () => openDraft(store.get().draft.id, true);

export function closeDraft() {
  stopWaiting();
  letGo();
  letGo = () => {};
  if (store.get().draft) store.set({ draft: null, status: "loading" });
}

/** Nothing of any draft stays in this page's memory: the tablet was locked. */
export function forgetDrafts() {
  closeDraft();
  store.set({ list: [], listed: false });
}

const bytes = (n) => crypto.getRandomValues(new Uint8Array(n));
const base64url = (raw) => btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** 128 bits: the sender's capability and, later, the key of the follow-up page. Made here, shown to nobody else. */
export const newSecret = () => base64url(bytes(16));

export function emptyDraft(procedure, { channel, unit }) {
  const now = new Date().toISOString();
  return {
    id: crypto.randomUUID(),
    submission: "", // another id than the draft's, once the server knows that one with other content
    rev: 0,
    secret: newSecret(),
    createdAt: now,
    changedAt: now,
    status: "draft", // draft | queued | sent | handed (another device goes on with it: `handed`)
    step: "ai",
    procedure: procedure.code,
    procedureVersion: procedure.version,
    unit,
    channel,
    lang: language(),
    submitter: "", // same | other
    answers: {},
    persons: { owner: {}, submitter: {}, subject: {} },
    components: {},
    notice: null,
    receipt: null,
    shared: null, // while another device works on it too: shared_store
    handed: null, // `{at, how, delivered}` once another device has it: giving
  };
}

/** Begin a dossier; kept on the device before this resolves. Answers its id. */
export async function beginDraft(code, { channel = "phone", unit = "" } = {}) {
  const draft = emptyDraft(findProcedure(code), { channel, unit });
  await (await database()).put("drafts", draft);
  askToPersist().catch(() => {});
  tellTabs("drafts");
  return draft.id;
}

/**
 * The copy of a person's draft on the tablet of the clerk who joined it, under the same id; it has no secret. Its fields
 * come with the first look at the server's row.
 */
export async function beginShared({ id, unit, procedure, procedure_version, captured_at }) {
  const db = await database();
  if ((await db.get("drafts", id))?.secret) return; // the person's own device, where a clerk is signed in too
  const empty = emptyDraft({ code: procedure, version: procedure_version }, { channel: "counter", unit });
  const shared = { id, side: "clerk", base: null, pages: {}, offers: {}, joined: true, name: "", ending: false };
  await db.put("drafts", { ...empty, id, secret: "", createdAt: captured_at, shared });
  tellTabs("drafts");
}

/** A draft that came from another device, under its own id and secret, in the place of what is here under that id. */
export async function takeIn(draft) {
  const change = (await database()).transaction("drafts", "readwrite");
  const kept = await change.store.get(draft.id);
  const empty = emptyDraft({ code: draft.procedure, version: draft.procedureVersion }, draft);
  await change.store.put({ ...empty, ...draft, rev: (kept?.rev ?? 0) + 1 });
  await change.done;
  if (store.get().draft?.id === draft.id) closeDraft(); // it is opened anew
  askToPersist().catch(() => {});
  tellTabs("drafts");
}

/** The drafts of other people that this tablet has joined and not sent. */
export async function draftsOfOthers() {
  const all = await (await database()).getAll("drafts");
  return all.filter((draft) => draft.shared?.side === "clerk" && draft.status !== "sent");
}

/** The list, where it is not there yet: a person may be in two drafts. */
export const knowOthers = () => store.get().listed || listDrafts();

/** All drafts, newest change first. */
export async function listDrafts() {
  try {
    const db = await database();
    // Their procedures' names, where they come soon; what happened meanwhile is in the list.
    if (await db.count("drafts")) await Promise.race([loadCatalogue(), new Promise((late) => setTimeout(late, NAMES))]);
    const list = await db.getAll("drafts");
    list.sort((a, b) => b.changedAt.localeCompare(a.changedAt));
    store.set({ list, listed: true });
  } catch {
    store.set({ list: [], listed: true });
  }
}

/**
 * Change a draft together with the outbox or its photos: all of it or nothing. `also` gets the open transaction over
 * drafts, outbox and photos. While it is under way the open draft takes no other change.
 */
export async function settle(id, change, also = () => {}) {
  const before = store.get().draft;
  if (before?.id === id) store.set({ draft: { ...before, ...change } });
  try {
    await queue;
    const all = (await database()).transaction(["drafts", "outbox", "photos"], "readwrite");
    const kept = await all.objectStore("drafts").get(id);
    const next = kept && { ...kept, ...change, rev: kept.rev + 1, changedAt: new Date().toISOString() };
    if (next) all.objectStore("drafts").put(next);
    await also(all);
    await all.done;
    if (next && store.get().draft?.id === id) store.set({ draft: next, saved: "saved", savedAt: next.changedAt });
  } catch (problem) {
    if (store.get().draft?.id === id) store.set({ draft: before, saved: "full" });
    throw problem;
  }
  tellTabs("drafts");
  if (store.get().listed) await listDrafts();
}

/** Delete the photos of a draft within a transaction. */
export async function dropPhotos(all, id) {
  const photos = all.objectStore("photos");
  for (const key of await photos.index("draft").getAllKeys(id)) photos.delete(key);
}

/** Remove a draft, its photos and what waits of it from this device. */
export async function removeDraft(id) {
  const db = await database();
  const all = db.transaction(["drafts", "outbox", "photos"], "readwrite");
  await all.objectStore("drafts").delete(id);
  for (const item of await all.objectStore("outbox").getAll()) if (item.draft === id) all.objectStore("outbox").delete(item.id);
  await dropPhotos(all, id);
  await all.done;
  if (store.get().draft?.id === id) closeDraft();
  tellTabs("drafts");
  await listDrafts();
}

/** Another tab wrote: show its version where this tab may not write anyway. */
async function mirror() {
  const { draft, mine, listed } = store.get();
  if (listed) listDrafts();
  if (!draft || (mine && draft.status === "draft")) return;
  const kept = await (await database()).get("drafts", draft.id);
  if (kept && kept.rev > store.get().draft?.rev) store.set({ draft: kept, savedAt: kept.changedAt });
}

hearTabs("drafts", mirror);
