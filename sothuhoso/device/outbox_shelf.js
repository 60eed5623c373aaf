// What sending needs of the device's database, in one place: pages and the service worker send the same way.
import { database, keepSetting, readSetting, tellTabs } from "./database.js";
import { photosOf } from "./manifest.js";

/** How an item begins, and begins again after somebody put right what was in its way. */
export const FRESH = { state: "waiting", attempts: 0, notBefore: 0, problem: null, announced: false, thumbsTried: false, paused: false };

/** All that waits, the oldest first. */
export async function items() {
  const all = await (await database()).getAll("outbox");
  return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/**
 * Change one item: `change(kept)` gives what is new. Answers the item as it is now, `null` where another tab has taken it
 * away meanwhile: nothing comes back by being written to.
 */
export async function change(id, patch) {
  const db = await database();
  const all = db.transaction("outbox", "readwrite");
  const kept = await all.store.get(id);
  const next = kept ? { ...kept, ...patch(kept) } : null;
  if (next) all.store.put(next);
  await all.done;
  if (next) tellTabs("outbox");
  return next;
}

/** Everything that waits for its next try may have it now. */
export async function wakeAll() {
  const all = (await database()).transaction("outbox", "readwrite");
  for (const item of await all.store.getAll()) if (item.state === "waiting" && item.notBefore) all.store.put({ ...item, notBefore: 0 });
  await all.done;
}

/** The kept photo; its bytes stay on the disk until somebody reads them. */
export const photoOf = async (draft, sha) => (await database()).get("photos", [draft, sha]);

/** `{paused, wifiOnly}`: how this device sends. */
export const howToSend = async () => ({ paused: false, wifiOnly: false, ...(await readSetting("sending")) });

export async function keepHow(how) {
  await keepSetting("sending", how);
  tellTabs("outbox");
}

/** What becomes of the draft when all of it is at the desk: number and secret stay, to follow it; the rest goes. */
export const sentDraft = (item, { number, follow_url, submitted_at }) => ({
  status: "sent",
  receipt: { id: item.id, number, follow_url, submitted_at, photos: photosOf(item.manifest).length },
  persons: { owner: {}, submitter: {}, subject: {} },
  components: {},
  answers: {},
  shared: null,
});

/** The same where no page is open: draft, item and photos in one transaction. */
export async function finish(item, receipt) {
  const all = (await database()).transaction(["drafts", "outbox", "photos"], "readwrite");
  const kept = await all.objectStore("drafts").get(item.draft);
  const now = new Date().toISOString();
  if (kept) all.objectStore("drafts").put({ ...kept, ...sentDraft(item, receipt), rev: kept.rev + 1, changedAt: now });
  all.objectStore("outbox").delete(item.id);
  const photos = all.objectStore("photos");
  for (const key of await photos.index("draft").getAllKeys(item.draft)) photos.delete(key);
  await all.done;
  tellTabs("outbox");
  tellTabs("drafts");
}
