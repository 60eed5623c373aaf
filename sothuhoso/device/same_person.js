// Who else is known: the people of other dossiers on this device, who need not be typed again, and whether the owner has an
// open dossier of this procedure at the unit. That is asked of the desk, where somebody of it is signed in and there is a
// line; a citizen's phone is told of nobody else's.
import { applyPatch, draftState } from "./drafts.js";
import { compact, fold } from "./fold.js";
import { ask, lineIsUp } from "./line.js";
import { PERSON_FIELDS } from "./manifest.js";
import { deskAsked, knowPerson, sayOthers } from "./people_view.js";
import { who } from "./who.js";

const NUMBER = /^(?:[0-9]{9}|[0-9]{12})$/;
const MOST = 4;
let last = "";

export async function look() {
  const { draft, list } = draftState();
  if (!draft) return;
  sayOthers({ earlier: earlierPeople(list, draft) });
  await askDesk(draft);
}

const whoIs = (person) => compact(person.id_number?.value ?? "") || `${fold(person.full_name?.value ?? "")} ${person.birth_date?.value ?? ""}`;

/**
 * The people of the dossiers that wait on this device, the latest first, each once and without those who stand here. None
 * at a counter, where the next person sits before the same screen.
 */
function earlierPeople(list, draft) {
  if (draft.channel === "counter") return [];
  const here = new Set(Object.values(draft.persons).map(whoIs));
  const others = list.filter((other) => other.id !== draft.id && other.channel !== "counter" && ["draft", "queued"].includes(other.status));
  const people = others.flatMap((other) => Object.values(other.persons)).filter((person) => person.full_name?.value);
  const each = new Map();
  for (const person of people) if (!here.has(whoIs(person)) && !each.has(whoIs(person))) each.set(whoIs(person), person);
  return [...each.values()].slice(0, MOST);
}

/** This one is meant: all that is known of them, marked as from there. */
export function takePerson(slot, person) {
  for (const field of PERSON_FIELDS) if (person[field]?.value) applyPatch(`persons.${slot}.${field}`, person[field].value, "earlier");
  knowPerson();
}

/** Ask once for each procedure and number; the answer stands beside the field while it is still that number. */
async function askDesk(draft) {
  const asked = deskAsked(draft);
  const number = compact(draft.persons.owner.id_number?.value ?? "");
  if (asked === last || !NUMBER.test(number) || !lineIsUp() || !(await who())?.unit) return;
  last = asked;
  try {
    const body = JSON.stringify({ procedure: draft.procedure, id_number: number });
    const answer = await ask("/api/dossiers/open", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!answer.ok) throw new Error(String(answer.status));
    const said = await answer.json();
    sayOthers({ of: asked, numbers: said.open.filter((one) => one.id !== draft.id).map((one) => one.number) });
  } catch (problem) {
    last = ""; // asked again with the next change
    throw problem;
  }
}
