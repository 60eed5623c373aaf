// The page "look it over": all of it readable, the unit it goes to, the notice, and the one button that sends.
import { createStore, remember } from "./base.js";
import { catalogueData, findProcedure, named, useCatalogueState } from "./catalogue.js";
import { applyPatch, draftState, useDraftState } from "./drafts.js";
import { enterDraft, GIVE, goStep, need, STEPS, toField, useFlowState } from "./flow.js";
import { countOf } from "./laid.js";
import { brought, manifestOf, originOf, PERSON_FIELDS, photosOf } from "./manifest.js";
import { sendDraft } from "./outbox.js";
import { standsAs, unreadPapers } from "./page_kept.js";
import { photosState, usePhotosState } from "./photos.js";
import { slipOf } from "./receipt.js";
import { goTo } from "./route.js";
import { answered, componentsFor, missingPapers, missingPersons } from "./rules.js";
import { sharing } from "./shared_store.js";
import { enterUnit } from "./unit_view.js";
import { useLanguage } from "./words.js";

/** `elsewhere`: how many photos neither this device nor the server has whole, as found when "send" was pressed. */
const store = createStore({ read: false, sending: false, elsewhere: 0 });

/** Opening the page: the notice is read anew each time. */
export function enterReview(asked) {
  store.set({ read: false, sending: false, elsewhere: 0 });
  enterUnit();
  enterDraft(asked);
}

/** Lead to what is missing: on this page, or on its step. */
export const putRight = (where, slot, field) => (where ? goStep(where) : toField(slot, field));

export const setRead = (read) => store.set({ read });

/** What must be there before it can be sent, and where to put it right. */
const missing = (procedure, draft, { read, elsewhere }) => [
  ...missingPersons(procedure, draft).map((one) => ({ ...one, where: "ai" })),
  ...missingPapers(procedure, draft).map((one) => ({ key: "paper", slot: "", field: one.key, where: "giay-to" })),
  ...unreadPapers(procedure, draft).map(({ component, state }) => ({ key: state, slot: "", field: component.key, where: "giay-to" })),
  ...(elsewhere ? [{ key: "elsewhere", slot: "", field: "", where: "giay-to", count: elsewhere }] : []),
  ...(draft.unit ? [] : [{ key: "unit", slot: "", field: "unit-query", where: "" }]),
  ...(read ? [] : [{ key: "notice", slot: "", field: "notice-read", where: "" }]),
];

/**
 * Photos of which another device handed over the small picture only. They may be at the server already: whoever has the
 * draft's secret may bring them.
 */
async function photosElsewhere(procedure, draft) {
  const away = draft.shared ? [] : photosOf(manifestOf(draft, procedure)).filter((page) => photosState().away.includes(page.sha256));
  if (!away.length) return 0;
  return import("./handed_back.js").then((back) => back.notAtServer(draft, away)).catch(() => away.length);
}

/** Both sides of a shared draft see the same, and the server's row says it too. */
const allThere = () => import("./shared_sync.js").then((sync) => sync.allThere()).catch(() => false);

/**
 * Send, or say what is missing and where. Tapping twice sends once. Worked on together it goes only when both sides see
 * the same: what one of them typed must not be missing from it.
 */
export async function send() {
  const { draft } = draftState();
  const procedure = findProcedure(draft.procedure);
  if (store.get().sending) return;
  store.set({ sending: true });
  store.set({ elsewhere: await photosElsewhere(procedure, draft) });
  const needed = missing(procedure, draft, store.get());
  need(needed);
  if (needed.length) return store.set({ sending: false });
  if (sharing()?.joined && !(await allThere())) {
    need([{ key: "together", slot: "", field: "", where: "" }]);
    return store.set({ sending: false });
  }
  const notice = { version: String(catalogueData().notice_version), at: new Date().toISOString() };
  await writeReceipt(procedure);
  if (await sendDraft(notice)) goTo(`${STEPS.xong}?hs=${draft.id}`);
  store.set({ sending: false });
}

/** What is handed out: at the counter under a number of this tablet's, where it has any, elsewhere without. */
async function writeReceipt(procedure) {
  const { draft } = draftState();
  const numbered = draft.channel === "counter" && draft.secret && !draft.number;
  const taken = numbered && (await import("./numbers.js").then((numbers) => numbers.takeNumber(draft)).catch(() => null));
  if (taken) {
    applyPatch("number", taken.number);
    applyPatch("follow", taken.follow);
  }
  applyPatch("slip", slipOf(draftState().draft, procedure, new Date().toISOString(), draft.slip));
}

const rows = (person, lang) =>
  PERSON_FIELDS.filter((field) => person[field]?.value?.trim()).map((field) => ({ field, value: person[field].value, origin: originOf(person[field].origin) }));

const TAKEN = ["retake", "note"]; // and not yet done
const PHOTOGRAPHED = ["photographed", ...TAKEN];
const EMPTY = { people: [], papers: [], answers: [], read: false, sending: false, give: "", needed: [], missing: 0 };

const view = remember(({ draft }, { data }, { thumbs }, { needed }, here, lang) => {
  const procedure = draft && data?.procedures.find((p) => p.code === draft.procedure);
  if (!procedure) return EMPTY;
  const given = answered(procedure, draft.answers);
  const slots = ["owner", ...(draft.submitter === "other" ? ["submitter"] : []), ...(procedure.subject ? ["subject"] : [])];
  const labels = { owner: named(procedure, lang, "owner_label"), submitter: "", subject: procedure.subject ? named(procedure.subject, lang, "label") : "" };
  const nameOf = (key) => named(procedure.components.find((c) => c.key === key) ?? {}, lang);
  return {
    people: slots.map((slot) => ({ slot, label: labels[slot], rows: rows(draft.persons[slot], lang) })),
    papers: componentsFor(procedure, draft.answers)
      .map((c) => ({ component: c, own: draft.components[c.key] ?? {}, state: standsAs(c, draft) }))
      .filter(({ component, state }) => state !== "open" || (component.required && !component.group))
      .map(({ component, own, state }) => ({
        key: component.key,
        name: named(component, lang),
        kind: component.kind,
        state,
        number: own.number ?? "",
        reason: own.reason ?? "",
        count: PHOTOGRAPHED.includes(state) ? countOf(own.pages, draft.laid) : 0,
        files: PHOTOGRAPHED.includes(state) ? own.pages.filter(brought).length : 0,
        thumbs: PHOTOGRAPHED.includes(state) ? own.pages.map((page) => thumbs[page.sha256] ?? "").filter(Boolean).slice(0, 4) : [],
      })),
    answers: procedure.conditions.map((c) => ({ key: c.key, question: named(c, lang, "question"), value: given[c.key] })),
    read: here.read,
    sending: here.sending,
    give: draft && draft.status === "draft" && !draft.shared ? `${GIVE}?hs=${draft.id}` : "",
    // What has been put right meanwhile goes from the list.
    needed: (needed.length ? [...needed.filter((one) => one.key === "together"), ...missing(procedure, draft, here)] : []).map((one) => ({ ...one, name: ["paper", ...TAKEN].includes(one.key) ? nameOf(one.field) : String(one.count ?? "") })),
    missing: missingPapers(procedure, draft).length,
  };
});

export function useReview() {
  return view(useDraftState(), useCatalogueState(), usePhotosState(), useFlowState(), store.use(), useLanguage());
}
