// While a page lies before the camera: what to say, and when to shoot. Pure: what was seen of each frame goes in.
import { DENSITY, placeIn } from "./page_look.js";

const SETTLED = 2; // frames that say the same before it is said
const HELD = 700; // milliseconds that something said stands at least
const NOTHING_YET = 900; // and so long nobody is told that no page is seen
const STEADY = 3; // good frames in a row, and so long:
const STILL = 500;
const DIM = 60; // brightness of the paper
const FILLED = 0.72; // of the frame's width or height: nearer is no help
const MOVED = 0.02; // of the frame's diagonal, from one frame to the next
const FOCUSED = 16; // sharpness (page_look.js)
const GLARING = 0.006; // of the page
const OTHER = 0.6; // looks so far apart are of two pages; copies of one form look alike from afar
const ELSEWHERE = 0.08; // of the frame's diagonal: a page that lies so far off was moved
const GONE = 2; // frames in which the page is not there, or not where it was

/**
 * `see(frame, now)` answers `{hint, shoot}`. A frame: `{found, corners (shares of the frame), cut, dpi, light, glare, sharp
 * (null where there is no print to tell by), look}`. Hints: none | corners | dark | closer | glare | steady | focus | good |
 * next ("" for nothing yet). `taken(frame)`: a picture was taken; no other is by itself before that page was moved away.
 */
export function createGate() {
  let [hint, candidate, since, agreed] = ["", "", 0, 0];
  let begun = 0;
  let last = null; // the corners of the frame before
  let good = { frames: 0, from: 0 };
  let taken = null; // the frame of the page taken last
  let gone = GONE; // and in how many frames it was not there since

  function told(next, now) {
    agreed = next === candidate ? agreed + 1 : 1;
    candidate = next;
    if (candidate !== hint && agreed >= SETTLED && now - since >= HELD) [hint, since] = [candidate, now];
    return hint;
  }

  return {
    see(frame, now) {
      begun ||= now;
      const moved = frame.found && last ? farthest(frame.corners, last) : 0;
      last = frame.found ? frame.corners : null;
      if (taken && gone < GONE) gone = isAway(frame, taken) ? gone + 1 : 0;
      const said = wrong(frame, moved, now - begun) ?? (gone < GONE ? "next" : "good");
      good = said === "good" ? { frames: good.frames + 1, from: good.from || now } : { frames: 0, from: 0 };
      const shoot = good.frames >= STEADY && now - good.from >= STILL;
      if (shoot) good = { frames: 0, from: 0 };
      return { hint: told(said, now), shoot };
    },
    taken(frame) {
      [taken, gone] = [frame, frame?.found ? 0 : GONE];
      good = { frames: 0, from: 0 };
    },
  };
}

const isAway = (frame, taken) => !frame.found || farthest(frame.corners, taken.corners) > ELSEWHERE || apart(frame.look, taken.look) > OTHER;

/** A hint, "" where it is too early for one, `null` where nothing is wrong. */
function wrong(frame, moved, waited) {
  if (!frame.found) return frame.light < DIM ? "dark" : waited < NOTHING_YET ? "" : "none";
  if (frame.cut.some(Boolean) || frame.corners.some(([x, y]) => x < 0 || y < 0 || x > 1 || y > 1)) return "corners";
  if (frame.light < DIM) return "dark";
  if (frame.dpi < DENSITY.good && fills(frame.corners) < FILLED) return "closer";
  if (frame.glare > GLARING) return "glare";
  if (moved > MOVED) return "steady";
  return frame.sharp !== null && frame.sharp < FOCUSED ? "focus" : null;
}

const span = (corners, axis) => Math.max(...corners.map((one) => one[axis])) - Math.min(...corners.map((one) => one[axis]));
const fills = (corners) => Math.max(span(corners, 0), span(corners, 1));

/** How far the corner that moved most has moved, as a share of the frame's diagonal. */
export const farthest = (corners, others) => Math.max(...corners.map(([x, y], i) => Math.hypot(x - others[i][0], y - others[i][1]))) / Math.SQRT2;

const [COLUMNS, ROWS, WITHIN] = [20, 28, 3]; // of a look, and the places asked in each of its cells
const PLAIN = 0.06; // of the paper's light: less is shade or grain

/** What a page looks like from afar: how much ink there is in each cell, its shades and its place in the picture aside. */
export function lookOf({ data, width, height }, corners) {
  const cells = new Float32Array(COLUMNS * ROWS);
  const clamped = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  for (let i = 0; i < COLUMNS * WITHIN; i++) {
    for (let j = 0; j < ROWS * WITHIN; j++) {
      const [x, y] = placeIn(corners, 0.03 + (0.94 * (i + 0.5)) / (COLUMNS * WITHIN), 0.03 + (0.94 * (j + 0.5)) / (ROWS * WITHIN));
      const at = 4 * (clamped(y, height - 1) * width + clamped(x, width - 1));
      cells[Math.floor(j / WITHIN) * COLUMNS + Math.floor(i / WITHIN)] += (77 * data[at] + 150 * data[at + 1] + 29 * data[at + 2]) / 256 / WITHIN ** 2;
    }
  }
  return Array.from(cells, (grey, cell) => Math.max(0, 1 - grey / brightestNear(cells, cell) - PLAIN));
}

function brightestNear(cells, cell) {
  const [row, column] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
  let most = 8;
  for (let j = Math.max(0, row - 2); j <= Math.min(ROWS - 1, row + 2); j++) {
    for (let i = Math.max(0, column - 2); i <= Math.min(COLUMNS - 1, column + 2); i++) most = Math.max(most, cells[j * COLUMNS + i]);
  }
  return most;
}

/** How far the looks of two pages are apart: 0 for the same picture, 1 where no ink of one is where the other's is. */
export function apart(look, other) {
  if (!look || !other || look.length !== other.length) return 1;
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  const most = sum(look.map((value, i) => Math.max(value, other[i])));
  return most > 0 ? sum(look.map((value, i) => Math.abs(value - other[i]))) / most : 0;
}
