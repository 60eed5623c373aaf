// The camera's part for papers as the screen draws it: what is wrong with the page taken last.
import { createElement } from "react";
import { remember } from "./base.js";
import { useLensState } from "./lens_store.js";

const EMPTY = { doubted: false, refused: false, reasons: [], address: "", width: 1, height: 1, boxes: [], auto: true };

const view = remember(({ doubt, auto }) => ({
  ...EMPTY,
  auto,
  ...(doubt && { doubted: true, refused: doubt.verdict === "refuse", address: doubt.address, width: doubt.width, height: doubt.height, ...told(doubt) }),
}));

/** Keys (each once) and places of what is wrong with a page. */
export const told = ({ reasons }) => ({ reasons: [...new Set(reasons.map((one) => one.key))], boxes: reasons.map((one) => one.box).filter(Boolean) });

export const usePageLens = () => view(useLensState());

/** A photo with rings around the places; `boxes` (left, top, right, bottom) as shares of it. */
export function RingedPhoto({ src, width, height, boxes, label, className }) {
  const thick = Math.max(width, height) / 110;
  const halo = ([left, top, right, bottom], i) =>
    createElement("ellipse", {
      key: i, fill: "none", stroke: "#d4351c", strokeWidth: thick,
      cx: ((left + right) / 2) * width, cy: ((top + bottom) / 2) * height,
      rx: Math.max(thick * 4, ((right - left) / 2) * width * 1.1), ry: Math.max(thick * 4, ((bottom - top) / 2) * height * 1.1),
    });
  return createElement(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, className },
    createElement("image", { href: src, width, height }),
    boxes.map(halo),
  );
}
