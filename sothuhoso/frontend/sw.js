// The service worker. It keeps the app on the device so that it opens with no line, and never keeps what people say or
// are told: nothing under /api/ passes through here. Which files it keeps is written into it by the build (pwa/worker.py).
import { sendFromWorker } from "../device/outbox_worker.js";

/* global __KEPT__ */
const { version, shell, large } = __KEPT__;
const OURS = "app-";
const FILES = `${OURS}files`; // everything kept, by address and revision
const NOTES = `${OURS}notes`; // which of them which version needs
const FALLBACK = "/__spa-fallback.html";
const PATIENCE = 250; // how long a page's own address may take before the kept one is shown
const AT_ONCE = 2; // a browser has six connections for a server, and the page wants some for itself

// ---- what is kept, and under which name

const named = (path, revision) => (revision ? `${path}?v=${revision}` : path);
const names = new Map(Object.entries({ ...shell, ...large }).map(([path, revision]) => [path, named(path, revision)]));

const find = async (name) => (await caches.open(FILES)).match(name, { ignoreVary: true });

async function keep([path, revision], signal) {
  const files = await caches.open(FILES);
  const name = named(path, revision);
  if (await files.match(name, { ignoreVary: true })) return;
  // A name with a hash never changes, so the browser's own copy will do; anything else is asked for again.
  const answer = await fetch(path, { cache: revision ? "no-cache" : "default", priority: "low", signal });
  if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  // A sign-in page of somebody's Wi-Fi, or the server's next version, must not pass for this one's file.
  if (revision && !revision.startsWith(await digest(answer.clone()))) throw new Error(`${path}: another content`);
  await files.put(name, answer);
}

async function digest(answer) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.arrayBuffer()));
  return Array.from(bytes.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function keepAll(list, signal) {
  const left = Object.entries(list);
  const hand = async () => {
    for (let next = left.shift(); next; next = left.shift()) await keep(next, signal);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
}

/** How many of the list are here. */
async function counted(list) {
  const here = new Set((await (await caches.open(FILES)).keys()).map(({ url }) => url.slice(location.origin.length)));
  return Object.entries(list).filter(([path, revision]) => here.has(named(path, revision))).length;
}

/** The files of the version before stay one version longer: its pages may still be open, with parts not loaded yet. */
async function forgetOld() {
  const notes = await caches.open(NOTES);
  const old = (await (await notes.match("/kept"))?.json()) ?? {};
  const before = (old.version === version ? old.before : old.names) ?? [];
  const needed = new Set([...names.values(), ...before]);
  await notes.put("/kept", Response.json({ version, names: [...names.values()], before }));
  const files = await caches.open(FILES);
  for (const request of await files.keys()) {
    if (!needed.has(request.url.slice(location.origin.length))) await files.delete(request);
  }
  for (const name of await caches.keys()) if (name.startsWith(OURS) && ![FILES, NOTES].includes(name)) await caches.delete(name);
}

// ---- life

self.addEventListener("install", (event) => event.waitUntil(keepAll(shell)));

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()));
});

let filling = new AbortController();

function fill() {
  filling = new AbortController();
  return keepAll(large, filling.signal);
}

const orders = {
  version: async () => version,
  skip: () => self.skipWaiting(), // only a person's tap, or a page that is this version already, says so
  fill,
  stop: () => filling.abort(), // the next version waits until this one has nothing to do, on a bad line for minutes
  kept: async () => ({ large: Object.keys(large).length, have: await counted(large) }),
};

self.addEventListener("message", (event) => {
  const order = orders[event.data?.type];
  if (!order) return;
  const [answer] = event.ports;
  const done = Promise.resolve(order()).then(
    (said) => answer?.postMessage({ said }),
    (problem) => answer?.postMessage({ problem: String(problem) }),
  );
  event.waitUntil(done);
});

self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(sendFromWorker());
});

// ---- answering

const ours = ({ method }, { origin, pathname }) => method === "GET" && origin === location.origin && !pathname.startsWith("/api/");
const isPage = ({ mode }, { pathname }) => mode === "navigate" && !/\.\w+$/.test(pathname);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!ours(request, url)) return;
  if (isPage(request, url)) event.respondWith(page(event, url));
  else if (request.mode !== "navigate" && (names.has(url.pathname) || url.pathname.startsWith("/assets/"))) {
    event.respondWith(file(request, url));
  }
});

/** The server's page where it comes soon, else the kept one of that address; every address has a document. */
async function page(event, { pathname }) {
  const fetched = fetch(event.request);
  event.waitUntil(fetched.catch(() => {}));
  const answer = await Promise.race([fetched.catch(() => null), new Promise((late) => setTimeout(late, PATIENCE))]);
  if (answer && answer.status < 500) return answer;
  const name = names.get(pathname.replace(/\/*$/, "/")) ?? names.get(FALLBACK);
  return (await find(name)) ?? fetched;
}

/** A kept file; a name with a hash that is not ours is the former version's, kept as long as its pages may be open. */
async function file(request, { pathname }) {
  const answer = await find(names.get(pathname) ?? pathname);
  if (!answer) return fetch(request);
  return request.headers.has("range") ? part(request, answer) : answer;
}

/** Sound is asked for in pieces, and some browsers take nothing else. */
async function part(request, answer) {
  const whole = await answer.blob();
  const [, first, last] = /bytes=(\d*)-(\d*)/.exec(request.headers.get("range")) ?? [];
  const from = first ? Number(first) : Math.max(0, whole.size - Number(last));
  const to = first && last ? Math.min(Number(last), whole.size - 1) : whole.size - 1;
  const headers = new Headers(answer.headers);
  headers.set("Content-Range", `bytes ${from}-${to}/${whole.size}`);
  headers.set("Content-Length", String(to - from + 1));
  return new Response(whole.slice(from, to + 1), { status: 206, headers });
}
