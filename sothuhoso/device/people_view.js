// The page "who": three persons, what stands in their fields, where it came from, what is odd about it.
import { remember } from "./base.js";
import { useCards } from "./card.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { applyPatch, draftState, useDraftState } from "./drafts.js";
import { useFlowState } from "./flow.js";
import { originOf, PERSON_FIELDS } from "./manifest.js";
import { checkPerson } from "./people.js";
import { missingPersons } from "./rules.js";
import { today } from "./search.js";
import { useLanguage } from "./words.js";

const SLOTS = ["owner", "submitter", "subject"];
const BY_PROXY = "by_proxy";

export const setField = (slot, field, value) => applyPatch(`persons.${slot}.${field}`, value);

/** "For whom?" also answers the procedure's own question about handing in for another, until that is answered apart. */
export function setSubmitter(value) {
  applyPatch("submitter", value);
  const { draft } = draftState();
  if (findProcedure(draft.procedure)?.conditions.some((c) => c.key === BY_PROXY)) applyPatch(`answers.${BY_PROXY}`, value === "other");
}

const texts = (person) => Object.fromEntries(PERSON_FIELDS.map((field) => [field, person[field]?.value ?? ""]));

/** field → `{value, origin, odd}`; `odd` is a key under "warnings" or "". */
function personView(person, slot) {
  const plain = texts(person);
  const found = checkPerson(plain, { slot, today: today() });
  return Object.fromEntries(
    PERSON_FIELDS.map((field) => [
      field,
      { value: plain[field], origin: originOf(person[field]?.origin), odd: found.find((one) => one.field === field)?.key ?? "" },
    ]),
  );
}

const EMPTY_PERSONS = Object.fromEntries(SLOTS.map((slot) => [slot, personView({}, slot)]));
const NO_CARD = { status: "", message: "", missing: [], refusal: null };
const NO_CARDS = Object.fromEntries(SLOTS.map((slot) => [slot, NO_CARD]));

const view = remember(({ draft }, { data }, { needed }, cards, lang) => {
  const procedure = draft && data?.procedures.find((p) => p.code === draft.procedure);
  const subject = procedure?.subject;
  return {
    forWhom: draft?.submitter ?? "",
    ownerLabel: procedure ? named(procedure, lang, "owner_label") : "",
    subjectLabel: subject ? named(subject, lang, "label") : "",
    subjectFields: subject?.fields ?? [],
    ...(draft ? Object.fromEntries(SLOTS.map((slot) => [slot, personView(draft.persons[slot], slot)])) : EMPTY_PERSONS),
    cards: { ...NO_CARDS, ...cards },
    needed: needed.length ? missingPersons(procedure, draft) : [], // what has been put right meanwhile goes
  };
});

export function usePeople() {
  return view(useDraftState(), useCatalogueState(), useFlowState(), useCards(), useLanguage());
}
