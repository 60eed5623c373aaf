// The element that shows the live picture of the camera, and what is drawn over it.
import { createElement } from "react";
import { placeVideo } from "./lens_store.js";

export function Viewfinder({ className, label }) {
  return createElement("video", { ref: placeVideo, playsInline: true, muted: true, autoPlay: true, "aria-label": label, className });
}

/** Where the page lies and where it shines: drawn by lens_outline.js, which comes with the camera. */
export function PageOutline({ className }) {
  const parts = ["polygon", "circle"].map((tag) => createElement(tag, { key: tag }));
  return createElement("svg", { id: "page-outline", className, "aria-hidden": true, style: { visibility: "hidden" } }, parts);
}
