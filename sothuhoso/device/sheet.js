// The paper that a printer gets. It lies beside the screen, laid out but not seen, so that its height is known before
// anybody prints: a roll is cut where the receipt ends. While it is there, printing this page prints it and nothing else.
import { createElement, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

/** Paper → width and margin in millimetres; what a head of 48 or 72 mm can reach. */
const ROLLS = { 58: { width: 58, margin: 5 }, 80: { width: 80, margin: 4 } };
const MM = 96 / 25.4; // CSS pixels

const page = (paper, height) => {
  const roll = ROLLS[paper];
  return roll ? `${roll.width}mm ${Math.max(roll.width + 1, Math.ceil(height / MM) + 8)}mm` : "A4";
};

const styles = (paper, height) => {
  const roll = ROLLS[paper];
  const inner = roll ? `${roll.width - 2 * roll.margin}mm` : "178mm";
  return `
@page { size: ${page(paper, height)}; margin: ${roll ? `4mm ${roll.margin}mm` : "16mm"}; }
#sheet { width: ${inner}; color: #000; background: #fff; font-size: ${roll ? "9.5pt" : "11.5pt"}; line-height: 1.35; overflow-wrap: anywhere; }
#sheet p, #sheet ul, #sheet h2, #sheet h3 { margin: 0; }
#sheet .lead { font-weight: 600; }
#sheet .title { font-size: 1.2em; font-weight: 600; text-align: center; margin: 2mm 0 0; }
#sheet .middle { text-align: center; }
#sheet .code { display: block; width: ${roll ? (paper === "58" ? "38mm" : "44mm") : "46mm"}; height: auto; margin: 2mm auto 1mm; }
#sheet .count { font-size: ${paper === "58" ? "1em" : "1.3em"}; font-weight: 600; text-align: center; white-space: nowrap; letter-spacing: 0; }
#sheet .part { border-top: 0.3mm dashed #000; margin-top: 2mm; padding-top: 2mm; break-inside: avoid; }
#sheet ul { padding-left: 4mm; list-style: "– "; }
#sheet .small { font-size: 0.9em; }
@media screen { #sheet { position: fixed; top: 0; left: -300vw; visibility: hidden; pointer-events: none; } }
@media print {
  html, body { background: #fff !important; min-height: 0 !important; margin: 0; }
  body > :not(#sheet) { display: none !important; }
}`;
};

/** `paper`: 58 | 80 | A4. */
export function Sheet({ paper, children }) {
  const [mounted, setMounted] = useState(false);
  const [height, setHeight] = useState(0);
  const box = useRef(null);
  useEffect(() => setMounted(true), []);
  useEffect(() => {
    if (!mounted) return undefined;
    const watch = new ResizeObserver(([entry]) => setHeight(entry.target.scrollHeight));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [mounted]);
  if (!mounted) return null;
  const sheet = createElement("div", { id: "sheet", ref: box, "aria-hidden": true }, createElement("style", null, styles(paper, height)), children);
  return createPortal(sheet, document.body);
}
