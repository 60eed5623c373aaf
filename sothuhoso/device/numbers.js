// Numbers of dossiers that this tablet was given beforehand, so that a receipt can be handed out with no line. A number is
// taken in one transaction together with the note which draft it belongs to: two tabs never take the same one, and a draft
// that is sent again keeps its own.
import { createStore, inBrowser, remember } from "./base.js";
import { findUnit, loadCatalogue, unitOfDevice, useCatalogueState } from "./catalogue.js";
import { askToPersist, database, hearTabs, keepSetting, readSetting, tellTabs } from "./database.js";
import { beforehandNumber } from "./dossier_code.js";
import { useDraftState } from "./drafts.js";
import { moment } from "./format.js";
import { ask, lineIsUp, onRise } from "./line.js";
import { give, isLow, isOld, leftFor, restOf, sizeOf, standingOf, wanted } from "./number_blocks.js";
import { useLanguage } from "./words.js";

const MOST = 200; // of one block
const USUAL = 50;

/**
 * `blocks` as kept, without those that are only asked for. `busy`: numbers are on their way. `problem`: why none came,
 * `{status, message}`, status 0 for no line. `count`, `device`: what the page's form says. `asked`: somebody pressed the button.
 */
const store = createStore({ blocks: [], loaded: false, busy: false, problem: null, count: String(USUAL), device: "", asked: false });
export const numbersState = store.get;

const blockKey = (id) => `block:${id}`;
const takenKey = (draft) => `draft:${draft}`;
const allBlocks = (numbers) => numbers.getAll(IDBKeyRange.bound("block:", "block;", false, true));
const here = (rows) => rows.filter((row) => !row.asked);

/** Read what is kept; resolves with the blocks. */
export async function loadNumbers() {
  const rows = await allBlocks((await database()).transaction("numbers").store);
  const blocks = here(rows);
  store.set({ blocks, loaded: true });
  return blocks;
}

// --- taking a number -----------------------------------------------------------------------------------------------

/**
 * The number of this draft, `{number, follow}`: the one it has, else the unit's next, bound to it for ever; `null` where
 * the tablet has none for this unit. `follow` is the address that the receipt's QR leads to.
 */
export async function takeNumber({ id, unit }) {
  const change = (await database()).transaction("numbers", "readwrite");
  const known = await change.store.get(takenKey(id));
  const given = known ? null : give(here(await allBlocks(change.store)), unit, Date.now());
  const taken = given && { id: takenKey(id), number: given.number, follow: given.block.follow, at: new Date().toISOString() };
  if (taken) await Promise.all([change.store.put(given.block), change.store.put(taken)]);
  await change.done;
  if (taken) {
    tellTabs("numbers");
    await loadNumbers();
  }
  renewInTime().catch(() => {});
  return known ?? taken;
}

// --- asking for numbers --------------------------------------------------------------------------------------------

/** The server said no. */
class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** What is asked for is kept first: an answer that is lost on the way costs no numbers, the same id gets the same block. */
async function noteWish(unit, count) {
  const change = (await database()).transaction("numbers", "readwrite");
  const open = (await allBlocks(change.store)).find((row) => row.asked && row.unit === unit);
  const id = crypto.randomUUID();
  const wish = open ?? { id: blockKey(id), block: id, asked: true, unit, count, device: store.get().device };
  if (!open) await change.store.put(wish);
  await change.done;
  return wish;
}

async function fetchBlock({ id, block, unit, count, device }) {
  const answer = await ask("/api/numbers", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id: block, unit, count, device }),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    if (answer.status < 500 && ![401, 408, 429].includes(answer.status)) await (await database()).delete("numbers", id);
    throw new Refused(answer.status, said.message ?? "");
  }
  const change = (await database()).transaction("numbers", "readwrite");
  // Another tab may have got the same answer and begun to take numbers: what is here stays.
  if ((await change.store.get(id))?.asked) await change.store.put({ ...said, id, next: said.first, device });
  await change.done;
}

const NO_LINE = 0;
const NO_STORAGE = -1;
const statusOf = (problem) => problem.status ?? (["TypeError", "TimeoutError", "AbortError"].includes(problem.name) ? NO_LINE : NO_STORAGE);

/**
 * Ask for numbers for this tablet. `unit` "" is that of whoever is signed in. Answers whether they came; `problem` says why
 * not. Used by the page of numbers, and by whoever packs a tablet for a trip.
 */
export async function askForNumbers({ unit = "", count = USUAL } = {}) {
  if (store.get().busy) return false;
  store.set({ busy: true, problem: null });
  try {
    await fetchBlock(await noteWish(unit, count));
    askToPersist().catch(() => {});
    store.set({ busy: false });
    return true;
  } catch (problem) {
    store.set({ busy: false, problem: { status: statusOf(problem), message: problem.message } });
    return false;
  } finally {
    tellTabs("numbers");
    await loadNumbers();
  }
}

/** Where somebody has asked for numbers before: the next ones in time, by one tab only, when the line is there. */
export async function renewInTime() {
  if (!inBrowser || !navigator.locks || !lineIsUp()) return;
  await navigator.locks.request("numbers", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const blocks = await loadNumbers();
    for (const unit of new Set(blocks.map((block) => block.unit))) {
      const count = wanted(blocks, unit, Date.now());
      if (count) await askForNumbers({ unit, count });
    }
  });
}

async function tidy() {
  for (const block of await loadNumbers()) if (isOld(block, Date.now())) await (await database()).delete("numbers", block.id);
}

if (inBrowser) {
  tidy().then(renewInTime).catch(() => {}); // no storage: the pages say so where it matters
  onRise(() => renewInTime().catch(() => {}));
  hearTabs("numbers", () => loadNumbers().catch(() => {}));
}

// --- the page of numbers -------------------------------------------------------------------------------------------

export async function enterNumbers() {
  store.set({ problem: null, asked: false });
  loadCatalogue();
  try {
    store.set({ device: (await readSetting("device")) ?? "" });
    await loadNumbers();
  } catch {
    store.set({ problem: { status: NO_STORAGE, message: "" } });
  }
}

export const setCount = (value) => store.set({ count: value.replace(/\D/g, "").slice(0, 3) });
export const setDevice = (device) => store.set({ device });

/** The button. */
export async function take() {
  const count = Math.min(MOST, Math.max(1, Number(store.get().count) || USUAL));
  store.set({ count: String(count), asked: false });
  await keepSetting("device", store.get().device.trim()).catch(() => {});
  store.set({ asked: await askForNumbers({ count }) });
}

const PROBLEMS = { [NO_LINE]: "offline", [NO_STORAGE]: "storage", 401: "sign_in" };
const problemOf = (problem) => (problem ? (PROBLEMS[problem.status] ?? "refused") : "");

const view = remember(({ blocks, loaded, busy, problem, count, device, asked }, _catalogue, lang) => {
  const now = Date.now();
  const units = [...new Set(blocks.map((block) => block.unit))];
  return {
    ready: loaded,
    busy,
    count,
    device,
    asked,
    problem: problemOf(problem),
    message: problem?.message ?? "",
    units: units.map((code) => ({ code, name: findUnit(code)?.name ?? code, kind: findUnit(code)?.kind ?? "", left: leftFor(blocks, code, now), low: isLow(blocks, code, now) })),
    blocks: [...blocks].sort((a, b) => b.issued_at.localeCompare(a.issued_at)).map((block) => ({
      id: block.id,
      first: beforehandNumber(block.unit, block.day, block.first),
      last: beforehandNumber(block.unit, block.day, block.last).split("-").at(-1),
      left: restOf(block),
      of: sizeOf(block),
      until: moment(block.expires_at, "date", lang),
      standing: standingOf(block, now),
    })),
  };
});

export function useNumbers() {
  return view(store.use(), useCatalogueState(), useLanguage());
}

// --- what the steps of a dossier say about them --------------------------------------------------------------------

const stockView = remember(({ blocks, loaded, problem }, { draft }) => {
  const now = Date.now();
  const unit = draft?.unit || unitOfDevice();
  return {
    known: loaded && blocks.some((block) => block.unit === unit),
    left: leftFor(blocks, unit, now),
    low: isLow(blocks, unit, now),
    signIn: problem?.status === 401,
  };
});

/** How many numbers the open draft's unit has here. */
export function useStock() {
  return stockView(store.use(), useDraftState());
}
