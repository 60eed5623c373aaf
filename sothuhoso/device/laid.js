// How a person says a page lies in its photo, and what may be said (domain/manifest.Laid, domain/submission). Pure.
import { AS_FOUND, brought } from "./manifest.js";

const OUTSIDE = 0.3; // of the photo: how far out a corner may be
const LEAST = 0.01; // of the photo: how little of it a page may take

export const PAPERS = ["A4", "A5", "ID1"];
const TURNS = [0, 90, 180, 270];

/** Four points that go around clockwise and bulge at each of them, large enough to be a page. */
export function isPage(corners) {
  const ahead = corners.map(([x, y], i) => [corners[(i + 1) % 4][0] - x, corners[(i + 1) % 4][1] - y]);
  const bends = ahead.map(([x, y], i) => x * ahead[(i + 1) % 4][1] - y * ahead[(i + 1) % 4][0]);
  const area = corners.reduce((sum, [x, y], i) => sum + x * corners[(i + 1) % 4][1] - corners[(i + 1) % 4][0] * y, 0) / 2;
  return corners.length === 4 && Math.min(...bends) > 0 && area >= LEAST;
}

const inside = (share) => typeof share === "number" && share >= -OUTSIDE && share <= 1 + OUTSIDE;
export const within = (share) => Math.min(1 + OUTSIDE, Math.max(-OUTSIDE, share));
const isPoint = (point) => Array.isArray(point) && point.length === 2 && point.every(inside);

/** What another device says of a page, rebuilt; `null` for what cannot be said. */
export function laidOf(raw) {
  const { paper, corners, turn, note } = { ...AS_FOUND, ...raw };
  const shaped = corners === null || (Array.isArray(corners) && corners.length === 4 && corners.every(isPoint) && isPage(corners));
  if (!shaped || !PAPERS.includes(paper) || !(turn === null || TURNS.includes(turn)) || typeof note !== "boolean") return null;
  return { paper, corners: corners && corners.map(([x, y]) => [x, y]), turn, note };
}

/** The page that shows its sticky note while no photo without it follows; `undefined` where there is none. */
export const loneNote = (pages, laid = {}) =>
  pages.find((page, i) => laid[page.sha256]?.note && (!pages[i + 1] || laid[pages[i + 1].sha256]?.note || brought(pages[i + 1])));

/** How many pages the pictures show: one with its sticky note on and one without are the same page. */
export const countOf = (pages, laid = {}) => pages.filter((page) => !laid[page.sha256]?.note).length;
