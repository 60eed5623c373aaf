// The photo of a page looked at on the device, right after it was taken or chosen: where it lies, and the verdict.
import { DPI, dpiOf, judged, NO_EDGE } from "./page_look.js";
import { findPage } from "./page_outline.js";

const SIDE = 320; // of the picture in which the page is looked for

function pictureOf(source, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
  canvas.width = canvas.height = 0; // give the memory back at once
  return picture;
}

/**
 * What is seen of a kept photo: `{verdict, reasons, dpi, sharpness, corners, cut}`, places and corners as shares of the
 * photo. `given`: `{paper, corners}` by a person. `null` for a picture that this browser cannot open.
 */
export async function lookAtPage(blob, given = {}) {
  const source = await createImageBitmap(blob).catch(() => null);
  if (!source) return null;
  try {
    return lookAtPicture(source, source.width, source.height, given);
  } finally {
    source.close();
  }
}

export function lookAtPicture(source, width, height, { paper = "A4", corners = null } = {}) {
  const found = corners ? { corners, cut: [] } : outlineOf(source, width, height);
  if (!found) return { ...NO_EDGE, corners: null };
  const scaled = (wide, tall) => found.corners.map(([x, y]) => [x * wide, y * tall]);
  const own = dpiOf(scaled(width, height), paper);
  const scale = Math.min(1, DPI / own);
  const picture = pictureOf(source, width * scale, height * scale);
  const told = judged(picture, scaled(picture.width, picture.height), { own, dpi: own * scale, cut: found.cut });
  return { ...told, corners: found.corners };
}

function outlineOf(source, width, height) {
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const picture = pictureOf(source, width * scale, height * scale);
  const found = findPage(picture);
  return found && { ...found, corners: found.corners.map(([x, y]) => [x / picture.width, y / picture.height]) };
}
