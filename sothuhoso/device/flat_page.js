// The page as it will be: cut at its corners, its perspective undone, turned upright. A small picture, drawn anew when
// something was said.
import { createElement, useEffect, useRef } from "react";

const SIDE = 360; // pixels of the long side
const SHOWN = { maxWidth: "100%", maxHeight: 280 };
const RATIOS = { A4: 297 / 210, A5: 210 / 148, ID1: 85.6 / 53.98 };

/** From the unit square onto four points (Heckbert 1989): `(u, v) → [x, y]`. */
export function onto([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const area = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(dx3 * dy2 - dx2 * dy3) / area, (dx1 * dy3 - dx3 * dy1) / area];
  const [a, b, d, e] = [x1 - x0 + g * x1, x3 - x0 + h * x3, y1 - y0 + g * y1, y3 - y0 + h * y3];
  return (u, v) => {
    const far = g * u + h * v + 1;
    return [(a * u + b * v + x0) / far, (d * u + e * v + y0) / far];
  };
}

/** `{data, width, height}` → the page within the corners (shares), `wide` × `tall` pixels, RGBA. */
export function flattened(picture, corners, wide, tall) {
  const out = new Uint8ClampedArray(4 * wide * tall);
  const place = onto(corners.map(([x, y]) => [x * picture.width - 0.5, y * picture.height - 0.5]));
  const [last, end] = [picture.width - 1, picture.height - 1];
  for (let row = 0, at = 0; row < tall; row++) {
    for (let column = 0; column < wide; column++, at += 4) {
      const [x, y] = place((column + 0.5) / wide, (row + 0.5) / tall);
      const from = 4 * (Math.min(end, Math.max(0, Math.round(y))) * picture.width + Math.min(last, Math.max(0, Math.round(x))));
      out[at] = picture.data[from];
      out[at + 1] = picture.data[from + 1];
      out[at + 2] = picture.data[from + 2];
      out[at + 3] = 255;
    }
  }
  return out;
}

/** Width and height of the page as it lies: the paper's, along the way it lies. */
export function sizeOf(corners, { width, height }, paper) {
  const side = (a, b) => Math.hypot((corners[a][0] - corners[b][0]) * width, (corners[a][1] - corners[b][1]) * height);
  const lying = side(0, 1) + side(2, 3) > side(1, 2) + side(3, 0);
  const short = Math.round(SIDE / RATIOS[paper]);
  return lying ? [SIDE, short] : [short, SIDE];
}

async function pictureOf(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const scale = Math.min(1, (2.2 * SIDE) / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

export function FlatPage({ board, paper, turn, label, className }) {
  const { address, width, height, corners } = board.use();
  const canvas = useRef(null);
  const picture = useRef(null);
  const draw = () => {
    if (!canvas.current || !picture.current) return;
    const [wide, tall] = sizeOf(corners, { width, height }, paper);
    const flat = new ImageData(flattened(picture.current, corners, wide, tall), wide, tall);
    const laid = document.createElement("canvas");
    Object.assign(laid, { width: wide, height: tall });
    laid.getContext("2d").putImageData(flat, 0, 0);
    const across = turn === 90 || turn === 270;
    Object.assign(canvas.current, { width: across ? tall : wide, height: across ? wide : tall });
    const pen = canvas.current.getContext("2d");
    pen.translate(canvas.current.width / 2, canvas.current.height / 2);
    pen.rotate((turn * Math.PI) / 180);
    pen.drawImage(laid, -wide / 2, -tall / 2);
  };
  useEffect(() => {
    let gone = false;
    picture.current = null;
    pictureOf(address).then((one) => {
      if (gone) return;
      picture.current = one;
      draw();
    }).catch(() => {}); // the photo itself is still there to be seen
    return () => (gone = true);
  }, [address]);
  useEffect(draw, [corners, paper, turn]);
  return createElement("canvas", { ref: canvas, role: "img", "aria-label": label, className, style: SHOWN });
}
