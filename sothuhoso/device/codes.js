// Reading QR codes on the device, with no line: by the browser's own reader where it knows QR, else by zxing in a worker.
// The whole picture first, then its middle enlarged: a card's code is small, and people hold it into the middle.
// Fetched only when somebody opens the camera for a code or chooses a photo of one.

/**
 * `share` of the picture around its middle, brought to `side` pixels on its long side (at most `MOST` times enlarged);
 * `soft`: a filter of the canvas, where the browser has them.
 */
const FRAME = [
  { share: 1, side: 1920, options: { returnErrors: true } },
  { share: 0.6, side: 1200 },
  { share: 0.35, side: 1000 },
];
const PHOTO = [
  { share: 1, side: 4096 },
  { share: 1, side: 2000 },
  { share: 1, side: 4096, options: { binarizer: "GlobalHistogram" } },
  { share: 0.5, side: 2400, soft: "blur(1.2px)" }, // the sensor's noise in the dark
  { share: 0.5, side: 4096 },
  { share: 0.35, side: 1400 },
  { share: 0.35, side: 2800 },
  { share: 0.25, side: 1000 },
];
/** A code that fills the picture and changes all the time: what matters is the next one. */
const FILM = [{ share: 1, side: 1280 }];
const EFFORTS = { frame: FRAME, photo: PHOTO, film: FILM };
const MOST = 3;
const PATIENCE = 15_000;
const REST = 20_000; // the worker's memory (the picture's, not the code's) is given back when nothing is read any more

/** This device cannot read codes: no reader of its own, and ours could not be fetched or does not run here. */
export class NoReader extends Error {}

/**
 * The texts of the codes in a video, bitmap or canvas; [] for none. `effort`: frame | photo | film. `stop()` is asked
 * between two looks. Throws `NoReader`.
 */
export const readCodes = async (...asked) => (await lookForCodes(...asked)).texts;

/** The same, with `seen`: pixels of the source across a code that is there and not legible; 0 for none, or unknown. */
export async function lookForCodes(source, width, height, effort = "frame", stop = () => false) {
  let seen = 0;
  for (const read of await readersFor(effort)) {
    for (const part of EFFORTS[effort]) {
      if (stop()) return { texts: [], seen };
      const picture = cut(source, width, height, part);
      const scale = picture.width / (width * part.share);
      const found = await read(picture, part.options);
      seen ||= (found.seen ?? 0) / scale;
      if (found.texts.length) return { texts: found.texts, seen };
    }
  }
  return { texts: [], seen };
}

/** The reader is fetched and made ready while the camera opens. */
export async function warm() {
  if ((await readersFor("frame")).includes(byWorker)) started().postMessage({});
}

// --- the picture ---------------------------------------------------------------------------------------------------

let canvas;

function cut(source, width, height, { share, side, soft = "none" }) {
  const [wide, tall] = [Math.round(width * share), Math.round(height * share)];
  const scale = Math.min(MOST, side / Math.max(wide, tall));
  canvas ??= document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(wide * scale));
  canvas.height = Math.max(1, Math.round(tall * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.filter = soft;
  pen.drawImage(source, (width - wide) >> 1, (height - tall) >> 1, wide, tall, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// --- who reads -----------------------------------------------------------------------------------------------------

let own; // the browser's reader, `null` for none

async function readersFor(effort) {
  if (own === undefined) own = await ownReader().catch(() => null);
  if (!own) return [byWorker];
  // A photo that the browser's reader does not manage is looked at by the other one too.
  return effort === "photo" ? [own, byWorker] : [own];
}

async function ownReader() {
  const formats = await window.BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return null;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (picture, options) => {
    if (options?.binarizer) return { texts: [] }; // it has no other ways to try
    const found = await detector.detect(picture);
    return { texts: found.map((code) => code.rawValue).filter(plain) };
  };
}

/** A text with letters of another script was guessed in the wrong character set: that reading is not taken. */
const plain = (text) => text !== "" && ![...text].some((char) => /\p{L}/u.test(char) && !/\p{Script=Latin}/u.test(char));

let worker = null;
let resting;
let last = 0;
const asked = new Map();

function byWorker(picture, options) {
  const { width, height } = picture;
  const { buffer } = picture.getContext("2d").getImageData(0, 0, width, height).data;
  return new Promise((done, failed) => {
    const id = ++last;
    asked.set(id, { done, failed, timer: setTimeout(dismiss, PATIENCE) });
    clearTimeout(resting);
    started().postMessage({ id, pixels: buffer, width, height, options }, [buffer]);
  });
}

function started() {
  if (worker) return worker;
  worker = new Worker(new URL("./codes_worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { id, texts, seen } }) => answer(id, texts && { texts, seen });
  worker.onerror = dismiss; // its code could not be fetched
  return worker;
}

function answer(id, found) {
  const waiting = asked.get(id);
  if (!waiting) return;
  clearTimeout(waiting.timer);
  asked.delete(id);
  if (found) waiting.done(found);
  else waiting.failed(new NoReader());
  clearTimeout(resting);
  resting = setTimeout(dismiss, REST);
}

/** End the worker; whoever still waits for it is told. */
function dismiss() {
  worker?.terminate();
  worker = null;
  for (const id of [...asked.keys()]) answer(id, null);
  clearTimeout(resting);
  if (canvas) canvas.width = canvas.height = 0;
}
