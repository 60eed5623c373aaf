// The element that shows the live picture of the camera.
import { createElement } from "react";
import { attach } from "./camera.js";

export function Viewfinder({ className, label }) {
  return createElement("video", { ref: attach, playsInline: true, muted: true, autoPlay: true, "aria-label": label, className });
}
