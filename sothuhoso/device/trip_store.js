// The trip that is open on this tablet: what it took along (`trips`), what was done (`entries`). Both are on the disk
// before the screen says so, and changed by one tab at a time.
import { createStore } from "./base.js";
import { askToPersist, database, hearTabs, readSetting, tellTabs } from "./database.js";
import { isShut, onShut } from "./gate.js";
import { today as dayIn } from "./search.js";
import { follow, isHere, isLongAgo, outlived } from "./trip_entry.js";
import { who } from "./who.js";

/**
 * `status`: loading | ready | gone (not on this tablet) | failed (no storage). `row`: `{id, user, packedAt, pack,
 * queues: hamlet → tickets, hamlet, tablet}`. `entries`: those of this trip. `unsaved`: the last change found no room.
 */
const CLOSED = { id: "", status: "loading", row: null, entries: [], user: null, unsaved: false };
const store = createStore(CLOSED);

export const tripState = store.get;
export const useTripState = store.use;
export const subscribeTrip = store.subscribe;

const fresh = {};

/**
 * Under which name towards the server a trip is taken along: it decides which letter stands before its numbers. Two people
 * of one shared tablet have a pack each, and each gives out numbers: so it is the pack's name and not the tablet's.
 */
export const packName = async (trip) => (await nameOfPack(trip)) ?? (fresh[trip] ??= crypto.randomUUID());

/** The same of a trip that is here, `null` for none. Packs of before have the tablet's. */
export async function nameOfPack(trip) {
  const row = await (await database()).get("trips", trip);
  return row ? (row.tablet ?? (await readSetting("tablet")) ?? null) : null;
}

const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** Open a trip for this page; a trip of somebody else who uses this tablet is not shown. */
export async function openTrip(id) {
  if (store.get().id !== id) store.set({ id, status: "loading", row: null, entries: [], unsaved: false });
  try {
    await followDrafts();
    await reload();
  } catch {
    store.set({ status: "failed" });
  }
}

async function reload() {
  const { id } = store.get();
  if (!id) return;
  const db = await database();
  const user = await who();
  const row = await db.get("trips", id);
  const entries = await db.getAllFromIndex("entries", "trip", id);
  if (store.get().id !== id) return;
  const ours = row && (!user || row.user === user.username);
  store.set({ status: ours ? "ready" : "gone", row: ours ? row : null, entries: ours ? entries : [], user });
}

/** All trips of this tablet that belong to whoever is signed in. */
export async function keptTrips() {
  const user = await who();
  const rows = await (await database()).getAll("trips");
  return user ? rows.filter((row) => row.user === user.username) : [];
}

/** What waits of each trip: id → how many entries are only here. */
export async function waitingByTrip() {
  const out = {};
  for (const entry of await (await database()).getAll("entries")) if (isHere(entry)) out[entry.trip] = (out[entry.trip] ?? 0) + 1;
  return out;
}

/** Change a trip's row: `change` gets the row as it is on the disk (`undefined`: none) and answers the one to keep. */
export async function changeTrip(id, change) {
  let next;
  try {
    await alone(`trip:${id}`, async () => {
      const db = await database();
      next = change(await db.get("trips", id));
      if (next) await db.put("trips", next);
    });
  } catch (problem) {
    store.set({ unsaved: true });
    throw problem;
  }
  if (store.get().id === id) store.set({ unsaved: false });
  await told();
  return next;
}

/** Keep entries, new or changed, all of them or none. */
export const putEntries = async (...entries) => putInto(await database(), ...entries);

/** The same in the store they were read from: on a shared tablet somebody else may have theirs open by now. */
export async function putInto(db, ...entries) {
  try {
    const all = db.transaction("entries", "readwrite");
    for (const entry of entries) all.store.put(entry);
    await all.done;
  } catch (problem) {
    store.set({ unsaved: true });
    throw problem;
  }
  askToPersist().catch(() => {});
  await told();
}

export async function dropEntry(id) {
  await (await database()).delete("entries", id);
  await told();
}

async function told() {
  await reload();
  tellTabs("trips");
}

/** Dossiers that were sent, sent anew or deleted meanwhile: their entries follow. */
export async function followDrafts() {
  await alone("trip:follow", async () => {
    const db = await database();
    const entries = (await db.getAll("entries")).filter((entry) => entry.kind === "dossier");
    const replaced = new Set(entries.map((entry) => entry.replaces));
    for (const entry of entries) {
      if (replaced.has(entry.id)) continue;
      const draft = await db.get("drafts", entry.draft);
      for (const next of follow(entry, draft, () => crypto.randomUUID(), new Date().toISOString())) await db.put("entries", next);
    }
  });
}

const dayOf = (entry) => entry && dayIn(Date.parse(entry.madeAt));

/**
 * What was done on trips of long ago, and what they took along, leaves this tablet. `today` is the server's: a tablet whose
 * clock jumps a month ahead must not forget which numbers it gave.
 */
export async function forgetOld(today) {
  const all = (await database()).transaction(["trips", "entries", "drafts"], "readwrite");
  const drafts = Object.fromEntries((await all.objectStore("drafts").getAll()).map((draft) => [draft.id, draft]));
  const rows = new Map((await all.objectStore("trips").getAll()).map((row) => [row.id, row]));
  const entries = await all.objectStore("entries").getAll();
  for (const id of new Set([...rows.keys(), ...entries.map((entry) => entry.trip)])) {
    const own = entries.filter((entry) => entry.trip === id);
    const day = rows.get(id)?.pack.trip.day ?? dayOf(own[0]);
    const gone = outlived(day, own, drafts, today);
    gone.forEach((entry) => all.objectStore("entries").delete(entry));
    if (rows.has(id) && isLongAgo(day, today) && gone.length === own.length) all.objectStore("trips").delete(id);
  }
  await all.done;
  await told();
}

/** Whether anything here is old enough by this tablet's own clock to ask the server which day it is. */
export async function anythingOld(today) {
  const db = await database();
  const rows = await db.getAll("trips");
  const known = new Set(rows.map((row) => row.id));
  const days = [...rows.map((row) => row.pack.trip.day), ...(await db.getAll("entries")).filter((entry) => !known.has(entry.trip)).map(dayOf)];
  return days.some((day) => isLongAgo(day, today));
}

/** A trip that is over and of which everything has arrived leaves this tablet, with the names it took along. */
export async function forgetTrip(id) {
  await alone(`trip:${id}`, async () => {
    const all = (await database()).transaction(["trips", "entries"], "readwrite");
    const entries = await all.objectStore("entries").index("trip").getAll(id);
    if (!entries.some(isHere)) {
      all.objectStore("trips").delete(id);
      entries.forEach((entry) => all.objectStore("entries").delete(entry.id));
    }
    await all.done;
  });
  await told();
}

hearTabs("trips", () => isShut() || reload().catch(() => {}));
// Nothing of a trip stays in the memory of a tablet that is locked: names and numbers of a whole hamlet.
onShut((shut) => shut && store.set(CLOSED));
