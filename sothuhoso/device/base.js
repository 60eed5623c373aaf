// The smallest store there is: one frozen snapshot, replaced whole, and whoever listens is told.
// Screens read it through `use`; the snapshot of the server's prerender is the initial one.
import { useSyncExternalStore } from "react";

export function createStore(initial) {
  let state = initial;
  const listeners = new Set();
  const subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      listeners.forEach((listener) => listener());
    },
    subscribe,
    use: () => useSyncExternalStore(subscribe, () => state, () => initial),
  };
}

/** `fn` that computes again only when one of its arguments is another object: views are read by many components. */
export function remember(fn) {
  let last;
  let answer;
  return (...given) => {
    if (!last || given.some((value, i) => value !== last[i])) {
      answer = fn(...given);
      last = given;
    }
    return answer;
  };
}

/** True in a browser, false while a page is prerendered. */
export const inBrowser = typeof window !== "undefined";
