// The app's life on this device: the worker that keeps it here, new versions, installing, the room that is left. Fetched
// once the page has come to rest, so that it costs the first look nothing.
import { appState, early, setApp } from "./app.js";
import { keepSetting, readSetting } from "./database.js";
import { onRise } from "./line.js";

const TYPED = "sothuhoso.typed";
const AGAIN = 30_000;
const LOOK = 3_600_000; // a desk's page stays open all day
let registration;

/** This page's version, as the worker's build names it. */
const mine = () => window.__reactRouterManifest?.version ?? "";

/** Called once, on every page (entry.client.js). */
export async function begin() {
  putBackTyped();
  lookAtInstall();
  if (!navigator.serviceWorker) return setApp({ offline: "never" });
  let controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (going) return reload();
    superseded ||= controlled;
    controlled = true;
    judge();
  });
  window.addEventListener("sothuhoso:new-version", stale);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookSeldom());
  setInterval(lookSeldom, LOOK / 4);
  onRise(() => registration?.active || register());
  await register();
}

// ---- the worker

async function register() {
  try {
    registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  } catch {
    return setTimeout(register, AGAIN); // no line
  }
  registration.addEventListener("updatefound", () => follow(registration.installing));
  follow(registration.installing);
  if (early.stale) stale();
  else judge();
}

/** A broken line breaks an installation off; what it has is kept, and it is begun again. */
function follow(worker) {
  worker?.addEventListener("statechange", () => {
    if (worker.state === "redundant" && !registration.active) setTimeout(register, AGAIN);
    else judge();
  });
}

/** What the worker says to an order; undefined where it says nothing in time. */
function ask(worker, type, patience = 5000) {
  return new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answer(data.said);
    setTimeout(answer, patience);
    worker.postMessage({ type }, [port2]);
  });
}

let filled = false;
let superseded = false; // another tab went over to a new version, or the server says that this page is an old one

function stale() {
  superseded = true;
  look();
}

/** How things stand: is there another version to offer, does the app open with no line? */
async function judge() {
  const { waiting, active } = registration ?? {};
  setApp({ offline: active ? "ready" : "loading" });
  const newer = waiting ?? (superseded ? active : null);
  const theirs = newer && (await ask(newer, "version"));
  // This page came from the server and is the new version already: nobody needs to be asked.
  if (theirs && theirs === mine() && waiting) return handOver(active, waiting);
  if (theirs && theirs !== mine() && newer.state !== "redundant" && !appState().update) setApp({ update: "offered" });
  if (active && !filled && !navigator.connection?.saveData) {
    filled = true;
    ask(active, "fill");
  }
}

/**
 * The worker before is stopped in what it fetches: it would be waited for, on a bad line for minutes. And it gets a
 * moment's rest: asked for something just when it is to go, Chromium leaves both where they are, and every page waits.
 */
async function handOver(active, waiting) {
  if (active) await ask(active, "stop", 1000);
  setTimeout(() => waiting.postMessage({ type: "skip" }), 500);
}

/** How much of what is fetched at rest is here: `{large, have}`. Fetches it, too, where `now` says so. */
export async function largeFiles(now = false) {
  const active = registration?.active;
  if (active && now) await ask(active, "fill", 600_000);
  return (active && (await ask(active, "kept"))) ?? { large: 0, have: 0 };
}

let looked = Date.now();

/** Is there another version? The worker's script is fetched past every cache. */
async function look() {
  looked = Date.now();
  await registration?.update().catch(() => {});
  judge();
}

const lookSeldom = () => Date.now() - looked > LOOK && look();

// ---- going over to the new version

let going = false;

/** The person's tap. What was typed is kept first. */
export async function update() {
  if (going) return;
  going = true;
  keepTyped();
  await import("./drafts.js").then(({ allKept }) => allKept()).catch(() => {});
  const waiting = registration?.waiting;
  if (!waiting) return reload();
  handOver(registration.active, waiting);
  setTimeout(reload, 5000); // a page that no worker controls is told nothing
}

let reloaded = false;

function reload() {
  if (reloaded) return;
  reloaded = true;
  location.reload();
}

const fields = () => [...document.querySelectorAll("input, textarea, select")].filter(({ type }) => !/password|file|checkbox|radio|hidden/.test(type));
const nameOf = (field) => field.id || field.name;

/** What stands in fields that keep nothing themselves: searching, following. Drafts are on the disk already. */
function keepTyped() {
  const typed = Object.fromEntries(fields().flatMap((field) => (nameOf(field) && field.value ? [[nameOf(field), field.value]] : [])));
  sessionStorage.setItem(TYPED, JSON.stringify({ page: location.pathname, typed }));
}

function putBackTyped() {
  const { page, typed } = JSON.parse(sessionStorage.getItem(TYPED)) ?? {};
  sessionStorage.removeItem(TYPED);
  if (page !== location.pathname) return;
  for (const field of fields()) {
    const text = typed[nameOf(field)];
    if (!text || field.value) continue;
    // As if it was typed: React hears of a value only when the element's own setter was used.
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
}

// ---- installing

const isInstalled = () => navigator.standalone === true || matchMedia("(display-mode: standalone), (display-mode: minimal-ui)").matches;
/** An iPad calls itself a Mac, but no Mac is touched with five fingers. */
const isApple = () => /iPhone|iPod|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);

function lookAtInstall() {
  const now = isInstalled() ? "done" : early.prompt ? "ready" : isApple() ? "ios" : "";
  setApp({ install: now });
  if (now === "ios") import("./splash.js").then(({ drawSplash }) => drawSplash()).catch(() => {}); // no line: no picture
  window.addEventListener("appinstalled", () => setApp({ install: "done" }));
}

export async function install() {
  const { prompt } = early;
  if (!prompt) return;
  early.prompt = null; // a browser's question can be asked once
  prompt.prompt();
  const { outcome } = await prompt.userChoice;
  setApp({ install: outcome === "accepted" ? "done" : "" });
}

// ---- room

/** What is used and left, and whether the browser promised to keep it. */
export async function measure() {
  if (!navigator.storage?.estimate) return;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const kept = (await navigator.storage.persisted?.()) ? "yes" : (await readSetting("persisted").catch(() => null)) === false ? "refused" : "no";
  setApp({ used: usage, left: Math.max(0, quota - usage), full: quota ? usage / quota : 0, kept });
}

/** Ask the browser for its promise; it may say no, and then it is said so. */
export async function askToKeep() {
  const granted = (await navigator.storage.persist?.()) ?? false;
  await keepSetting("persisted", granted).catch(() => {});
  setApp({ kept: granted ? "yes" : "refused" });
}
