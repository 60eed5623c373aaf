// The photo of a page with its four corners to be dragged, or moved with the arrow keys; where a finger would hide the
// corner, a lens shows it.
import { createElement, useRef } from "react";

const LENS = 116; // pixels
const TALLEST = 64; // of the screen's height
const NEARER = 3; // times as it is on the screen
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FLOATING = "0 1px 4px rgb(0 0 0 / 0.5)";
const SPOT = { transform: "translate(-50%, -50%)", border: "3px solid #fff", background: "rgb(0 0 0 / 0.2)", touchAction: "none", boxShadow: FLOATING };
const GLASS = { border: "2px solid #fff", backgroundColor: "#000", backgroundRepeat: "no-repeat", boxShadow: FLOATING };
const percent = (share) => `${share * 100}%`;

/** `labels`: of the four corners, from the top left around; `hint`: the id of what says how to move them. */
export function CornerBoard({ board, label, labels, hint, className }) {
  const { address, width, height, corners, held } = board.use();
  const frame = useRef(null);
  const grip = useRef([0, 0]);
  const at = (event) => {
    const { left, top, width: wide, height: tall } = frame.current.getBoundingClientRect();
    return [(event.clientX - left) / wide, (event.clientY - top) / tall];
  };
  const handle = (corner) => ({
    onPointerDown(event) {
      event.preventDefault();
      event.currentTarget.focus();
      event.currentTarget.setPointerCapture(event.pointerId);
      const [x, y] = at(event);
      grip.current = [corners[corner][0] - x, corners[corner][1] - y]; // it does not jump under the finger
    },
    onPointerMove(event) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const [x, y] = at(event);
      board.move(corner, x + grip.current[0], y + grip.current[1]);
    },
    onPointerUp: board.letGo,
    onPointerCancel: board.letGo,
    onKeyDown(event) {
      const way = KEYS[event.key];
      if (!way) return;
      event.preventDefault();
      board.step(corner, ...way, event.shiftKey);
    },
  });
  const spot = ([x, y], i) =>
    createElement("button", {
      key: i,
      type: "button",
      "aria-label": `${labels[i]}: ${Math.round(x * 100)} %, ${Math.round(y * 100)} %`,
      "aria-describedby": hint,
      className: "absolute size-11 rounded-full cursor-pointer",
      style: { ...SPOT, left: percent(x), top: percent(y) },
      ...handle(i),
    });
  const points = corners.map(([x, y]) => `${x * width},${y * height}`).join(" ");
  const thick = Math.max(width, height) / 260;
  const lines = [["#101714", 2.4], ["#5fd3a4", 1]].map(([stroke, times]) =>
    createElement("polygon", { key: stroke, points, fill: "none", stroke, strokeWidth: thick * times, strokeLinejoin: "round" }),
  );
  return createElement(
    "div",
    { ref: frame, className: `relative ${className}`, style: { aspectRatio: `${width} / ${height}`, maxWidth: `${(TALLEST * width) / height}dvh` } },
    createElement("img", { src: address, alt: label, draggable: false, className: "block size-full" }),
    createElement("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": true, className: "absolute inset-0 size-full", style: { overflow: "visible" } }, lines),
    corners.map(spot),
    held >= 0 && createElement(Lens, { frame, address, corner: corners[held] }),
  );
}

/** What lies around the corner, on the side where the finger is not. */
function Lens({ frame, address, corner: [x, y] }) {
  const { clientWidth: wide, clientHeight: tall } = frame.current;
  const middle = (share, side) => `${LENS / 2 - share * side * NEARER}px`;
  const style = {
    ...GLASS,
    width: LENS,
    height: LENS,
    [x < 0.5 ? "right" : "left"]: 8,
    top: 8,
    backgroundImage: `url("${address}")`,
    backgroundSize: `${wide * NEARER}px ${tall * NEARER}px`,
    backgroundPosition: `${middle(x, wide)} ${middle(y, tall)}`,
  };
  const cross = createElement("path", { d: `M${LENS / 2} 0V${LENS}M0 ${LENS / 2}H${LENS}`, stroke: "#5fd3a4", strokeWidth: 1.5 });
  return createElement(
    "div",
    { "aria-hidden": true, className: "absolute rounded-full overflow-hidden pointer-events-none", style },
    createElement("svg", { viewBox: `0 0 ${LENS} ${LENS}`, className: "size-full" }, cross),
  );
}
