// A file that was digital before (PDF, TIFF) is kept as it is: made anew, a signature in it would break.
import { MAX_BYTES } from "./picture.js";
import { Refusal } from "./refusal.js";

const HEAD = 1024; // bytes: some programs write a line before a PDF begins
const TAIL = 2048; // so near its end a whole PDF says that it ends
const TIFF = ["II*\0", "MM\0*", "II+\0", "MM\0+"];

const letters = async (blob) => new TextDecoder("latin1").decode(await blob.arrayBuffer());
const megabytes = (bytes) => Math.ceil(bytes / 1024 / 1024);

/** The media type of a file that is kept as it is, by its first bytes; "" for everything else. */
export async function broughtKind(file) {
  const head = await letters(file.slice(0, HEAD));
  return TIFF.includes(head.slice(0, 4)) ? "image/tiff" : head.includes("%PDF-") ? "application/pdf" : "";
}

/** Such a file as the page that is sent, untouched; `null` for everything else. Throws a `Refusal`; what is inside the server sees. */
export async function asItIs(file) {
  const media_type = await broughtKind(file);
  if (!media_type) return null;
  const name = file.name ?? "";
  if (file.size > MAX_BYTES) throw new Refusal("too_big", { name, size: megabytes(file.size), limit: megabytes(MAX_BYTES) });
  const blob = new Blob([await file.arrayBuffer()], { type: media_type }); // our own: what was chosen may be moved or changed
  if (media_type === "application/pdf" && !(await letters(blob.slice(-TAIL))).includes("%%EOF")) throw new Refusal("broken", { name });
  return { blob, thumb: null, width: 0, height: 0, media_type };
}
