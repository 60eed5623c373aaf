// Calls what takes errors or keeps state, which JSON cannot carry: [[what, …args]] in, results out.
import { readFileSync } from "node:fs";
import { sendInParts, pacer } from "../../sothuhoso/device/outbox_parts.js";
import { afterFailure } from "../../sothuhoso/device/outbox_send.js";
import { Lost, Refused } from "../../sothuhoso/device/outbox_talk.js";
import { problemOf } from "../../sothuhoso/device/refused.js";

const PROBLEMS = { lost: () => new Lost(), other: () => new Error("x"), refused: (status, said) => new Refused(status, said) };

/** One photo over a wire that is told beforehand: `answers` are [status, offset, complete] or "lost"; what was asked comes out. */
async function overWire(bytes, from, size, answers) {
  const asked = [];
  const left = [...answers];
  globalThis.setTimeout = (fn) => queueMicrotask(fn);
  globalThis.fetch = async (path, { method, headers, body }) => {
    asked.push([method, headers["Upload-Offset"] ?? "", body ? body.size : 0]);
    const answer = left.shift();
    if (!answer || answer === "lost") throw new TypeError("lost");
    const [status, offset, complete] = answer;
    return new Response(null, { status, headers: { "Upload-Offset": String(offset), "Upload-Complete": complete ? "?1" : "?0" } });
  };
  const host = { signal: new AbortController().signal, language: () => "vi", heard: () => {}, silent: () => {} };
  const told = [];
  let end = "arrived";
  try {
    await sendInParts(host, { id: "x", manifest: { secret: "s", channel: "phone" } }, "ab", new Blob([new Uint8Array(bytes)]), from, pacer(size), (at) => told.push(at));
  } catch (problem) {
    end = problem.constructor.name;
  }
  return { asked, told, end };
}

const does = {
  afterFailure: (item, [kind, ...args], now, page) => afterFailure(item, PROBLEMS[kind](...args), now, page),
  pace(first, steps) {
    const pace = pacer(first);
    return steps.map(([what, ...args]) => (what === "next" ? pace.next(...args) : (pace[what](...args), pace.next(1e9))));
  },
  overWire,
  problemOf: (item, procedure) => problemOf(item, procedure, ({ name }) => name),
};
const results = [];
for (const [what, ...args] of JSON.parse(readFileSync(0, "utf-8"))) results.push((await does[what](...args)) ?? null);
process.stdout.write(JSON.stringify(results));
