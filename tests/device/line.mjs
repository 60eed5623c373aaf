// Lets the line's watch live through days in a moment: time, page and network are made here. One scenario in, as
// {until, line: [[from, answer]], touches: [at], parts: [[at, what the browser tells of it]], socket, waiting, hidden: [[from, to]], online}, times in milliseconds;
// an answer is a number (it takes so long), "hole", "refuse" or "every second" (the other ones are lost). Out: what the pill says when, and when the server was asked.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

registerHooks({
  resolve: (name, context, next) =>
    name === "react" ? { url: new URL("../../sothuhoso/frontend/no_react.js", import.meta.url).href, shortCircuit: true } : next(name, context),
});

const { until, line, touches = [], parts = [], socket = false, waiting = 0, hidden = [], online = true } = JSON.parse(readFileSync(0, "utf-8"));

// ---- time

let now = 0;
let number = 0;
const due = new Map();
const later = (work, wait = 0) => {
  due.set(++number, { at: now + wait, work });
  return number;
};
globalThis.setTimeout = later;
globalThis.clearTimeout = (timer) => due.delete(timer);
const START = Date.UTC(2026, 10, 25, 2);
Date.now = () => START + now;
AbortSignal.timeout = (wait) => ({ wait });

async function live(end) {
  for (;;) {
    // Promises first, as in a browser.
    for (let i = 0; i < 20; i++) await null;
    const [next] = [...due].sort(([m, a], [n, b]) => a.at - b.at || m - n);
    if (!next || next[1].at > end) break;
    now = next[1].at;
    due.delete(next[0]);
    next[1].work();
  }
  now = end;
}

// ---- page and network

const page = new EventTarget();
globalThis.window = page;
globalThis.document = Object.assign(new EventTarget(), { documentElement: {}, visibilityState: "visible" });
Object.defineProperty(globalThis, "navigator", { value: { onLine: online } });

globalThis.location = { origin: "http://here" };
globalThis.PerformanceObserver = class {
  constructor(told) {
    this.told = told;
  }
  observe() {
    for (const [at, entry] of parts) later(() => this.told({ getEntries: () => [{ name: "http://here/assets/a.js", transferSize: 900, workerStart: 0, ...entry }] }), at);
  }
};

const asked = [];
const answer = () => line.findLast(([from]) => from <= now)[1];
globalThis.fetch = (_address, { signal }) =>
  new Promise((done, failed) => {
    asked.push(now);
    const how = answer();
    if (how === "refuse" || (how === "every second" && asked.length % 2)) later(() => failed(new TypeError("refused")), 5);
    else if (how === "hole" || how > signal.wait) later(() => failed(new Error("timeout")), signal.wait);
    else later(() => done({ status: 204 }), Number(how) || 20);
  });

const { lineState, subscribeLine, waitingOnLine } = await import("../../sothuhoso/device/line.js");
const { lineWord } = await import("../../sothuhoso/device/line_words.js");
const said = [[0, lineWord(lineState())]];
const offline = [];
subscribeLine(() => {
  const word = lineWord(lineState());
  if (word !== said.at(-1)[1]) said.push([now, word]);
});
page.addEventListener("offline", () => offline.push(now));

for (const at of touches) later(() => page.dispatchEvent(new Event("pointerdown")), at);
for (const [from, to] of hidden) {
  for (const [at, state] of [[from, "hidden"], [to, "visible"]]) {
    later(() => {
      document.visibilityState = state;
      document.dispatchEvent(new Event("visibilitychange"));
    }, at);
  }
}
if (socket) page.dispatchEvent(new CustomEvent("sothuhoso:socket", { detail: true }));
if (waiting) waitingOnLine(waiting);
await live(until);
process.stdout.write(JSON.stringify({ said, asked, offline, at: lineState().at && lineState().at - START }));
