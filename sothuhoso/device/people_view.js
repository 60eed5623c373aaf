// The page "who": three persons, what stands in their fields, where it came from, what is odd about it.
import { NO_OFFER, offer, useAddresses } from "./address_view.js";
import { createStore, remember } from "./base.js";
import { useCards } from "./card_view.js";
import { checkAgainstCard } from "./card_compare.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { applyPatch, draftState, knowOthers, useDraftState } from "./drafts.js";
import { enterDraft, useFlowState } from "./flow.js";
import { compact } from "./fold.js";
import { originOf, PERSON_FIELDS } from "./manifest.js";
import { checkPerson } from "./people.js";
import { atRest } from "./rest.js";
import { missingPersons } from "./rules.js";
import { today } from "./search.js";
import { useLanguage } from "./words.js";

/**
 * What same_person.js found: `numbers` of open dossiers at the desk, of the procedure and number that it was asked about
 * (`of`); `earlier`: the people of the dossiers that wait on this device.
 */
const others = createStore({ of: "", numbers: [], earlier: [] });
export const sayOthers = others.set;
export const deskAsked = (draft) => `${draft.procedure} ${compact(draft.persons.owner.id_number?.value ?? "")}`;

const SLOTS = ["owner", "submitter", "subject"];
const BY_PROXY = "by_proxy";

export function setField(slot, field, value) {
  applyPatch(`persons.${slot}.${field}`, value);
  if (field === "id_number") knowPerson();
}

const look = (work) => import("./same_person.js").then(work).catch(() => {}); // only a help

/** What else there is of this person: on this device, and, where a clerk is signed in, at the desk. */
export async function knowPerson() {
  if (!draftState().draft) return;
  await knowOthers();
  look((it) => it.look());
}

/** The page opens the draft that the address names, and looks who else is on this device. */
export async function enterWho(asked) {
  await enterDraft(asked);
  atRest.then(knowPerson);
}

export const takePerson = (slot, index) => look((it) => it.takePerson(slot, others.get().earlier[index]));

/** "For whom?" also answers the procedure's own question about handing in for another, until that is answered apart. */
export function setSubmitter(value) {
  applyPatch("submitter", value);
  const { draft } = draftState();
  if (findProcedure(draft.procedure)?.conditions.some((c) => c.key === BY_PROXY)) applyPatch(`answers.${BY_PROXY}`, value === "other");
}

const texts = (person) => Object.fromEntries(PERSON_FIELDS.map((field) => [field, person[field]?.value ?? ""]));

/** field → `{value, origin, odd, facts}`; `odd` is a key under "warnings" or "". */
function personView(person, slot, draft = null, list = [], atDesk = others.get()) {
  const plain = texts(person);
  const found = [
    ...checkAgainstCard(plain, draft?.cards?.[slot]),
    ...checkPerson(plain, { slot, today: today(), procedure: draft?.procedure }),
    ...samePerson(list, draft, slot, plain, atDesk),
  ];
  return Object.fromEntries(
    PERSON_FIELDS.map((field) => [
      field,
      { value: plain[field], origin: originOf(person[field]?.origin), ...oddity(found.find((one) => one.field === field)) },
    ]),
  );
}

const oddity = (finding) => ({ odd: finding?.key ?? "", facts: finding?.facts ?? {} });

/** Another draft of this procedure for the same person waits on this device, or a dossier at the desk. */
function samePerson(list, draft, slot, { id_number: number }, atDesk) {
  if (slot !== "owner" || !compact(number)) return [];
  const same = (other) => other.id !== draft.id && other.procedure === draft.procedure && ["draft", "queued"].includes(other.status) && compact(other.persons.owner.id_number?.value ?? "") === compact(number);
  if (list.some(same)) return [{ key: "same_person_open", field: "id_number", facts: {} }];
  const numbers = atDesk.of === deskAsked(draft) ? atDesk.numbers.filter((known) => known !== draft.receipt?.number) : [];
  return numbers.length ? [{ key: "same_person_at_desk", field: "id_number", facts: { numbers: numbers.join(", ") } }] : [];
}

/** As much of a person as it takes to choose. */
const seen = ({ full_name: name = "", id_number: number = "", birth_date: birth = "" }) => ({ name, number: number && `…${number.slice(-4)}`, birth });

const EMPTY_PERSONS = Object.fromEntries(SLOTS.map((slot) => [slot, personView({}, slot)]));
const NO_OFFERS = Object.fromEntries(SLOTS.map((slot) => [slot, NO_OFFER]));
const NO_CARD = { status: "", problem: "", zone: "", message: "", missing: [], refusal: null, people: [], number: "", path: "", bare: false, typed: "" };
const NO_CARDS = Object.fromEntries(SLOTS.map((slot) => [slot, NO_CARD]));

const view = remember(({ draft, list }, { data }, { needed }, cards, addresses, found, lang) => {
  const procedure = draft && data?.procedures.find((p) => p.code === draft.procedure);
  const subject = procedure?.subject;
  return {
    forWhom: draft?.submitter ?? "",
    ownerLabel: procedure ? named(procedure, lang, "owner_label") : "",
    subjectLabel: subject ? named(subject, lang, "label") : "",
    subjectFields: subject?.fields ?? [],
    ...(draft ? Object.fromEntries(SLOTS.map((slot) => [slot, personView(draft.persons[slot], slot, draft, list, found)])) : EMPTY_PERSONS),
    offers: draft ? Object.fromEntries(SLOTS.map((slot) => [slot, offer(addresses[slot], draft.persons[slot])])) : NO_OFFERS,
    cards: { ...NO_CARDS, ...Object.fromEntries(Object.entries(cards).map(([slot, card]) => [slot, { ...card, people: card.people.map(({ identity }) => seen(identity)) }])) },
    earlier: found.earlier.map((person) => seen(texts(person))),
    needed: needed.length ? missingPersons(procedure, draft) : [], // what has been put right meanwhile goes
  };
});

export function usePeople() {
  return view(useDraftState(), useCatalogueState(), useFlowState(), useCards(), useAddresses(), others.use(), useLanguage());
}
