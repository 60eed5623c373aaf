// Whether the server can be reached. The browser's own word (`navigator.onLine`) says only that some network is
// there, so while something waits, or the line is known to be down, the server is asked every few seconds.
import { createStore, inBrowser } from "./base.js";
import { language } from "./words.js";

const EVERY = 5000;
const PATIENCE = 4000;

const store = createStore({ up: true, waiting: 0 });
const risen = new Set();
let timer;

export const lineIsUp = () => store.get().up;
export const useLine = store.use;

/** Called whenever the line comes back. */
export const onRise = (listener) => risen.add(listener);

/** Every request of the store reports here how it went. */
export function lineWas(up) {
  if (store.get().up !== up) {
    store.set({ up });
    if (up) risen.forEach((listener) => listener());
  }
  schedule();
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

async function ping() {
  timer = undefined;
  if (document.visibilityState === "hidden") return;
  await ask("/api/ping", { cache: "no-store" }, PATIENCE).catch(() => {});
  schedule();
}

function schedule() {
  if (!inBrowser) return;
  const { up, waiting } = store.get();
  if (up && !waiting) {
    clearTimeout(timer);
    timer = undefined;
  } else timer ??= setTimeout(ping, EVERY);
}

if (inBrowser) {
  if (navigator.onLine === false) lineWas(false);
  window.addEventListener("offline", () => lineWas(false));
  window.addEventListener("sothuhoso:unreachable", () => lineWas(false)); // a page's code could not be fetched
  window.addEventListener("online", () => ping());
  document.addEventListener("visibilitychange", () => {
    const { up, waiting } = store.get();
    if (document.visibilityState === "visible" && (!up || waiting)) ping();
  });
}
