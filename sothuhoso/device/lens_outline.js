// The page's outline over the live picture, and a ring where something shines: drawn straight, at each frame.
import { createElement, useEffect, useRef } from "react";
import { watchOutline } from "./lens_store.js";

const [SEEN, GOOD] = ["#ffd479", "#5fd3a4"];

export function PageOutline({ className }) {
  const box = useRef(null);
  useEffect(
    () =>
      watchOutline((outline) => {
        const drawing = box.current;
        if (!drawing) return;
        const [sheet, ring] = drawing.children;
        drawing.style.visibility = outline ? "visible" : "hidden";
        if (!outline) return;
        const { corners, spot, good, width, height } = outline;
        drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
        sheet.setAttribute("points", corners.map(([x, y]) => `${x * width},${y * height}`).join(" "));
        const colour = good ? GOOD : SEEN;
        sheet.setAttribute("stroke", colour);
        sheet.setAttribute("stroke-width", Math.max(width, height) / 160);
        sheet.setAttribute("fill", good ? `${colour}2e` : "none");
        ring.style.visibility = spot ? "inherit" : "hidden";
        if (!spot) return;
        const size = { cx: spot[0] * width, cy: spot[1] * height, r: Math.max(width, height) / 14, "stroke-width": Math.max(width, height) / 120 };
        Object.entries(size).forEach(([name, value]) => ring.setAttribute(name, value));
      }),
    [],
  );
  const lines = { fill: "none", strokeLinejoin: "round" };
  return createElement("svg", { ref: box, className, "aria-hidden": true, style: { visibility: "hidden" } }, createElement("polygon", lines), createElement("circle", { ...lines, stroke: SEEN }));
}
