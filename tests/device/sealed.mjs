// Runs the sealing of a tablet's store outside the browser: [{op, …}] in, results out. `{$bytes, type}` stands for a Blob,
// `{$buffer}` for an ArrayBuffer, `{$time}` for a Date.
import { readFileSync } from "node:fs";

const device = new URL("../../sothuhoso/device/", import.meta.url);
const format = await import(new URL("sealed_format.js", device));
const pin = await import(new URL("pin.js", device));

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const unhex = (text) => new Uint8Array(Buffer.from(text, "hex"));

function real(value) {
  if (Array.isArray(value)) return value.map(real);
  if (!value || typeof value !== "object") return value;
  if ("$bytes" in value) return new Blob([unhex(value.$bytes)], { type: value.type });
  if ("$buffer" in value) return unhex(value.$buffer).buffer;
  if ("$time" in value) return new Date(value.$time);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, real(one)]));
}

async function told(value) {
  if (value instanceof Blob) return { $bytes: hex(await value.arrayBuffer()), type: value.type };
  if (value instanceof ArrayBuffer) return { $buffer: hex(value) };
  if (value instanceof Date) return { $time: value.toISOString() };
  if (Array.isArray(value)) return Promise.all(value.map(told));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await told(one)])));
}

const dataKey = (text) => crypto.subtle.importKey("raw", unhex(text), "AES-GCM", false, ["encrypt", "decrypt"]);

const ops = {
  context: ({ store, key, part }) => format.contextOf(store, key, part),
  seal: async ({ data_key, value, context, nonce }) => hex(await format.seal(await dataKey(data_key), real(value), context, nonce && unhex(nonce))),
  open: async ({ data_key, sealed, context }) => told(await format.open(await dataKey(data_key), unhex(sealed), context)),
  round: async ({ value }) => told(format.decode(await format.encode(real(value)))),
  weakness: ({ given }) => pin.weakness(given),
  desk: async ({ data_key, spki, whose }) => hex(await pin.wrapForDesk(await pin.importDataKey(unhex(data_key)), unhex(spki), whose)),
  /** Wrap under one PIN, then try others; another device and another store too. */
  pins: async ({ right, tries, rounds }) => {
    const key = await pin.newDataKey();
    const [own, other] = [await pin.newDeviceKey(), await pin.newDeviceKey()];
    const wrapped = await pin.wrapWithPin(key, own, "s1", right, rounds);
    const raw = hex(await crypto.subtle.exportKey("raw", key));
    const opened = async (device, store, typed, kept = wrapped) => {
      const found = await pin.unwrapWithPin(kept, device, store, typed, true);
      return found && hex(await crypto.subtle.exportKey("raw", found)) === raw;
    };
    const tried = [];
    for (const typed of tries) tried.push(await opened(own, "s1", typed));
    const hidden = await pin.unwrapWithPin(wrapped, own, "s1", right);
    return {
      tried,
      right: await opened(own, "s1", right),
      elsewhere: await opened(other, "s1", right),
      another: await opened(own, "s2", right),
      fewer: await opened(own, "s1", right, { ...wrapped, rounds: rounds - 1 }),
      readable: hidden.extractable,
      device: own.extractable,
      again: hex((await pin.wrapWithPin(key, own, "s1", right, rounds)).key) === hex(wrapped.key),
    };
  },
};

const results = [];
for (const call of JSON.parse(readFileSync(0, "utf-8"))) {
  results.push(await Promise.resolve(ops[call.op](call)).catch((problem) => ({ $problem: problem.constructor.name })));
}
process.stdout.write(JSON.stringify(results));
