// One file from a camera or a gallery → the photo that is sent: upright, at most 12 megapixels, nothing in it but
// the picture (drawing it anew drops place, camera and time). What this browser cannot decode but the server can
// (HEIC) goes as it is; what nobody takes is refused here, by name, before anything is sent.

export const MAX_BYTES = 25 * 1024 * 1024;
export const MAX_PIXELS = 50_000_000; // more than this would not fit into a phone's memory
const KEPT_PIXELS = 12_000_000;
const THUMB = 240;
const QUALITY = 0.85;

/** Why a file is not taken: `key` under "photo.refused", `facts` for the sentence. */
export class Refusal extends Error {
  constructor(key, facts) {
    super(key);
    this.key = key;
    this.facts = facts;
  }
}

const ascii = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

/** What the first bytes say the file is, whatever it is called. */
export function sniff(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return "image/jpeg";
  if (ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "image/webp";
  if (ascii(bytes, 4, 8) === "ftyp") return ["avif", "avis"].includes(ascii(bytes, 8, 12)) ? "image/avif" : "image/heic";
  if (ascii(bytes, 0, 5) === "%PDF-") return "pdf";
  if (ascii(bytes, 0, 4) === "GIF8") return "gif";
  const start = ascii(bytes, 0, 200).replace(/^\xef\xbb\xbf/, "").trimStart().toLowerCase();
  if (start.startsWith("<svg") || (start.startsWith("<?xml") && start.includes("<svg"))) return "svg";
  return "";
}

/** Width and height written in the header, `null` where this cannot tell. Read before a decoder is let at it. */
export function headerSize(bytes, kind) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === "image/png" && bytes.length >= 24) return [view.getUint32(16), view.getUint32(20)];
  if (kind !== "image/jpeg") return null;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = bytes[at + 1];
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return null;
}

const megabytes = (bytes) => Math.ceil(bytes / 1024 / 1024);

/** The kind of a file that may go on; throws the `Refusal` of one that may not. */
export async function check(file) {
  const name = file.name ?? "";
  if (!file.size) throw new Refusal("empty", { name });
  const bytes = new Uint8Array(await file.slice(0, 262144).arrayBuffer());
  const kind = sniff(bytes);
  if (["pdf", "gif", "svg"].includes(kind)) throw new Refusal(kind, { name });
  if (!kind) throw new Refusal("not_a_photo", { name });
  if (file.size > MAX_BYTES) throw new Refusal("too_big", { name, size: megabytes(file.size), limit: megabytes(MAX_BYTES) });
  const [width, height] = headerSize(bytes, kind) ?? [1, 1];
  if (width * height > MAX_PIXELS) throw new Refusal("too_many_pixels", { name, width, height });
  return kind;
}

function canvasOf(source, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // transparent PNGs become paper, not black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const jpegOf = (canvas, quality = QUALITY) =>
  new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no blob"))), "image/jpeg", quality));

export async function sha256(blob) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A bitmap, canvas or video frame as the photo that is kept: `{blob, thumb, width, height, media_type}`. */
export async function photoOf(source, width, height) {
  const scale = Math.min(1, Math.sqrt(KEPT_PIXELS / (width * height)));
  const canvas = canvasOf(source, width * scale, height * scale);
  const small = Math.min(1, THUMB / Math.max(canvas.width, canvas.height));
  const blob = await jpegOf(canvas);
  const thumb = await jpegOf(canvasOf(canvas, canvas.width * small, canvas.height * small), 0.75);
  const photo = { blob, thumb, width: canvas.width, height: canvas.height, media_type: "image/jpeg" };
  canvas.width = canvas.height = 0; // give the memory back at once: phones have little
  return photo;
}

/** A picture made smaller, as a JPEG: `side` pixels on its long side. */
export async function smaller(blob, side, quality) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const made = await jpegOf(canvasOf(bitmap, bitmap.width * scale, bitmap.height * scale), quality);
  bitmap.close();
  return made;
}

/** A chosen file as the photo that is sent. Throws a `Refusal`. */
export async function prepare(file) {
  const kind = await check(file);
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    if (kind !== "image/heic") throw new Refusal("broken", { name: file.name ?? "" });
    return { blob: file, thumb: null, width: 0, height: 0, media_type: kind };
  }
  try {
    return await photoOf(bitmap, bitmap.width, bitmap.height);
  } finally {
    bitmap.close();
  }
}

/** A JPEG of at most `pixels`, for reading the code of a card. */
export async function reading(source, width, height, pixels = KEPT_PIXELS) {
  const scale = Math.min(1, Math.sqrt(pixels / (width * height)));
  return jpegOf(canvasOf(source, width * scale, height * scale), 0.9);
}
