// Sends what was done on trips, by the outbox's rules: kept until the server says that it is there, one tab at a time,
// waiting longer after each failure, parked where somebody must look at it. It knows no screen.
import { inBrowser } from "./base.js";
import { database, hearTabs } from "./database.js";
import { isShut, onShut } from "./gate.js";
import { ask, lineIsUp, onRise } from "./line.js";
import { outboxState, subscribeOutbox } from "./outbox.js";
import { today } from "./search.js";
import { afterArrival, isHere, wireOf } from "./trip_entry.js";
import { anythingOld, followDrafts, forgetOld, nameOfPack, putEntries, putInto } from "./trip_store.js";

const FIRST_WAIT = 3000;
const LONGEST_WAIT = 120_000;

let timer;
let working = false;
let again = false;

/** Send what is due. Called at start, when something was done, when the line comes back, and by its own clock. */
export async function sendEntries() {
  if (!inBrowser) return;
  if (working) return void (again = true);
  working = true;
  clearTimeout(timer);
  try {
    if (navigator.locks) await navigator.locks.request("trip-entries", { ifAvailable: true }, (lock) => lock && sendAll());
    else await sendAll();
  } catch {
    // No storage: the page says so where it matters.
  } finally {
    working = false;
    await schedule().catch(() => {});
  }
}

async function schedule() {
  if (again) {
    again = false;
    return sendEntries();
  }
  const due = (await allEntries()).filter((entry) => entry.state === "waiting");
  if (!due.length) return;
  const wait = Math.max(500, Math.min(...due.map((entry) => entry.notBefore)) - Date.now());
  timer = setTimeout(sendEntries, Math.min(wait, LONGEST_WAIT));
}

const allEntries = async () => (await database()).getAll("entries");

async function sendAll() {
  await followDrafts();
  const entries = (await allEntries()).sort((a, b) => a.madeAt.localeCompare(b.madeAt));
  for (const entry of entries) {
    if (isShut()) return; // nobody holds the tablet: it would be refused
    if (entry.state !== "waiting" || entry.notBefore > Date.now()) continue;
    await attempt(entry);
    if (!lineIsUp()) return;
  }
  await tellWhatWaits(entries);
}

async function attempt(entry) {
  const db = await database();
  let next;
  try {
    next = await deliver(entry);
  } catch (problem) {
    next = afterFailure(entry, problem);
  }
  await putInto(db, next);
}

/** The server said no: `status`, and its own words. */
class Refused extends Error {
  constructor(status, said) {
    super(said.key ?? String(status));
    this.status = status;
    this.said = said;
  }
}

/** How many entries of a trip are only on this tablet, `entry` left out. */
const othersWaiting = async ({ id, trip }) => (await allEntries()).filter((one) => one.trip === trip && one.id !== id && isHere(one)).length;

async function deliver(entry) {
  const waiting = await othersWaiting(entry);
  const body = { entry: wireOf(entry), tablet: await nameOfPack(entry.trip), sent_at: new Date().toISOString(), waiting };
  const answer = await put(`/api/trips/${entry.trip}/entries/${entry.id}`, body);
  told[entry.trip] = waiting;
  return afterArrival(entry, (await answer.json()).received_at);
}

async function put(address, body) {
  const answer = await ask(address, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})));
  return answer;
}

/** Too many tries and a server in trouble pass by themselves; everything else needs somebody. */
const parks = ({ status }) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

function afterFailure(entry, problem) {
  const attempts = entry.attempts + 1;
  if (problem instanceof Refused && parks(problem)) {
    return { ...entry, attempts, state: "parked", problem: { status: problem.status, key: problem.said.key ?? "", message: problem.said.message ?? "" } };
  }
  const asked = Number(problem.said?.facts?.seconds ?? 0) * 1000;
  return { ...entry, attempts, notBefore: Date.now() + (asked || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** entry.attempts)) };
}

/** trip → how much this page last told the server is waiting. Where no entry says it any more, it is said by itself. */
const told = {};

async function tellWhatWaits(sent) {
  const here = await allEntries();
  for (const trip of new Set(sent.map((entry) => entry.trip))) {
    const waiting = here.filter((entry) => entry.trip === trip && isHere(entry)).length;
    const tablet = await nameOfPack(trip);
    if (told[trip] === waiting || !tablet) continue;
    await put(`/api/trips/${trip}/tablets/${tablet}`, { waiting }).then(() => (told[trip] = waiting), () => {});
  }
}

/** "Try again": also what is parked. */
export async function sendEntriesNow() {
  const here = (await allEntries()).filter((entry) => ["waiting", "parked"].includes(entry.state));
  if (here.length) await putEntries(...here.map((entry) => ({ ...entry, state: "waiting", notBefore: 0, problem: null })));
  await sendEntries();
}

async function start() {
  // Somebody may have signed in since: what waited for that is tried again.
  const refused = (await allEntries()).filter((entry) => entry.state === "parked" && entry.problem?.status === 401);
  if (refused.length) await putEntries(...refused.map((entry) => ({ ...entry, state: "waiting", notBefore: 0, problem: null })));
  await sendEntries();
  await tidy();
}

/** What is old leaves the tablet, once the server has said which day it is. */
async function tidy() {
  if (isShut() || !(await anythingOld(today()))) return;
  const answer = await ask("/api/ping", { cache: "no-store" });
  const now = Date.parse(answer.headers.get("date") ?? "");
  if (!Number.isNaN(now)) await forgetOld(today(now));
}

if (inBrowser) {
  onRise(async () => {
    const late = (await allEntries()).filter((entry) => entry.state === "waiting" && entry.notBefore);
    if (late.length) await putEntries(...late.map((entry) => ({ ...entry, notBefore: 0 })));
    sendEntries();
  });
  // A dossier that was given to the outbox is a deed that can be told now.
  let { items } = outboxState();
  subscribeOutbox(() => {
    if (items === outboxState().items) return;
    items = outboxState().items;
    sendEntries();
  });
  hearTabs("outbox", () => sendEntries());
  onShut((shut) => shut || start().catch(() => {}));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendEntries());
  start().catch(() => {}); // no storage: the pages say so where it matters
}
