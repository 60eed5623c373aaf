// Where the page lies, over the live picture, and a circle where something shines: drawn straight, at each frame.
import { createElement, useEffect, useRef } from "react";

let shown = null; // of the live page: `{corners, spot, good, width, height}`
const watchers = new Set();

/** What is drawn over the live picture changes with each frame, past the rest of the page. */
export function showOutline(next) {
  shown = next;
  watchers.forEach((watcher) => watcher(shown));
}

function watchOutline(watcher) {
  watchers.add(watcher);
  watcher(shown);
  return () => watchers.delete(watcher);
}

const [SEEN, GOOD] = ["#ffd479", "#5fd3a4"];

export function PageOutline({ className }) {
  const box = useRef(null);
  useEffect(
    () =>
      watchOutline((sheetAt) => {
        const drawing = box.current;
        if (!drawing) return;
        const [sheet, halo] = drawing.children;
        drawing.style.visibility = sheetAt ? "visible" : "hidden";
        if (!sheetAt) return;
        const { corners, spot, good, width, height } = sheetAt;
        drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
        sheet.setAttribute("points", corners.map(([x, y]) => `${x * width},${y * height}`).join(" "));
        const colour = good ? GOOD : SEEN;
        sheet.setAttribute("stroke", colour);
        sheet.setAttribute("stroke-width", Math.max(width, height) / 160);
        sheet.setAttribute("fill", good ? `${colour}2e` : "none");
        halo.style.visibility = spot ? "inherit" : "hidden";
        if (!spot) return;
        const size = { cx: spot[0] * width, cy: spot[1] * height, r: Math.max(width, height) / 14, "stroke-width": Math.max(width, height) / 120 };
        Object.entries(size).forEach(([name, value]) => halo.setAttribute(name, value));
      }),
    [],
  );
  const lines = { fill: "none", strokeLinejoin: "round" };
  return createElement("svg", { ref: box, className, "aria-hidden": true, style: { visibility: "hidden" } }, createElement("polygon", lines), createElement("circle", { ...lines, stroke: SEEN }));
}
