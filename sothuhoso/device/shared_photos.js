// Pages of a shared draft: the bytes go to the server as soon as a page is taken, and the other side's small pictures
// come back. The whole picture is fetched when somebody looks at it.
import { draftState, onPatch } from "./drafts.js";
import { ask } from "./line.js";
import { keepThumb, photo, photosElsewhere } from "./photos.js";
import { pagesOf } from "./shared_merge.js";
import { credentials, sharedState, sharing } from "./shared_store.js";
import { onEnd, onBegin } from "./shared_share.js";
import { onPages } from "./shared_sync.js";

const UPLOAD_PATIENCE = 90_000;
const arrived = new Set(); // sha256 that the server has
const given = new Set(); // and those it does not take, or that were asked for and are not there
let working = false;
let again = false;

const pages = () => Object.values(pagesOf(draftState().draft)).flat();
const address = (sha) => `/api/submissions/${sharing().id}/photos/${sha}`;

/** One after the other: what is only here goes there, what is only there shows its small picture here. */
async function work() {
  if (working) return void (again = true);
  working = true;
  try {
    do {
      again = false;
      for (const page of sharing() && sharedState().live ? pages() : []) if (sharing()) await exchange(page);
    } while (again);
  } catch {
    // the line; the next look at the row calls again
  } finally {
    working = false;
  }
}

async function exchange(page) {
  const { draft } = draftState();
  const row = await photo(draft.id, page.sha256);
  if (given.has(page.sha256)) return;
  if (row?.blob && !arrived.has(page.sha256)) await upload(draft, page, row.blob);
  if (!row && arrived.has(page.sha256)) await download(draft, page);
}

async function upload(draft, page, blob) {
  const headers = { "Content-Type": page.media_type, ...credentials(draft) };
  const answer = await ask(address(page.sha256), { method: "PUT", headers, body: blob }, UPLOAD_PATIENCE);
  if (answer.ok) arrived.add(page.sha256);
  else if (answer.status < 500 && answer.status !== 429) given.add(page.sha256); // sending will say why
}

async function download(draft, page) {
  const answer = await ask(`${address(page.sha256)}?size=thumb`, { headers: credentials(draft) });
  if (answer.ok) await keepThumb(draft.id, page, await answer.blob());
  else given.add(page.sha256);
}

async function whole(draft, sha) {
  if (!draft.shared) return null;
  const answer = await ask(`/api/submissions/${draft.shared.id}/photos/${sha}?size=full`, { headers: credentials(draft) });
  return answer.ok ? answer.blob() : null;
}

photosElsewhere(whole);
onPages((components) => {
  for (const page of components.flatMap((one) => one.pages)) if (page.arrived) arrived.add(page.sha256);
  work();
});
onPatch(({ path }) => path.endsWith(".pages") && sharing() && work());
onBegin(work);
onEnd(() => {
  arrived.clear();
  given.clear();
});
