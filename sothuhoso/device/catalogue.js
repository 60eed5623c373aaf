// The catalogue on the device: shown at once from what was kept, refreshed when the server has another one.
import { createStore, remember } from "./base.js";
import { database, readSetting, keepSetting } from "./database.js";
import { ask, lineDies, lineWas, onRise } from "./line.js";
import { buildIndex, inForce, search, today } from "./search.js";
import { useLanguage } from "./words.js";

/** `status`: loading | ready | failed (nothing kept, nothing reached). */
const store = createStore({ status: "loading", data: null, query: "", field: "", unit: "", channel: "phone" });
let begun;

/** Load once; what needs the catalogue calls it, and nothing else pays for it. Resolves when there is one, or none to be had. */
export function loadCatalogue() {
  begun ??= begin().catch(() => store.set({ status: "failed" }));
  return begun;
}

async function begin() {
  const db = await database().catch(() => null);
  const kept = await db?.get("catalogue", "current");
  const unit = db ? ((await readSetting("unit")) ?? "") : "";
  if (kept) store.set({ status: "ready", data: kept, unit });
  else store.set({ unit });
  const fresh = refresh(kept?.hash);
  if (!kept) await fresh;
}

async function refresh(hash) {
  try {
    // The browser asks with the ETag it has; unchanged, nothing but that travels. The page itself may have asked already.
    const asked = async () => (await askedByPage()) ?? ask("/api/catalogue", { cache: "no-cache" });
    const answer = await Promise.race([asked(), lineDies()]);
    if (!answer.ok) throw new Error(String(answer.status));
    const data = await answer.json();
    if (data.hash === hash) return;
    store.set({ status: "ready", data });
    await (await database()).put("catalogue", data, "current");
  } catch {
    if (!store.get().data) store.set({ status: "failed" });
  }
}

/** The answer to the question in the page's head (pwa/pages.py), once; nothing where it did not ask or failed. */
async function askedByPage() {
  const asked = window.catalogueAsked;
  window.catalogueAsked = undefined;
  const answer = await asked?.catch(() => null);
  if (answer) lineWas(true);
  return answer;
}

/** Try again after a failure. */
export function retryCatalogue() {
  store.set({ status: "loading" });
  return refresh();
}

onRise(() => store.get().status === "failed" && retryCatalogue());

export const catalogueData = () => store.get().data;
export const findProcedure = (code) => store.get().data?.procedures.find((p) => p.code === code);
export const findUnit = (code) => store.get().data?.units.find((unit) => unit.code === code);

/** The commune this device sends to, "" when it was never named. */
export const unitOfDevice = () => store.get().unit;

export const setQuery = (query) => store.set({ query, field: "" });

/** The commune this device sends to; remembered. */
export async function rememberUnit(unit) {
  store.set({ unit });
  await keepSetting("unit", unit);
}

/** `?kenh=quay`: a clerk takes the dossier in at the desk. */
export const channelOf = (asked) => (asked.get("kenh") === "quay" ? "counter" : "phone");

/** What the address asks of the home page: a field, the desk's channel, the unit of a desk's QR. */
export function enterHome(asked) {
  loadCatalogue();
  store.set({ field: asked.get("linh-vuc") ?? "", channel: channelOf(asked) });
  enterUnit(asked);
}

/** `?xa=05725`: the desk's own link names the unit. */
export function enterUnit(asked) {
  const unit = asked.get("xa");
  if (unit && /^\d{5}$/.test(unit)) loadCatalogue().then(() => findUnit(unit) && rememberUnit(unit));
}

export const useCatalogueState = store.use;

const index = remember((data) => buildIndex(data));

/** The name of something in the language of the screen. */
export const named = (thing, lang, key = "name") => (lang === "en" && thing[`${key}_en`]) || thing[key] || "";

const capital = (text) => text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
const suffix = (channel) => (channel === "counter" ? "kenh=quay" : "");
const address = (code, channel) => `/thu-tuc?ma=${code}${channel === "counter" ? `&${suffix(channel)}` : ""}`;

/** A procedure in a list; `short` is what people call it. Only the commonest have an icon of their own. */
const brief = (procedure, lang, channel, fields) => ({
  code: procedure.code,
  name: named(procedure, lang),
  short: lang === "en" || !procedure.popular[0] ? named(procedure, lang) : capital(procedure.popular[0]),
  icon: procedure.common ? procedure.icon : fields.find((field) => field.key === procedure.field)?.icon,
  address: address(procedure.code, channel),
});

const EMPTY = { status: "loading", query: "", asked: false, field: "", fieldName: "", common: [], fields: [], families: [], results: [], unit: "", unitKind: "", counter: false, all: "/" };

const homeView = remember((state, lang) => {
  const { status, data, query, field, channel } = state;
  if (!data) return { ...EMPTY, status, query, counter: channel === "counter" };
  const day = today();
  const list = (procedures) => procedures.map((p) => brief(p, lang, channel, data.fields));
  const current = data.procedures.filter((p) => inForce(p, day));
  const asked = query.trim() !== "";
  const found = asked ? search(index(data), query) : null;
  const unit = data.units.find((u) => u.code === state.unit);
  return {
    status,
    query,
    asked,
    field,
    fieldName: named(data.fields.find((f) => f.key === field) ?? {}, lang),
    unit: unit?.name ?? "",
    unitKind: unit?.kind ?? "",
    counter: channel === "counter",
    common: list(current.filter((p) => p.common).sort((a, b) => a.common - b.common)),
    fields: data.fields.map((f) => ({ key: f.key, name: named(f, lang), icon: f.icon, address: `/?linh-vuc=${f.key}&${suffix(channel)}` })),
    families: asked ? found.families.map((family) => familyView(family, lang, channel)) : [],
    results: list(asked ? found.procedures : current.filter((p) => p.field === field)),
    all: `/?${suffix(channel)}`,
  };
});

const familyView = (family, lang, channel) => ({
  key: family.key,
  question: named(family, lang, "question"),
  options: family.options.map((option) => ({ code: option.code, label: named(option, lang, "label"), address: address(option.code, channel) })),
});

/** The home page. */
export function useHome() {
  return homeView(store.use(), useLanguage());
}
