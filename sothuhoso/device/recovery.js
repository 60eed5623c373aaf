// What a locked store hands over to the desk: its rows as they are, sealed, and its data key as it was wrapped for the
// desk when the PIN was set. No PIN is needed for it. Only when the desk has all of it, or somebody has saved it as a
// file, the store is deleted.
import { deleteDB } from "idb";
import { createStore } from "./base.js";
import { common, DEVICES, nowShared } from "./database.js";
import { setGate } from "./gate.js";
import { ask, askServer, lineDies } from "./line.js";
import { readTablet, readUsers, said, setHolder, toBase64 } from "./lock.js";
import { nameOf, openRaw } from "./sealed.js";
import { endSession, SESSION, TABLET, tell, USERS } from "./session.js";
import { isUnsent } from "./trip_entry.js";
import { forgetWhoOf } from "./who.js";

const FORMAT = 1;
const MAGIC = new TextEncoder().encode("STHS-RB1");
const HEAD_PATIENCE = 8000; // somebody stands before it; and 10 KB a second
const PART_PATIENCE = 120_000;
/** Rows that travel: all but the small pictures, whose photos travel themselves. */
const NOT_ROWS = ["photos", "bodies"];

/** `state`: "" | sending | waiting (no line) | saved (as a file, to be confirmed) | done. */
const store = createStore({ state: "", user: "", sent: 0, of: 0, dossiers: 0, drafts: 0, deeds: 0 });
export const useRecovery = store.use;
export const recoveryState = store.get;

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

/** How much is in a store that never reached the desk: `{dossiers, drafts, deeds}`. Reads only what lies in clear. */
export async function unsentOf(user) {
  const raw = await openRaw(user);
  try {
    const drafts = (await raw.getAll("drafts")).filter((draft) => draft.status === "draft").length;
    return { dossiers: await raw.count("outbox"), drafts, deeds: (await raw.getAll("entries")).filter(isUnsent).length };
  } finally {
    raw.close();
  }
}

/** The head of a person's bundle, always the same for the same store. */
async function headOf(user, raw, reason) {
  const tablet = await readTablet();
  const unfinished = (await raw.getAll("drafts")).filter((draft) => draft.status === "draft").length;
  const rows = [];
  const parts = [];
  for (const name of [...raw.objectStoreNames].filter((one) => !NOT_ROWS.includes(one))) {
    const [keys, kept] = [await raw.getAllKeys(name), await raw.getAll(name)];
    keys.forEach((key, i) => rows.push({ store: name, key, sealed: toBase64(kept[i].sealed) }));
  }
  for (const place of await raw.getAllKeys("bodies")) {
    const sealed = await raw.get("bodies", place);
    parts.push({ store: place[0], key: place[1], part: place[2], sha256: await sha256(sealed), bytes: sealed.byteLength });
  }
  return { format: FORMAT, id: user.bundle, device: tablet.id, account: user.account, key_id: user.desk.keyId, wrapped: toBase64(user.desk.key), reason, drafts: unfinished, rows, parts };
}

async function send(user, raw) {
  const head = await headOf(user, raw, user.full || "asked");
  const headers = { "Content-Type": "application/json" };
  askServer(); // whether there is a line at all
  const alive = (question) => Promise.race([question, lineDies()]);
  const body = JSON.stringify(head);
  let { missing } = await said(await alive(ask("/api/recovery", { method: "POST", headers, body }, HEAD_PATIENCE + body.length / 10)));
  const places = new Map(head.parts.map((part) => [part.sha256, [part.store, part.key, part.part]]));
  store.set({ of: head.parts.length, sent: head.parts.length - missing.length });
  for (const sha of missing) {
    const part = await raw.get("bodies", places.get(sha));
    ({ missing } = await said(await alive(ask(`/api/recovery/${head.id}/parts/${sha}`, { method: "PUT", body: part }, PART_PATIENCE))));
    store.set({ sent: head.parts.length - missing.length });
  }
  if (missing.length) throw new Error("not whole");
}

/** Send a shut store to the desk, then delete it. Answers whether that is done; without a line it stays as it is. */
export async function handOver(user) {
  if (store.get().state === "sending") return false;
  const unsent = await unsentOf(user.id);
  store.set({ state: "sending", user: user.id, sent: 0, of: 0, ...unsent });
  const raw = await openRaw(user.id);
  try {
    if (unsent.dossiers || unsent.drafts || unsent.deeds) await send(user, raw);
  } catch {
    store.set({ state: "waiting" });
    return false;
  } finally {
    raw.close();
  }
  await wipe(user.id);
  store.set({ state: "done" });
  return true;
}

/** The same as one file: magic, length of the head (4, big endian), head, and the parts one after the other. */
async function fileOf(user) {
  const raw = await openRaw(user.id);
  try {
    const head = await headOf(user, raw, user.full || "asked");
    const text = new TextEncoder().encode(JSON.stringify(head));
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, text.length);
    const contents = [];
    for (const { store: name, key, part } of head.parts) contents.push(new Blob([await raw.get("bodies", [name, key, part])]));
    return new Blob([MAGIC, length.buffer, text, ...contents], { type: "application/octet-stream" });
  } finally {
    raw.close();
  }
}

/** Offer the file. Its name tells nothing about anybody. */
export async function saveFile(user) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await fileOf(user));
  link.download = `sothuhoso-${user.bundle.slice(0, 8)}.khoa`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  store.set({ state: "saved", user: user.id });
}

/** Somebody says that the file is there. */
export async function confirmSaved(user) {
  await wipe(user.id);
  store.set({ state: "done", user: user.id });
}

/** Read a saved file again: `{head, partOf(sha256)}`; `null` for any other file. */
export async function readFile(file) {
  const start = new DataView(await file.slice(0, MAGIC.length + 4).arrayBuffer());
  if (file.size < MAGIC.length + 4 || MAGIC.some((byte, i) => start.getUint8(i) !== byte)) return null;
  const from = MAGIC.length + 4;
  const length = start.getUint32(MAGIC.length);
  const head = JSON.parse(await file.slice(from, from + length).text());
  const places = new Map();
  let at = from + length;
  for (const part of head.parts) places.set(part.sha256, [at, (at += part.bytes)]);
  return { head, partOf: (sha) => file.slice(...places.get(sha)) };
}

// --- deleting --------------------------------------------------------------------------------------------------------

/** Delete one person's part. Without its wrapped keys nothing that is left on the disk can be opened. */
export async function wipe(id) {
  const db = await common();
  const users = await readUsers();
  const left = users.filter((user) => user.id !== id);
  await db.put("meta", left, USERS);
  await forgetWhoOf(id);
  if ((await db.get("meta", SESSION))?.user === id) {
    await endSession(db);
    tell("locked");
  }
  await deleteDB(nameOf(id));
  if (!left.length && !(await readTablet())?.revoked) await forgetTablet();
}

/** Nobody shares this device any more: it is as new. */
export async function forgetTablet() {
  await ask("/api/devices/self", { method: "DELETE" }).catch(() => {});
  await clean();
  const db = await common();
  await db.delete("meta", USERS);
  await db.delete("meta", TABLET);
  setHolder("");
  setGate(null);
  nowShared(false);
}

/** What the device's own part may hold of anybody. */
async function clean() {
  const db = await common();
  const names = [...db.objectStoreNames].filter((name) => !DEVICES.includes(name));
  const clearing = db.transaction(names, "readwrite");
  for (const name of names) clearing.objectStore(name).clear();
  await clearing.done;
  await forgetWhoOf();
  sessionStorage.clear();
}

/** A revoked tablet: every person's part goes to the desk, then nothing is left here; says so to the desk. */
export async function handOverAll() {
  for (const user of await readUsers()) if (!(await handOver(user))) return;
  await clean();
  const answer = await ask("/api/devices/self", { method: "DELETE" });
  if (!answer.ok) return;
  const db = await common();
  await db.put("meta", { ...(await readTablet()), wiped: true }, TABLET);
  window.dispatchEvent(new CustomEvent("sothuhoso:revoked"));
}
