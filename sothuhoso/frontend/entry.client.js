import { start } from "../lean/router.js";
import { inTurn } from "$device/rest.js";

start();

// What makes an app of the pages comes at rest, and only where it is built for people: under a development server a
// worker would keep yesterday's files.
if (import.meta.env.PROD) {
  const begin = () => import("$device/app_life.js").then((life) => life.begin(), () => setTimeout(begin, 30_000));
  inTurn(begin);
}
