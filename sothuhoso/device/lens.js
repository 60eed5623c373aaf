// The element that shows the live picture of the camera.
import { createElement } from "react";
import { placeVideo } from "./lens_store.js";

export function Viewfinder({ className, label }) {
  return createElement("video", { ref: placeVideo, playsInline: true, muted: true, autoPlay: true, "aria-label": label, className });
}
