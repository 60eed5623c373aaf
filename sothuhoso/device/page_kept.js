// A page that is doubted and stays: a warned one for whoever says why, a refused one for a clerk with the original at hand.
import { applyPatch, draftState } from "./drafts.js";
import { componentsFor, standing } from "./rules.js";

/** `why`: old | only | blank | original; "" takes it back. */
export function keepPage(sha, why) {
  const { draft } = draftState();
  const seen = draft?.seen?.[sha];
  if (!seen || (why && !mayKeep(draft, seen, why))) return;
  applyPatch(`seen.${sha}`, { ...seen, kept: why ? { why, at: new Date().toISOString() } : null });
}

const mayKeep = (draft, seen, why) => (seen.verdict === "refuse" ? why === "original" && draft.channel === "counter" : why !== "original");

const unread = (seen) => seen?.verdict === "refuse" && !seen.kept;

/** Papers with a page that nobody can read, and for which no clerk has answered: they are photographed again. */
export const unreadPapers = (procedure, draft) =>
  componentsFor(procedure, draft.answers).filter(
    (component) => standing(component, draft.components[component.key]) === "photographed" && draft.components[component.key].pages.some((page) => unread(draft.seen?.[page.sha256])),
  );
