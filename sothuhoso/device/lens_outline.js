// Where the page lies, over the live picture, and a circle where something shines: drawn straight, at each frame, past the
// rest of the page.
const [SEEN, GOOD] = ["#ffd479", "#5fd3a4"];
const LINES = { fill: "none", "stroke-linejoin": "round" };

const set = (element, values) => Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));

/** Of the live page: `{corners, spot, good, width, height}`, or `null`. */
export function showOutline(sheetAt) {
  const drawing = document.getElementById("page-outline"); // lens.js; not there while the camera is closed
  if (!drawing) return;
  const [sheet, halo] = drawing.children;
  drawing.style.visibility = sheetAt ? "visible" : "hidden";
  if (!sheetAt) return;
  const { corners, spot, good, width, height } = sheetAt;
  const long = Math.max(width, height);
  const colour = good ? GOOD : SEEN;
  set(drawing, { viewBox: `0 0 ${width} ${height}` });
  const points = corners.map(([x, y]) => `${x * width},${y * height}`).join(" ");
  set(sheet, { ...LINES, points, stroke: colour, "stroke-width": long / 160, fill: good ? `${colour}2e` : "none" });
  halo.style.visibility = spot ? "inherit" : "hidden";
  if (spot) set(halo, { ...LINES, stroke: SEEN, cx: spot[0] * width, cy: spot[1] * height, r: long / 14, "stroke-width": long / 120 });
}
