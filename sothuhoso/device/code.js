// A QR code drawn on the device. The library comes when the first code is wanted.
import { createElement, useEffect, useState } from "react";

/** The dark squares as one path: a run of dark cells in a row is one rectangle. */
export function pathOf(cells) {
  const runs = [];
  cells.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end + 1]) end++;
      runs.push(`M${x} ${y}h${end - x + 1}v1H${x}z`);
      x = end;
    }
  });
  return runs.join("");
}

export function Code({ text, label, className }) {
  const [code, setCode] = useState(null);
  useEffect(() => {
    let wanted = true;
    if (text) import("uqr").then(({ encode }) => wanted && setCode(encode(text, { ecc: "M", border: 4 })), () => {});
    return () => {
      wanted = false;
    };
  }, [text]);
  if (!code) return createElement("div", { className, "aria-hidden": true });
  return createElement(
    "svg",
    { viewBox: `0 0 ${code.size} ${code.size}`, role: "img", "aria-label": label, className, shapeRendering: "crispEdges" },
    // Always dark on white, in the dark theme too: readers expect it.
    createElement("rect", { width: code.size, height: code.size, fill: "#fff" }),
    createElement("path", { d: pathOf(code.data), fill: "#000" }),
  );
}
