// The line as the desk must know it: its screens live on the server, so a click with no line does nothing. It says so
// instead of vanishing, and a click that was on its way when the line died is named as one that may not have arrived.
import { createStore, inBrowser, remember } from "./base.js";
import { askServer, lineState, onRise, subscribeLine, useLine } from "./line.js";
import { contactWord, lineWord } from "./line_words.js";
import { atRest } from "./rest.js";
import { useLanguage } from "./words.js";

const LATE = 2500; // no answer to a click for so long: is the line still there?

/** `joined`: the socket is open. `said`: "" | blocked | lost | back. */
const store = createStore({ joined: true, said: "" });
let unanswered = false;
let late;

export const dismissLine = () => store.set({ said: "" });

// ---- what a click meets

const OURS = "main button, main a[data-row], main input[type=checkbox]";

/** Before anybody else hears the click. What needs no server says so by `data-alone`. */
function onClick(event) {
  const control = event.target.closest?.(OURS);
  if (!control || control.closest("[data-alone]") || !lineState().dead) return;
  event.preventDefault();
  event.stopPropagation();
  store.set({ said: "blocked" });
}

function onAsked() {
  unanswered = true;
  clearTimeout(late);
  late = setTimeout(() => unanswered && askServer(), LATE);
}

function onAnswered() {
  unanswered = false;
}

const onDeath = () => lineState().dead && unanswered && store.set({ said: "lost" });

onRise(() => {
  unanswered = false;
  if (store.get().said) store.set({ said: "back" });
});

let watching = 0;
let stopHearing = () => {};

/** While a screen of the desk is there. */
export function watchClicks() {
  if (watching++) return;
  window.addEventListener("click", onClick, true);
  window.addEventListener("sothuhoso:asked", onAsked);
  window.addEventListener("sothuhoso:answered", onAnswered);
  stopHearing = subscribeLine(onDeath);
  takeAlong();
}

/** A tablet that has only ever been at the desk must be able to take a dossier in where there is no line. */
const takeAlong = () =>
  atRest.then(() => import("./catalogue.js")).then(({ loadCatalogue }) => loadCatalogue(), () => {}); // no line: the next page

export function leaveClicks() {
  if (--watching) return;
  window.removeEventListener("click", onClick, true);
  window.removeEventListener("sothuhoso:asked", onAsked);
  window.removeEventListener("sothuhoso:answered", onAnswered);
  stopHearing();
}

if (inBrowser) window.addEventListener("sothuhoso:socket", ({ detail }) => store.set({ joined: detail }));

const view = remember((line, { joined, said }, lang) => {
  const word = lineWord(line);
  return { state: word === "online" && !joined ? "joining" : word, contact: contactWord(line, lang), said };
});

export function useDeskLine() {
  return view(useLine(), store.use(), useLanguage());
}
