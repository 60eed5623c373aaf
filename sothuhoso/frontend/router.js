// The router of the pages: react-router's part that this house uses, without the rest of it.
//
// The pages are built and prerendered by react-router; in the browser nothing of its loaders, actions, streaming and
// lazy route discovery is used, but all of it would be sent (36 KB of a 150 KB page). This module answers to the same
// names and reads the same manifest. tests/browser/test_router.py holds it to what it must do.
import { Component, createContext, createElement, startTransition, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import words from "./words.js";

const POSITIONS = "react-router-scroll-positions"; // the prerendered page's own script reads it before we run
const Router = createContext(null);
const routes = [];

// ---- which page an address shows

function compile({ routes: table }) {
  for (const route of Object.values(table)) {
    if (route.id === "root") continue;
    const parts = (route.path ?? "").split("/").filter(Boolean);
    // Static parts before named ones before the rest, as react-router ranks them.
    const rank = parts.map((part) => (part === "*" ? "2" : part[0] === ":" ? "1" : "0")).join("");
    routes.push({ ...route, parts, rank });
  }
  routes.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : b.parts.length - a.parts.length));
}

function matchParts(parts, wanted) {
  const params = {};
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part === "*") return { ...params, "*": wanted.slice(i).join("/") };
    const given = wanted[i];
    if (given === undefined) {
      if (part.endsWith("?")) continue;
      return null;
    }
    if (part[0] === ":") params[part.slice(1).replace("?", "")] = given;
    else if (part.toLowerCase() !== given.toLowerCase()) return null;
  }
  return parts.length < wanted.length ? null : params;
}

function match(pathname) {
  const wanted = pathname.split("/").filter(Boolean).map(decode);
  for (const route of routes) {
    const params = matchParts(route.parts, wanted);
    if (params) return { route, params };
  }
  return null;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const modules = () => window.__reactRouterRouteModules;

async function load(route) {
  modules()[route.id] ??= await import(/* @vite-ignore */ route.module);
  return modules()[route.id];
}

// ---- where we are

function here() {
  const { pathname, search, hash } = window.location;
  const { key = "default", usr = null } = window.history.state ?? {};
  return { pathname, search, hash, key, state: usr };
}

const readPositions = () => {
  try {
    return JSON.parse(sessionStorage.getItem(POSITIONS)) ?? {};
  } catch {
    return {};
  }
};

// The entry of the page that is on the screen. When the browser has gone back or forward, its own entry is the other one already.
let shownKey = here().key;

function keepPosition() {
  try {
    sessionStorage.setItem(POSITIONS, JSON.stringify({ ...readPositions(), [shownKey]: window.scrollY }));
  } catch {
    // A full or forbidden storage costs the scroll position, nothing else.
  }
}

function place({ hash, key }, how) {
  if (how === "stay") return;
  const target = hash && document.getElementById(decode(hash.slice(1)));
  if (how === "back") window.scrollTo(0, readPositions()[key] ?? 0);
  else if (target) target.scrollIntoView();
  else window.scrollTo(0, 0);
}

// ---- going somewhere

let show; // set by the mounted root
let going = 0; // a later navigation overtakes an earlier one that still loads

async function arrive(url, commit, how) {
  const turn = ++going;
  const found = match(url.pathname);
  if (!found) return leave(url);
  try {
    await load(found.route);
  } catch {
    return turn === going && unreachable(url);
  }
  if (turn !== going) return;
  commit();
  shownKey = here().key;
  startTransition(() => show({ location: here(), ...found, how }));
}

const leave = (url) => window.location.assign(url);

/** The page's code did not come: another version was deployed (load it whole), or no line (stay, and say so). */
async function unreachable(url) {
  try {
    await fetch("/api/ping", { cache: "no-store" });
  } catch {
    window.dispatchEvent(new CustomEvent("sothuhoso:unreachable", { detail: url.href }));
    return;
  }
  leave(url);
}

function navigate(to, { replace = false, state = null, preventScrollReset = false } = {}) {
  if (typeof to === "number") return window.history.go(to);
  const wanted = typeof to === "string" ? to : `${to.pathname ?? window.location.pathname}${to.search ?? ""}${to.hash ?? ""}`;
  const url = new URL(wanted, window.location.href);
  if (url.origin !== window.location.origin) return leave(url);
  keepPosition();
  const entry = { key: Math.random().toString(36).slice(2), usr: state };
  const write = replace || url.href === window.location.href ? "replaceState" : "pushState";
  return arrive(url, () => window.history[write](entry, "", url), preventScrollReset ? "stay" : "top");
}

/** Back or forward. Who has unsaved work on the page may stay: the address is theirs to put back then. */
function returned() {
  if (!window.dispatchEvent(new Event("sothuhoso:returned", { cancelable: true }))) return;
  keepPosition();
  return arrive(new URL(window.location.href), () => {}, "back");
}

// ---- the names react-router has

export const useLocation = () => useContext(Router).location;
export const useParams = () => useContext(Router).params;
export const useNavigate = () => navigate;
export const useNavigation = () => ({ state: "idle" });
export const useRouteError = () => undefined;
export const isRouteErrorResponse = () => false;

export function useSearchParams() {
  const { search } = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const set = useCallback((next, options) => navigate(`?${new URLSearchParams(typeof next === "function" ? next(params) : next)}`, options), [params]);
  return [params, set];
}

export function Outlet() {
  const { route } = useContext(Router);
  const Page = route && modules()[route.id]?.default;
  return Page ? createElement(Page) : null;
}

export function Link({ to, replace, state, preventScrollReset, reloadDocument, onClick, discover, prefetch, relative, viewTransition, ...rest }) {
  const click = (event) => {
    onClick?.(event);
    const plain = event.button === 0 && !(event.metaKey || event.altKey || event.ctrlKey || event.shiftKey);
    if (event.defaultPrevented || !plain || reloadDocument || (rest.target && rest.target !== "_self") || rest.download != null) return;
    event.preventDefault();
    navigate(to, { replace, state, preventScrollReset });
  };
  const href = typeof to === "string" ? to : `${to.pathname ?? ""}${to.search ?? ""}${to.hash ?? ""}`;
  return createElement("a", { ...rest, href, onClick: click });
}

export function NavLink(props) {
  const { pathname } = useLocation();
  const current = pathname === props.to || (props.to !== "/" && pathname.startsWith(`${props.to}/`));
  return createElement(Link, { ...props, "aria-current": current ? "page" : undefined });
}

/** Fetches a page's code ahead of going there. */
export function PrefetchPageLinks({ page }) {
  useEffect(() => {
    const found = match(new URL(page, window.location.href).pathname);
    for (const href of found && !modules()[found.route.id] ? [found.route.module, ...found.route.imports] : []) {
      if (document.querySelector(`link[rel=modulepreload][href="${href}"]`)) continue;
      document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
    }
  }, [page]);
  return null;
}

// What the prerendered document already holds.
const nothing = () => null;
export { nothing as Links, nothing as Meta, nothing as Scripts, nothing as ScrollRestoration };
// The build wraps each page in these to hand it loader data; there is none.
const same = (component) => component;
export { same as UNSAFE_withComponentProps, same as UNSAFE_withErrorBoundaryProps, same as UNSAFE_withHydrateFallbackProps };

// ---- the root

class Boundary extends Component {
  state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  componentDidCatch(error) {
    window.onerror?.(error.message, "", 0, 0, error);
  }

  render() {
    if (!this.state.broken) return this.props.children;
    const said = words[document.documentElement.lang] ?? words.vi;
    const again = createElement("button", { type: "button", onClick: () => window.location.reload() }, said.again);
    return createElement("main", { className: "broken" }, createElement("h1", null, said.title), createElement("p", null, said.text), again);
  }
}

function Root({ first }) {
  const [shown, setShown] = useState(first);
  show = setShown;
  useEffect(() => {
    window.history.scrollRestoration = "manual";
    window.addEventListener("popstate", returned);
    window.addEventListener("pagehide", keepPosition);
    // A page of the fallback document (its address holds a name) is drawn once its code is here.
    if (!modules()[first.route?.id]) arrive(new URL(window.location.href), () => {}, "back");
  }, []);
  useLayoutEffect(() => {
    if (shown !== first) place(shown.location, shown.how);
  }, [shown]);
  const { Layout, default: App } = modules().root;
  const page = createElement(Boundary, { key: shown.route?.id }, createElement(App));
  return createElement(Router.Provider, { value: shown }, createElement(Layout, null, page));
}

/** Take over the prerendered document. */
export function start() {
  compile(window.__reactRouterManifest);
  const first = { location: here(), ...(match(window.location.pathname) ?? { params: {} }) };
  startTransition(() => hydrateRoot(document, createElement(Root, { first })));
}
