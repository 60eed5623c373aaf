// Getting ready with a line: the trip is taken along, and what the tablet needs out there is looked at, each with a
// word: ok | attention | unknown (this browser does not say).
import { createStore, remember } from "./base.js";
import { catalogueData, loadCatalogue, retryCatalogue, useCatalogueState } from "./catalogue.js";
import { askToPersist, database, keepSetting, readSetting } from "./database.js";
import { moment } from "./format.js";
import { ask, useLine } from "./line.js";
import { leftFor } from "./number_blocks.js";
import { askForNumbers, loadNumbers, numbersState } from "./numbers.js";
import { formatNumber } from "./sizes.js";
import { changeTrip, openTrip, packName, tripState, useTripState } from "./trip_store.js";
import "./trip_sender.js";
import { useLanguage } from "./words.js";

const ENOUGH_ROOM = 500 * 1024 * 1024; // 40 people, six photos each, twice over
const ENOUGH_BATTERY = 60;
const CLOCK_OFF = 5 * 60 * 1000;
const ENOUGH_NUMBERS = 20;
const TOO_OLD = 18 * 60 * 60 * 1000;

/** `packing`: "" | now. `problem`: "" | offline | sign_in | gone | the server's words. `checks`: key → `{state, facts, why}`. */
const store = createStore({ asked: "", packing: "", problem: "", checks: {}, checking: false, number: "", choosing: "" });

export async function enterPrepare(asked) {
  const id = asked.get("c") ?? "";
  store.set({ asked: id, packing: "", problem: "", choosing: "" });
  await loadCatalogue();
  await openTrip(id);
  if (tripState().status === "gone") await takeAlong();
  await check();
}

/** Download the trip; what was already done and called on this tablet stays. */
export async function takeAlong() {
  const id = store.get().asked;
  if (store.get().packing || !id) return;
  store.set({ packing: "now", problem: "" });
  try {
    const tablet = await packName(id);
    const answer = await ask(`/api/trips/${id}/pack?may=${tablet}`, { cache: "no-store" });
    const pack = await answer.json();
    if (!answer.ok) return store.set({ problem: answer.status === 401 ? "sign_in" : pack.message || "offline" });
    if (catalogueData()?.hash !== pack.catalogue) await retryCatalogue();
    await askToPersist().catch(() => {});
    await changeTrip(id, (row) => ({
      id,
      queues: row?.queues ?? {},
      hamlet: pack.trip.hamlets.some((one) => one.id === row?.hamlet) ? row.hamlet : pack.trip.hamlets[0]?.id,
      user: pack.username,
      packedAt: new Date().toISOString(),
      tablet,
      pack,
    }));
    await openTrip(id);
    await check();
  } catch {
    store.set({ problem: "offline" });
  } finally {
    store.set({ packing: "" });
  }
}

// --- what is looked at ---------------------------------------------------------------------------------------------

export async function check() {
  store.set({ checking: true });
  const found = await Promise.all(Object.entries(CHECKS).map(async ([key, look]) => [key, await look().catch(() => ({ state: "unknown", why: "unknown" }))]));
  store.set({ checks: Object.fromEntries(found), checking: false });
}

const verdict = (good, why, facts = {}) => ({ state: good ? "ok" : "attention", why: good ? "ok" : why, facts });

const CHECKS = {
  async pack() {
    const { row } = tripState();
    if (!row) return verdict(false, "none");
    const age = Date.now() - new Date(row.packedAt).getTime();
    return verdict(age < TOO_OLD, "old", { n: row.pack.dossiers.filter((one) => !one.left).length, at: row.packedAt });
  },
  async catalogue() {
    const data = catalogueData();
    if (!data) return verdict(false, "none");
    const { row } = tripState();
    const kept = await (await database()).get("catalogue", "current");
    return verdict(kept && (!row || kept.hash === row.pack.catalogue), "old", { n: data.procedures.length });
  },
  async numbers() {
    const { row } = tripState();
    const left = leftFor(await loadNumbers(), row?.pack.trip.unit_code, Date.now());
    return verdict(left >= ENOUGH_NUMBERS, left ? "few" : "none", { n: left });
  },
  async app() {
    return verdict(Boolean(navigator.serviceWorker?.controller), "not_kept");
  },
  async camera() {
    if (!navigator.mediaDevices?.enumerateDevices) return verdict(false, "none");
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (!devices.some((one) => one.kind === "videoinput")) return verdict(false, "none");
    const given = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    if (!given) return { state: "unknown", why: "unknown", facts: {} };
    return verdict(given.state === "granted", given.state === "denied" ? "denied" : "not_asked");
  },
  async storage() {
    const { quota, usage } = await navigator.storage.estimate();
    const left = Math.max(0, quota - usage);
    const persisted = await navigator.storage.persisted?.();
    return verdict(left >= ENOUGH_ROOM && persisted, left < ENOUGH_ROOM ? "little" : "not_promised", { left });
  },
  async battery() {
    if (!navigator.getBattery) return { state: "unknown", why: "unknown", facts: {} };
    const { level, charging } = await navigator.getBattery();
    const percent = Math.round(level * 100);
    return verdict(percent >= ENOUGH_BATTERY || charging, "low", { percent });
  },
  async clock() {
    const off = await clockOff();
    if (off === null) return { state: "unknown", why: "unknown", facts: {} };
    return verdict(Math.abs(off) <= CLOCK_OFF, off > 0 ? "fast" : "slow", { minutes: Math.round(Math.abs(off) / 60_000) });
  },
};

/** This tablet's clock minus the server's in milliseconds; what was seen last while there is no line. */
async function clockOff() {
  try {
    const before = Date.now();
    const answer = await ask("/api/ping", { cache: "no-store" }, 4000);
    const said = Date.parse(answer.headers.get("date") ?? "");
    if (Number.isNaN(said)) return null;
    // The header has whole seconds, and the answer was on its way.
    const off = (before + Date.now()) / 2 - (said + 500);
    await keepSetting("clock_off", off);
    return off;
  } catch {
    return (await readSetting("clock_off")) ?? null;
  }
}

// --- what can be done about it -------------------------------------------------------------------------------------

/** Ask for the camera once, here, and not in front of the first person in the hamlet. */
export async function tryCamera() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    stream.getTracks().forEach((track) => track.stop());
  } catch {
    // the check says why
  }
  await check();
}

/** A block of the commune's numbers for this tablet. */
export async function moreNumbers() {
  const unit = tripState().row?.pack.trip.unit_code ?? "";
  if (!(await askForNumbers({ unit }))) store.set({ problem: numbersState().problem?.message || "offline" });
  await check();
}

// --- the dossiers that are taken along -----------------------------------------------------------------------------

export const setNumber = (number) => store.set({ number, problem: "" });

/** The lead puts right which dossiers go along. */
export async function choose(number, taken) {
  const { asked } = store.get();
  store.set({ choosing: number, problem: "" });
  try {
    const answer = await ask(`/api/trips/${asked}/dossiers`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ number, taken }) });
    const said = await answer.json();
    if (!answer.ok) return store.set({ problem: answer.status === 401 ? "sign_in" : said.message });
    await changeTrip(asked, (row) => row && { ...row, pack: { ...row.pack, dossiers: [...row.pack.dossiers.filter((one) => one.id !== said.id), said] } });
    store.set({ number: "" });
    await check();
  } catch {
    store.set({ problem: "offline" });
  } finally {
    store.set({ choosing: "" });
  }
}

export const chooseTyped = () => store.get().number.trim() && choose(store.get().number.trim(), true);

// --- the screen ----------------------------------------------------------------------------------------------------

const ORDER = ["pack", "catalogue", "numbers", "app", "camera", "storage", "battery", "clock"];

const gigabytes = (bytes, lang) => formatNumber(Math.round(bytes / 1024 / 1024 / 102.4) / 10, lang);

const shownFacts = (facts = {}, lang) => ({
  ...facts,
  ...(facts.at ? { at: moment(facts.at, "datetime", lang) } : {}),
  ...(facts.left === undefined ? {} : { left: gigabytes(facts.left, lang) }),
});

const view = remember((state, { status, row }, line, _catalogue, lang) => {
  const trip = row?.pack.trip;
  const hamlets = new Map((trip?.hamlets ?? []).map((one) => [one.id, one.name]));
  const checks = ORDER.filter((key) => state.checks[key]).map((key) => ({ key, state: state.checks[key].state, why: `${key}.${state.checks[key].why}`, facts: shownFacts(state.checks[key].facts, lang) }));
  return {
    status,
    asked: `?c=${state.asked}`,
    name: trip?.name ?? "",
    day: moment(trip?.day ?? "", "date", lang),
    series: row?.pack.series ?? "",
    packed: Boolean(row),
    packing: state.packing !== "",
    problem: state.problem,
    line: line.up,
    checking: state.checking && !checks.length,
    checks,
    attention: checks.filter((one) => one.state === "attention").length,
    mayChange: Boolean(trip?.may_change),
    number: state.number,
    dossiers: (row?.pack.dossiers ?? [])
      .map((one) => ({
        id: one.id,
        number: one.number,
        name: one.owner_name,
        masked: one.owner_id,
        hamlet: hamlets.get(one.hamlet) ?? "",
        address: one.address,
        procedure: (lang === "en" && one.procedure_name_en) || one.procedure_name,
        due: one.due,
        dueAt: moment(one.due_at, "day", lang),
        missing: one.missing.length,
        left: one.left,
        busy: state.choosing === one.number,
      }))
      .sort((a, b) => a.left - b.left || a.hamlet.localeCompare(b.hamlet, "vi") || a.name.localeCompare(b.name, "vi")),
  };
});

export function usePrepare() {
  return view(store.use(), useTripState(), useLine(), useCatalogueState(), useLanguage());
}
