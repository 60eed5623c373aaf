// A page that is doubted and stays: a warned one for whoever says why, a refused one for a clerk with the original at hand.
import { applyPatch, draftState } from "./drafts.js";
import { loneNote } from "./laid.js";
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

/**
 * How a paper stands (rules.js); "retake" where nobody can read one of its pages, and no clerk has answered for it, or
 * the server refused one; "note" where a page with a sticky note waits for its photo without.
 */
export function standsAs(component, draft) {
  const given = draft.components[component.key] ?? {};
  const stands = standing(component, given);
  if (stands !== "photographed") return stands;
  if (given.pages.some((page) => unread(draft.seen?.[page.sha256]) || draft.refused?.[page.sha256])) return "retake";
  return loneNote(given.pages, draft.laid) ? "note" : stands;
}

const UNDONE = ["retake", "note"];

/** Papers with something still to be photographed: `{component, state}`. */
export const unreadPapers = (procedure, draft) =>
  componentsFor(procedure, draft.answers)
    .map((component) => ({ component, state: standsAs(component, draft) }))
    .filter(({ state }) => UNDONE.includes(state));
