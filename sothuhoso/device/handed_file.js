// A draft as a file with its full photos, for whoever has the code (docs/decisions/0017 describes it). Made and opened
// photo by photo: a phone's memory holds one of them, not eighty.
//
// "SOTHUHOSO", a byte of version (1), 16 bytes of salt, 8 of nonce. Then records: 4 bytes of length and that much
// AES-GCM-256 (nonce and the record's number; the head is authenticated with each). Record 0: compressed JSON
// `{format, draft, photos: [{sha256, bytes, thumb}]}`; record n: the small picture (`thumb` bytes) and the photo n.
import { checkHanded, MOST_PAGES, pagesOf } from "./handed.js";
import { hex, joined, packed, sha256, unfit, unpacked } from "./handed_bytes.js";

const NAME = "SOTHUHOSO";
const VERSION = 1;
const SALT = 16;
const NONCE = 8;
const HEAD = NAME.length + 1 + SALT + NONCE;
const TURNS = 600_000; // PBKDF2 with SHA-256, as OWASP asks for
const TAG = 16;
const MOST_RECORD = 25 * 1024 * 1024 + 64 * 1024 + TAG;
const DIGITS = 12;

/** Twelve digits: read aloud and typed without a mistake, and a great deal of work for whoever guesses. */
export function newCode() {
  const out = [];
  while (out.length < DIGITS) {
    // A byte from 250 on would make some digits likelier than others.
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) if (byte < 250 && out.length < DIGITS) out.push(byte % 10);
  }
  return out.join("");
}

/** The digits of a code as somebody typed it, "" for what is none. */
export function codeOf(typed) {
  const digits = typed.replace(/[\s.-]/g, "");
  return /^[0-9]{12}$/.test(digits) ? digits : "";
}

async function keyOf(code, salt) {
  const given = await crypto.subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: TURNS }, given, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const u32 = (value) => {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
};

const sealing = (head, index) => ({ name: "AES-GCM", iv: joined([head.subarray(HEAD - NONCE), u32(index)]), additionalData: head });

/**
 * The file, as a Blob. `photos`: `[{sha256, bytes, thumb}]` (sizes); `read(sha256)` → `{blob, thumb}` of one of them.
 * `progress(done, all)` is told after each.
 */
export async function fileOf(handed, photos, read, code, progress = () => {}) {
  const salts = crypto.getRandomValues(new Uint8Array(SALT + NONCE));
  const head = joined([new TextEncoder().encode(NAME), Uint8Array.of(VERSION), salts]);
  const key = await keyOf(code, head.subarray(NAME.length + 1, HEAD - NONCE));
  const parts = [head];
  const record = async (index, bytes) => {
    const sealed = new Uint8Array(await crypto.subtle.encrypt(sealing(head, index), key, bytes));
    parts.push(new Blob([u32(sealed.length), sealed]));
  };
  await record(0, await packed({ ...handed, photos }));
  for (const [i, { sha256: sha }] of photos.entries()) {
    const { blob, thumb } = await read(sha);
    await record(i + 1, await bytesOf(new Blob(thumb ? [thumb, blob] : [blob])));
    progress(i + 1, photos.length);
  }
  return new Blob(parts, { type: "application/octet-stream" });
}

const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

/** Whether a file says of itself that it is one of ours. Throws `Unfit`: "not_ours", "newer". */
export async function looksOurs(file) {
  const head = await bytesOf(file.slice(0, HEAD));
  if (new TextDecoder().decode(head.subarray(0, NAME.length)) !== NAME) throw unfit("not_ours");
  if (head[NAME.length] > VERSION) throw unfit("newer");
  if (head.length < HEAD) throw unfit("cut_off");
  return head;
}

/**
 * Open a file with its code: `{draft, photos: [{sha256, bytes, thumb}], photo(index)}`, where `photo` gives
 * `{blob, thumb}` of one, its SHA-256 verified. Throws `Unfit`: wrong_code, cut_off, damaged, too_much, newer.
 */
export async function openedFile(file, code) {
  const head = await looksOurs(file);
  const key = await keyOf(code, head.subarray(NAME.length + 1, HEAD - NONCE));
  const places = await recordsOf(file);
  const open = async (index) => {
    const { at, size } = places[index];
    return new Uint8Array(await crypto.subtle.decrypt(sealing(head, index), key, await file.slice(at, at + size).arrayBuffer()));
  };
  const first = await open(0).catch(() => {
    throw unfit("wrong_code");
  });
  const raw = await unpacked(first);
  const draft = checkHanded(raw);
  const photos = listed(raw.photos, draft);
  if (photos.length !== places.length - 1) throw unfit("cut_off");
  return { draft, photos, photo: (index) => photoOf(photos[index], () => open(index + 1)) };
}

/** Where the records lie; a length that leads beyond the end means that the file is not whole. */
async function recordsOf(file) {
  const places = [];
  for (let at = HEAD; at < file.size; ) {
    const length = await bytesOf(file.slice(at, at + 4));
    if (length.length < 4) throw unfit("cut_off");
    const size = new DataView(length.buffer).getUint32(0);
    if (size < TAG || size > MOST_RECORD || places.length > MOST_PAGES) throw unfit("damaged");
    if (at + 4 + size > file.size) throw unfit("cut_off");
    places.push({ at: at + 4, size });
    at += 4 + size;
  }
  return places.length ? places : Promise.reject(unfit("cut_off"));
}

function listed(raw, draft) {
  if (!Array.isArray(raw) || raw.length > MOST_PAGES) throw unfit("damaged");
  const named = new Map(pagesOf(draft).map((page) => [page.sha256, page]));
  return raw.map((one) => {
    const page = named.get(one?.sha256);
    if (!page || !Number.isInteger(one.thumb) || one.thumb < 0 || one.thumb > 64 * 1024) throw unfit("damaged");
    return { sha256: page.sha256, bytes: page.bytes, thumb: one.thumb, media_type: page.media_type };
  });
}

async function photoOf({ sha256: sha, bytes, thumb, media_type }, open) {
  const all = await open().catch(() => {
    throw unfit("damaged");
  });
  const photo = all.subarray(thumb);
  if (photo.length !== bytes || hex(await sha256(photo)) !== sha) throw unfit("damaged");
  return { blob: new Blob([photo], { type: media_type }), thumb: thumb ? new Blob([all.subarray(0, thumb)], { type: "image/jpeg" }) : null };
}
