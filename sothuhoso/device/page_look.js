// Whether the photo of a page will do, told on the device right after it was taken: what imaging/verdict.py measures, but
// for what takes a reader of letters. Pure; limits are that module's, set on drawn photos whose text is known.

export const DPI = 200; // of the picture that is judged, or what the photo has of the page
export const DENSITY = { good: 200, least: 150 }; // dots an inch of the page itself (domain/papers.py)
const INCHES = { A4: [210 / 25.4, 297 / 25.4], A5: [148 / 25.4, 210 / 25.4], ID1: [53.98 / 25.4, 85.6 / 25.4] };

const SQUARE = 0.5; // inches
const WHITE = 245;
const INKED = 60; // darker than any shade of paper
const [LEAST_INK, MOST_INK] = [0.015, 0.4]; // shares of a square with print
const [SMEAR, STROKELESS] = [20, 9.5]; // darker than paper, and no stroke in it
const [LOST, BLURRED] = [9.5, 12.5]; // sharpness
const UNSURE = 17.5; // below, the server asks its reader of letters, and half of shaken pages lose some; here a person looks
const CLEARER = 1.7;
const [GLARE, SPOT] = [0.022, 0.005]; // shares of the page
const BLOWN = 250;
const PALE = 222; // of the paper: more light leaves nothing to tell a lamp's reflection by
const [DIM, LOST_IN_NOISE] = [45, 40]; // a small camera's grain is not yet lost print
const PARTLY = 0.08; // of the print
const SMEARED = 0.25;
const THIN = 0.06; // of a square: what crosses it and is no thicker is a rule, not print
const FEW = 4; // squares with print: fewer are a blank page
const NOTHING = 0.006;
const PRINTED = 185;
const A_LETTER = 0.004;

const apart = ([x, y], [x2, y2]) => Math.hypot(x - x2, y - y2);

/** Dots an inch that a photo has of the page itself: the least over both directions (imaging/flatten.effective_dpi). */
export function dpiOf(corners, paper = "A4") {
  const across = Math.min(apart(corners[0], corners[1]), apart(corners[3], corners[2]));
  const down = Math.min(apart(corners[0], corners[3]), apart(corners[1], corners[2]));
  const [short, long] = INCHES[paper] ?? INCHES.A4;
  const [wide, high] = across > down ? [long, short] : [short, long];
  return Math.min(across / wide, down / high);
}

/**
 * The verdict on `picture` (`{data, width, height}`, RGBA), the page at `dpi` within `corners` of it. `own`: dots an inch
 * of the photo it was made from; `cut`: sides that are not in it. Answers `{verdict, reasons: [{key, verdict, box}], dpi,
 * sharpness}`; boxes (left, top, right, bottom) as shares of the picture.
 */
export function judged(picture, corners, { own, dpi, cut = [] }) {
  const squares = squaresOf(picture, corners, dpi);
  const reasons = [...distance(own), ...wholeness(picture, corners, cut, dpi), ...light(picture, squares)];
  const text = squares.filter((one) => one.text);
  const smeared = squares.filter((one) => one.smeared);
  if (smeared.length >= Math.max(FEW, SMEARED * text.length)) {
    const lost = squares.filter((one) => one.smeared || (one.text && one.sharp < LOST));
    const whole = lost.length > 0.5 * (smeared.length + text.length);
    reasons.push(reason(whole ? "blurred" : "blurred_part", "refuse", whole ? null : boxOf(lost, picture)));
  } else if (text.length < FEW) reasons.push(reason("blank", "warn"));
  else reasons.push(...sharpness(picture, text));
  const worst = ["refuse", "warn"].find((verdict) => reasons.some((one) => one.verdict === verdict)) ?? "good";
  const sharp = sorted(text.map((one) => one.sharp));
  return { verdict: worst, reasons, dpi: Math.round(own), sharpness: Math.round(10 * at(sharp, 0.1)) / 10 };
}

/** No edge of a page was found: it is taken again, or the whole photo is the page. */
export const NO_EDGE = { verdict: "warn", reasons: [{ key: "no_edge", verdict: "warn", box: null }], dpi: 0, sharpness: 0 };

/** Of a piece of a page (`{data, width, height}`) at about `DPI`: `{text, sharp}`. */
export const pieceOf = ({ data, width, height }) => {
  const side = Math.min(width, height) - 1;
  return measured(data, width, { x: 0, y: 0, side }, Math.max(8, whiteOf(data, width, { x: 0, y: 0, side })));
};

const reason = (key, verdict, box = null) => ({ key, verdict, box });
const sorted = (values) => [...values].sort((a, b) => a - b);
const at = (values, share) => values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;

function distance(own) {
  if (own < DENSITY.least) return [reason("too_far", "refuse")];
  return own < DENSITY.good ? [reason("far", "warn")] : [];
}

function sharpness(picture, text) {
  const sharp = sorted(text.map((one) => one.sharp));
  const blurred = text.filter((one) => one.sharp < BLURRED);
  if (at(sharp, 0.5) < LOST) return [reason("blurred", "refuse")];
  if (blurred.length > PARTLY * text.length && at(sharp, 0.5) > CLEARER * BLURRED) return [reason("blurred_part", "refuse", boxOf(blurred, picture))];
  return at(sharp, 0.1) < UNSURE ? [reason("blurred", "warn")] : [];
}

// --- squares -------------------------------------------------------------------------------------------------------

/** The page in squares of half an inch: `{x, y, side, row, column, light, ink, dark, sharp, text, smeared, blown, noise}`. */
function squaresOf({ data, width, height }, corners, dpi) {
  const side = Math.max(16, Math.round(SQUARE * dpi));
  const inner = shrunk(corners, side / 3); // the paper's edge is no print
  const [left, top] = [0, 1].map((axis) => Math.max(0, Math.min(...corners.map((corner) => corner[axis]))));
  const places = [];
  for (let row = 0; top + (row + 1) * side <= height; row++) {
    for (let column = 0; left + (column + 1) * side <= width; column++) {
      const [x, y] = [Math.round(left + column * side), Math.round(top + row * side)];
      if (holds(inner, x, y, side) && x + side < width && y + side < height) places.push({ x, y, side, row, column });
    }
  }
  const known = new Map();
  for (const place of places) {
    place.white = whiteOf(data, width, place);
    known.set(place.row * 1000 + place.column, place);
  }
  return places.map((place) => ({ ...place, ...measured(data, width, place, paperAround(place, known)) }));
}

/** The corners moved inward by so many pixels, roughly. */
function shrunk(corners, by) {
  const [mx, my] = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / 4);
  return corners.map(([x, y]) => {
    const far = Math.hypot(x - mx, y - my) || 1;
    const scale = Math.max(0, 1 - (1.4 * by) / far);
    return [mx + (x - mx) * scale, my + (y - my) * scale];
  });
}

const holds = (corners, x, y, side) =>
  [[x, y], [x + side, y], [x + side, y + side], [x, y + side]].every(([px, py]) => corners.every(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % 4];
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax) >= 0;
  }));

const luma = (data, i) => (77 * data[i] + 150 * data[i + 1] + 29 * data[i + 2]) >> 8;

/** How bright the paper is there: most of a square with print is paper. */
function whiteOf(data, width, { x, y, side }) {
  const counts = new Uint16Array(256);
  let all = 0;
  for (let row = y; row < y + side; row += 3) for (let column = x; column < x + side; column += 3, all++) counts[luma(data, 4 * (row * width + column))]++;
  return percentile(counts, all, 0.85);
}

/** Of a dark picture the squares around it know the paper better. */
function paperAround({ row, column, white }, known) {
  const around = [];
  for (let down = -1; down <= 1; down++) for (let across = -1; across <= 1; across++) {
    const one = known.get((row + down) * 1000 + column + across);
    if (one) around.push(one.white);
  }
  return Math.max(8, white > 0.8 * at(sorted(around), 0.5) ? white : at(sorted(around), 0.5));
}

function percentile(counts, all, share) {
  let left = share * all;
  for (let value = 0; value < counts.length; value++) if ((left -= counts[value]) < 0) return value;
  return counts.length - 1;
}

const even = new Float32Array(512 * 512);

function measured(data, width, { x, y, side }, white) {
  const scale = WHITE / white;
  const wide = side + 1; // neighbours of the last row and column too
  const darkness = new Uint32Array(256);
  let [inked, blown] = [0, 0];
  for (let row = 0; row <= side; row++) {
    for (let column = 0; column <= side; column++) {
      const i = 4 * ((y + row) * width + x + column);
      const value = Math.min(255, luma(data, i) * scale);
      even[row * wide + column] = value;
      if (row === side || column === side) continue;
      const dark = Math.max(0, Math.round(WHITE - value));
      darkness[dark]++;
      if (dark > INKED) inked++;
      if (data[i] >= BLOWN && data[i + 1] >= BLOWN && data[i + 2] >= BLOWN) blown++;
    }
  }
  const all = side * side;
  const dark = percentile(darkness, all, 0.995);
  const ink = inked / all;
  const sharp = (100 * steepness(side, wide)) / Math.max(1, dark);
  const print = dark > INKED && ink > LEAST_INK && ink < MOST_INK;
  const ruled = print && sharp < UNSURE && ink - ruledShare(side, wide) < LEAST_INK;
  const text = print && !ruled;
  const smeared = !print && percentile(darkness, all, 0.95) > SMEAR && ink < MOST_INK && sharp < STROKELESS;
  return { light: white, ink, dark, sharp, text, smeared, blown: blown / all, noise: noiseOf(side, wide) };
}

/** The share of a square that rules of tables and forms take: an edge in one direction only, as shaken print is. */
function ruledShare(side, wide) {
  const inked = new Uint8Array(side * side);
  for (let i = 0; i < inked.length; i++) if (WHITE - even[Math.floor(i / side) * wide + (i % side)] > INKED) inked[i] = 1;
  let ruled = 0;
  for (let start = 0; start < inked.length; start++) {
    if (!inked[start]) continue;
    inked[start] = 0;
    const [found, low, high] = [[start], [side, side], [0, 0]];
    for (let next = 0; next < found.length; next++) {
      const place = [found[next] % side, Math.floor(found[next] / side)];
      for (const axis of [0, 1]) {
        low[axis] = Math.min(low[axis], place[axis]);
        high[axis] = Math.max(high[axis], place[axis]);
      }
      for (let y = Math.max(0, place[1] - 1); y <= Math.min(side - 1, place[1] + 1); y++) {
        for (let x = Math.max(0, place[0] - 1); x <= Math.min(side - 1, place[0] + 1); x++) {
          if (!inked[y * side + x]) continue;
          inked[y * side + x] = 0;
          found.push(y * side + x);
        }
      }
    }
    const sides = [...low.map((at) => at === 0), ...high.map((at) => at === side - 1)].filter(Boolean).length;
    const long = high[0] - low[0] + high[1] - low[1];
    if (sides > 1 && found.length <= THIN * side * long) ruled += found.length;
  }
  return ruled / inked.length;
}

/** How steep the worst of four directions is: a shaken photo is sharp along the shake. */
function steepness(side, wide) {
  const counts = [0, 1, 2, 3].map(() => new Uint32Array(1024));
  for (let row = 1; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const i = row * wide + column;
      const own = even[i];
      counts[0][(4 * Math.abs(even[i + 1] - own)) | 0]++;
      counts[1][(4 * Math.abs(even[i + wide] - own)) | 0]++;
      counts[2][(2.8284 * Math.abs(even[i + wide + 1] - own)) | 0]++;
      counts[3][(2.8284 * Math.abs(even[i - wide + 1] - own)) | 0]++;
    }
  }
  const all = (side - 1) * side;
  return Math.min(...counts.map((one) => percentile(one, all, 0.993))) / 4;
}

function noiseOf(side, wide) {
  const counts = new Uint32Array(256);
  let all = 0;
  for (let row = 1; row < side - 1; row += 4) {
    for (let column = 1; column < side - 1; column += 4, all++) {
      const i = row * wide + column;
      let sum = 0;
      for (const off of [-wide - 1, -wide, -wide + 1, -1, 0, 1, wide - 1, wide, wide + 1]) sum += even[i + off];
      counts[Math.min(255, Math.round(4 * Math.abs(even[i] - sum / 9)))]++;
    }
  }
  return (percentile(counts, all, 0.5) / 4) * 1.4826;
}

function boxOf(squares, { width, height }) {
  const [left, top] = [Math.min(...squares.map((one) => one.x)), Math.min(...squares.map((one) => one.y))];
  const [right, bottom] = [Math.max(...squares.map((one) => one.x + one.side)), Math.max(...squares.map((one) => one.y + one.side))];
  return [left / width, top / height, right / width, bottom / height];
}

// --- light ---------------------------------------------------------------------------------------------------------

function light(picture, squares) {
  const found = [];
  const bright = at(sorted(squares.map((one) => one.light)), 0.5);
  // On paper that is white all over, what is blown out is mostly paper.
  const spots = squares.filter((one) => one.blown > 0.25 && (bright < PALE || (one.ink < NOTHING && enclosed(one, squares))));
  const share = bright < PALE ? squares.reduce((sum, one) => sum + one.blown, 0) / Math.max(1, squares.length) : spots.length / Math.max(1, squares.length);
  if (share > SPOT && spots.length) found.push(reason("glare", share > GLARE ? "refuse" : "warn", boxOf(spots, picture)));
  const noise = at(sorted(squares.map((one) => one.noise)), 0.5);
  if (noise > LOST_IN_NOISE) found.push(reason("dark", "refuse"));
  else if (squares.length && bright < DIM) found.push(reason("dark", "warn"));
  return found;
}

/** Print on all four sides of it. */
function enclosed({ row, column }, squares) {
  const text = squares.filter((one) => one.text);
  return (
    text.some((one) => one.row === row && one.column < column) && text.some((one) => one.row === row && one.column > column) &&
    text.some((one) => one.column === column && one.row < row) && text.some((one) => one.column === column && one.row > row)
  );
}

// --- what is beyond the frame --------------------------------------------------------------------------------------

function wholeness(picture, corners, cut, dpi) {
  const found = [];
  cut.forEach((missing, side) => {
    if (missing) found.push(reason("cut", reaches(picture, corners, side, dpi) ? "refuse" : "warn", sideBox(picture, corners, side)));
  });
  return found;
}

/** The page's own place `u`, `v` (0 to 1) in the picture; between the corners, which is near enough for looking. */
export function placeIn(corners, u, v) {
  const mixed = (a, b, share) => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
  return mixed(mixed(corners[0], corners[1], u), mixed(corners[3], corners[2], u), v);
}

/** So far in along a side (0 top, 1 right, 2 bottom, 3 left), and so far from it. */
const from = (side, along, in_) => [[along, in_], [1 - in_, along], [along, 1 - in_], [in_, along]][side];

/** Whether print goes on to that side. */
function reaches({ data, width, height }, corners, side, dpi) {
  const tall = side % 2 ? apart(corners[0], corners[1]) : apart(corners[0], corners[3]);
  const [start, end] = [0.05, side % 2 ? 0.13 : 0.24].map((inches) => (inches * dpi) / tall);
  const greys = [];
  for (let i = 0; i < 500; i++) {
    for (let j = 0; j < 16; j++) {
      const [x, y] = placeIn(corners, ...from(side, 0.02 + (0.96 * i) / 499, start + ((end - start) * j) / 15));
      if (x >= 0 && y >= 0 && x < width && y < height) greys.push(luma(data, 4 * ((y | 0) * width + (x | 0))));
    }
  }
  const white = Math.max(8, at(sorted(greys), 0.85));
  return greys.filter((grey) => (grey * WHITE) / white < PRINTED).length > A_LETTER * greys.length;
}

/** A tenth of the page along that side. */
function sideBox({ width, height }, corners, side) {
  const places = [[0, 0], [1, 0], [1, 0.1], [0, 0.1]].map(([along, in_]) => placeIn(corners, ...from(side, along, in_)));
  const [xs, ys] = [places.map(([x]) => x / width), places.map(([, y]) => y / height)];
  const inside = (value) => Math.min(1, Math.max(0, value));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map(inside);
}
