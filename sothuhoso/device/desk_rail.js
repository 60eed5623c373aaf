// Where the places lie at the screen's bottom (phones), what sticks there stays above them.
import { useEffect } from "react";

const HEIGHT = "--rail-height";

export function RailRoom() {
  useEffect(() => {
    const rail = document.getElementById("rail");
    const root = document.documentElement.style;
    const told = () => root.setProperty(HEIGHT, rail.offsetWidth > rail.offsetHeight ? `${rail.offsetHeight}px` : "0px");
    const observer = new ResizeObserver(told);
    observer.observe(rail);
    return () => {
      observer.disconnect();
      root.removeProperty(HEIGHT);
    };
  }, []);
  return null;
}
