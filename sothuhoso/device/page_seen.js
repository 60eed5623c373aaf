// What this device saw of the pages of the open draft, one after the other: a phone's memory holds one large picture.
// It is kept in the draft by the photo's SHA-256 (`draft.seen`), with what a person said of it.
import { applyPatch, draftState } from "./drafts.js";
import { brought } from "./manifest.js";
import { photo } from "./photos.js";
import { lookAtPage } from "./page_still.js";

let queue = Promise.resolve();

/** Look at a kept photo, where nobody has; answers what was seen, `null` where this browser cannot. */
export function seePage(sha) {
  const draft = draftState().draft?.id;
  const done = queue.then(() => see(draft, sha));
  queue = done.catch(() => null);
  return queue;
}

/** Look once more: a person said how the page lies. Why it was kept stays while it is doubted as much. */
export function seeAgain(sha) {
  const draft = draftState().draft?.id;
  const before = draftState().draft?.seen?.[sha];
  const done = queue.then(async () => {
    const row = await photo(draft, sha);
    const seen = row?.blob && (await lookAtPage(row.blob, draftState().draft?.laid?.[sha]));
    if (!seen || draftState().draft?.id !== draft) return;
    keepSeen(sha, before?.kept && before.verdict === seen.verdict ? { ...seen, kept: before.kept } : seen);
  });
  queue = done.catch(() => null);
  return queue;
}

async function see(id, sha) {
  const known = draftState().draft?.seen?.[sha];
  if (known) return known;
  const row = await photo(id, sha);
  const seen = row?.blob && (await lookAtPage(row.blob, draftState().draft?.laid?.[sha]));
  if (!seen || draftState().draft?.id !== id) return null;
  keepSeen(sha, seen);
  return seen;
}

const shortened = (value) => Math.round(value * 10_000) / 10_000;
const tidy = (seen) => ({
  ...seen,
  corners: seen.corners && seen.corners.map((corner) => corner.map(shortened)),
  reasons: seen.reasons.map((one) => ({ ...one, box: one.box && one.box.map(shortened) })),
});

const keepSeen = (sha, seen) => applyPatch(`seen.${sha}`, tidy(seen));

/** Pages of the open draft that nobody has looked at: photos of an older app, or the tab was closed over it. */
export function seeAll() {
  const { draft } = draftState();
  for (const { pages = [] } of Object.values(draft?.components ?? {})) for (const page of pages) if (!brought(page) && !draft.seen?.[page.sha256]) seePage(page.sha256);
}
