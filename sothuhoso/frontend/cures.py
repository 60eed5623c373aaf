"""What is corrected in the files that Reflex writes for the browser: purpose → (its text, our text)."""

from __future__ import annotations

import re
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
    "who watches the line hears what goes to the server": (
        """    socket.emit("event", encodeFormDataArgs(routed_event));""",
        """    window.dispatchEvent(new Event("sothuhoso:asked"));
    socket.emit("event", encodeFormDataArgs(routed_event));""",
    ),
    "and what comes from it": (
        """  socket.current.on("event", (update) => {""",
        """  socket.current.on("event", (update) => {
    window.dispatchEvent(new Event("sothuhoso:answered"));""",
    ),
    "a try to connect that began on a dead line does not wait for its own end": (
        """  document.addEventListener("visibilitychange", checkVisibility);
  socket.current.connect();""",
        """  document.addEventListener("visibilitychange", checkVisibility);
  window.addEventListener("sothuhoso:line-is-back", () => {
    if (!socket.current || socket.current.connected) return;
    socket.current.disconnect();
    socket.current.wait_connect = false;
    socket.current.reconnect();
  });
  socket.current.connect();""",
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
    "what the pages and the event loop share is in one place": (
        """export const refs = {};""",
        """export { refs };""",
    ),
    "and is taken from there": (
        """import { app, eventLoop } from "$/utils/context-registry";""",
        """import { app, eventLoop, refs } from "$/utils/context-registry";""",
    ),
    "a form's fields are known to both": (
        """Symbol("formDataEntries")""",
        """Symbol.for("formDataEntries")""",
    ),
}

CONTEXT_REGISTRY: Mapping[str, tuple[str, str]] = {
    "a screen that reads the server's state asks for the event loop": (
        """export function useStateContext(name) {
  const store""",
        """export const refs = {};

// Events that came before the event loop did; ``want`` is set by the provider.
export const early = { events: [], wanted: false, want: () => {} };

function wantLoop() {
  early.wanted = true;
  early.want();
}

export function useStateContext(name) {
  if (!early.wanted) queueMicrotask(wantLoop);
  const store""",
    ),
    "an event asks for it too, and waits for it": (
        """    console.warn("addEvents called before EventLoopProvider mounted", events);""",
        """    early.events.push([events, args, event_actions]);
    wantLoop();""",
    ),
}

#: The page's own module of contexts, written by every compilation.
CONTEXT: Mapping[str, tuple[str, str]] = {
    "the event loop is not part of every page": (
        """hydrateClientStorage, useEventLoop, refs } from "$/utils/state\"""",
        """hydrateClientStorage, refs } from "$/utils/state\"""",
    ),
    "events that came early are found": (
        """registerApp, eventLoop } from "$/utils/context-registry\"""",
        """registerApp, eventLoop, early } from "$/utils/context-registry\"""",
    ),
    "a page that lives on the device loads no event loop and opens no socket": (
        """export function EventLoopProvider({ children }) {
  const dispatch = useContext(DispatchContext)
  const [addEventsLocal, connectErrors] = useEventLoop(""",
        """export function EventLoopProvider({ children }) {
  const [useLoop, setUseLoop] = useState(null);
  useEffect(() => {
    early.want = () => import("$/utils/state.js?loop").then(({ useEventLoop }) => setUseLoop(() => useEventLoop));
    if (early.wanted) early.want();
  }, []);
  const value = useMemo(() => [(...event) => eventLoop.addEvents(...event), []], []);
  return createElement(
    EventLoopContext.Provider,
    { value },
    children,
    useLoop && createElement(EventLoop, { useLoop, key: "loop" }),
  );
}

function EventLoop({ useLoop }) {
  const dispatch = useContext(DispatchContext)
  const [addEventsLocal, connectErrors] = useLoop(""",
    ),
    "and publishes itself when it has come": (
        """  return useMemo(
    () =>
      createElement(
        EventLoopContext.Provider,
        { value: [addEventsLocal, connectErrors] },
        children
      ),
    [addEventsLocal, connectErrors, children],
  );""",
        """  useEffect(() => {
    for (const event of early.events.splice(0)) addEventsLocal(...event);
  }, []);
  // Each failed attempt and each connection is told to whoever must know that the line is dead (shared_bridge.js).
  useEffect(() => {
    window.dispatchEvent(new CustomEvent("sothuhoso:socket", { detail: connectErrors.length === 0 }));
  }, [connectErrors]);
  return null;""",
    ),
}

#: What every page loads, as patterns of module names: the framework's part, and what pages ask of the device.
_BASE = (
    "(env|reflex).json$",
    "[.]web.(lean|utils)[/][^?]*$",
    "node_modules.(react|react-dom|scheduler)[/]",
)
_DEVICE = (
    "binding.(app|base|catalogue|database|drafts|flow|fold|format|line|line_words)[.]js$",
    "binding.(manifest|outbox|rest|route|rules|search|sent_view|sizes|speaker|words)[.]js$",
    "node_modules.idb",
)
#: What the steps of a dossier ask besides.
_STEPS = ("binding.(code|dossier_code|shared_store|unit_view)[.]js$",)
#: Drawn on no page of a citizen: these stay out of the citizen's icons.
_DESKS_ICONS = (
    "calendar-days", "chevron-up", "clipboard-list", "footprints", "list-checks", "log-out", "package",
    "tablet-smartphone",
)  # fmt: skip

VITE_CONFIG: Mapping[str, tuple[str, str]] = {
    "our small parts stand in for the framework's large ones": (
        """import safariCacheBustPlugin from "./vite-plugin-safari-cachebust.js";""",
        """import safariCacheBustPlugin from "./vite-plugin-safari-cachebust.js";
import leanParts from "./sothuhoso.vite.js";""",
    ),
    "a page needs few files: the base in one, what every page asks of the device in one, the icons in one": (
        """            {
              test: /env.json/,
              name: "reflex-env",
            },""",
        """            {
              test: /"""
        + "|".join(_BASE)
        + """/,
              name: "base",
            },
            {
              test: /"""
        + "|".join(_DEVICE)
        + """/,
              name: "device",
            },
            {
              test: /"""
        + "|".join(_STEPS)
        + """/,
              name: "steps",
            },
            {
              test: /node_modules.lucide-react(?!.+icons.("""
        + "|".join(_DESKS_ICONS)
        + """)[.])/,
              name: "icons",
              minShareCount: 2,
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

#: The document around each page. Its head is in the prerendered page; React leaves there what it does not draw itself.
DOCUMENT: Mapping[str, tuple[str, str]] = {
    "the head is written once, by the build": (
        """jsx("head",{},""",
        """jsx("head",{},...(!import.meta.env.SSR ? [] : [""",
    ),
    "and ends there": (
        """jsx(Links,{},)),jsx("body",""",
        """jsx(Links,{},)])),jsx("body",""",
    ),
}


_WHOLE_MODULES = re.compile(r'^import \* as \w+ from "[^"]+";\n', re.MULTILINE)
_FOR_DYNAMIC = re.compile(
    r"  useEffect\(\(\) => \{\n    // Make contexts and state objects available.*?\}, \[\]\);\n", re.DOTALL
)


def without_dynamic_components(root: str) -> str:
    """The root without whole modules on ``window``.

    They are there for components that arrive as text and are evaluated, which our CSP forbids; but they keep every part
    of those modules in every page. Raises ``LookupError`` where they are not found.
    """
    lean, effects = _FOR_DYNAMIC.subn("", root)
    lean, modules = _WHOLE_MODULES.subn("", lean)
    if effects != 1 or not modules:
        message = "Reflex's template changed where this was cured: no whole modules on window"
        raise LookupError(message)
    return lean


_DIRECT_EVAL = re.compile(r"(?<![\w.])eval\(")


def without_direct_eval(script: str) -> str:
    """The script with every ``eval`` made an indirect one.

    Our CSP forbids both. But a module with a direct one keeps all its names for whatever might be evaluated, so that
    nothing of it can be left out. Raises ``LookupError`` where there is none.
    """
    lean, count = _DIRECT_EVAL.subn("(0, eval)(", script)
    if not count:
        message = "Reflex's template changed where this was cured: no direct eval"
        raise LookupError(message)
    return lean


def cured(text: str, cures: Mapping[str, tuple[str, str]]) -> str:
    """The text with every cure applied. Raises ``LookupError`` naming the cure whose place is gone."""
    for purpose, (before, after) in cures.items():
        if text.count(before) != 1:
            message = f"Reflex's template changed where this was cured: {purpose}"
            raise LookupError(message)
        text = text.replace(before, after)
    return text
