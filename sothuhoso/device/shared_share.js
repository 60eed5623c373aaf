// Beginning to work together and ending it. The phone asks the server for a code; either side may stop, and it is over
// when the server has heard of it.
import { allKept, applyRemote, draftState, removeDraft } from "./drafts.js";
import { ask, onRise } from "./line.js";
import { goTo } from "./route.js";
import { fieldsOf, pagesOf } from "./shared_merge.js";
import { credentials, idsOf, setShared, sharedState, sharing } from "./shared_store.js";
import { language } from "./words.js";

const TOGETHER = "/ban/cung-lam";
const begun = new Set();
const ended = new Set();

/** Called when a draft has begun to be shared, and when it is over. */
export const onBegin = (listener) => begun.add(listener);
export const onEnd = (listener) => ended.add(listener);

/** What a phone brings to the server's row. */
const contentOf = (draft) => ({
  procedure: draft.procedure,
  procedure_version: draft.procedureVersion,
  captured_at: draft.createdAt,
  lang: draft.lang || language(),
  fields: fieldsOf(draft),
  pages: pagesOf(draft),
});

/** Ask for a code for a clerk of the draft's unit; an earlier code is void. */
export async function share() {
  const { draft, mine } = draftState();
  if (!draft || !mine || sharedState().busy) return;
  setShared({ busy: true, problem: "", code: "", note: "" });
  const id = draft.submission || draft.id;
  const content = contentOf(draft);
  try {
    const answer = await ask(`/api/drafts/${id}/share`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": language() },
      body: JSON.stringify({ unit: draft.unit, secret: draft.secret, content }),
    });
    const said = await answer.json();
    if (!answer.ok) return setShared({ busy: false, problem: said.message ?? "" });
    const base = Object.fromEntries(Object.entries(content.fields).map(([path, field]) => [path, { ...field, at: "" }]));
    // The code lives by the server's clock; this device counts from the server's own "now".
    const asked = Date.parse(answer.headers.get("date") ?? "") || Date.now();
    const until = Date.now() + Date.parse(said.expires_at) - asked;
    const pages = idsOf(content.pages);
    applyRemote([], { id, side: "citizen", base, pages, offers: {}, until, joined: false, name: "", ending: false });
    setShared({ busy: false, code: said.code, until });
    countDown();
    begun.forEach((listener) => listener());
  } catch {
    setShared({ busy: false, problem: "offline" });
  }
}

let ticking;

/** The seconds left, once a second. */
function countDown() {
  clearTimeout(ticking);
  const { code, until } = sharedState();
  if (!code) return;
  setShared({ now: Date.now() });
  if (Date.now() < until) ticking = setTimeout(countDown, 1000);
  else {
    setShared({ code: "" });
    endUnused();
  }
}

let unused;

/** A code that ran out unused, and that nobody looks at, ends the sharing. */
function endUnused() {
  clearTimeout(unused);
  const shared = sharing();
  if (!shared || shared.joined) return;
  if (Date.now() < shared.until) unused = setTimeout(endUnused, shared.until - Date.now());
  else if (!sharedState().panel) stop();
}

/** A draft was opened: what was begun before goes on, or comes to its end. */
export function resume() {
  tellEnd();
  endUnused();
}

/** Stop working together; asked again while there is no line. */
export async function stop() {
  const { draft, mine } = draftState();
  if (!mine || !draft?.shared) return;
  applyRemote([], { ...draft.shared, ending: true });
  setShared({ panel: "", code: "", live: false, held: {} });
  await tellEnd();
}

async function tellEnd() {
  const { draft, mine } = draftState();
  if (mine && draft?.shared?.ending && (await leave(draft))) await over("");
}

/** Tell the server that a draft is not worked on together any more. Answers whether it has heard. */
export async function leave(draft) {
  try {
    const answer = await ask(`/api/drafts/${draft.shared.id}/share`, { method: "DELETE", headers: credentials(draft) });
    return answer.status < 500 && answer.status !== 429;
  } catch {
    return false; // asked again when the line is back
  }
}

/** It is over: the phone goes on alone, the tablet keeps nothing. `note`: why, where it was not this side's wish. */
export async function over(note) {
  const { draft, mine } = draftState();
  if (!mine || !draft?.shared) return;
  ended.forEach((listener) => listener());
  setShared({ note, code: "", panel: "", live: false, signIn: false, sending: false, held: {} });
  if (draft.shared.side === "citizen") return void applyRemote([], null);
  await allKept();
  await removeDraft(draft.id);
  goTo(TOGETHER, true);
}

onRise(tellEnd);
