// A file that was digital before (PDF, TIFF) is kept as it is: made anew, a signature in it would break.
import { MAX_BYTES, megabytes, Refusal } from "./picture.js";

const TAIL = 2048; // bytes: so near its end a whole PDF says that it ends

/** A chosen file as the page that is sent, untouched. Throws a `Refusal`; what is inside of it the server sees. */
export async function asItIs(file, media_type) {
  const name = file.name ?? "";
  if (file.size > MAX_BYTES) throw new Refusal("too_big", { name, size: megabytes(file.size), limit: megabytes(MAX_BYTES) });
  const content = await file.arrayBuffer(); // a copy of our own: what was chosen may be moved or changed meanwhile
  const tail = new TextDecoder("latin1").decode(content.slice(-TAIL));
  if (media_type === "application/pdf" && !tail.includes("%%EOF")) throw new Refusal("broken", { name });
  return { blob: new Blob([content], { type: media_type }), thumb: null, width: 0, height: 0, media_type };
}
