"""What is corrected in the files that Reflex writes for the browser: purpose → (its text, our text)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE: Mapping[str, tuple[str, str]] = {
    "the socket goes to wherever the page came from, under any host and port": (
        """  const endpoint = new URL(url_str);
  if (
    typeof window !== "undefined" &&
    SAME_DOMAIN_HOSTNAMES.includes(endpoint.hostname)
  ) {
    // Use the frontend domain to access the backend
    const frontend_hostname = window.location.hostname;
    endpoint.hostname = frontend_hostname;
    if (window.location.protocol === "https:") {
      if (endpoint.protocol === "ws:") {
        endpoint.protocol = "wss:";
      } else if (endpoint.protocol === "http:") {
        endpoint.protocol = "https:";
      }
      endpoint.port = ""; // Assume websocket is on https port via load balancer.
    }
  }
  return endpoint;""",
        """  const { pathname, protocol } = new URL(url_str);
  const endpoint = new URL(pathname, window.location.origin);
  if (protocol.startsWith("ws")) {
    endpoint.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";
  }
  return endpoint;""",
    ),
    "the session's token is made of real randomness": (
        """    let r = Math.random() * 16;""",
        """    let r = crypto.getRandomValues(new Uint8Array(1))[0] / 16;""",
    ),
    "a new version is offered by our own words, and nothing reloads under the hand": (
        """  const last_reload =
    parseInt(window.sessionStorage.getItem(LAST_RELOADED_KEY)) || 0;
  if (Date.now() - last_reload > info.reload_cooldown_ms) {
    reloadForNewVersion();
    return;
  }
  console.warn(message + " Reload the page to get the new version.");
  showNewVersionBanner();""",
        """  window.dispatchEvent(new CustomEvent("sothuhoso:new-version"));""",
    ),
    "socket.io is fetched when a screen needs the server's state": (
        """import io from "socket.io-client";""",
        """let io;
const loadSocketIo = async () => {
  io ??= (await import("socket.io-client")).default;
};""",
    ),
    "a screen that lives on the device needs no socket": (
        """import { app, eventLoop } from "$/utils/context-registry";""",
        """import { app, eventLoop, screen } from "$/utils/context-registry";""",
    ),
    "no socket is warmed up before anybody asked for one": (
        """if (typeof window !== "undefined") {
  queueMicrotask(() => {
    if (
      socketStarted ||""",
        """if (false) {
  queueMicrotask(() => {
    if (
      socketStarted ||""",
    ),
    "two events that both need the first socket make one": (
        """  // Get backend URL object from the endpoint.
  const endpoint = getBackendURL(EVENTURL);

  // The hydrate event""",
        """  await loadSocketIo();
  if (socket.current) {
    return;
  }

  // Get backend URL object from the endpoint.
  const endpoint = getBackendURL(EVENTURL);

  // The hydrate event""",
    ),
    "the socket opens with the first screen that reads the server's state": (
        """    // Initialize the websocket connection.
    mounted.current = true;
    ensureSocketConnected();""",
        """    // Initialize the websocket connection.
    mounted.current = true;
    if (screen.usesState) {
      ensureSocketConnected();
    }""",
    ),
    "going to a screen tells the server only where a socket is or is needed": (
        """    // Equivalent to routeChangeComplete - runs after navigation completes
    addEvents(app.onLoadInternalEvent());""",
        """    // Equivalent to routeChangeComplete - runs after navigation completes
    if (socket.current) {
      addEvents(app.onLoadInternalEvent());
    } else if (screen.usesState) {
      ensureSocketConnected();
    }""",
    ),
}

CONTEXT_REGISTRY: Mapping[str, tuple[str, str]] = {
    "it is known whether any screen so far has read the server's state": (
        """export function useStateContext(name) {
  const store""",
        """export const screen = { usesState: false };

export function useStateContext(name) {
  screen.usesState = true;
  const store""",
    ),
}

VITE_CONFIG: Mapping[str, tuple[str, str]] = {
    "our small parts stand in for the framework's large ones": (
        """import safariCacheBustPlugin from "./vite-plugin-safari-cachebust.js";""",
        """import safariCacheBustPlugin from "./vite-plugin-safari-cachebust.js";
import leanParts from "./sothuhoso.vite.js";""",
    ),
    "a page needs few files: the base in one, the icons in one": (
        """            {
              test: /env.json/,
              name: "reflex-env",
            },""",
        """            {
              test: /env.json/,
              name: "reflex-env",
            },
            {
              test: /node_modules.lucide-react/,
              name: "icons",
            },
            {
              test: /[.]web.(lean|utils)[/]|node_modules.(react|react-dom|scheduler)[/]/,
              name: "base",
            },""",
    ),
    "and they are asked first": (
        """  plugins: [
    alwaysUseReactDomServerNode(),""",
        """  plugins: [
    leanParts(),
    alwaysUseReactDomServerNode(),""",
    ),
}


def cured(text: str, cures: Mapping[str, tuple[str, str]]) -> str:
    """The text with every cure applied. Raises ``LookupError`` naming the cure whose place is gone."""
    for purpose, (before, after) in cures.items():
        if text.count(before) != 1:
            message = f"Reflex's template changed where this was cured: {purpose}"
            raise LookupError(message)
        text = text.replace(before, after)
    return text
