// How the camera stands; the camera itself (camera.js) is fetched when somebody wants it.
import { createStore } from "./base.js";

/**
 * `purpose`: "" (closed) | paper | card | join | handed. `status`: starting | live | denied | none. `shots`: photos taken
 * since it was opened; `last`: small picture of the page taken last. `busy`: one is being worked on. `light`: none | off |
 * on. `zoom`: 0 (none) | 1 | 2. `hint`, `percent`: what to change or what the codes said so far (a key under
 * "camera.hint", of a page under "camera.page"), and how much of what comes in many codes is here. `auto`: a page that
 * lies well is taken by itself. `doubt`: what is wrong with the page taken last: `{page, verdict, reasons,
 * address, width, height}`. `again`: the page whose place the next shot takes.
 */
export const CLOSED = {
  purpose: "", component: "", replace: "", slot: "", status: "starting", shots: 0, last: "", busy: false, problem: null, light: "none", zoom: 0, hint: "", percent: 0, auto: true, doubt: null, again: "",
};
const store = createStore(CLOSED);
export const lensState = store.get;
export const setLens = store.set;
export const useLensState = store.use;

let video = null;
let hear = () => {};

/** The element that shows the picture is there, or gone (`null`). */
export function placeVideo(element) {
  video = element;
  hear(video);
}

/** `listener(element)`: now, and whenever it is another one. */
export function onVideo(listener) {
  hear = listener;
  hear(video);
}
