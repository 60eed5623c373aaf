// The pictures of the steps. Each is a file of its own, fetched when it is wanted: they help, and nothing waits for them.
// They are put into the page itself, so that they take their colours from it, light and dark.
import { createElement, useEffect, useState } from "react";

const FILES = import.meta.glob("./*.svg", { query: "?raw", import: "default" });

/** The words beside it say the same, so readers pass it by. */
export function Drawing({ name, className }) {
  const [drawn, setDrawn] = useState("");
  useEffect(() => {
    let wanted = true;
    FILES[`./${name}.svg`]().then((svg) => wanted && setDrawn(svg), () => {});
    return () => {
      wanted = false;
    };
  }, [name]);
  return createElement("span", { className, "aria-hidden": true, dangerouslySetInnerHTML: { __html: drawn } });
}
