// The page "waiting to be sent": each dossier and photo with its state, what it costs, when it was last tried. Everything
// is read from the items; no photo is touched, so that two hundred dossiers open as fast as two.
import { createStore, remember } from "./base.js";
import { loadCatalogue, named, useCatalogueState } from "./catalogue.js";
import { listDrafts, useDraftState } from "./drafts.js";
import { STEPS } from "./flow.js";
import { moment } from "./format.js";
import { useLine } from "./line.js";
import { photosOf } from "./manifest.js";
import { useOutboxState } from "./outbox.js";
import { problemOf } from "./refused.js";
import { lookAtRoom } from "./room.js";
import { today } from "./search.js";
import { amount } from "./sizes.js";
import { useLanguage } from "./words.js";

const STEP = 20;

/** `limit`: so many rows are drawn. `open`: the items whose photos are shown one by one. */
const store = createStore({ limit: STEP, open: [] });

export function enterOutbox() {
  store.set({ limit: STEP, open: [] });
  loadCatalogue();
  listDrafts().catch(() => {});
  lookAtRoom();
}

export const showMore = () => store.set({ limit: store.get().limit + STEP });

export function openItem(id) {
  const { open } = store.get();
  store.set({ open: open.includes(id) ? open.filter((one) => one !== id) : [...open, id] });
}

const sum = (pages) => pages.reduce((all, page) => all + page.bytes, 0);
const percentOf = (bytes, all) => (all ? Math.floor((100 * bytes) / all) : 0);

/** parked (somebody is needed) | sending | paused | waiting. */
function stateOf(item, going, line) {
  if (item.state === "parked") return "parked";
  if (item.paused) return "paused";
  return going && line.up ? "sending" : "waiting";
}

function photoView(page, i, received, offsets, lang) {
  const bytes = received.has(page.sha256) ? page.bytes : (offsets[page.sha256] ?? 0);
  const state = received.has(page.sha256) ? "here" : bytes ? "begun" : "waiting";
  return { key: page.sha256, number: i + 1, state, percent: percentOf(bytes, page.bytes), size: amount(page.bytes, lang) };
}

function rowView(item, { progress }, line, data, open, lang) {
  const pages = photosOf(item.manifest);
  const received = new Set(item.received ?? []);
  const going = progress[item.id];
  const here = pages.filter((page) => received.has(page.sha256));
  const bytes = Math.max(going?.bytes ?? 0, sum(here));
  const procedure = data?.procedures.find((one) => one.code === item.manifest.procedure);
  const { subject, owner } = item.manifest.persons;
  return {
    id: item.draft,
    item: item.id,
    name: named(procedure ?? { name: item.manifest.procedure }, lang),
    person: subject?.full_name?.value || owner.full_name?.value || "",
    state: stateOf(item, going, line),
    told: Boolean(item.announced),
    sent: here.length,
    of: pages.length,
    percent: percentOf(bytes, sum(pages)),
    size: amount(sum(pages), lang),
    sentSize: amount(bytes, lang),
    lastTry: moment(item.lastTry ?? "", "datetime", lang),
    open: open.includes(item.id),
    photos: open.includes(item.id) ? pages.map((page, i) => photoView(page, i, received, going?.offsets ?? {}, lang)) : [],
    problem: problemOf(item, procedure, (paper) => named(paper, lang)),
    problemStatus: item.problem?.status ?? 0,
    photoLost: item.problem?.key === "photo_lost",
  };
}

const RANK = { parked: 0, sending: 1, waiting: 2, paused: 3 };

/** Why nothing goes just now: "" (something does, or may) | paused | wifi | offline. */
function heldBy(outbox, line) {
  if (outbox.paused) return "paused";
  if (outbox.wifiOnly && !["", "wifi", "ethernet"].includes(outbox.network)) return "wifi";
  return line.up ? "" : "offline";
}

function sentToday(list, data, lang) {
  return list
    .filter((draft) => draft.status === "sent" && draft.receipt && today(new Date(draft.receipt.submitted_at)) === today())
    .map((draft) => ({
      id: draft.id,
      name: named(data?.procedures.find((one) => one.code === draft.procedure) ?? { name: draft.procedure }, lang),
      number: draft.receipt.number,
      photos: draft.receipt.photos,
      at: moment(draft.receipt.submitted_at, "time", lang),
      address: `${STEPS.xong}?hs=${draft.id}`,
    }));
}

const view = remember((outbox, line, { data }, { list, listed }, { limit, open }, lang) => {
  const left = outbox.items.filter((item) => item.state !== "parked");
  const missing = left.flatMap((item) => photosOf(item.manifest).filter((page) => !(item.received ?? []).includes(page.sha256)));
  const state = (item) => stateOf(item, outbox.progress[item.id], line);
  const sorted = [...outbox.items].sort((a, b) => RANK[state(a)] - RANK[state(b)]);
  return {
    ready: outbox.loaded && (listed || outbox.items.length > 0),
    waiting: left.length,
    parked: outbox.items.length - left.length,
    photos: missing.length,
    size: amount(sum(missing), lang),
    paused: outbox.paused,
    wifiOnly: outbox.wifiOnly,
    network: outbox.network,
    held: heldBy(outbox, line),
    rows: sorted.slice(0, limit).map((item) => rowView(item, outbox, line, data, open, lang)),
    more: Math.max(0, sorted.length - limit),
    sent: sentToday(list, data, lang),
  };
});

export function useOutboxPage() {
  return view(useOutboxState(), useLine(), useCatalogueState(), useDraftState(), store.use(), useLanguage());
}
