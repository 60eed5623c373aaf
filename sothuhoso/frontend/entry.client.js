import { start } from "../lean/router.js";

start();

// What makes an app of the pages (app_life.js) comes once this one is at rest, and only where it is built for people:
// under a development server a worker would keep yesterday's files.
const REST = 1500;
if (import.meta.env.PROD) {
  const begin = () => import("$device/app_life.js").then((life) => life.begin(), () => setTimeout(begin, 30_000));
  const rest = () => setTimeout(() => (window.requestIdleCallback ?? setTimeout)(begin), REST);
  if (document.readyState === "complete") rest();
  else window.addEventListener("load", rest, { once: true });
}
