// Before every page: on a shared tablet that is locked nothing of a page is drawn, and the way leads to the lock's own
// page. On any other device this is all there is of it: one look into the browser's storage.
import { createElement, Fragment, useEffect, useSyncExternalStore } from "react";
import { PrefetchPageLinks, useLocation, useNavigate } from "react-router";
import { RUN } from "./run.js";

const KEY = "sothuhoso.lock"; // until when it is unlocked (ms), "0" while it is locked; absent on a device of one's own
const LONGEST = 20 * 60_000; // no tablet stays unlocked that long untouched: then its clock was turned back
const LOCK = "/khoa";
const FREE = /^\/(khoa|dang-nhap)\/?$/;
const listeners = new Set();
const kept = () => (typeof localStorage === "undefined" ? null : localStorage.getItem(KEY));

/** Milliseconds that the tablet may stay unlocked untouched. */
export function timeLeft() {
  const left = Number(kept()) - Date.now();
  return left < LONGEST ? Math.max(0, left) : 0;
}

const isOver = () => timeLeft() === 0;

let shared = kept() !== null;
let shut = shared && (isOver() || !sessionStorage.getItem(RUN));

export const isSharedTablet = () => shared;

/** Unlocked until then (ms); 0: locked; `null`: not shared any more. */
export function setGate(until) {
  if (until === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, String(until));
  shared = until !== null;
  shut = shared && isOver();
  listeners.forEach((listener) => listener());
}

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Hear that it was locked (`true`) or unlocked. */
export function onShut(listener) {
  let before = shut;
  subscribe(() => before !== shut && listener((before = shut)));
}

export const isShut = () => shut;

/** For what is drawn on a shared tablet only. */
export const useSharedTablet = () => useSyncExternalStore(subscribe, () => shared, () => false);

export const lockNow = () => import("./lock.js").then((lock) => lock.lock());

const startLock = () => import("./lock.js").then((lock) => lock.start(), () => setTimeout(startLock, 5000));

const HOLDER = /(?:^|; )holder=([^;]*)/;

/** Whom the server takes for the one at this tablet: an account, "-" while it is locked. */
export const holder = () => HOLDER.exec(document.cookie)?.[1] ?? "";

let socketOf = null;

/** A socket keeps the cookies it was opened with: one that was opened for somebody else, or for nobody, is of no use. */
export const needsLoad = () => socketOf !== null && socketOf !== holder();

if (typeof window !== "undefined") {
  if (shared) startLock();
  window.addEventListener("sothuhoso:socket", () => (socketOf = holder()));
  // The store was asked for and nobody has unlocked it.
  window.addEventListener("sothuhoso:locked", () => {
    if (!shared) startLock();
    if (!shut) setGate(0);
  });
}

export function LockGate({ children }) {
  const closed = useSyncExternalStore(subscribe, () => shut, () => false);
  const { pathname, search } = useLocation();
  const go = useNavigate();
  const hidden = closed && !FREE.test(pathname);
  useEffect(() => {
    if (hidden) go(`${LOCK}?ve=${encodeURIComponent(pathname + search)}`, { replace: true });
  }, [hidden, pathname]);
  return createElement(Fragment, null, hidden ? null : children, shared ? createElement(PrefetchPageLinks, { page: LOCK }) : null);
}
