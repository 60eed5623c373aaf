// Looks at pictures of pages as the phone does: [{file, width, height, small, whole, paper}] in, what was seen out. A file
// holds the bytes of the picture (RGBA) and behind them those of the small one; `whole`: the size of the photo they are of.
import { readFileSync } from "node:fs";
import { findPage } from "../../sothuhoso/device/page_outline.js";
import { dpiOf, judged, NO_EDGE } from "../../sothuhoso/device/page_look.js";

const results = [];
for (const { file, width, height, small, whole, paper } of JSON.parse(readFileSync(0, "utf-8"))) {
  const bytes = new Uint8ClampedArray(readFileSync(file));
  const data = bytes.subarray(0, 4 * width * height);
  const found = findPage({ data: bytes.subarray(data.length), width: small[0], height: small[1] });
  if (!found) {
    results.push({ ...NO_EDGE, corners: null });
    continue;
  }
  const scaled = (to) => found.corners.map(([x, y]) => [(x * to[0]) / small[0], (y * to[1]) / small[1]]);
  const [corners, own] = [scaled([width, height]), dpiOf(scaled(whole), paper)];
  const told = judged({ data, width, height }, corners, { own, dpi: dpiOf(corners, paper), cut: found.cut });
  results.push({ ...told, corners: scaled(whole), sure: found.sure });
}
process.stdout.write(JSON.stringify(results));
