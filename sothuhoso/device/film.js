// The film of codes: drawn straight onto a canvas, eight times a second, past the rest of the page.
import { createElement, useEffect, useRef } from "react";
import { encode } from "uqr";
import { filmText, subscribeFilm } from "./giving.js";

const BORDER = 4; // modules of white around a code, as readers expect
const MODULE = 4; // pixels; the page enlarges them without smoothing

function draw(canvas, { size, data }) {
  const side = size * MODULE;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, side, side);
  pen.fillStyle = "#000";
  data.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(x * MODULE, y * MODULE, MODULE, MODULE)));
}

export function Film({ label, className }) {
  const canvas = useRef(null);
  useEffect(() => {
    let shown = "";
    const show = () => {
      const text = filmText();
      if (!text || text === shown || !canvas.current) return;
      shown = text;
      draw(canvas.current, encode(text, { ecc: "L", border: BORDER }));
    };
    show();
    return subscribeFilm(show);
  }, []);
  return createElement("canvas", { ref: canvas, width: 1, height: 1, role: "img", "aria-label": label, className, style: { imageRendering: "pixelated" } });
}
