// The moment when the first page has come to rest: what is not needed to see and use it waits for that.
import { inBrowser } from "./base.js";

const REST = 1500;

/** Resolves once: everything of the page is here, drawn, and nothing urgent is left to do. */
export const atRest = new Promise((rest) => {
  if (!inBrowser) return;
  const come = () => {
    performance.mark("sothuhoso:rest"); // what is fetched afterwards is no part of a page's first load
    rest();
  };
  const wait = () => setTimeout(() => (window.requestIdleCallback ?? setTimeout)(come), REST);
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
});

let turns = atRest;
const idle = () => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));

/** What waits for rest: one after the other, each when nothing else is to be done. All at once would hold up a finger. */
export const inTurn = (work) => (turns = turns.then(idle).then(work).catch(() => {}));
