// The page "who": three persons, what stands in their fields, where it came from, what is odd about it.
import { NO_OFFER, offer, useAddresses } from "./address_view.js";
import { remember } from "./base.js";
import { useCards } from "./card_view.js";
import { checkAgainstCard } from "./card_compare.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { applyPatch, draftState, knowOthers, useDraftState } from "./drafts.js";
import { useFlowState } from "./flow.js";
import { compact } from "./fold.js";
import { originOf, PERSON_FIELDS } from "./manifest.js";
import { checkPerson } from "./people.js";
import { missingPersons } from "./rules.js";
import { today } from "./search.js";
import { useLanguage } from "./words.js";

const SLOTS = ["owner", "submitter", "subject"];
const BY_PROXY = "by_proxy";

export function setField(slot, field, value) {
  applyPatch(`persons.${slot}.${field}`, value);
  if (field === "id_number") knowOthers();
}

/** "For whom?" also answers the procedure's own question about handing in for another, until that is answered apart. */
export function setSubmitter(value) {
  applyPatch("submitter", value);
  const { draft } = draftState();
  if (findProcedure(draft.procedure)?.conditions.some((c) => c.key === BY_PROXY)) applyPatch(`answers.${BY_PROXY}`, value === "other");
}

const texts = (person) => Object.fromEntries(PERSON_FIELDS.map((field) => [field, person[field]?.value ?? ""]));

/** field → `{value, origin, odd, facts}`; `odd` is a key under "warnings" or "". */
function personView(person, slot, draft = null, list = []) {
  const plain = texts(person);
  const found = [
    ...checkAgainstCard(plain, draft?.cards?.[slot]),
    ...checkPerson(plain, { slot, today: today(), procedure: draft?.procedure }),
    ...samePerson(list, draft, slot, plain),
  ];
  return Object.fromEntries(
    PERSON_FIELDS.map((field) => [
      field,
      { value: plain[field], origin: originOf(person[field]?.origin), ...oddity(found.find((one) => one.field === field)) },
    ]),
  );
}

const oddity = (finding) => ({ odd: finding?.key ?? "", facts: finding?.facts ?? {} });

/** Another draft of this procedure for the same person waits on this device. */
function samePerson(list, draft, slot, { id_number: number }) {
  if (slot !== "owner" || !compact(number)) return [];
  const same = (other) => other.id !== draft.id && other.procedure === draft.procedure && ["draft", "queued"].includes(other.status) && compact(other.persons.owner.id_number?.value ?? "") === compact(number);
  return list.some(same) ? [{ key: "same_person_open", field: "id_number", facts: {} }] : [];
}

/** As much of a person as it takes to choose. */
const nameOf = ({ identity }) => ({ name: identity.full_name ?? "", number: identity.id_number ? `…${identity.id_number.slice(-4)}` : "", birth: identity.birth_date ?? "" });

const EMPTY_PERSONS = Object.fromEntries(SLOTS.map((slot) => [slot, personView({}, slot)]));
const NO_OFFERS = Object.fromEntries(SLOTS.map((slot) => [slot, NO_OFFER]));
const NO_CARD = { status: "", message: "", missing: [], refusal: null, people: [], number: "", path: "", bare: false, typed: "" };
const NO_CARDS = Object.fromEntries(SLOTS.map((slot) => [slot, NO_CARD]));

const view = remember(({ draft, list }, { data }, { needed }, cards, addresses, lang) => {
  const procedure = draft && data?.procedures.find((p) => p.code === draft.procedure);
  const subject = procedure?.subject;
  return {
    forWhom: draft?.submitter ?? "",
    ownerLabel: procedure ? named(procedure, lang, "owner_label") : "",
    subjectLabel: subject ? named(subject, lang, "label") : "",
    subjectFields: subject?.fields ?? [],
    ...(draft ? Object.fromEntries(SLOTS.map((slot) => [slot, personView(draft.persons[slot], slot, draft, list)])) : EMPTY_PERSONS),
    offers: draft ? Object.fromEntries(SLOTS.map((slot) => [slot, offer(addresses[slot], draft.persons[slot])])) : NO_OFFERS,
    cards: { ...NO_CARDS, ...Object.fromEntries(Object.entries(cards).map(([slot, card]) => [slot, { ...card, people: card.people.map(nameOf) }])) },
    needed: needed.length ? missingPersons(procedure, draft) : [], // what has been put right meanwhile goes
  };
});

export function usePeople() {
  return view(useDraftState(), useCatalogueState(), useFlowState(), useCards(), useAddresses(), useLanguage());
}
