// Whether the person has an open dossier of this procedure at the unit: asked of the desk, where somebody of it is signed
// in and there is a line. A citizen's phone is told of nobody else's.
import { compact } from "./fold.js";
import { ask, lineIsUp } from "./line.js";
import { deskAsked, deskSaid } from "./people_view.js";
import { who } from "./who.js";

const NUMBER = /^(?:[0-9]{9}|[0-9]{12})$/;
let last = "";

/** Ask once for each procedure and number; the answer stands beside the field while it is still that number. */
export async function askDesk(draft) {
  const asked = deskAsked(draft);
  const number = compact(draft.persons.owner.id_number?.value ?? "");
  if (asked === last || !NUMBER.test(number) || !lineIsUp() || !(await who())?.unit) return;
  last = asked;
  try {
    const body = JSON.stringify({ procedure: draft.procedure, id_number: number });
    const answer = await ask("/api/dossiers/open", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!answer.ok) throw new Error(String(answer.status));
    const said = await answer.json();
    deskSaid({ of: asked, numbers: said.open.filter((one) => one.id !== draft.id).map((one) => one.number) });
  } catch (problem) {
    last = ""; // asked again with the next change
    throw problem;
  }
}
