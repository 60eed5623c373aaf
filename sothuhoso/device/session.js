// Who has the shared tablet unlocked, for every tab and the worker: a record in the device's own part that holds the
// data key as an object no script can read out. Without the record the tablet is locked.
import { inBrowser } from "./base.js";
import { RUN } from "./run.js";

export const TABLET = "lock.tablet"; // {id, label, unit, key, idle, revoked}
export const USERS = "lock.users"; // [{id, account, name, unit, wrapped, desk, wrong, notBefore, full, bundle, heir}]
export const SESSION = "lock.session"; // {id, user, key, seen}
export const IDLE_CHOICES = [1, 2, 5, 10, 15]; // minutes
export const IDLE = 5;

/** Nobody has unlocked the tablet, and here is nobody who could. */
export class Locked extends Error {}

const MINUTE = 60_000;
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("sothuhoso.lock");
const listeners = { locked: new Set(), unlocked: new Set() };

/** Hear, from this tab and the others, that the tablet was "locked" or "unlocked". */
export const onLock = (what, listener) => listeners[what].add(listener);

const hear = (what) => listeners[what]?.forEach((listener) => listener());
channel?.addEventListener("message", (event) => hear(event.data));

/** Tell it, here and elsewhere. */
export function tell(what) {
  channel?.postMessage(what);
  hear(what);
}

export const idleOf = (tablet) => (tablet?.idle ?? IDLE) * MINUTE;

/** A clock that was turned back counts as idle: nobody can say how long it has been. */
const isOver = (session, tablet, now) => now - session.seen >= idleOf(tablet) || session.seen > now + MINUTE;

const nameOf = (session) => `session:${session.id}`;

let mine = ""; // the session that this page belongs to

/** This page belongs to the session: as long as one such page is open, a new tab may join it. */
async function join(session) {
  mine = session.id;
  sessionStorage.setItem(RUN, session.id);
  await new Promise((joined) => {
    navigator.locks.request(nameOf(session), { mode: "shared" }, () => {
      joined();
      return new Promise((leave) => listeners.locked.add(leave));
    });
  });
}

/**
 * Whether a page may go on with it: a tab that was part of it, or one beside such a tab. After the browser was closed
 * there is none, and the PIN is asked for again. The worker has no tab; for it the idle minutes count alone.
 */
async function goesOnHere(session) {
  if (!inBrowser || mine === session.id) return true;
  if (sessionStorage.getItem(RUN) !== session.id) {
    const { held } = await navigator.locks.query();
    if (!held.some((lock) => lock.name === nameOf(session))) return false;
  }
  await join(session);
  return true;
}

/** The session that goes on, `null` for none; one that was idle too long, or whose browser was closed, ends here. */
export async function readSession(db, now = Date.now()) {
  const [session, tablet] = await Promise.all([db.get("meta", SESSION), db.get("meta", TABLET)]);
  if (!session) return null;
  if (!isOver(session, tablet, now) && (await goesOnHere(session))) return session;
  await endSession(db, session.id);
  return null;
}

export async function startSession(db, user, key) {
  const session = { id: crypto.randomUUID(), user, key, seen: Date.now() };
  if (inBrowser) await join(session);
  await db.put("meta", session, SESSION);
  return session;
}

/** End it; of two tabs the later one must not end a session that has begun since. */
export async function endSession(db, id) {
  const change = db.transaction("meta", "readwrite");
  const kept = await change.store.get(SESSION);
  if (kept && (!id || kept.id === id)) change.store.delete(SESSION);
  await change.done;
}

/** Somebody touched the tablet. Answers whether the session still goes on. */
export async function touch(db, id) {
  const change = db.transaction("meta", "readwrite");
  const kept = await change.store.get(SESSION);
  if (kept?.id === id) change.store.put({ ...kept, seen: Date.now() }, SESSION);
  await change.done;
  return kept?.id === id;
}

/** The session, as soon as there is one. Says at once that the tablet is locked, so that the page can show it. */
export async function currentSession(db) {
  for (;;) {
    const unlocked = new Promise((done) => listeners.unlocked.add(done)); // before looking: it may happen meanwhile
    const session = await readSession(db);
    if (session) return session;
    if (!inBrowser) throw new Locked();
    window.dispatchEvent(new CustomEvent("sothuhoso:locked"));
    await unlocked;
  }
}
