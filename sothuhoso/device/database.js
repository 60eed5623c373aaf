// What this device keeps, and where. One database, opened once; every module goes through here.
import { openDB } from "idb";

const NAME = "sothuhoso";
const VERSION = 2;
let opened;

/** The open database. Rejects where the browser gives no storage (some private windows). */
export function database() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore("meta"); // small settings of this device
        db.createObjectStore("catalogue"); // "current": the catalogue as the server gave it
        db.createObjectStore("drafts", { keyPath: "id" });
        db.createObjectStore("photos", { keyPath: ["draft", "sha256"] }).createIndex("draft", "draft");
        db.createObjectStore("outbox", { keyPath: "id" });
      }
      if (from < 2) {
        db.createObjectStore("numbers", { keyPath: "id" }); // blocks of numbers given out beforehand
        db.createObjectStore("trips", { keyPath: "id" }); // what a trip takes along
        db.createObjectStore("entries", { keyPath: "id" }).createIndex("trip", "trip"); // what was done on it
      }
    },
    // A newer page in another tab wants to upgrade: let go, this page opens again when it needs to.
    blocking(_current, _wanted, event) {
      event.target.close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  }).catch((problem) => {
    opened = undefined;
    throw problem;
  });
  return opened;
}

export const readSetting = async (key) => (await database()).get("meta", key);
export const keepSetting = async (key, value) => (await database()).put("meta", value, key);

let asked = false;

/** Ask the browser not to clear what is kept here. Once is enough; it may say no. */
export async function askToPersist() {
  if (asked || !navigator.storage?.persist) return;
  asked = true;
  const granted = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  await keepSetting("persisted", granted);
}

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(NAME);

/** Tell the other tabs of this device that something of this kind ("drafts", "outbox") changed. */
export const tellTabs = (kind) => channel?.postMessage(kind);

/** Hear what other tabs changed. */
export function hearTabs(kind, listener) {
  channel?.addEventListener("message", (event) => event.data === kind && listener());
}
