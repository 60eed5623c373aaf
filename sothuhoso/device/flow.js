// What every page of the flow knows of the open draft, and the taps that lead from one step to the next.
import { createStore, remember } from "./base.js";
import { channelOf, enterUnit, findProcedure, loadCatalogue, named, unitOfDevice, useCatalogueState } from "./catalogue.js";
import { applyPatch, beginDraft, draftState, openDraft, useDraftState } from "./drafts.js";
import { moment } from "./format.js";
import { goTo } from "./route.js";
import { choices, componentsFor, missingPersons } from "./rules.js";
import { useLanguage } from "./words.js";

/** The steps, as the draft keeps them and as addresses. */
export const STEPS = { ai: "/ho-so/ai", "giay-to": "/ho-so/giay-to", "xem-lai": "/ho-so/xem-lai", xong: "/ho-so/xong" };
export const EDIT = "/ho-so/trang"; // one page by itself
export const GIVE = "/ho-so/chuyen"; // to another device

/** `procedure`: the one looked at. `beginning`: "" | now | failed | insecure. `needed`: what is missing after "continue". */
const store = createStore({ procedure: "", channel: "phone", beginning: "", needed: [] });
export const useFlowState = store.use;

/** The procedure's page: `?ma=1.001193`, `&kenh=quay` at the desk. */
export function enterProcedure(asked) {
  loadCatalogue();
  enterUnit(asked);
  store.set({ procedure: asked.get("ma") ?? "", channel: channelOf(asked), beginning: "" });
}

/** A step's page opens the draft that the address names. */
export function enterDraft(asked) {
  const id = asked.get("hs") ?? "";
  store.set({ needed: [] });
  const { draft, status } = draftState();
  return draft?.id !== id || status !== "ready" ? openDraft(id) : undefined;
}

/** "Begin": the draft is on the device before the next page shows. A second tap finds the first at work. */
export async function begin() {
  const { procedure, channel, beginning } = store.get();
  if (beginning === "now") return;
  // Over plain http the browser gives neither ids nor hashes nor the camera: say so now, not after the work.
  if (!window.isSecureContext) return store.set({ beginning: "insecure" });
  store.set({ beginning: "now" });
  try {
    const id = await beginDraft(procedure, { channel, unit: unitOfDevice() });
    goTo(`${STEPS.ai}?hs=${id}`);
  } catch {
    store.set({ beginning: "failed" });
  }
}

/** On to a step; it is kept, so that the draft opens there again. */
export function goStep(step) {
  const { draft } = draftState();
  if (draft.status === "draft") applyPatch("step", step);
  goTo(`${STEPS[step]}?hs=${draft.id}`);
}

/** Say what is missing and lead the reader there. */
export function need(needed) {
  store.set({ needed });
  if (needed.length) setTimeout(() => document.getElementById("needed")?.focus(), 0);
}

/** From the persons to the papers, when nothing is missing. */
export function leavePersons() {
  const { draft } = draftState();
  const needed = missingPersons(findProcedure(draft.procedure), draft);
  need(needed);
  if (!needed.length) goStep("giay-to");
}

/** Lead to the field that is missing. */
export const toField = (slot, field) => document.getElementById(slot ? `${slot}-${field}` : field)?.focus();

const flowView = remember(({ status, draft, mine, saved, savedAt }, catalogue, lang) => {
  const procedure = draft && catalogue.data?.procedures.find((p) => p.code === draft.procedure);
  return {
    status: status === "ready" ? (procedure ? "ready" : catalogue.data ? "expired" : catalogue.status) : status,
    id: draft?.id ?? "",
    asked: draft ? `?hs=${draft.id}` : "",
    code: draft?.procedure ?? "",
    procedure: procedure ? named(procedure, lang) : "",
    counter: draft?.channel === "counter",
    open: draft?.status === "draft",
    handed: draft?.status === "handed",
    mine,
    saved,
    savedAt: moment(savedAt, "time", lang),
  };
});

/** The frame of each step: which dossier, whether it is kept, whether this tab holds it. */
export function useFlow() {
  return flowView(useDraftState(), useCatalogueState(), useLanguage());
}

// --- the page of one procedure -------------------------------------------------------------------------------------

const NOTHING = {
  status: "loading", beginning: "", code: "", name: "", field: "", owner: "", note: "", inPerson: false, agency: "", legal: "",
  limit: { unit: "unknown", amount: 0, confirmed: true, note: "" }, fees: [], results: [], choices: [], shown: [], sometimes: [], counter: false,
}; // prettier-ignore

/** The question a paper depends on, and which answer asks for it. */
function condition(procedure, when, lang) {
  const asked = procedure.conditions.find((c) => c.key === when.replace("!", ""));
  return { question: asked ? named(asked, lang, "question") : "", answer: when[0] !== "!" };
}

const procedureView = remember((state, { data, status }, lang) => {
  const p = data?.procedures.find((one) => one.code === state.procedure);
  if (!p) return { ...NOTHING, status: data ? "unknown" : status };
  const paper = (c) => ({
    key: c.key,
    name: named(c, lang),
    note: named(c, lang, "note"),
    kind: c.kind,
    required: c.required,
    form: c.form,
    originals: c.originals,
    copies: c.copies,
    ...condition(p, c.when, lang),
  });
  const usual = componentsFor(p, {});
  return {
    status: "ready",
    beginning: state.beginning,
    code: p.code,
    name: named(p, lang),
    field: named(data.fields.find((f) => f.key === p.field) ?? {}, lang),
    owner: named(p, lang, "owner_label"),
    note: named(p, lang, "note"),
    inPerson: p.in_person,
    agency: p.agency,
    legal: p.legal_basis,
    limit: { unit: p.time_limit.unit, amount: p.time_limit.amount, confirmed: p.time_limit.confirmed, note: named(p.time_limit, lang, "note") },
    fees: p.fees.map((fee) => ({ name: named(fee, lang), amount: fee.amount ?? -1, per: fee.per, channel: fee.channel, note: named(fee, lang, "note") })),
    results: p.results.map((result) => named(result, lang)),
    choices: choices(usual.filter((c) => c.kind !== "show")).map((papers) => ({ key: papers[0].key, several: papers.length > 1, papers: papers.map(paper) })),
    shown: usual.filter((c) => c.kind === "show").map(paper),
    sometimes: p.components.filter((c) => !usual.includes(c)).map(paper),
    counter: state.channel === "counter",
  };
});

export function useProcedure() {
  return procedureView(store.use(), useCatalogueState(), useLanguage());
}
