// The lock of a shared tablet: who may unlock it with which PIN, for how long, and what ten wrong ones lead to.
// Loaded on shared tablets only. What is drawn is lock_view.js; what is handed over to the desk is recovery.js.
import { common, database, nowShared, tellTabs } from "./database.js";
import { allKept, forgetDrafts } from "./drafts.js";
import { setGate, timeLeft } from "./gate.js";
import { ask, onRise } from "./line.js";
import { importDataKey, measureRounds, newDataKey, newDeviceKey, sealedAway, unwrapWithPin, wrapForDesk, wrapWithPin } from "./pin.js";
import { openRaw } from "./sealed.js";
import { endSession, IDLE, idleOf, onLock, readSession, SESSION, startSession, TABLET, tell, touch, USERS } from "./session.js";
import { sealWho } from "./who.js";

/** So many wrong PINs shut a person's part of the tablet. */
export const MOST_WRONG = 10;
/** Seconds to wait after so many wrong ones. */
const WAITS = [0, 0, 0, 5, 15, 30, 60, 120, 300, 300, 0];
const NOBODY = "-";

export const readTablet = async () => (await common()).get("meta", TABLET);
export const readUsers = async () => (await (await common()).get("meta", USERS)) ?? [];
const keepTablet = async (tablet) => (await common()).put("meta", tablet, TABLET);

/** Change what is kept of one person; `change` gets the record and answers the new one. In one transaction. */
async function changeUser(id, change) {
  const db = await common();
  const writing = db.transaction("meta", "readwrite");
  const users = (await writing.store.get(USERS)) ?? [];
  const changed = users.map((user) => (user.id === id ? change(user) : user));
  writing.store.put(changed.filter(Boolean), USERS);
  await writing.done;
  return changed.find((user) => user?.id === id);
}

// --- who holds it: told to the server too, because the browser's cookies are everybody's on a shared tablet ----------

export function setHolder(account) {
  const age = account ? 400 * 24 * 3600 : 0;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `holder=${account}; path=/; max-age=${age}; samesite=strict${secure}`;
}

// --- locking ---------------------------------------------------------------------------------------------------------

/** Somebody signed in by password: what another person has open is locked before that. */
export async function handTo(account) {
  const open = await readSession(await common());
  const user = (await readUsers()).find((one) => one.id === open?.user);
  if (user && user.account !== account) await lock();
  setHolder(account);
}

let session = null; // of this tab, as it knows it
let lastUser = "";

/** Lock it now, in every tab. What is being typed is kept first; nothing of it is on the screen any more. */
export async function lock() {
  setGate(0);
  setHolder(NOBODY);
  await Promise.race([allKept(), new Promise((late) => setTimeout(late, 2000))]);
  await endSession(await common());
  forget();
  tell("locked");
}

function forget() {
  session = null;
  forgetDrafts();
}

const lengthen = (tablet) => setGate(Date.now() + idleOf(tablet));

let touchedAt = 0;
let keptAt = 0;
let tablet = null;

/** Somebody touched the screen or a key. */
async function touched() {
  const now = Date.now();
  if (!session || now - touchedAt < 1000) return;
  touchedAt = now;
  if (!timeLeft()) return; // too late: the clock below says so
  lengthen(tablet);
  if (now - keptAt < 10_000) return;
  keptAt = now;
  if (!(await touch(await common(), session.id))) resume();
}

let timer;

/** Lock when nobody has touched it for so long, in any tab. */
function watchIdle() {
  clearTimeout(timer);
  if (!session) return;
  const left = timeLeft();
  if (!left) return lock();
  timer = setTimeout(watchIdle, Math.min(left, 60_000));
}

/** Another tab, or this one after a load: go on with the session there is. Answers whether there is one. */
async function resume() {
  const db = await common();
  session = await readSession(db);
  tablet = await readTablet();
  if (!session) {
    if (tablet) setGate(0);
    return false;
  }
  if (lastUser && lastUser !== session.user) return location.assign("/"); // nothing of the one before stays in this tab
  lastUser = session.user;
  setGate(session.seen + idleOf(tablet));
  watchIdle();
  return true;
}

let started = false;

/** Called once on every page of a shared tablet. */
export async function start() {
  if (started) return;
  started = true;
  for (const event of ["pointerdown", "keydown", "input", "wheel", "touchmove", "scroll"]) {
    window.addEventListener(event, touched, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && (watchIdle(), contact()));
  window.addEventListener("sothuhoso:gone", contact); // some answer was 410: perhaps this tablet was revoked
  onRise(contact);
  onLock("locked", () => {
    setGate(0);
    forget();
  });
  onLock("unlocked", resume);
  await resume();
  contact();
  setInterval(() => document.visibilityState === "visible" && contact(), 60_000);
}

// --- unlocking -------------------------------------------------------------------------------------------------------

const waitOf = (user) => Math.max(0, Math.min(user.notBefore - Date.now(), WAITS[user.wrong] * 1000));

/** Seconds until this person may try again. */
export const secondsToWait = (user) => Math.ceil(waitOf(user) / 1000);

/**
 * Try a PIN. The try is counted before it is made, so that pulling the battery wins nothing.
 * Answers `{state: open | wrong | wait | full, left}`.
 */
async function tryPin(id, pin, readable) {
  let waiting = false;
  const user = await changeUser(id, (known) => {
    waiting = !known.wrapped || waitOf(known) > 0;
    const wrong = known.wrong + 1;
    return waiting ? known : { ...known, wrong, notBefore: Date.now() + (WAITS[wrong] ?? 0) * 1000 };
  });
  if (!user?.wrapped) return { state: "full" };
  if (waiting) return { state: "wait" };
  const { key: deviceKey } = await readTablet();
  const key = await unwrapWithPin(user.wrapped, deviceKey, id, pin, readable);
  if (key) {
    await changeUser(id, (known) => ({ ...known, wrong: 0, notBefore: 0 }));
    return { state: "open", key, user };
  }
  if (user.wrong < MOST_WRONG) return { state: "wrong", left: MOST_WRONG - user.wrong };
  await shutOut(id, "pin");
  return { state: "full" };
}

/** No PIN opens it any more, from this moment on: only the desk's key does. */
export const shutOut = (id, why) => changeUser(id, (user) => ({ ...user, wrapped: null, full: why, bundle: user.bundle || crypto.randomUUID() }));

export async function unlock(id, pin) {
  const tried = await tryPin(id, pin, false);
  if (tried.state === "open") await begin(tried.user, tried.key);
  return tried;
}

/** Give the tablet to this person. */
async function begin(user, key) {
  const db = await common();
  session = await startSession(db, user.id, key);
  tablet = await readTablet();
  lastUser = user.id;
  setHolder(user.account);
  lengthen(tablet);
  await sealWho();
  if (user.heir) await moveIn();
  tell("unlocked");
  watchIdle();
}

/** Whether this tab has shown nothing of another person: else it must be loaded anew. */
export const isFresh = (id) => !lastUser || lastUser === id;

// --- a PIN for somebody ----------------------------------------------------------------------------------------------

/** The server said no; its own words. */
export class Refused extends Error {}

export async function said(answer) {
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Refused(body.message ?? ""), { status: answer.status, key: body.key });
  return body;
}

export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
export const toBase64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));

const post = async (address, body) =>
  said(await ask(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }));

/**
 * Whoever is signed in gets a locked part of this tablet. Needs the line: the tablet is registered with the desk, whose
 * key is the way out when the PIN is lost.
 */
export async function enrol(pin, label) {
  const known = await readTablet();
  const own = known && !known.revoked ? known : { id: crypto.randomUUID(), key: await newDeviceKey(), idle: IDLE };
  const made = await post("/api/devices", { id: own.id, label: own.label || label });
  const users = await readUsers();
  const dataKey = await newDataKey();
  const user = {
    id: crypto.randomUUID(),
    account: made.account_id,
    name: made.name,
    unit: made.unit_code,
    wrong: 0,
    notBefore: 0,
    full: "",
    bundle: "",
    heir: !users.some((one) => one.heir),
  };
  user.wrapped = await wrapWithPin(dataKey, own.key, user.id, pin, await measureRounds());
  user.desk = { keyId: made.key_id, key: await wrapForDesk(dataKey, fromBase64(made.public_key), { unit: made.unit_code, account: made.account_id, device: own.id }) };
  (await openRaw(user.id)).close();
  await keepTablet({ ...own, label: made.label, unit: made.unit_code, revoked: null });
  await (await common()).put("meta", [...users, user], USERS);
  nowShared(true);
  await begin(user, await sealedAway(dataKey));
}

/** Another PIN for whoever knows the old one. Answers as `tryPin`. */
export async function changePin(id, old, pin) {
  const tried = await tryPin(id, old, true);
  if (tried.state === "open") await rewrap(id, tried.key, pin);
  return tried;
}

/** Another PIN for whoever forgot theirs: signed in, and the head of the desk has allowed it. */
export async function resetPin(user, pin) {
  const { key } = await post("/api/recovery/key", { key_id: user.desk.keyId, wrapped: toBase64(user.desk.key) });
  const dataKey = await importDataKey(fromBase64(key));
  await rewrap(user.id, dataKey, pin);
  await begin(user, await sealedAway(dataKey));
}

async function rewrap(id, dataKey, pin) {
  const { key } = await readTablet();
  const wrapped = await wrapWithPin(dataKey, key, id, pin, await measureRounds());
  await changeUser(id, (user) => ({ ...user, wrapped, wrong: 0, notBefore: 0, full: "" }));
}

export async function setIdle(minutes) {
  tablet = { ...(await readTablet()), idle: minutes };
  await keepTablet(tablet);
  lengthen(tablet);
  watchIdle();
}

/**
 * What was kept here in clear before there was a PIN goes into the part of whoever set the first one. Copied first and
 * deleted then, so that a cut in between costs nothing.
 */
async function moveIn() {
  const db = await common();
  const store = await database();
  if (store === db) return;
  const names = [...db.objectStoreNames].filter((name) => store.isSealed(name));
  let moved = false;
  for (const name of names) {
    for (const key of await db.getAllKeys(name)) {
      const row = await db.get(name, key);
      const there = await store.get(name, key);
      if (row && !(there?.rev >= row.rev)) await store.put(name, row);
      moved = true;
    }
  }
  if (!moved) return;
  const clearing = db.transaction(names, "readwrite");
  for (const name of names) clearing.objectStore(name).clear();
  await clearing.done;
  ["drafts", "outbox"].forEach(tellTabs);
}

// --- revoked ---------------------------------------------------------------------------------------------------------

let asking = false;

/**
 * Ask the desk about this tablet. A revoked one is shut at once. What is shut, all of it or one person's part after too
 * many wrong PINs, is then handed over and deleted, whoever works here meanwhile.
 */
export async function contact() {
  const known = await readTablet();
  if (asking || !known || known.wiped) return;
  asking = true;
  try {
    if (!known.revoked) {
      const answer = await ask("/api/devices/self", { cache: "no-store" }, 8000);
      if (answer.status === 410) await shutAll(await answer.json());
    }
    await handOverShut();
  } catch {
    // no line: at the next contact
  } finally {
    asking = false;
  }
}

async function handOverShut() {
  const shut = (await readUsers()).filter((user) => user.full);
  const { revoked } = await readTablet();
  if (!revoked && !shut.length) return;
  const recovery = await import("./recovery.js");
  if (revoked) return recovery.handOverAll();
  for (const user of shut) await recovery.handOver(user);
}

/** Nobody can unlock anything here any more. The key of the device goes first: without it no PIN is of any use. */
async function shutAll({ facts }) {
  setGate(0);
  setHolder(NOBODY);
  const db = await common();
  const known = await readTablet();
  const users = await readUsers();
  const writing = db.transaction("meta", "readwrite");
  writing.store.put({ ...known, key: null, revoked: { label: facts?.label ?? "", at: facts?.at ?? "" } }, TABLET);
  writing.store.put(users.map((user) => ({ ...user, wrapped: null, full: user.full || "revoked", bundle: user.bundle || crypto.randomUUID() })), USERS);
  writing.store.delete(SESSION);
  await writing.done;
  forget();
  tell("locked");
  window.dispatchEvent(new CustomEvent("sothuhoso:revoked"));
}
