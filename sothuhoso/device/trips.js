// The trips of whoever is signed in: as the server has them, and as this tablet took them along; and planning one.
import { createStore, remember } from "./base.js";
import { catalogueData, loadCatalogue, named, useCatalogueState } from "./catalogue.js";
import { hearTabs } from "./database.js";
import { fold, words } from "./fold.js";
import { moment } from "./format.js";
import { ask, onRise, useLine } from "./line.js";
import { goTo } from "./route.js";
import { inForce, today } from "./search.js";
import { forgetTrip, keptTrips, waitingByTrip } from "./trip_store.js";
import { rememberWho, who } from "./who.js";
import "./trip_sender.js";
import { useLanguage } from "./words.js";

/**
 * `status`: loading | ready. `signedOut`: the server knows nobody, or nobody is remembered here. `fresh`: `list` is what
 * the server said just now (else what this tablet kept). `kept`: rows of this tablet. `planning`: "" | the trip's id.
 */
const PLAN = { id: "", version: 0, name: "", day: "", hamlets: [], hamlet: "", people: [], procedures: [], query: "", busy: false, problem: "", doubt: false };
const store = createStore({ status: "loading", signedOut: false, fresh: false, list: null, kept: [], waiting: {}, me: null, planning: "", plan: PLAN });

/** The page: `?lap=moi` plans a new trip, `?lap=<id>` changes one. */
export async function enterTrips(asked) {
  const wanted = asked.get("lap") ?? "";
  store.set({ planning: wanted, plan: PLAN });
  await loadCatalogue();
  await readKept();
  await refresh();
  if (store.get().planning === wanted && wanted) beginPlan(wanted);
}

async function readKept() {
  try {
    const me = await who();
    store.set({ kept: await keptTrips(), waiting: await waitingByTrip(), me, signedOut: !me, status: "ready" });
  } catch {
    store.set({ kept: [], status: "ready" });
  }
}

async function refresh() {
  try {
    const answer = await ask("/api/trips", { cache: "no-store" });
    if (answer.status === 401) return store.set({ signedOut: true, fresh: false, list: null });
    if (!answer.ok) return store.set({ fresh: false });
    const list = await answer.json();
    const me = { username: list.username, name: list.me.name, role: list.me.role, unit: list.unit_code };
    await rememberWho(me).catch(() => {});
    store.set({ list, me, fresh: true, signedOut: false });
    await readKept();
    await letGo(list.trips);
  } catch {
    store.set({ fresh: false });
  }
}

/** What is over and has arrived whole leaves this tablet. */
async function letGo(trips) {
  const over = new Set(trips.filter((trip) => ["closed", "cancelled"].includes(trip.status)).map((trip) => trip.id));
  for (const row of store.get().kept) if (over.has(row.id)) await forgetTrip(row.id);
  await readKept();
}

export const retryTrips = () => refresh();
onRise(() => store.get().status === "ready" && !store.get().fresh && refresh());
hearTabs("trips", () => readKept());

const joined = (things) => things.map((thing) => thing.name).join(", ");

const listView = remember((state, line, lang) => {
  const rows = new Map(state.kept.map((row) => [row.id, row]));
  const trips = state.fresh ? state.list.trips : state.kept.map((row) => row.pack.trip);
  return {
    status: state.status,
    signedOut: state.signedOut,
    offline: !state.fresh && !line.up,
    fresh: state.fresh,
    mayMake: Boolean(state.fresh && state.list.may_make),
    who: state.me?.name ?? "",
    planning: state.planning !== "",
    trips: [...trips]
      .sort((a, b) => b.day.localeCompare(a.day))
      .map((trip) => ({
        id: trip.id,
        name: trip.name,
        day: moment(trip.day, "date", lang),
        today: trip.day === today(),
        hamlets: joined(trip.hamlets),
        people: joined(trip.members),
        lead: trip.lead_name,
        status: trip.status,
        packed: rows.has(trip.id),
        packedAt: moment(rows.get(trip.id)?.packedAt ?? "", "datetime", lang),
        waiting: state.waiting[trip.id] ?? 0,
        mayChange: Boolean(state.fresh && trip.may_change && ["planned", "under_way"].includes(trip.status)),
        open: ["planned", "under_way"].includes(trip.status),
        asked: `?c=${trip.id}`,
        change: `/chuyen?lap=${trip.id}`,
      })),
  };
});

export function useTrips() {
  return listView(store.use(), useLine(), useLanguage());
}

// --- planning ------------------------------------------------------------------------------------------------------

const setPlan = (patch) => store.set({ plan: { ...store.get().plan, ...patch } });
export const setName = (name) => setPlan({ name, problem: "" });
export const setDay = (day) => setPlan({ day, problem: "" });
export const setHamlet = (hamlet) => setPlan({ hamlet, problem: "" });
export const setQuery = (query) => setPlan({ query });

/** What the law offers away from the desk comes proposed; the commonest beside it. */
const proposed = (procedure) => procedure.terms.some((term) => term.includes("luu dong"));

function beginPlan(wanted) {
  const { list } = store.get();
  const trip = list?.trips.find((one) => one.id === wanted);
  const chosen = new Set(trip ? trip.procedures.map((one) => one.code) : (catalogueData()?.procedures ?? []).filter(proposed).map((one) => one.code));
  const going = new Set(trip ? trip.members.map((one) => one.id) : [list?.me.id]);
  store.set({
    plan: {
      ...PLAN,
      id: trip?.id ?? crypto.randomUUID(),
      version: trip?.version ?? 0,
      name: trip?.name ?? "",
      day: trip?.day ?? "",
      hamlets: (trip?.hamlets ?? []).map(({ id, name }) => ({ key: id, id, name })),
      people: (list?.people ?? []).map((one) => ({ ...one, chosen: going.has(one.id), fixed: one.id === (trip?.lead_id ?? list?.me.id) })),
      procedures: [...chosen],
    },
  });
}

/** What was typed becomes one hamlet, or several with commas between them. */
export function addHamlet() {
  const { hamlet, hamlets } = store.get().plan;
  const names = hamlet.split(/[,;\n]/).map((name) => words(name).join(" ")).filter(Boolean);
  const known = new Set(hamlets.map((one) => fold(one.name)));
  const fresh = names.filter((name) => !known.has(fold(name))).map((name) => ({ key: crypto.randomUUID(), id: null, name }));
  setPlan({ hamlet: "", hamlets: [...hamlets, ...fresh], problem: "" });
}

export const dropHamlet = (key) => setPlan({ hamlets: store.get().plan.hamlets.filter((one) => one.key !== key) });

export const togglePerson = (id) => setPlan({ people: store.get().plan.people.map((one) => (one.id === id && !one.fixed ? { ...one, chosen: !one.chosen } : one)) });

export function toggleProcedure(code) {
  const { procedures } = store.get().plan;
  setPlan({ procedures: procedures.includes(code) ? procedures.filter((one) => one !== code) : [...procedures, code], problem: "" });
}

const planned = (plan) => ({
  name: plan.name,
  day: plan.day,
  hamlets: plan.hamlets.map(({ id, name }) => ({ id, name })),
  members: plan.people.filter((one) => one.chosen).map((one) => one.id),
  procedures: plan.procedures,
});

/** Make or change it. What was typed as a hamlet and not yet added counts, too. */
export async function savePlan() {
  if (store.get().plan.busy) return;
  if (store.get().plan.hamlet.trim()) addHamlet();
  const { plan } = store.get();
  const missing = ["name", "day"].find((field) => !plan[field].trim()) ?? (plan.hamlets.length ? plan.procedures.length ? "" : "procedures" : "hamlets");
  if (missing) {
    setPlan({ problem: `missing.${missing}` });
    return document.getElementById(`plan-${missing}`)?.focus();
  }
  const body = planned(plan);
  const trip = plan.version
    ? await tell(`/api/trips/${plan.id}/change`, "POST", { version: plan.version, plan: body })
    : await tell(`/api/trips/${plan.id}`, "PUT", body);
  if (trip) goTo("/chuyen", true);
}

export const doubtPlan = (doubt) => setPlan({ doubt });

export async function cancelPlan() {
  const { plan } = store.get();
  setPlan({ doubt: false });
  if (await tell(`/api/trips/${plan.id}/cancel`, "POST", { version: plan.version })) goTo("/chuyen", true);
}

async function tell(address, method, body) {
  setPlan({ busy: true, problem: "" });
  try {
    const answer = await ask(address, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const said = await answer.json();
    if (answer.ok) return said;
    setPlan({ problem: said.message || "offline" });
  } catch {
    setPlan({ problem: "offline" });
  } finally {
    setPlan({ busy: false });
  }
  return null;
}

const MANY = 8;

const planView = remember(({ plan, list, fresh }, { data }, lang) => {
  const day = plan.day || today();
  const listed = (data?.procedures ?? []).filter((p) => inForce(p, day));
  const tokens = words(fold(plan.query));
  const fits = (p) => tokens.every((token) => p.terms.some((term) => ` ${term}`.includes(` ${token}`)));
  const row = (p) => ({ id: p.code, name: named(p, lang), chosen: plan.procedures.includes(p.code), fixed: false, role: "" });
  const chosen = listed.filter((p) => plan.procedures.includes(p.code));
  const others = listed.filter((p) => !plan.procedures.includes(p.code) && (tokens.length ? fits(p) : p.common || proposed(p)));
  return {
    ...plan,
    ready: fresh && Boolean(list) && plan.id !== "",
    change: plan.version > 0,
    first: today(),
    mayCancel: plan.version > 0 && list?.trips.find((one) => one.id === plan.id)?.status === "planned",
    chosen: chosen.map(row),
    others: others.slice(0, MANY).map(row),
    more: Math.max(0, others.length - MANY),
  };
});

export function usePlan() {
  return planView(store.use(), useCatalogueState(), useLanguage());
}
