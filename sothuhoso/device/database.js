// What this device keeps, and where. Every module goes through `database()`. On a phone of one's own that is one plain
// database; on a shared tablet it is the store of whoever has unlocked it, sealed (sealed.js), behind the same methods.
import { openDB } from "idb";
import { inBrowser } from "./base.js";

const NAME = "sothuhoso";
const VERSION = 2;
/** The stores that are the device's and never sealed: nothing personal may be put into them. */
export const DEVICES = ["meta", "catalogue"];
let opened;

/** The device's own part, whoever uses it: settings, the catalogue, and who may unlock what. */
export function common() {
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

let shared;

/** Whether people lock their part of this device. */
async function isShared(db) {
  if (inBrowser && shared !== undefined) return shared;
  shared = (await db.count("meta", "lock.users")) > 0;
  return shared;
}

/** From now on they do, or do so no more: other pages that are open begin anew. */
export function nowShared(yes) {
  shared = yes;
  tellTabs("shared");
}

/**
 * The open database of whoever may use the device now. Rejects where the browser gives no storage (some private windows).
 * On a locked tablet a page waits until it is unlocked; a worker, which nobody can unlock, is refused (`Locked`).
 */
export async function database() {
  const db = await common();
  return (await isShared(db)) ? (await import("./sealed.js")).sealedDatabase(db) : db;
}

/** The pages of a draft without the photos' bytes: enough to show thirty of them. */
export async function smallPictures(draft) {
  const db = await database();
  return db.light ? db.light("photos", "draft", draft) : db.getAllFromIndex("photos", "draft", draft);
}

export const readSetting = async (key) => (await common()).get("meta", key);
export const keepSetting = async (key, value) => (await common()).put("meta", value, key);

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

if (inBrowser) hearTabs("shared", () => window.location.reload());
