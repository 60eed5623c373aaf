// Where in a small picture the page lies: imaging/outline.py in little, for the live view and with no line. Straight edges
// are voted for, each two of them with each two across make a four-sided figure, and the one is taken whose sides are
// edges all along with the same paper inside and something else outside. Pure.

const STROKE = 0.021; // of the long side: what is thinner and darker than its surroundings is print
const COLOUR = 1.6; // a step in colour counts more than one in brightness: shadows have none
const DIRECTIONS = 180;
const SPREAD = 1; // steps that an edge's own direction may be off
const LINES = 9; // of each direction
const LEANING = 0.62; // cosine: lines that lean up to 52° count as level or upright
const NEAR = 0.014; // of the long side: a side so near to the frame is the frame
const OUT = 0.25; // of the frame: how far a corner may be beyond it
const LEAST = 0.06; // of the picture
const SHORTEST = 0.16; // of the frame's short side
const SQUARE = 0.62; // cosine of the sharpest corner that a page shows
const SHORTLIST = 24;
const FAINT = 0.15;
const PAPERS = [Math.SQRT2, 85.6 / 53.98]; // long side to short side: ISO 216, ISO/IEC 7810 ID-1
const WEIGHTS = { edge: 3, weakest: 2, inward: 0.6, step: 1, faintest: 0.8, same: 2.5, strangest: 1, other: 1.5, area: 1.4, shape: 0.8, frame: -0.7 };
const BIAS = -7.3;
const AGREED = 0.5;
const SCAN = { shape: 0.025, pale: 150, even: 22, share: 0.93 }; // as imaging/outline: a picture that is all page

/**
 * `{data (RGBA), width, height}` → `{corners: [[x, y] × 4], sure, cut: [top, right, bottom, left]}` or `null`. Corners in
 * pixels of the picture, from the top left around; `cut`: sides that are not in the picture and stand for the frame.
 */
export function findPage(picture) {
  const cues = cuesOf(picture);
  const best = bestOf(cues, figuresOf(cues));
  if (!best || best.sure < AGREED) return scanned(picture);
  return { corners: drawn(cues, best).map(([x, y]) => [x + 0.5, y + 0.5]), sure: best.sure, cut: best.cut };
}

// --- what changes where --------------------------------------------------------------------------------------------

function cuesOf({ data, width, height }) {
  const size = width * height;
  const lab = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  for (let i = 0, at = 0; i < size; i++, at += 4) {
    const r = data[at];
    const g = data[at + 1];
    const b = data[at + 2];
    lab[0][i] = (0.299 * r + 0.587 * g + 0.114 * b) / 2.55;
    lab[1][i] = 0.33 * (r - g); // near enough to CIELAB, and one multiplication
    lab[2][i] = 0.38 * ((r + g) / 2 - b);
  }
  const reach = Math.max(1, Math.round((STROKE * Math.max(width, height)) / 2));
  lab[0] = soft(closed(lab[0], width, height, reach), width, height);
  lab[1] = soft(soft(lab[1], width, height), width, height);
  lab[2] = soft(soft(lab[2], width, height), width, height);
  return { lab, width, height, ...slopesOf(lab, width, height) };
}

/** What is dark and thinner than two `reach` is gone: the largest within it, then the smallest of those. */
function closed(from, width, height, reach) {
  const widened = largest(from, width, height, reach).map((value) => -value);
  return largest(widened, width, height, reach).map((value) => -value);
}

function largest(from, width, height, reach) {
  let source = from;
  for (const [step, length, lines, next] of [[1, width, height, width], [width, height, width, 1]]) {
    const out = source.slice();
    for (let line = 0; line < lines; line++) {
      const start = line * next;
      for (let off = 1; off <= reach; off++) {
        const far = off * step;
        for (let at = start, last = start + (length - off) * step; at < last; at += step) {
          if (source[at + far] > out[at]) out[at] = source[at + far];
          if (source[at] > out[at + far]) out[at + far] = source[at];
        }
      }
    }
    source = out;
  }
  return source;
}

function soft(from, width, height) {
  let source = from;
  for (const step of [1, width]) {
    const out = source.slice();
    for (let at = step; at < source.length - step; at++) out[at] = (source[at - step] + 2 * source[at] + source[at + step]) / 4;
    source = out;
  }
  return source;
}

/** `ex`, `ey`: the strongest slope of the three, its length brought to 0…1; `weight`: that length. */
function slopesOf(lab, width, height) {
  const [ex, ey, steep] = [new Float32Array(width * height), new Float32Array(width * height), new Float32Array(width * height)];
  lab.forEach((one, channel) => {
    const scale = (channel ? COLOUR : 1) / 32;
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
        const nw = one[at - width - 1];
        const ne = one[at - width + 1];
        const sw = one[at + width - 1];
        const se = one[at + width + 1];
        const gx = scale * (3 * (ne - nw + se - sw) + 10 * (one[at + 1] - one[at - 1]));
        const gy = scale * (3 * (sw - nw + se - ne) + 10 * (one[at + width] - one[at - width]));
        const long = Math.sqrt(gx * gx + gy * gy);
        if (long <= steep[at]) continue;
        ex[at] = gx;
        ey[at] = gy;
        steep[at] = long;
      }
    }
  });
  const half = 0.6 * usualOf(steep);
  const weight = steep.map((long) => long / (long + half));
  for (let at = 0; at < steep.length; at++) {
    ex[at] /= steep[at] + half;
    ey[at] /= steep[at] + half;
  }
  return { ex, ey, weight };
}

/** How steep an edge between two things is here. */
function usualOf(steep) {
  const sorted = new Float32Array(Math.ceil(steep.length / 7)).map((_, i) => steep[7 * i]).sort();
  const noise = sorted[sorted.length >> 1];
  const from = sorted.findIndex((long) => long > 2.5 * noise);
  return from < 0 ? 1 : Math.max(1, sorted[Math.floor(from + 0.55 * (sorted.length - from))]);
}

// --- lines ---------------------------------------------------------------------------------------------------------

/** Lines `[cos, sin, distance]` with the most votes, strongest first. */
function linesOf({ ex, ey, weight, width, height }) {
  const reach = Math.ceil(Math.hypot(width, height)) + 2;
  const across = 2 * reach;
  const votes = new Float32Array(DIRECTIONS * across);
  const turns = Array.from({ length: DIRECTIONS }, (_, i) => [Math.cos((2 * Math.PI * i) / DIRECTIONS), Math.sin((2 * Math.PI * i) / DIRECTIONS)]);
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const at = y * width + x;
      const own = weight[at];
      if (own < 0.12) continue;
      const beside = Math.abs(ey[at]) > Math.abs(ex[at]) ? width : 1;
      if (own < weight[at - beside] || own < weight[at + beside]) continue; // thin lines instead of bands
      const towards = Math.round((Math.atan2(ey[at], ex[at]) / (2 * Math.PI)) * DIRECTIONS);
      for (let off = -SPREAD; off <= SPREAD; off++) {
        const turn = (towards + off + DIRECTIONS) % DIRECTIONS;
        votes[turn * across + Math.round(x * turns[turn][0] + y * turns[turn][1]) + reach] += own;
      }
    }
  }
  return peaks(votes, across, 0.06 * Math.max(width, height)).map(({ turn, far }) => [...turns[turn], far - reach]);
}

function peaks(votes, across, least) {
  const found = [];
  for (let at = 1; at < votes.length - 1; at++) {
    const sum = votes[at] + 0.6 * (votes[at - 1] + votes[at + 1]);
    if (sum > least && votes[at] >= votes[at - 1] && votes[at] > votes[at + 1]) found.push({ turn: Math.floor(at / across), far: at % across, sum });
  }
  found.sort((a, b) => b.sum - a.sum);
  const kept = [];
  const apart = (a, b) => Math.min((a - b + DIRECTIONS) % DIRECTIONS, (b - a + DIRECTIONS) % DIRECTIONS);
  for (const one of found) {
    if (kept.length >= 5 * LINES) break;
    if (!kept.some((other) => apart(one.turn, other.turn) <= 3 && Math.abs(one.far - other.far) <= 3)) kept.push(one);
  }
  return kept;
}

/** The best lines of one direction (axis 0: upright) and the frame's two sides, from left to right or top to bottom. */
function ordered(lines, { width, height }, axis) {
  const other = 1 - axis;
  const [last, middle] = [[width, height][axis] - 1, [width, height][other] / 2];
  const frame = [0, last].map((far) => ({ line: axis ? [0, 1, far] : [1, 0, far], frame: true }));
  const own = lines.filter((line) => Math.abs(line[axis]) > LEANING).slice(0, LINES);
  const all = [...own.map((line) => ({ line, frame: false })), ...frame];
  return all.map((one) => ({ ...one, at: (one.line[2] - one.line[other] * middle) / one.line[axis] })).sort((a, b) => a.at - b.at);
}

function crossing([c, s, far], [c2, s2, far2]) {
  const sheer = c * s2 - c2 * s;
  if (Math.abs(sheer) < 1e-6) return [Infinity, Infinity];
  return [(far * s2 - far2 * s) / sheer, (far2 * c - far * c2) / sheer];
}

const pairs = (group) => group.flatMap((one, i) => group.slice(i + 1).map((other) => [one, other]));

// --- figures -------------------------------------------------------------------------------------------------------

/** All four-sided figures that a flat page can look like. */
function figuresOf(cues) {
  const lines = linesOf(cues);
  const [upright, level] = [pairs(ordered(lines, cues, 0)), pairs(ordered(lines, cues, 1))];
  const found = [];
  for (const [left, right] of upright) {
    for (const [top, bottom] of level) {
      const sides = [top, right, bottom, left];
      const corners = [[left, top], [right, top], [right, bottom], [left, bottom]].map(([a, b]) => crossing(a.line, b.line));
      const shaped = possible(corners, cues);
      if (shaped) found.push({ corners, ...shaped, cut: sides.map((side, i) => side.frame || alongFrame(corners, i, cues)) });
    }
  }
  return found;
}

function possible(corners, { width, height }) {
  if (corners.some(([x, y]) => !(x > -OUT * width && x < (1 + OUT) * width && y > -OUT * height && y < (1 + OUT) * height))) return null;
  const ahead = corners.map(([x, y], i) => [corners[(i + 1) % 4][0] - x, corners[(i + 1) % 4][1] - y]);
  const long = ahead.map(([x, y]) => Math.hypot(x, y));
  if (Math.min(...long) < SHORTEST * Math.min(width, height)) return null;
  const unit = ahead.map(([x, y], i) => [x / long[i], y / long[i]]);
  for (let i = 0; i < 4; i++) {
    const [[bx, by], [ax, ay]] = [unit[(i + 3) % 4], unit[i]];
    if (bx * ay - by * ax <= 0 || Math.abs(bx * ax + by * ay) > SQUARE) return null;
  }
  const area = areaOf(corners);
  return area > LEAST * width * height ? { ahead, long, unit, area } : null;
}

const areaOf = (corners) => Math.abs(corners.reduce((sum, [x, y], i) => sum + x * corners[(i + 1) % 4][1] - corners[(i + 1) % 4][0] * y, 0)) / 2;

function alongFrame(corners, side, { width, height }) {
  const near = NEAR * Math.max(width, height);
  const ends = [([, y]) => y < near, ([x]) => x > width - 1 - near, ([, y]) => y > height - 1 - near, ([x]) => x < near];
  return ends[side](corners[side]) && ends[side](corners[(side + 1) % 4]);
}

const sum = (values) => values.reduce((a, b) => a + b, 0);
const mean = (values) => sum(values) / values.length;
const near = (far, half) => far / (far + half);

function bestOf(cues, figures) {
  if (!figures.length) return null;
  const rough = figures.map((figure) => ({ figure, score: glance(cues, figure) }));
  rough.sort((a, b) => b.score - a.score);
  let best = null;
  for (const { figure } of rough.slice(0, SHORTLIST)) {
    const seen = look(cues, figure);
    const score = BIAS + sum(Object.entries(WEIGHTS).map(([name, weight]) => weight * seen[name]));
    if (!best || score > best.score) best = { ...figure, score };
  }
  return { ...best, sure: 1 / (1 + Math.exp(-best.score)) };
}

const shapeOf = ({ long }) => {
  const [across, down] = [long[0] + long[2], long[1] + long[3]];
  const off = Math.min(...PAPERS.map((paper) => Math.abs(Math.log(Math.max(across, down) / Math.min(across, down) / paper))));
  return Math.exp(-((off / 0.18) ** 2));
};
const sizeOf = ({ area }, { width, height }) => Math.min(1, area / (0.6 * width * height));

/** Calls `each(side, x, y)` for points along the sides; `ox`, `oy` outward. */
function walk({ corners, ahead, unit }, points, each) {
  for (let side = 0; side < 4; side++) {
    for (let i = 0; i < points; i++) {
      const share = 0.03 + (0.94 * i) / (points - 1);
      each(side, corners[side][0] + share * ahead[side][0], corners[side][1] + share * ahead[side][1], unit[side][1], -unit[side][0]);
    }
  }
}

const within = (x, y, { width, height }, margin) => x >= margin && y >= margin && x <= width - 1 - margin && y <= height - 1 - margin;
const clamp = (value, most) => (value < 0 ? 0 : value > most ? most : value);
const placeOf = (x, y, { width, height }) => clamp(Math.round(y), height - 1) * width + clamp(Math.round(x), width - 1);

/** What costs little: the edges along the sides, size and shape. */
function glance(cues, figure) {
  const edges = [0, 0, 0, 0];
  const counted = [0, 0, 0, 0];
  walk(figure, 8, (side, x, y, ox, oy) => {
    if (figure.cut[side] || !within(x, y, cues, 3)) return;
    const at = placeOf(x, y, cues);
    edges[side] += Math.abs(cues.ex[at] * ox + cues.ey[at] * oy);
    counted[side] += 1;
  });
  const share = edges.map((value, side) => (value + 0.6) / (counted[side] + 2));
  return 3 * mean(share) + 2 * Math.min(...share) + 1.4 * sizeOf(figure, cues) + 0.8 * shapeOf(figure) - 0.7 * sum(figure.cut.map(Number));
}

/** What speaks for a figure and against: values about 0 to 1. */
function look(cues, figure) {
  const { lab, ex, ey } = cues;
  const size = Math.sqrt(figure.area);
  const points = [];
  walk(figure, 20, (side, x, y, ox, oy) => {
    let steep = 0;
    for (const off of [-1, 0, 1]) {
      const at = placeOf(x + off * ox, y + off * oy, cues);
      const across = ex[at] * ox + ey[at] * oy;
      if (Math.abs(across) > Math.abs(steep)) steep = across;
    }
    const [inner, outer] = [-0.035, 0.022].map((far) => placeOf(x + far * size * ox, y + far * size * oy, cues));
    const seen = within(x, y, cues, 3);
    points.push({ side, steep, inner: lab.map((one) => one[inner]), outer: lab.map((one) => one[outer]), seen, counts: seen && !figure.cut[side] });
  });
  const paper = [0, 1, 2].map((channel) => points.map((one) => one.inner[channel]).sort((a, b) => a - b)[points.length >> 1]);
  const share = (value, counts, missing) =>
    [0, 1, 2, 3].map((side) => {
      const own = points.filter((one) => one.side === side && counts(one));
      return (sum(own.map(value)) + 2 * missing) / (own.length + 2);
    });
  const counts = (one) => one.counts;
  const edge = share((one) => Math.abs(one.steep), counts, 0.3);
  const inward = share((one) => (Math.abs(one.steep) > FAINT ? Math.sign(one.steep) : 0), counts, 0.5);
  const step = share((one) => near(Math.hypot(...one.inner.map((value, i) => value - one.outer[i])), 14), counts, 0.3);
  const strange = ({ inner: [l, a, b] }) => Math.hypot(0.3 * Math.min(16, Math.abs(l - paper[0])), 1.6 * (a - paper[1]), 1.6 * (b - paper[2]));
  const same = share((one) => Math.exp(-strange(one) / 9), (one) => one.seen, 0.6);
  const other = share((one) => near(Math.hypot(one.outer[1] - paper[1], one.outer[2] - paper[2]), 5), counts, 0.45);
  return {
    edge: mean(edge), weakest: Math.min(...edge), inward: mean(inward.map(Math.abs)), step: mean(step), faintest: Math.min(...step),
    same: mean(same), strangest: Math.min(...same), other: mean(other),
    area: sizeOf(figure, cues), shape: shapeOf(figure), frame: sum(figure.cut.map(Number)),
  };
}

// --- the sides drawn to their edges --------------------------------------------------------------------------------

/** The corners where the sides really are: each side goes through the steepest places near it. */
function drawn(cues, figure) {
  let corners = figure.corners;
  for (const reach of [3, 1.5]) {
    const shaped = possible(corners, cues);
    if (!shaped) return figure.corners;
    const sides = [0, 1, 2, 3].map((side) => fitted(cues, { corners, ...shaped }, side, figure.cut[side], reach * Math.max(1, Math.max(cues.width, cues.height) / 200)));
    const next = [0, 1, 2, 3].map((side) => crossing(sides[(side + 3) % 4], sides[side]));
    if (next.some(([x, y], i) => !(Math.hypot(x - corners[i][0], y - corners[i][1]) < 0.08 * Math.max(cues.width, cues.height)))) return corners;
    corners = next;
  }
  return corners;
}

/** A side as `[cos, sin, distance]`, by least squares, twice: what lies off the first line is left out. */
function fitted(cues, figure, side, cut, reach) {
  const [[x, y], [ox, oy]] = [figure.corners[side], [figure.unit[side][1], -figure.unit[side][0]]];
  const asItIs = [ox, oy, ox * x + oy * y];
  if (cut) return asItIs;
  const points = [];
  for (let i = 0; i < 40; i++) {
    const share = 0.04 + (0.92 * i) / 39;
    const [px, py] = [x + share * figure.ahead[side][0], y + share * figure.ahead[side][1]];
    let [weight, moment] = [0, 0];
    for (let off = -reach; off <= reach; off += 0.5) {
      if (!within(px + off * ox, py + off * oy, cues, 1)) continue;
      const at = placeOf(px + off * ox, py + off * oy, cues);
      const across = Math.abs(cues.ex[at] * ox + cues.ey[at] * oy) ** 3;
      weight += across;
      moment += across * off;
    }
    if (weight > 0.01) points.push([share * figure.long[side], moment / weight]);
  }
  let kept = points;
  let line = [0, 0];
  for (let again = 0; again < 2; again++) {
    if (kept.length < 8) return asItIs;
    line = regression(kept);
    const off = kept.map(([at, far]) => Math.abs(far - line[0] - line[1] * at));
    const usual = [...off].sort((a, b) => a - b)[off.length >> 1];
    kept = kept.filter((_, i) => off[i] <= 2.5 * usual + 0.1);
  }
  const [start, end] = [0, figure.long[side]].map((at) => {
    const far = line[0] + line[1] * at;
    return [x + at * figure.unit[side][0] + far * ox, y + at * figure.unit[side][1] + far * oy];
  });
  const long = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const [nx, ny] = [(end[1] - start[1]) / long, -(end[0] - start[0]) / long];
  return [nx, ny, nx * start[0] + ny * start[1]];
}

function regression(points) {
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = sum(points.map(([x]) => (x - mx) ** 2)) || 1;
  const slope = sum(points.map(([x, y]) => (x - mx) * (y - my))) / spread;
  return [my - slope * mx, slope];
}

// --- scans ---------------------------------------------------------------------------------------------------------

/** All of a picture that has the shape of a paper and paper along its rim. */
function scanned({ data, width, height }) {
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (Math.min(...PAPERS.map((shape) => Math.abs(ratio / shape - 1))) > SCAN.shape) return null;
  const rim = [];
  const edge = Math.max(2, Math.round(0.015 * Math.min(width, height)));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x >= edge && y >= edge && x < width - edge && y < height - edge) x = width - edge;
      const at = 4 * (y * width + x);
      rim.push((data[at] + data[at + 1] + data[at + 2]) / 3);
    }
  }
  rim.sort((a, b) => a - b);
  const middle = rim[rim.length >> 1];
  const even = rim.filter((grey) => Math.abs(grey - middle) < SCAN.even).length / rim.length;
  if (middle < SCAN.pale || even < SCAN.share) return null;
  return { corners: [[0, 0], [width, 0], [width, height], [0, height]], sure: AGREED, cut: [false, false, false, false] };
}
