// What a procedure asks for, given the answers so far, and what is still missing: the device's copy of
// Procedure.components_for and domain/submission. tests/vectors/components.json is read by both sides.
import { compact, strip } from "./fold.js";

/** condition key → true or false, unanswered ones by their default. */
export const answered = (procedure, answers) =>
  Object.fromEntries(procedure.conditions.map((c) => [c.key, answers[c.key] ?? c.default]));

const applies = (when, given) => !when || (when[0] === "!" ? !given[when.slice(1)] : Boolean(given[when]));

export function componentsFor(procedure, answers) {
  const given = answered(procedure, answers);
  return procedure.components.filter((component) => applies(component.when, given));
}

/** The components in order, those of one group ("one of these") together where the first of them stands. */
export function choices(components) {
  const out = new Map();
  for (const component of components) {
    const key = component.group || `=${component.key}`;
    out.set(key, [...(out.get(key) ?? []), component]);
  }
  return [...out.values()];
}

/** How a component stands: classified | photographed | number | later (with a reason) | shown | open. */
export function standing(component, given = {}) {
  if (component.kind === "submit" && given.state === "classified") return "classified";
  if (component.kind === "submit" && given.pages?.length) return "photographed";
  if (given.state === "number" || component.kind === "number") {
    if (strip(given.number ?? "")) return "number";
  }
  if (given.state === "none" && strip(given.reason ?? "")) return "later";
  if (component.kind === "show") return "shown";
  return "open";
}

/** A choice is settled when any of its papers is spoken for. */
export const settled = (choice, given) => choice.some((component) => standing(component, given[component.key]) !== "open");

/** Papers that must be handed in and are not spoken for: the first component of each open choice. */
export function missingPapers(procedure, draft) {
  return choices(componentsFor(procedure, draft.answers))
    .filter((choice) => choice.some((c) => c.required && c.kind === "submit") && !settled(choice, draft.components))
    .map((choice) => choice.find((c) => c.required && c.kind === "submit"));
}

const ID_NUMBER = /^(\d{9}|\d{12})$/;
export const valueOf = (person, field) => strip(person?.[field]?.value ?? "");

/** What must be said about the persons before going on: `{key, slot, field}` with keys under "needed". */
export function missingPersons(procedure, draft) {
  const { owner, submitter, subject } = draft.persons;
  const out = [];
  const need = (ok, key, slot, field) => ok || out.push({ key, slot, field });
  need(draft.submitter, "for_whom", "", "submitter-same");
  need(valueOf(owner, "full_name"), "owner_name", "owner", "full_name");
  const number = compact(valueOf(owner, "id_number"));
  need(number, "owner_number", "owner", "id_number");
  if (number) need(ID_NUMBER.test(number), "number_shape", "owner", "id_number");
  if (draft.submitter === "other") {
    need(valueOf(submitter, "full_name"), "submitter_name", "submitter", "full_name");
    const theirs = compact(valueOf(submitter, "id_number"));
    need(!theirs || ID_NUMBER.test(theirs), "number_shape", "submitter", "id_number");
  }
  if (procedure.subject) {
    need(valueOf(subject, "full_name"), "subject_name", "subject", "full_name");
    const theirs = compact(valueOf(subject, "id_number"));
    need(!theirs || ID_NUMBER.test(theirs), "number_shape", "subject", "id_number");
  }
  return out;
}
