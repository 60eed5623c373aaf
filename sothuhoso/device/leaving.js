// Signing out: what has not reached the desk is named first, and what becomes of it. On a shared tablet it stays locked;
// on any other device it would lie there for the next person.
import { createStore } from "./base.js";
import { database } from "./database.js";
import { isSharedTablet } from "./gate.js";
import { isUnsent } from "./trip_entry.js";

/** `open`: the question is asked. `problem`: "" | offline (not signed out) | line (not sent) | parked | deeds_parked. */
const store = createStore({ open: false, dossiers: 0, drafts: 0, deeds: 0, locked: false, sending: false, left: 0, problem: "" });
export const useLeaving = store.use;

const unsentDeeds = async () => (await (await database()).getAll("entries")).filter(isUnsent);

/** What never reached the desk: `{dossiers, drafts, deeds}`; deeds are what was done on a trip. */
async function unsent() {
  const db = await database();
  const drafts = (await db.getAll("drafts")).filter((draft) => draft.status === "draft" && draft.shared?.side !== "clerk");
  return { dossiers: await db.count("outbox"), drafts: drafts.length, deeds: (await unsentDeeds()).length };
}

/** The button: ask where something is unsent, else sign out. */
export async function signOut() {
  const waiting = await unsent().catch(() => ({ dossiers: 0, drafts: 0, deeds: 0 })); // no storage: there is nothing
  if (!waiting.dossiers && !waiting.drafts && !waiting.deeds) return leave();
  store.set({ open: true, ...waiting, locked: isSharedTablet(), sending: false, problem: "" });
}

export const stay = () => {
  stopSending();
  store.set({ open: false, sending: false, problem: "" });
};

/** Leave other people's drafts, lock, end the session; a full load forgets what the page knew. */
export async function leave() {
  const { forgetOthers } = await import("./join.js");
  await forgetOthers().catch(() => {});
  await import("./who.js").then(({ forgetWho }) => forgetWho()).catch(() => {});
  const shared = isSharedTablet();
  if (shared) await import("./lock.js").then((lock) => lock.lock());
  try {
    await fetch("/api/session", { method: "DELETE" });
  } catch {
    // A locked tablet tells the server that nobody holds it; another device would stay signed in unnoticed.
    if (!shared) return store.set({ open: true, sending: false, problem: "offline" });
  }
  window.location.assign("/dang-nhap");
}

let stopSending = () => {};

/** Send what waits, then sign out; says so where it cannot. */
export async function sendFirst() {
  const [outbox, trips] = await Promise.all([import("./outbox.js"), import("./trip_sender.js")]);
  let over = false;
  stopSending();
  store.set({ sending: true, problem: "" });
  const look = async () => {
    const { items, loaded } = outbox.outboxState();
    const deeds = await unsentDeeds();
    if (over || !loaded) return;
    store.set({ left: items.length + deeds.length });
    if ([...items, ...deeds].some((one) => one.state !== "parked")) return;
    stopSending();
    if (items.length || deeds.length) store.set({ sending: false, problem: items.length ? "parked" : "deeds_parked" });
    else leave();
  };
  const lineDown = () => stopSending() || store.set({ sending: false, problem: "line" });
  const patience = setInterval(async () => ((await import("./line.js")).lineIsUp() ? look() : lineDown()), 2000);
  const unsubscribe = outbox.subscribeOutbox(look);
  stopSending = () => {
    over = true;
    unsubscribe();
    clearInterval(patience);
  };
  for (const item of outbox.outboxState().items) if (item.state === "waiting") await outbox.sendNow(item.id);
  trips.sendEntriesNow().then(look, () => {}); // no storage: nothing of it is here
  await look();
}
