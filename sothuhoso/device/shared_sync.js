// Changes of a shared draft, to and fro. The server's row is the truth and the line may break at any moment: nothing
// counts as there before the row has said so, and nothing typed here is dropped without being offered again.
import { applyRemote, draftState, onPatch } from "./drafts.js";
import { onRise } from "./line.js";
import { changedFields, changedPages, fieldsOf, keptAs, mergeFields, mergePages, pagesOf, WRITTEN } from "./shared_merge.js";
import { showHeld } from "./shared_held.js";
import { onBegin, onEnd, over, resume } from "./shared_share.js";
import { dropOffer, idsOf, setShared, sharedState, sharing } from "./shared_store.js";

const PAUSE = 120; // typing is sent at once, and then at most this often, milliseconds
const TOGETHER = 5; // changes of one tap travel together
const PATIENCE = 5000; // an event that was not answered by then is lost
const AT_ONCE = 40; // changes in one event: frames are small
const NOBODY = ["submission.unknown", "access.refused", "draft.closed"];
const YIELDS = ["draft.field_held", "draft.field_changed"];

let bridge = null; // {join, edit, hold}: the page's way to the server's State
let connected = false;
let head = { id: "" };
let number = Date.now(); // of this side's events; grows over reloads, so that old answers are known as old
let heard = number;
let asked = Infinity; // the event that asked for the row; what the State showed before it may be of another time
const flying = new Map(); // path → {token, number}: on its way
const landed = new Map(); // path → token: came to an end as it is
const sentListeners = new Set();
const pageListeners = new Set();

/** Called when the server says that the dossier exists. */
export const onSent = (listener) => sentListeners.add(listener);
/** Called with the row's pages each time they were seen: `[{component, pages: [{sha256, arrived …}]}]`. */
export const onPages = (listener) => pageListeners.add(listener);

export function setBridge(given) {
  bridge = given;
  if (!given) setShared({ live: false });
}

/** The socket is up or down. Each time it comes up the row is read anew. */
export function setConnected(up) {
  connected = up;
  if (up) rejoin();
  else setShared({ live: false, held: {} });
}

const secret = () => draftState().draft.secret;
let joining;

/** Look at the row (again). */
export function rejoin() {
  clearTimeout(joining);
  if (!sharing() || !bridge || !connected) return;
  flying.clear();
  asked = number += 1;
  bridge.join(sharing().id, secret(), number);
  joining = setTimeout(() => !sharedState().live && !sharedState().signIn && rejoin(), PATIENCE);
}

// --- what the server says ------------------------------------------------------------------------------------------

/** The server's projection, and its answer to this side's events. */
export function received(projection, answer) {
  if (answer.number < asked) return;
  head = projection.head;
  const shared = sharing();
  if (!shared || (answer.problem && answer.number === number && endsIt(answer.problem))) return;
  if (head.id !== shared.id) return setShared({ live: false, held: {} });
  if (head.sent) return sentListeners.forEach((listener) => listener());
  if (head.closed) return void over("closed");
  takeOver(shared, projection);
  answered(answer);
  setShared({ live: true, signIn: false, ...(head.joined ? { code: "" } : {}) });
  showHeld(projection.claims);
  pageListeners.forEach((listener) => listener(projection.pages));
  flushSoon();
}

export const isSent = () => Boolean(head.sent && sharing()?.id === head.id);

/** Whether this refusal of a whole event leaves nothing more to do with the row just now. */
function endsIt(problem) {
  if (NOBODY.includes(problem)) over("closed");
  else if (problem === "access.sign_in") setShared({ live: false, signIn: true });
  else if (problem === "draft.sent") setShared({ sending: true });
  else return false; // a field that is held; a database that was busy: what was not taken is said again
  return true;
}

function takeOver(shared, { fields, pages }) {
  const { draft } = draftState();
  const { take, offers, base } = mergeFields(fieldsOf(draft), shared.base, fields, shared.side);
  take.forEach(({ path }) => landed.delete(path));
  const taken = take.map((one) => ({ ...one, value: keptAs(one.path, one.value) })).filter(({ value }) => value !== null);
  const patches = [...taken, ...pages.flatMap((given) => takePages(pagesOf(draft), shared, given))];
  const next = {
    ...shared,
    base,
    pages: idsOf(Object.fromEntries(pages.map((given) => [given.component, given.pages]))),
    offers: { ...shared.offers, ...offers },
    joined: head.joined,
    name: head.joined_name,
  };
  if (patches.length || JSON.stringify(next) !== JSON.stringify(shared)) applyRemote(patches, next);
}

function takePages(here, shared, { component, pages }) {
  const mine = here[component] ?? [];
  const known = shared.pages[component] ?? [];
  const theirs = pages.map(({ id, sha256, bytes, media_type }) => ({ id, sha256, bytes, media_type }));
  if (theirs.length !== known.length || theirs.some((page, i) => page.id !== known[i])) landed.delete(pathOf(component));
  const merged = mergePages(mine, known, theirs);
  const equal = merged.length === mine.length && merged.every((page, i) => page.id === mine[i].id);
  return equal ? [] : [{ path: pathOf(component), value: merged, origin: "typed" }];
}

const pathOf = (component) => `components.${component}.pages`;

/** What was on its way has come to an end: taken, or refused by name. */
function answered(answer) {
  const news = answer.refused.filter(({ key, number: of }) => of > heard && YIELDS.includes(key)).map(({ path }) => path);
  for (const [path, { token, number: sent }] of flying) {
    if (sent > answer.number) continue;
    flying.delete(path);
    if (!answer.problem && !news.includes(path)) landed.set(path, token);
  }
  news.forEach(giveWay);
  heard = Math.max(heard, answer.number);
}

/** The other side was first: the row's text stands, ours is offered. */
function giveWay(path) {
  const shared = sharing();
  const mine = fieldsOf(draftState().draft)[path];
  const { value, origin } = shared.base?.[path] ?? { value: "", origin: "typed" };
  if (mine?.value === value) return;
  landed.delete(path);
  const offers = mine?.value && WRITTEN.test(path) ? { ...shared.offers, [path]: mine.value } : shared.offers;
  applyRemote([{ path, value, origin }], { ...shared, offers });
}

// --- what is written here ------------------------------------------------------------------------------------------

let flushing;
let flushed = 0;

function flushSoon() {
  flushing ??= setTimeout(() => {
    flushing = undefined;
    flushed = Date.now();
    flush();
  }, Math.max(TOGETHER, flushed + PAUSE - Date.now()));
}

const fresh = ({ path, token }) => flying.get(path)?.token !== token && landed.get(path) !== token;

/** What the row does not say yet and is not on its way. */
function unsent() {
  const shared = sharing();
  const { draft } = draftState();
  if (!shared?.base || draft.status !== "draft") return { fields: [], pages: [] };
  const here = pagesOf(draft);
  const fields = changedFields(fieldsOf(draft), shared.base).map((change) => ({ path: change.path, token: `${change.origin} ${change.value}`, change }));
  const pages = Object.keys({ ...here, ...shared.pages })
    .map((component) => changedPages(component, here[component] ?? [], shared.pages[component] ?? []))
    .filter(Boolean)
    .map((change) => ({ path: pathOf(change.component), token: JSON.stringify(change), change }));
  return { fields: fields.filter(fresh).slice(0, AT_ONCE), pages: pages.filter(fresh) };
}

const canSpeak = () => sharedState().live && bridge && connected && sharing();

function flush() {
  if (!canSpeak()) return;
  const { fields, pages } = unsent();
  if (!fields.length && !pages.length) return;
  number += 1;
  for (const { path, token } of [...fields, ...pages]) {
    flying.set(path, { token, number });
    landed.delete(path);
  }
  const changes = { fields: fields.map(({ change }) => ({ ...change, hold: change.path === writing })), pages: pages.map(({ change }) => change) };
  bridge.edit(sharing().id, secret(), changes, number);
  watch();
}

let watching;

/** An event may vanish in a dying socket: what is not answered in time is said again. */
function watch() {
  clearTimeout(watching);
  watching = setTimeout(() => {
    if (!flying.size) return;
    setShared({ live: false });
    rejoin();
  }, PATIENCE);
}

/** Whether all that stands here is in the row; waits a little for it. */
export async function allThere(patience = 3000) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((done) => setTimeout(done, 40))) {
    if (!canSpeak()) continue;
    flush();
    if (!flying.size) return true;
  }
  return false;
}

// --- the field somebody writes in ----------------------------------------------------------------------------------

let writing = "";
let leaving;

function hold(path) {
  if (path === writing) return;
  flush();
  writing = path;
  if (!canSpeak() || sharedState().held[path]) return;
  number += 1;
  bridge.hold(sharing().id, secret(), path, number);
}

/** The cursor came into an element, or left all of them (`null`). A field's element names its path in `data-path`. */
export function cursorIn(element) {
  clearTimeout(leaving);
  const path = element?.closest("[data-path]")?.dataset.path ?? "";
  if (path) hold(path);
  else leaving = setTimeout(hold, 60, "");
}

onPatch(({ path }) => {
  const shared = sharing();
  if (!shared) return;
  if (shared.offers[path] !== undefined) dropOffer(path);
  flushSoon();
});

onBegin(rejoin);
onEnd(() => {
  flying.clear();
  landed.clear();
  head = { id: "" };
  asked = Infinity;
});
onRise(rejoin);

/** A draft was opened on this page: go on with it as it stands. */
export function goOn() {
  resume();
  rejoin();
}
