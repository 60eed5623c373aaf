// How a photographed page lies on the desk's screen: enlarged, turned, and moved by scrolling.
import { createElement, useState, useSyncExternalStore } from "react";

const FIT = { zoom: 1, turn: 0, width: 0, height: 0, across: 210, down: 297 };
const STEPS = [1, 1.5, 2, 3, 4];
let view = FIT;
let observer = null;
const listeners = new Set();

function set(patch) {
  view = { ...view, ...patch };
  listeners.forEach((listener) => listener());
}

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useViewer = () => useSyncExternalStore(subscribe, () => view, () => FIT);

/** Watch the size of the mat the page lies on. */
export function openViewer(id) {
  const mat = document.getElementById(id);
  if (!mat) return;
  observer?.disconnect();
  observer = new ResizeObserver(() => set({ width: mat.clientWidth, height: mat.clientHeight }));
  observer.observe(mat);
}

export const closeViewer = () => { observer?.disconnect(); observer = null; };
export const zoomBy = (direction) => {
  const at = STEPS.findIndex((step) => step >= view.zoom);
  set({ zoom: STEPS[Math.min(STEPS.length - 1, Math.max(0, at + direction))] });
};
export const turn = () => set({ turn: (view.turn + 90) % 360 });
/** Another page begins upright and whole. */
export const fit = () => set({ zoom: 1, turn: 0 });

/** The clean page: its sides are known once it is here. */
export function SheetPicture(props) {
  const onLoad = ({ target }) => set({ across: target.naturalWidth, down: target.naturalHeight });
  return createElement("img", { ...props, onLoad });
}

/** A cut-out of the clean page: what lies in `place`, and `marks` over it, in shares of the page and of the cut-out. */
export function CutOut({ src, alt, missing, place, marks }) {
  const [sides, setSides] = useState([FIT.across, FIT.down]);
  const [lost, setLost] = useState(false);
  const { left, top, width, height } = place;
  const picture = {
    style: { position: "absolute", width: `${100 / width}%`, maxWidth: "none", left: `${(-100 * left) / width}%`, top: `${(-100 * top) / height}%` },
    onLoad: ({ target }) => setSides([target.naturalWidth, target.naturalHeight]),
    onError: () => setLost(true),
  };
  if (lost) return createElement("span", null, missing);
  const shape = { display: "block", position: "relative", overflow: "hidden", aspectRatio: `${width * sides[0]} / ${height * sides[1]}` };
  const over = marks.map((mark, at) => createElement("span", { key: at, "aria-hidden": true, style: { position: "absolute", ...boxStyle(mark) } }));
  return createElement("span", { style: shape, "data-cut": "" }, createElement("img", { src, alt, ...picture }), ...over);
}

/** On a narrow screen the mat is above what was clicked. */
export const comeToMat = (id) => document.getElementById(id)?.scrollIntoView({ block: "nearest" });

/** As `pageStyle`, for the picture that was measured last. */
export const sheetStyle = (current) => pageStyle(current, current.across, current.down);

/** Where a mark lies on its page, a little wider than the word; `box` in shares of the page. */
export const boxStyle = ({ left, top, width, height }) => ({
  left: `${100 * left - 0.4}%`,
  top: `${100 * top - 0.3}%`,
  width: `${100 * width + 0.8}%`,
  height: `${100 * height + 0.6}%`,
  background: "#ffd84d",
  mixBlendMode: "multiply", // what is written stays to be read
});

/** Size and turn of a page of `width`×`height` pixels so that it fits the mat at zoom 1; a turned page swaps its sides. */
export function pageStyle(current, width, height) {
  const sideways = current.turn % 180 !== 0;
  const [across, down] = sideways ? [height, width] : [width, height];
  const room = 24;
  const scale = Math.min((current.width - room) / across, (current.height - room) / down) * current.zoom;
  if (!(scale > 0)) return { maxWidth: "100%" };
  const [w, h] = [width * scale, height * scale];
  const shift = sideways ? { marginBlock: (w - h) / 2, marginInline: (h - w) / 2 } : {};
  return { width: w, height: h, maxWidth: "none", flexShrink: 0, transform: `rotate(${current.turn}deg)`, ...shift };
}
