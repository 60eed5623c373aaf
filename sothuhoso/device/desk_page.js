// A page of an arrived dossier, put right at the desk: what is set and not saved yet, and the question before it is lost.
// The photo is fetched once (each look at it is written down); what is saved goes to the server by the desk's own events.
import { useEffect } from "react";
import { createStore, remember } from "./base.js";
import { BARE, createBoard, NEXT, WHOLE } from "./page_board.js?desk";

const AS_FOUND = { paper: "A4", corners: null, turn: null, note: false };
/**
 * `status`: loading | ready | failed. `said`: how the page lies, as manifest format 3 says it; `given`: as it is kept.
 * `found`, `turned`: what the machine found the last time. `asked`: "" | close | away, the question before leaving.
 */
const EMPTY = { status: "loading", said: AS_FOUND, given: AS_FOUND, found: null, turned: 0, asked: "" };
const store = createStore(EMPTY);
export const board = createBoard((corners) => say({ corners }));

const say = (change) => store.set({ said: { ...store.get().said, ...change } });
const isChanged = ({ said, given }) => JSON.stringify(said) !== JSON.stringify(given);

export const setPaper = (paper) => say({ paper });
export const turnPage = () => say({ turn: NEXT[store.get().said.turn ?? store.get().turned] });

/** Corners and the way up are the machine's to find. */
export function findAgain() {
  say({ corners: null, turn: null });
  board.set({ corners: store.get().found ?? board.get().corners });
}

// --- the page comes and goes -----------------------------------------------------------------------------------------

let opened = 0;

async function open({ photo_url: photo, width, height }) {
  const mine = ++opened;
  watch();
  document.getElementById("lay-title")?.focus({ preventScroll: true });
  const answer = await fetch(photo).catch(() => null);
  const blob = answer?.ok ? await answer.blob().catch(() => null) : null;
  if (mine !== opened) return;
  if (blob) board.set({ address: URL.createObjectURL(blob), width, height });
  store.set({ status: blob ? "ready" : "failed" });
}

/** As it is kept now: also when somebody else has just laid it otherwise. */
function begin({ paper, corners, turn, note, found, turned }) {
  const said = { paper, corners, turn, note };
  store.set({ said, given: said, found, turned, asked: "" });
  board.set({ corners: corners ?? found ?? WHOLE, held: -1 });
}

function leave() {
  opened++;
  unwatch();
  if (board.get().address) URL.revokeObjectURL(board.get().address);
  board.set(BARE);
  store.set(EMPTY);
  requestAnimationFrame(() => document.activeElement === document.body && document.getElementById("lay-page")?.focus());
}

/** Around the editor, while it is there. */
export function LaidPage({ page, children }) {
  useEffect(() => {
    open(page);
    return leave;
  }, [page.id]);
  useEffect(() => begin(page), [page.id, JSON.stringify([page.paper, page.corners, page.turn])]);
  return children;
}

// --- nothing is lost unasked -------------------------------------------------------------------------------------------

let onward = () => {};
let place = null;

function ask(asked, then) {
  onward = then;
  store.set({ asked });
}

export const askToClose = () => ask("close", () => {});
export const stayAtPage = () => store.set({ asked: "" });

/** What was set goes; and on to where the person wanted. */
export function discardLaid() {
  store.set({ said: store.get().given, asked: "" });
  onward();
}

function onClick(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || link.target === "_blank" || !isChanged(store.get())) return;
  event.preventDefault();
  event.stopPropagation();
  ask("away", () => link.click());
}

/** The browser is at the other page's address already; the router (frontend/router.js) asks before it follows. */
function onReturn(event) {
  if (!isChanged(store.get())) return;
  event.preventDefault();
  window.history.pushState(place.state, "", place.href);
  ask("away", () => window.history.back());
}

const onUnload = (event) => isChanged(store.get()) && event.preventDefault();

function watch() {
  place = { state: window.history.state, href: window.location.href };
  window.addEventListener("click", onClick, true);
  window.addEventListener("sothuhoso:returned", onReturn);
  window.addEventListener("beforeunload", onUnload);
}

function unwatch() {
  window.removeEventListener("click", onClick, true);
  window.removeEventListener("sothuhoso:returned", onReturn);
  window.removeEventListener("beforeunload", onUnload);
}

// --- as the screen draws it --------------------------------------------------------------------------------------------

const view = remember((state) => {
  const { status, said, found, turned, asked } = state;
  return {
    status,
    said,
    paper: said.paper,
    turn: said.turn ?? turned,
    byHand: Boolean(said.corners) || said.turn !== null,
    known: Boolean(said.corners ?? found),
    changed: isChanged(state),
    asked,
  };
});

export const useDeskPage = () => view(store.use());
