// Whether the server can be reached, and how well. The browser's own word (`navigator.onLine`) says only that some
// network is there, and a line that swallows packets tells nobody. So the server is asked: every five seconds while
// somebody is at the screen, something waits or a socket is open, seldom when nobody is, never on a page nobody sees.
import { createStore, inBrowser } from "./base.js";
import { language } from "./words.js";

const FIRST = 3000;
const EVERY = 5000;
const PATIENCE = 4000; // with EVERY: a dead line is noticed within nine seconds
const HOPE = 8000; // on a dead line nothing is at stake, and a new connection on a bad one takes several turns
const DOUBT = 1000; // after a failure that may have been that request's own
const SELDOM = 20_000;
const SLOW = 2000;
const AT_SCREEN = 120_000; // so long after the last touch somebody still looks
const REMEMBERED = 3; // questions; one that went badly among them makes the line a weak one

/** `up`: the last try went well. `dead`: nothing answers. `weak`: slow, or with failures in between. `at`: last contact. */
const store = createStore({ up: true, dead: false, weak: false, at: 0, waiting: 0 });
const risen = new Set();
let timer;
let asking = false;
const begun = Date.now();
let asked = 0; // when the last question began
let contact = 0; // when the server last answered anything
let parts = 0; // when a part of the page last came over the line
let touched = Date.now();
let socket = false;
let marks = [];

export const lineIsUp = () => store.get().up;
export const useLine = store.use;
export const lineState = store.get;
export const subscribeLine = store.subscribe;

/** Called whenever the line comes back. */
export const onRise = (listener) => risen.add(listener);

/** Every request of the store reports here how it went. */
export function lineWas(up) {
  if (up) answered();
  else {
    mark(false);
    change({ up: false });
    askServer();
  }
}

/** How many things wait to be sent. */
export function waitingOnLine(waiting) {
  if (store.get().waiting !== waiting) store.set({ waiting });
  schedule();
}

/** `fetch` that reports how the line was, in the language of the screen. Throws as fetch does when nothing answered. */
export async function ask(address, options = {}, patience = 30000) {
  try {
    const headers = { "Accept-Language": language(), ...options.headers };
    const answer = await fetch(address, { ...options, headers, signal: AbortSignal.timeout(patience) });
    lineWas(true);
    // Perhaps this device was taken out of use: whoever watches over it (lock.js) asks.
    if (answer.status === 410) globalThis.dispatchEvent?.(new CustomEvent("sothuhoso:gone"));
    return answer;
  } catch (problem) {
    lineWas(false);
    throw problem;
  }
}

/** A question into a line that turned out dead hangs for long; raced with this it ends when that is known. */
export const lineDies = () => new Promise((_, failed) => window.addEventListener("offline", () => failed(new Error("offline")), { once: true }));

// ---- what is known

function change(patch) {
  const before = store.get();
  if (Object.entries(patch).some(([key, value]) => before[key] !== value)) store.set({ ...patch, at: contact });
}

function mark(good) {
  marks = [...marks, good].slice(-REMEMBERED);
  change({ weak: marks.includes(false) });
}

function answered() {
  contact = Date.now();
  const { up, dead } = store.get();
  if (dead) marks = [];
  change({ up: true, dead: false, weak: marks.includes(false) });
  if (!up) {
    risen.forEach((listener) => listener());
    window.dispatchEvent(new Event("sothuhoso:line-is-back")); // the socket's own next try may be far
  }
  schedule();
}

/** There is no line; whether that is news. */
function fell() {
  if (store.get().dead) return false;
  change({ up: false, dead: true });
  return true;
}

/** Nothing answers. Whoever listens for the browser's word hears it, the socket too, which would wait for half a minute. */
function died() {
  if (fell()) window.dispatchEvent(new Event("offline"));
}

// ---- asking

/** Ask now, unless a question is on its way or was asked this instant. */
export async function askServer() {
  if (!inBrowser || asking || document.visibilityState === "hidden") return;
  if (Date.now() - asked < DOUBT / 2) return schedule();
  clearTimeout(timer);
  timer = undefined;
  asking = true;
  asked = Date.now();
  try {
    const patience = store.get().dead ? HOPE : PATIENCE;
    const { status } = await fetch("/api/ping", { cache: "no-store", signal: AbortSignal.timeout(patience) });
    if (status >= 500) throw new Error(String(status)); // somebody stands before a server that is away
    mark(Date.now() - asked < SLOW);
    answered();
  } catch {
    failedQuestion();
  } finally {
    asking = false;
    schedule();
  }
}

function failedQuestion() {
  mark(false);
  if (Math.max(contact, parts) >= asked) return; // something else was answered meanwhile: the line is busy, not dead
  const atOnce = Date.now() - asked < DOUBT; // a reset connection is one lost answer; the next question decides
  if (atOnce && store.get().up) change({ up: false });
  else died();
}

function pace() {
  const { up, dead, waiting } = store.get();
  if (!up && !dead) return DOUBT;
  if (!contact && !asked) return FIRST;
  if (dead && navigator.onLine === false) return SELDOM; // no network at all; the browser tells when there is one
  const somebody = Date.now() - touched < AT_SCREEN;
  return somebody || (up && (socket || waiting)) ? EVERY : SELDOM;
}

/** What was heard a moment ago need not be asked for. */
const due = () => (Math.max(contact, asked) || begun) + pace() - Date.now();

function schedule() {
  if (inBrowser) timer ??= setTimeout(turn, Math.max(0, due()));
}

function turn() {
  timer = undefined;
  if (due() > 0) schedule();
  else askServer();
}

/** Parts of the page that came over the line, not out of the cache: while they fill it, a question may have to wait for long. */
const came = ({ name, transferSize, workerStart, responseStatus = 200 }) =>
  transferSize > 0 && !workerStart && responseStatus < 500 && name.startsWith(`${location.origin}/assets/`);

if (inBrowser) {
  const watch = new PerformanceObserver((list) => {
    if (list.getEntries().some(came)) parts = Date.now();
  });
  watch.observe({ type: "resource" });
  const touch = () => {
    touched = Date.now();
    if (due() <= 0) askServer(); // nobody was there, so it was not asked for a while
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) window.addEventListener(sign, touch, { passive: true, capture: true });
  if (navigator.onLine === false) died();
  window.addEventListener("offline", fell); // not said again: a second word shuts the socket's next try, and nobody hears of that
  window.addEventListener("sothuhoso:unreachable", () => lineWas(false)); // a page's code could not be fetched
  window.addEventListener("sothuhoso:socket", ({ detail }) => {
    socket = true;
    if (!detail) askServer();
  });
  window.addEventListener("online", askServer);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      touched = Date.now();
      askServer();
    }
  });
  schedule();
}
