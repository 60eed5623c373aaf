// While pointing at a card and nothing is read: what to change, told from the picture itself. Pure but for `measure`.

const QUIET = 400; // milliseconds before the first word: most cards are read by then
const EACH = 3500; // and then so long for each advice, where nothing at all was seen
const DARK = 45; // mean brightness, of 255
const SHINING = 250;
const GLARE = 0.12; // of the middle, shining
const MODULES = 45; // across a card's code (version 7 to 10)
const LEGIBLE = 2.6; // pixels a module that a live frame needs
const SIDE = 96;

let canvas;

/** Brightness of the middle of a video: `mean` (0 to 255) and `bright` (share that shines). */
export function measure(video) {
  canvas ??= Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const side = Math.min(video.videoWidth, video.videoHeight) * 0.8;
  pen.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, SIDE, SIDE);
  return lightOf(pen.getImageData(0, 0, SIDE, SIDE).data);
}

/** The same of RGBA bytes. */
export function lightOf(pixels) {
  let sum = 0;
  let shining = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const light = (pixels[at] * 3 + pixels[at + 1] * 6 + pixels[at + 2]) / 10;
    sum += light;
    if (light >= SHINING) shining += 1;
  }
  const count = pixels.length / 4;
  return { mean: sum / count, bright: shining / count };
}

/**
 * A key under "camera.hint", "" for none. `seen`: pixels across a code that was found and not read, 0 for none;
 * `waited`: milliseconds since pointing began.
 */
export function hintFor({ mean, bright, seen, waited }) {
  if (waited < QUIET) return "";
  if (mean < DARK) return "dark";
  if (seen) return seen < MODULES * LEGIBLE ? "closer" : "steady";
  if (bright > GLARE) return "glare";
  return Math.floor((waited - QUIET) / EACH) % 2 ? "turn_over" : "closer";
}
