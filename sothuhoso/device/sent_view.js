// After the send button: waiting, going, arrived, or in need of the person; and the list of all of that on "mine".
import { createStore, remember } from "./base.js";
import { enterHome, findUnit, named, useCatalogueState } from "./catalogue.js";
import { draftState, listDrafts, removeDraft, useDraftState } from "./drafts.js";
import { GIVE, STEPS } from "./flow.js";
import { moment } from "./format.js";
import { useLine } from "./line.js";
import { contactWord, lineWord } from "./line_words.js";
import { photosOf } from "./manifest.js";
import { changed, reopen, useOutboxState } from "./outbox.js";
import { goTo } from "./route.js";
import { missingPapers } from "./rules.js";
import { megabytes } from "./sizes.js";
import { useLanguage } from "./words.js";

/** A parked dossier goes back to the step where it can be put right. */
export async function correct(id, draft) {
  const refused = await reopen(id);
  goTo(`${STEPS[Object.keys(refused).length ? "giay-to" : "xem-lai"]}?hs=${draft}`);
}

/** `doubted`: the draft that is asked about before it is deleted. `below`: how many cards under the lists are drawn. */
const store = createStore({ doubted: "", below: 0 });

/** The first page shows what is under way, too. */
export function enterFirst(asked) {
  enterHome(asked);
  listDrafts().then(lookAfterHanded).catch(() => {});
}

const idle = () => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done));

export async function enterMine() {
  store.set({ doubted: "", below: 0 });
  await listDrafts().then(lookAfterHanded).catch(() => {});
  // One card after the other: all at once would hold up a finger on a cheap phone.
  for (const below of [1, 2]) {
    await idle();
    store.set({ below });
  }
}

/** What another device went on with: has it been sent, does somebody wait for its photos? */
function lookAfterHanded() {
  if (draftState().list.some((draft) => draft.status === "handed")) return import("./handed_back.js").then((back) => back.lookAfter());
}

export const doubt = (id) => store.set({ doubted: id });

export async function discard() {
  const { doubted } = store.get();
  store.set({ doubted: "" });
  const draft = draftState().list.find((one) => one.id === doubted);
  if (draft?.shared && draft.status === "draft") await import("./shared_share.js").then((sharer) => sharer.leave(draft)).catch(() => {});
  await removeDraft(doubted);
  await changed();
}

/** `draft`'s address for following; the secret stays in the fragment, which reaches no server's log. */
export const followAddress = (draft) =>
  draft?.receipt?.follow_url || (draft && typeof location !== "undefined" ? `${location.origin}/theo-doi#${draft.secret}` : "");

/** The same on this device; a clerk who worked on it together has the secret from the receipt only. */
const followPath = (draft) => `/theo-doi#${draft.secret || (draft.receipt?.follow_url ?? "").split("#")[1] || ""}`;

const sum = (pages) => pages.reduce((all, page) => all + page.bytes, 0);

/** What becomes of a draft: `state` draft | handed | waiting | sending | parked | arrived. */
function sendingView(draft, outbox, line, lang) {
  const item = outbox.items.find((one) => one.draft === draft.id);
  const going = item && outbox.progress[item.id];
  const photos = item ? photosOf(item.manifest) : [];
  const state = draft.status === "sent" ? "arrived" : ["draft", "handed"].includes(draft.status) ? draft.status : item?.state === "parked" ? "parked" : going && line.up ? "sending" : "waiting";
  return {
    state,
    item: item?.id ?? "",
    line: line.up,
    sent: going ? Math.min(going.sent + 1, going.of) : 0,
    of: going?.of ?? photos.length,
    percent: going?.all ? Math.round((100 * going.bytes) / going.all) : 0,
    photos: photos.length,
    size: megabytes(sum(photos), lang),
    problem: item?.problem?.message ?? "",
    problemStatus: item?.problem?.status ?? 0,
    photoLost: item?.problem?.key === "photo_lost",
  };
}

const EMPTY_SENT = { state: "waiting", item: "", line: true, sent: 0, of: 0, percent: 0, photos: 0, size: "", problem: "", problemStatus: 0, photoLost: false };

const sentView = remember(({ draft }, outbox, line, { data }, lang) => {
  if (!draft || !data) return { ...EMPTY_SENT, number: "", at: "", follow: "", path: "", unit: "", unitKind: "", photosSent: 0 };
  const unit = findUnit(draft.unit);
  return {
    ...sendingView(draft, outbox, line, lang),
    number: draft.receipt?.number ?? "",
    at: moment(draft.receipt?.submitted_at ?? "", "datetime", lang),
    follow: followAddress(draft),
    path: followPath(draft),
    unit: unit?.name ?? "",
    unitKind: unit?.kind ?? "",
    photosSent: draft.receipt?.photos ?? 0,
  };
});

export function useSent() {
  return sentView(useDraftState(), useOutboxState(), useLine(), useCatalogueState(), useLanguage());
}

const mineView = remember(({ list, listed }, outbox, line, { data }, doubted, lang) => {
  const row = (draft) => {
    const procedure = data?.procedures.find((p) => p.code === draft.procedure);
    return {
      id: draft.id,
      name: procedure ? named(procedure, lang) : draft.procedure,
      person: draft.persons.subject.full_name?.value || draft.persons.owner.full_name?.value || "",
      changed: moment(draft.changedAt, "datetime", lang),
      address: `${draft.status === "draft" ? (STEPS[draft.step] ?? STEPS.ai) : STEPS.xong}?hs=${draft.id}`,
      give: `${GIVE}?hs=${draft.id}`,
      handedAt: moment(draft.handed?.at ?? "", "datetime", lang),
      missing: procedure && draft.status === "draft" ? missingPapers(procedure, draft).length : 0,
      number: draft.receipt?.number ?? "",
      at: moment(draft.receipt?.submitted_at ?? "", "datetime", lang),
      path: followPath(draft),
      ...sendingView(draft, outbox, line, lang),
    };
  };
  const rows = list.map(row);
  const drafts = rows.filter((one) => one.state === "draft");
  return {
    ready: listed,
    drafts,
    latest: drafts.slice(0, 2),
    doubted,
    doubtedSent: rows.find((one) => one.id === doubted)?.state === "arrived",
    handed: rows.filter((one) => one.state === "handed"),
    waiting: rows.filter((one) => ["waiting", "sending", "parked"].includes(one.state)),
    sent: rows.filter((one) => one.state === "arrived"),
  };
});

export function useMine() {
  return mineView(useDraftState(), useOutboxState(), useLine(), useCatalogueState(), store.use().doubted, useLanguage());
}

export const useBelow = store.use;

// --- the pill in the header --------------------------------------------------------------------------------------

const pillView = remember((line, outbox, lang) => ({
  state: lineWord(line, Object.keys(outbox.progress).length > 0),
  contact: contactWord(line, lang),
  waiting: outbox.items.filter((item) => item.state === "waiting").length,
  parked: outbox.items.filter((item) => item.state === "parked").length,
}));

export function usePill() {
  return pillView(useLine(), useOutboxState(), useLanguage());
}
