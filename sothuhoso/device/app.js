// What the app knows of itself on this device. This small part is on every page; what it does comes at rest (app_life.js).
import { createStore, inBrowser } from "./base.js";

/**
 * `update`: "" | offered | later (put off by the person). `offline`: "" (not known yet) | loading | ready | never.
 * `install`: "" | ready | ios | done. `kept`: "" | yes | no | refused, whether the browser promised to keep what is here.
 * `used`, `left`: bytes; `full`: the part that is used, 0–1.
 */
const store = createStore({ update: "", offline: "", install: "", kept: "", used: 0, left: 0, full: 0 });
export const useAppState = store.use;
export const appState = store.get;
export const setApp = store.set;

/** What may come before anybody is there to hear it. */
export const early = { prompt: null, stale: false };

/** The part that acts. */
export const life = () => import("./app_life.js");

export const updateNow = () => life().then(({ update }) => update());
export const updateLater = () => store.set({ update: "later" });

if (inBrowser) {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // asked by our own card, at the person's wish
    early.prompt = event;
    store.set({ install: "ready" });
  });
  window.addEventListener("sothuhoso:new-version", () => {
    early.stale = true;
  });
}
