// The lock's own page: who it is, the PIN, a new PIN, and what becomes of a part that no PIN opens any more.
import { createStore, remember } from "./base.js";
import { common } from "./database.js";
import { moment } from "./format.js";
import { ask } from "./line.js";
import { holder, needsLoad } from "./gate.js";
import { changePin, enrol, isFresh, readTablet, readUsers, Refused, resetPin, said, secondsToWait, start, unlock } from "./lock.js";
import { LONGEST, weakness } from "./pin.js";
import { confirmSaved, forgetTablet, handOver, saveFile, unsentOf, useRecovery } from "./recovery.js";
import { goTo } from "./route.js";
import { readSession } from "./session.js";
import { useLanguage } from "./words.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const EMPTY = { pin: "", problem: "", message: "", left: 0, wait: 0, busy: false };

/**
 * `mode`: loading | none (not shared) | choose | pin | old | new | again | forgot | sign_in | offline | no_unit | full |
 * revoked. `wish`: what a new PIN is for: set | change | reset. `problem`: a key under "lock.problem".
 */
const store = createStore({ ...EMPTY, mode: "loading", wish: "set", users: [], chosen: "", label: "", asksLabel: false, name: "", at: "", wiped: false, waits: 0 });
let secrets = { old: "", first: "" };
let next = "/";

const show = (mode, patch = {}) => store.set({ ...EMPTY, mode, ...patch });

// --- which of its faces ----------------------------------------------------------------------------------------------

/** A path of our own; a foreign address leads nowhere. */
const ours = (path) => (path?.startsWith("/") && !path.startsWith("//") && !path.startsWith("/khoa") ? path : "/");

export async function enterLock(asked) {
  next = ours(asked.get("ve"));
  secrets = { old: "", first: "" };
  start();
  await decide(asked.get("viec") ?? "").catch(() => show("none"));
}

async function decide(wish) {
  const [tablet, users, session] = await Promise.all([readTablet(), readUsers(), common().then(readSession)]);
  store.set({ users: users.map(({ id, name, full }) => ({ id, name, full: Boolean(full) })), label: tablet?.label ?? "" });
  if (tablet?.revoked && !(tablet.wiped && wish === "dat")) return show("revoked", { at: tablet.revoked.at, label: tablet.revoked.label, wiped: Boolean(tablet.wiped) });
  if (wish === "doi" && session) return toPin(users.find((user) => user.id === session.user), "old", "change");
  if (wish === "lai") return signedIn(users, "reset");
  const account = holder();
  const own = users.find((user) => user.account === account);
  if (wish === "dat" || (users.length && UUID.test(account) && !own)) return signedIn(users, "set");
  if (!users.length) return show("none");
  if (session) return leave();
  if (own ?? (users.length === 1 && users[0])) return toPin(own ?? users[0]);
  return show("choose");
}

/** A new PIN is for whoever is signed in, and needs the line: the desk gives its recovery key. */
async function signedIn(users, wish) {
  let who;
  try {
    who = await said(await ask("/api/session", { cache: "no-store" }));
  } catch (problem) {
    return show(problem instanceof Refused ? "sign_in" : "offline", { wish });
  }
  const user = users.find((one) => one.account === who.account);
  if (wish === "reset" && user) return toPin(user, "new", "reset");
  if (user) return toPin(user);
  if (!who.unit) return show("no_unit", { name: who.name });
  const { label, wiped } = { label: "", ...(await readTablet()) };
  return show("new", { wish: "set", name: who.name, label: wiped ? "" : label, asksLabel: wiped || !label });
}

function toPin(user, mode = "pin", wish = "set") {
  if (user.full && wish !== "reset") return toFull(user.id);
  show(mode, { chosen: user.id, name: user.name, wish, waits: 0 });
  count();
  tellWaits(user.id).catch(() => {});
}

/** What is locked cannot be sent: how much of it waits for the PIN. */
async function tellWaits(id) {
  const { dossiers, deeds } = await unsentOf(id);
  if (store.get().chosen === id) store.set({ waits: dossiers + deeds });
}

/** Choose a name on the lock screen. */
export async function choose(id) {
  const user = (await readUsers()).find((one) => one.id === id);
  if (user) toPin(user);
  else await again(); // handed over meanwhile
}

export const chooseAgain = () => show("choose");
export const forgot = () => show("forgot", { chosen: store.get().chosen, name: store.get().name });
export const again = () => decide("").catch(() => show("none"));

// --- the pad ---------------------------------------------------------------------------------------------------------

const ENTERING = ["pin", "old", "new", "again"];

export function setPin(text) {
  if (store.get().busy) return;
  store.set({ pin: text.replace(/\D/g, "").slice(0, LONGEST), problem: "", message: "" });
}

export const press = (digit) => setPin(store.get().pin + digit);
export const erase = () => setPin(store.get().pin.slice(0, -1));
export const setLabel = (label) => store.set({ label: label.slice(0, 60), problem: "" });

/** Digits go in also when a key of the pad has the focus. */
function typed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement || !ENTERING.includes(store.get().mode)) return;
  if (/^\d$/.test(event.key)) press(event.key);
  else if (event.key === "Backspace") erase();
}

export const listen = () => document.addEventListener("keydown", typed);

export function unlisten() {
  document.removeEventListener("keydown", typed);
  secrets = { old: "", first: "" };
  show("loading");
}

let ticking;

/** The seconds until the next try. */
async function count() {
  clearTimeout(ticking);
  const user = (await readUsers()).find((one) => one.id === store.get().chosen);
  const wait = user ? secondsToWait(user) : 0;
  if (wait !== store.get().wait) store.set({ wait });
  if (wait) ticking = setTimeout(count, 1000);
}

/** The button under the pad. */
export async function submit() {
  const { mode, busy, wait, pin } = store.get();
  if (busy || wait || !ENTERING.includes(mode)) return;
  if (mode === "pin") return tryToUnlock();
  if (mode === "old") {
    secrets.old = pin;
    return store.set({ ...EMPTY, mode: "new" });
  }
  if (mode === "new") return first();
  return second();
}

async function tryToUnlock() {
  const { chosen, pin } = store.get();
  const fresh = isFresh(chosen);
  store.set({ busy: true, problem: "" });
  const { state, left } = await unlock(chosen, pin).catch(() => ({ state: "broken" }));
  if (state === "open") return leave(fresh);
  if (state === "full") return toFull(chosen);
  store.set({ ...EMPTY, problem: state, left: left ?? 0 });
  count();
}

function first() {
  const { pin, asksLabel, label } = store.get();
  if (asksLabel && !label.trim()) return store.set({ problem: "label" });
  const weak = weakness(pin);
  if (weak) return store.set({ ...EMPTY, problem: weak });
  secrets.first = pin;
  store.set({ ...EMPTY, mode: "again" });
}

async function second() {
  const { pin, wish, chosen, label } = store.get();
  if (pin !== secrets.first) return store.set({ ...EMPTY, mode: "new", problem: "differ" });
  store.set({ busy: true, problem: "" });
  const users = await readUsers();
  try {
    if (wish === "set") await enrol(pin, label);
    else if (wish === "reset") await resetPin(users.find((user) => user.id === chosen), pin);
    else return changed(await changePin(chosen, secrets.old, pin));
  } catch (problem) {
    return store.set({ ...EMPTY, mode: "new", ...(problem instanceof Refused ? { message: problem.message } : { problem: "offline" }) });
  }
  location.assign(next); // a page that was opened for somebody else, or for nobody, begins anew
}

function changed({ state, left }) {
  if (state === "open") return leave();
  if (state === "full") return toFull(store.get().chosen);
  store.set({ ...EMPTY, mode: "old", problem: state, left: left ?? 0 });
  count();
}

/** On to where the person was. `fresh`: this tab has shown nothing of anybody else. */
function leave(fresh = true) {
  if (!fresh) location.assign("/?kenh=quay");
  else if (needsLoad()) location.assign(next);
  else goTo(next, true);
}

// --- no PIN opens it any more ----------------------------------------------------------------------------------------

const shutUser = async () => (await readUsers()).find((user) => user.id === store.get().chosen);

async function toFull(id) {
  const user = (await readUsers()).find((one) => one.id === id);
  show("full", { chosen: id, name: user?.name ?? "" });
  if (user) handOver(user);
}

export const sendShut = async () => handOver(await shutUser());
export const saveShut = async () => saveFile(await shutUser());
export const deleteShut = async () => confirmSaved(await shutUser());

/** After a revoked tablet was emptied: a device like any other. */
export async function beginAnew() {
  await forgetTablet();
  location.assign("/");
}

if (typeof window !== "undefined") window.addEventListener("sothuhoso:revoked", () => location.pathname.startsWith("/khoa") && again());

// --- what the page shows ---------------------------------------------------------------------------------------------

const view = remember((state, recovery, lang) => ({
  ...state,
  at: moment(state.at, "datetime", lang),
  typed: state.pin.length,
  several: state.users.length > 1,
  sending: recovery.state,
  sent: recovery.sent,
  of: recovery.of,
  percent: recovery.of ? Math.round((100 * recovery.sent) / recovery.of) : 0,
  dossiers: recovery.dossiers,
  drafts: recovery.drafts,
  deeds: recovery.deeds,
  // Where a sign-in page leads back to.
  signIn: `/dang-nhap?next=${encodeURIComponent(state.wish === "reset" || state.mode === "forgot" ? "/khoa?viec=lai" : "/khoa?viec=dat")}`,
}));

export function useLock() {
  return view(store.use(), useRecovery(), useLanguage());
}
