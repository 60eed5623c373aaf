// A draft as a film of QR codes: its text and small pictures as one run of bytes, cut up by a fountain code. Each code
// says which transfer it belongs to and which block it is, so that any of them may be missed. Pure.
//
// One code: "SH1:" and, in base 45: 4 bytes of the transfer's SHA-256, 4 of the length of all of it, 4 of the block's
// number, then the block. All of it: its own SHA-256, 4 bytes of the description's length, the description (compressed
// JSON: `{format, draft, thumbs: [{sha256, bytes}]}`), the small pictures one after the other.
import { fromBase45, toBase45 } from "./base45.js";
import { blocksOf, collector, mixed } from "./fountain.js";
import { checkHanded, MOST_PAGES } from "./handed.js";
import { hex, joined, packed, sha256, unfit, unpacked } from "./handed_bytes.js";

const MARK = "SH1:";
const HEAD = 12;
const HASH = 32;
const MOST = 512 * 1024;
const MOST_BLOCKS = 2600;
const MOST_THUMB = 64 * 1024;
/** Bytes in a block: what fills a QR code of version 15 and, for cameras that see less, of version 9, at level L. */
export const SIZES = { small: 488, large: 208 };

const u32 = (...numbers) => {
  const out = new DataView(new ArrayBuffer(4 * numbers.length));
  numbers.forEach((number, i) => out.setUint32(4 * i, number));
  return new Uint8Array(out.buffer);
};
const number = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);

/** A draft's `handed` (`{format, draft}`) and small pictures (sha256 → bytes) as the bytes that the film carries. */
export async function wholeOf(handed, thumbs) {
  const parts = Object.entries(thumbs);
  const description = await packed({ ...handed, thumbs: parts.map(([sha, bytes]) => ({ sha256: sha, bytes: bytes.length })) });
  const body = joined([u32(description.length), description, ...parts.map(([, bytes]) => bytes)]);
  const whole = joined([await sha256(body), body]);
  if (whole.length > MOST) throw unfit("too_much");
  return whole;
}

/** `{count, text(number)}`: how many blocks there are, and what the code of each number says, without end. */
export function filmOf(whole, size) {
  const blocks = blocksOf(whole, size);
  const head = joined([whole.subarray(0, 4), u32(whole.length)]);
  return { count: blocks.length, text: (n) => MARK + toBase45(joined([head, u32(n), mixed(blocks, n)])) };
}

export const isFrame = (text) => text.startsWith(MARK);

/** `{key, length, number, block}` of one code, `null` for what is none or says impossible things. */
export function frameOf(text) {
  const bytes = isFrame(text) ? fromBase45(text.slice(MARK.length)) : null;
  if (!bytes || bytes.length <= HEAD) return null;
  const block = bytes.subarray(HEAD);
  const length = number(bytes, 4);
  if (block.length % 4 || length > MOST || length <= HASH + 4 || Math.ceil(length / block.length) > MOST_BLOCKS) return null;
  return { key: `${hex(bytes.subarray(0, 4))}-${length}-${block.length}`, length, number: number(bytes, 8), block };
}

/**
 * Collects codes as they are seen. `see(text)` answers `{known, percent, whole}`: whether it was one of ours, how much is
 * here, and all the bytes once they are. Codes of another transfer begin anew; two films side by side do not mix.
 */
export function gatherer() {
  const transfers = new Map(); // the one seen last is the last
  const MOST_AT_ONCE = 2;
  return {
    see(text) {
      const frame = frameOf(text);
      if (!frame) return { known: false, percent: 0, whole: null };
      const { key, length, block } = frame;
      const one = transfers.get(key) ?? collector(Math.ceil(length / block.length), block.length);
      one.take(frame.number, block);
      transfers.delete(key);
      transfers.set(key, one);
      if (transfers.size > MOST_AT_ONCE) transfers.delete(transfers.keys().next().value);
      const percent = Math.floor((100 * one.have) / Math.ceil(length / block.length));
      return { known: true, percent, whole: one.whole ? one.data().subarray(0, length) : null };
    },
    forget: () => transfers.clear(),
  };
}

/** What arrived: `{draft, thumbs, check}`. Throws `Unfit`. */
export async function openedWhole(whole) {
  const body = whole.subarray(HASH);
  if (hex(await sha256(body)) !== hex(whole.subarray(0, HASH))) throw unfit("damaged");
  const size = number(body, 0);
  if (size > body.length - 4) throw unfit("damaged");
  const raw = await unpacked(body.subarray(4, 4 + size));
  const draft = checkHanded(raw);
  return { draft, thumbs: thumbsIn(raw.thumbs, body.subarray(4 + size)), check: checkOf(whole) };
}

function thumbsIn(listed, bytes) {
  if (!Array.isArray(listed) || listed.length > MOST_PAGES) throw unfit("damaged");
  const out = {};
  let at = 0;
  for (const one of listed) {
    const size = one?.bytes;
    if (!/^[0-9a-f]{64}$/.test(one?.sha256) || !Number.isInteger(size) || size < 1 || size > MOST_THUMB || at + size > bytes.length) throw unfit("damaged");
    out[one.sha256] = bytes.slice(at, (at += size));
  }
  if (at !== bytes.length) throw unfit("damaged");
  return out;
}

/** Four digits that both screens show, so that two people see that it is the same dossier. */
export const checkOf = (whole) => String(number(whole, 4) % 10_000).padStart(4, "0");
