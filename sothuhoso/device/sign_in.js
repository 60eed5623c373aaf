// Signing in goes by REST so that the cookie is out of any script's reach; then a full page load, because an open
// socket keeps the headers it began with.
import { useSyncExternalStore } from "react";
import { isSharedTablet } from "./gate.js";
import { language } from "./words.js";

const START = { username: "", password: "", busy: false, message: "", offline: false };
let state = START;
const listeners = new Set();

function set(patch) {
  state = { ...state, ...patch };
  listeners.forEach((listener) => listener());
}

const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSignIn = () => useSyncExternalStore(subscribe, () => state, () => START);
export const setUsername = (value) => set({ username: value, message: "" });
export const setPassword = (value) => set({ password: value, message: "" });

/** Only a path of our own: a foreign address in `?next=` leads nowhere. */
function next(home) {
  const wanted = new URLSearchParams(location.search).get("next") ?? "";
  const address = new URL(wanted || home, location.origin);
  return address.origin === location.origin && wanted.startsWith("/") ? address.pathname + address.search : home;
}

/** On a shared tablet: whom the page after this one asks for the PIN. */
async function holdTablet(account) {
  if (isSharedTablet()) await import("./lock.js").then((lock) => lock.handTo(account));
}

export async function signIn() {
  if (state.busy) return;
  set({ busy: true, message: "", offline: false });
  try {
    const answer = await fetch("/api/session", {
      method: "POST",
      headers: { "content-type": "application/json", "accept-language": language() },
      body: JSON.stringify({ username: state.username.trim(), password: state.password }),
    });
    const said = await answer.json();
    if (answer.ok) {
      await holdTablet(said.account);
      await import("./who.js").then(({ rememberWho }) => rememberWho({ ...said, username: state.username.trim().toLowerCase() })).catch(() => {});
      return location.assign(next(said.home ?? "/ban"));
    }
    set({ busy: false, message: said.message ?? "", password: "" });
    document.getElementById("password")?.focus();
  } catch {
    set({ busy: false, offline: true });
  }
}

/** Sign-out asks first where something has not been sent. */
export const signOut = () => import("./leaving.js").then((leaving) => leaving.signOut());
