// The frames of the live camera looked at: where the page is, its light and how sharp its print is. The picture is made
// small first, so that a cheap phone keeps up with it.
import { createGate, lookOf } from "./page_gate.js";
import { dpiOf, DPI, pieceOf, placeIn } from "./page_look.js";
import { findPage } from "./page_outline.js";

const SIDE = 128;
const PIECES = [[0.5, 0.3], [0.3, 0.5], [0.65, 0.6]]; // of the page, where print is likely
const PIECE = 0.5; // inches
const BLOWN = 250;
const PALE = 222; // of the paper: more light leaves nothing to tell a reflection by
const [COLUMNS, ROWS] = [18, 26]; // places whose light is asked
const [EVERY, PAUSE] = [120, 12]; // milliseconds from look to look (more tells nobody more), and at least between two

const canvases = new Map();

function pen(name, width, height) {
  if (!canvases.has(name)) canvases.set(name, document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
  const context = canvases.get(name);
  if (context.canvas.width !== width || context.canvas.height !== height) Object.assign(context.canvas, { width, height });
  context.imageSmoothingQuality = "medium";
  return context;
}

/** One frame as the gate wants it. `scale`: how many pixels a still has for each of the video's. */
export function frameOf(video, paper, scale) {
  const [wide, tall] = [video.videoWidth, video.videoHeight];
  const small = SIDE / Math.max(wide, tall);
  const [width, height] = [Math.round(wide * small), Math.round(tall * small)];
  const context = pen("frame", width, height);
  context.drawImage(video, 0, 0, width, height);
  const picture = context.getImageData(0, 0, width, height);
  const found = findPage(picture);
  if (!found) sharp = [];
  if (!found) return { found: false, light: middleOf(picture), corners: null, cut: [] };
  const corners = found.corners.map(([x, y]) => [x / width, y / height]);
  const inVideo = corners.map(([x, y]) => [x * wide, y * tall]);
  const own = dpiOf(inVideo, paper);
  return { found: true, corners, cut: found.cut, dpi: own * scale, sharp: sharpness(video, inVideo, own), ...lightOf(picture, found.corners) };
}

let sharp = []; // of the pieces looked at last
let turn = 0;
let due = false;

/**
 * One piece of the page at every other frame (a picture out of the video is what costs), and of the last few the middle
 * one: a heading has strokes when the lines have none. `null` where there is no print to tell by.
 */
function sharpness(video, corners, own) {
  due = !due || !sharp.length;
  if (due) lookAtPiece(video, corners, own);
  const text = sharp.filter((one) => one !== null).sort((a, b) => a - b);
  return text.length ? text[(text.length - 1) >> 1] : null;
}

function lookAtPiece(video, corners, own) {
  turn = (turn + 1) % PIECES.length;
  const side = Math.max(8, Math.round(PIECE * own));
  const to = Math.round(side * Math.min(1, DPI / own));
  const [x, y] = placeIn(corners, ...PIECES[turn]);
  const context = pen("piece", to, to);
  context.drawImage(video, x - side / 2, y - side / 2, side, side, 0, 0, to, to);
  const piece = pieceOf(context.getImageData(0, 0, to, to));
  sharp = [piece.text ? piece.sharp : null, ...sharp].slice(0, PIECES.length);
}

/** `light` of the paper, `glare` (share) with `spot` (a place, as shares of the frame), and the page's `look`. */
function lightOf(picture, corners) {
  const { data, width, height } = picture;
  const greys = [];
  const blown = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const [x, y] = placeIn(corners, 0.04 + (0.92 * column) / (COLUMNS - 1), 0.04 + (0.92 * row) / (ROWS - 1));
      const at = 4 * (Math.min(height - 1, Math.max(0, Math.round(y))) * width + Math.min(width - 1, Math.max(0, Math.round(x))));
      greys.push((77 * data[at] + 150 * data[at + 1] + 29 * data[at + 2]) / 256);
      if (Math.min(data[at], data[at + 1], data[at + 2]) >= BLOWN) blown.push([x / width, y / height]);
    }
  }
  const light = [...greys].sort((a, b) => a - b)[Math.floor(0.8 * greys.length)];
  const shines = light < PALE && blown.length > 1;
  return {
    light,
    glare: shines ? blown.length / greys.length : 0,
    spot: shines ? [0, 1].map((axis) => blown.reduce((sum, one) => sum + one[axis], 0) / blown.length) : null,
    look: lookOf(picture, corners),
  };
}

function middleOf({ data }) {
  let sum = 0;
  for (let at = 1; at < data.length; at += 4) sum += data[at];
  return (4 * sum) / data.length;
}

/**
 * Looks at frame after frame until `stop()`. `tell({hint, frame})` after each, `shoot()` when all is well: the promise it
 * answers is waited for. `busy()`: the camera is at something else.
 */
export function watchFrames(video, { paper, scale, busy, tell, shoot }) {
  const gate = createGate();
  sharp = [];
  let timer;
  let ended = false;
  async function next() {
    const from = performance.now();
    if (!busy() && document.visibilityState === "visible" && video.videoWidth) {
      const frame = frameOf(video, paper(), scale());
      const said = gate.see(frame, from);
      tell({ hint: said.hint, frame });
      if (said.shoot) await shoot();
    }
    if (!ended) timer = setTimeout(next, Math.max(PAUSE, EVERY - (performance.now() - from)));
  }
  timer = setTimeout(next, 0);
  return {
    /** What lies there was taken, by itself or by the button: it is not taken again by itself. */
    taken: () => gate.taken(frameOf(video, paper(), scale())),
    stop() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
