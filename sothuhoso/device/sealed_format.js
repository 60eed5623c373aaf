// What lies in a locked store: any value the store may keep, as bytes, sealed with AES-256-GCM and bound to its place.
// The other side is domain/sealed_store.py; tests/vectors/sealed_store.json holds both to one table.
//
// sealed  = 1 (format) | nonce (12) | ciphertext and tag of plain, with the context as additional data
// plain   = length of head (4, big endian) | head, JSON: {value, parts: [{bytes, type}]} | the parts one after the other
// In the head's value {"$part": i} stands for bytes; "$date", "$number" and "$object" for what JSON has no sign for.
const FORMAT = 1;
const NONCE = 12;
const text = new TextEncoder();
const letters = new TextDecoder();

/** The bytes of something that cannot be opened: another key, another place, or damaged. */
export class Unreadable extends Error {}

/** What a sealed value is bound to. `part`: the member that is kept apart, "" for the row itself. */
export const contextOf = (store, key, part = "") => `sothuhoso:${store}:${JSON.stringify(key)}:${part}`;

const view = (value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/** `{head, parts}`: a JSON value, and what is bytes in it. Throws a TypeError for what cannot be kept. */
function flatten(value, parts) {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : { $number: value > 0 ? "inf" : value < 0 ? "-inf" : "nan" };
  if (value instanceof Blob || isBytes(value)) return { $part: parts.push(value) - 1 };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map((one) => (one === undefined ? null : flatten(one, parts)));
  if (typeof value !== "object" || ![Object.prototype, null].includes(Object.getPrototypeOf(value))) throw new TypeError("cannot be kept");
  const members = Object.entries(value).filter(([, one]) => one !== undefined).map(([name, one]) => [name, flatten(one, parts)]);
  return members.some(([name]) => name.startsWith("$")) ? { $object: members } : Object.fromEntries(members);
}

function restore(value, parts) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => restore(one, parts));
  const [[name, given] = [""], more] = Object.entries(value);
  if (more || !name.startsWith("$")) return Object.fromEntries(Object.entries(value).map(([member, one]) => [member, restore(one, parts)]));
  if (name === "$part") return parts[given];
  if (name === "$date") return new Date(given);
  if (name === "$number") return { inf: Infinity, "-inf": -Infinity }[given] ?? NaN;
  return Object.fromEntries(given.map(([member, one]) => [member, restore(one, parts)]));
}

const bytesOf = async (part) => (part instanceof Blob ? new Uint8Array(await part.arrayBuffer()) : view(part));

/** Any value that can be kept → its plain bytes. */
export async function encode(value) {
  const parts = [];
  const flat = flatten(value, parts);
  const contents = await Promise.all(parts.map(bytesOf));
  const described = parts.map((part, i) => ({ bytes: contents[i].length, type: part instanceof Blob ? part.type : "", ...(part instanceof Blob ? {} : { raw: true }) }));
  const head = text.encode(JSON.stringify({ value: flat, parts: described }));
  const out = new Uint8Array(contents.reduce((sum, content) => sum + content.length, 4 + head.length));
  new DataView(out.buffer).setUint32(0, head.length);
  out.set(head, 4);
  let at = 4 + head.length;
  for (const content of contents) {
    out.set(content, at);
    at += content.length;
  }
  return out;
}

/** And back: bytes come as a Blob where a Blob was given, else as an ArrayBuffer. */
export function decode(plain) {
  const bytes = view(plain);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const head = JSON.parse(letters.decode(bytes.subarray(4, 4 + length)));
  let at = 4 + length;
  const parts = head.parts.map(({ bytes: size, type, raw }) => {
    const content = bytes.slice(at, (at += size));
    return raw ? content.buffer : new Blob([content], { type });
  });
  return restore(head.value, parts);
}

/** Seal a value. `nonce` is given by the vectors only: each other time it must be fresh. */
export async function seal(key, value, context, nonce = crypto.getRandomValues(new Uint8Array(NONCE))) {
  const how = { name: "AES-GCM", iv: nonce, additionalData: text.encode(context) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, await encode(value)));
  const out = new Uint8Array(1 + NONCE + sealed.length);
  out[0] = FORMAT;
  out.set(nonce, 1);
  out.set(sealed, 1 + NONCE);
  return out.buffer;
}

/** Open what `seal` made. Throws `Unreadable`. */
export async function open(key, sealed, context) {
  const bytes = view(sealed);
  if (bytes[0] !== FORMAT || bytes.length < 1 + NONCE + 16) throw new Unreadable("format");
  const how = { name: "AES-GCM", iv: bytes.subarray(1, 1 + NONCE), additionalData: text.encode(context) };
  const plain = await crypto.subtle.decrypt(how, key, bytes.subarray(1 + NONCE)).catch(() => {
    throw new Unreadable("key");
  });
  return decode(plain);
}
