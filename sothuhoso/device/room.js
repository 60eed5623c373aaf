// How much room this device has left for what is captured. A full disk is told before a photo is taken, not after; from
// four fifths on what waits is sent first.
import { createStore, inBrowser, remember } from "./base.js";
import { sendAllNow, outboxState } from "./outbox.js";
import { amount } from "./sizes.js";
import { useLanguage } from "./words.js";

const TIGHT = 0.8;
const PUSH_EVERY = 60_000;
const LEAST = 12 * 1024 * 1024; // a large photo, its small picture, and the draft

/** `level`: "" (the browser does not tell) | ok | tight | full. Bytes. */
const store = createStore({ level: "", used: 0, quota: 0 });

export const roomLeft = () => store.get().level !== "full";

function levelOf(used, quota) {
  if (quota - used < LEAST) return "full";
  return used / quota >= TIGHT ? "tight" : "ok";
}

/** Ask the browser. Where it gets tight, what waits is sent at once, unless somebody has paused it. */
export async function lookAtRoom() {
  const { usage: used = 0, quota = 0 } = (await navigator.storage?.estimate?.().catch(() => ({}))) ?? {};
  const level = quota ? levelOf(used, quota) : "";
  store.set({ level, used, quota });
  if (level === "tight" || level === "full") sendFirst();
  return level;
}

let pushed = 0;

function sendFirst() {
  const { items, paused } = outboxState();
  if (paused || !items.length || Date.now() - pushed < PUSH_EVERY) return;
  pushed = Date.now();
  sendAllNow();
}

/** Whether so many bytes more can be kept, as far as anybody knows. */
export async function roomFor(bytes) {
  await lookAtRoom();
  const { level, used, quota } = store.get();
  return level === "" || quota - used > bytes + LEAST / 2;
}

const view = remember(({ level, used, quota }, lang) => ({
  level,
  percent: quota ? Math.floor((100 * used) / quota) : 0,
  used: amount(used, lang),
  left: amount(Math.max(0, quota - used), lang),
}));

export function useRoom() {
  return view(store.use(), useLanguage());
}

if (inBrowser) lookAtRoom();
