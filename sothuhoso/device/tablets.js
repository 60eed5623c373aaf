// The page "tablets": this one (its PIN, its idle time), and for the head of the desk all of the unit's, with what locked
// ones handed over.
import { createStore, remember } from "./base.js";
import { common } from "./database.js";
import { isSharedTablet, isShut } from "./gate.js";
import { ask } from "./line.js";
import { moment } from "./format.js";
import { IDLE, readSession } from "./session.js";
import { useLanguage } from "./words.js";

const MANAGERS = ["head", "admin"];

/**
 * `here`: this tablet, `null` while it is not shared. `devices`, `bundles`: as the server says. `asked`: the device that
 * is asked about before it is revoked. `failed`: the lists could not be fetched. `opened`: what a bundle had in it.
 */
const store = createStore({ loaded: false, manager: false, here: null, devices: [], bundles: [], asked: "", removing: false, failed: false, busy: "", message: "", opened: null, said: "" });

export async function enterTablets() {
  store.set({ loaded: false, asked: "", removing: false, message: "", opened: null, said: "" });
  await lookHere().catch(() => {});
  await look();
}

async function lookHere() {
  if (!isSharedTablet()) return store.set({ here: null });
  const { readTablet, readUsers } = await import("./lock.js");
  const [tablet, users, session] = await Promise.all([readTablet(), readUsers(), common().then(readSession)]);
  const own = users.find((user) => user.id === session?.user);
  store.set({ here: tablet && { id: tablet.id, label: tablet.label, idle: tablet.idle ?? IDLE, name: own?.name ?? "", user: own?.id ?? "" } });
}

async function read(address, options) {
  const answer = await ask(address, { cache: "no-store", ...options });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(body.message ?? ""), { said: true });
  return body;
}

/** The lists, for whoever may see them. */
export async function look() {
  if (isShut()) return; // the lock's page is on its way; the server would be asked by nobody
  try {
    const { role } = await read("/api/session");
    const manager = MANAGERS.includes(role);
    const [{ devices }, { bundles }] = manager ? await Promise.all([read("/api/devices"), read("/api/recovery")]) : [{ devices: [] }, { bundles: [] }];
    store.set({ loaded: true, manager, devices, bundles, failed: false });
  } catch {
    store.set({ loaded: true, failed: true });
  }
}

/** One request that changes something, and the lists anew. */
async function act(busy, address, options, done = () => {}) {
  if (store.get().busy) return;
  store.set({ busy, message: "", said: "" });
  try {
    done(await read(address, { method: "POST", ...options }));
  } catch (problem) {
    store.set({ message: problem.said ? problem.message : "offline" });
  }
  store.set({ busy: "" });
  await look();
}

export const askRevoke = (id) => store.set({ asked: id });
export const keep = () => store.set({ asked: "", removing: false });

export function revoke() {
  const { asked } = store.get();
  store.set({ asked: "" });
  return act(asked, `/api/devices/${asked}/revoke`, {}, () => store.set({ said: "revoked" }));
}

const json = (body) => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const allowReset = (device, account) => act(account, `/api/devices/${device}/reset`, json({ account }), () => store.set({ said: "reset" }));
export const openBundle = (id) => act(id, `/api/recovery/${id}/open`, {}, (opened) => store.set({ opened }));
export const closeOpened = () => store.set({ opened: null });

/** A file that was saved from a locked tablet: the same way in as from the tablet itself. */
export async function takeFile([file]) {
  if (store.get().busy) return;
  store.set({ busy: "file", message: "", said: "" });
  try {
    const { readFile } = await import("./recovery.js");
    const kept = await readFile(file).catch(() => null);
    if (!kept) return store.set({ busy: "", said: "no_file" });
    let { missing } = await read("/api/recovery", { method: "POST", ...json(kept.head) });
    for (const sha of missing) ({ missing } = await read(`/api/recovery/${kept.head.id}/parts/${sha}`, { method: "PUT", body: kept.partOf(sha) }));
    store.set({ said: "taken" });
  } catch (problem) {
    store.set({ message: problem.said ? problem.message : "offline" });
  }
  store.set({ busy: "" });
  await look();
}

// --- this tablet -----------------------------------------------------------------------------------------------------

export async function setIdle(minutes) {
  store.set({ here: { ...store.get().here, idle: minutes } }); // at once: the button that was pressed shows it
  await import("./lock.js").then((lock) => lock.setIdle(minutes));
  await lookHere();
}

export const askRemove = () => store.set({ removing: true });

/** Take one's own part off this tablet: what is unsent goes to the desk first. */
export async function removeMine() {
  store.set({ removing: false, busy: "remove", message: "" });
  const [{ readUsers }, { handOver }] = await Promise.all([import("./lock.js"), import("./recovery.js")]);
  const { user } = store.get().here;
  const own = (await readUsers()).find((one) => one.id === user);
  // Without a line it stays as it is, and usable.
  if (own && (await handOver({ ...own, bundle: own.bundle || crypto.randomUUID() }))) return location.assign("/dang-nhap");
  store.set({ busy: "", message: "offline" });
}

// --- what the page shows ---------------------------------------------------------------------------------------------

const NOT_HERE = { id: "", label: "", idle: IDLE, name: "", user: "" };

const view = remember((state, lang) => {
  const at = (iso) => moment(iso, "datetime", lang);
  return {
    ...state,
    shared: Boolean(state.here),
    here: state.here ?? NOT_HERE,
    devices: state.devices.map((one) => ({
      ...one,
      mine: one.id === state.here?.id,
      last_seen_at: at(one.last_seen_at),
      revoked_at: at(one.revoked_at),
      wiped_at: at(one.wiped_at),
      users: one.users.map((user) => ({ ...user, device: one.id, active: one.state === "in_use", reset_until: user.reset_until && at(user.reset_until) })),
    })),
    bundles: state.bundles.map((one) => ({ ...one, created_at: at(one.created_at), opened_at: one.opened_at && at(one.opened_at) })),
    askedLabel: state.devices.find((one) => one.id === state.asked)?.label ?? "",
    opening: Boolean(state.opened),
    openedDossiers: state.opened?.dossiers ?? [],
    openedDrafts: state.opened?.drafts ?? 0,
    openedDeeds: state.opened?.deeds ?? 0,
    refusedDeeds: state.opened?.deeds_refused ?? 0,
  };
});

export function useTablets() {
  return view(store.use(), useLanguage());
}
