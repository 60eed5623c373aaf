// The element that shows the live picture of the camera.
import { createElement } from "react";

const attach = (element) => {
  import("./camera.js").then((camera) => camera.attach(element), () => {}); // said by camera_view
};

export function Viewfinder({ className, label }) {
  return createElement("video", { ref: attach, playsInline: true, muted: true, autoPlay: true, "aria-label": label, className });
}
