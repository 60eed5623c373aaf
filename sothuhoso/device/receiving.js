// Taking up a draft that another device shows as codes or hands over as a file. It keeps its id and secret, so that both
// devices stand for one dossier. What is here already is never written over without asking.
import { createStore, remember } from "./base.js";
import { closeCamera, openScanner } from "./camera_view.js";
import { loadCatalogue, named, useCatalogueState } from "./catalogue.js";
import { database } from "./database.js";
import { dropPhotos, newSecret, settle, takeIn } from "./drafts.js";
import { STEPS } from "./flow.js";
import { moment } from "./format.js";
import { contentOf, pagesOf, Unfit } from "./handed.js";
import { gatherer, openedWhole } from "./handed_codes.js";
import { codeOf, looksOurs, openedFile } from "./handed_file.js";
import { broughtKind } from "./brought.js";
import { check } from "./picture.js";
import { keepGiven, photosKept } from "./photos.js";
import { useLanguage } from "./words.js";

/**
 * `stage`: "" | code (a file waits for its code) | opening | asking (other content under the same id is here) | done |
 * problem. `problem`: a key under "receive.refused". `outcome`: new | same | kept | both | replaced | sent. `away`: photos
 * that came as small pictures only.
 */
const START = { stage: "", problem: "", code: "", wrong: "", done: 0, of: 0, outcome: "", id: "", step: "ai", procedure: "", person: "", pages: 0, away: 0, check: "", hereAt: "", hereStatus: "" };
const store = createStore(START);

const REST = 1500;

let file = null;
let came = null; // `{draft, photo(page) → {blob, thumb}}`, until it is clear where it goes

/** Procedures and papers are needed to open what comes; fetched once the page has come to rest. */
export function enterReceive() {
  begin();
  setTimeout(loadCatalogue, REST);
}

export function begin() {
  [file, came] = [null, null];
  store.set(START);
}

const failed = (problem) => store.set({ ...START, stage: "problem", problem: problem instanceof Unfit ? problem.message : "no_room" });

// --- codes ---------------------------------------------------------------------------------------------------------

export async function scan() {
  begin();
  const gathers = gatherer();
  await openScanner("handed", (texts) => {
    let percent = 0;
    for (const text of texts) {
      const said = gathers.see(text);
      percent = Math.max(percent, said.percent);
      if (said.whole) {
        arrivedByCodes(() => openedWhole(said.whole));
        return { done: true };
      }
      if (!said.known) return { hint: "not_handed", percent };
    }
    return { percent: Math.max(1, percent) };
  });
}

async function arrivedByCodes(open) {
  store.set({ stage: "opening" });
  try {
    const { draft, thumbs, check: digits } = await open();
    const photo = async (page) => ({ thumb: pictureOf(thumbs[page.sha256]) });
    await weigh({ draft, photo, has: () => false, check: digits });
  } catch (problem) {
    failed(problem);
  }
}

/** Only what begins as a JPEG does is shown as a picture, and as nothing else. */
const pictureOf = (bytes) => (bytes?.[0] === 0xff && bytes[1] === 0xd8 ? new Blob([bytes], { type: "image/jpeg" }) : null);

// --- file ----------------------------------------------------------------------------------------------------------

export async function chooseFile([chosen]) {
  begin();
  try {
    await looksOurs(chosen);
    file = chosen;
    store.set({ stage: "code" });
    setTimeout(() => document.getElementById("file-code")?.focus(), 50);
  } catch (problem) {
    failed(problem);
  }
}

export const setCode = (code) => store.set({ code: code.slice(0, 20), wrong: "" });

export async function openFile() {
  const code = codeOf(store.get().code);
  if (!code) return store.set({ wrong: "twelve" });
  store.set({ stage: "opening", wrong: "" });
  try {
    const { draft, photos, photo } = await openedFile(file, code);
    const places = new Map(photos.map((one, i) => [one.sha256, i]));
    const has = (page) => places.has(page.sha256);
    await weigh({ draft, has, photo: async (page) => (has(page) ? sound(await photo(places.get(page.sha256)), page) : {}), check: "" });
  } catch (problem) {
    if (problem instanceof Unfit && problem.message === "wrong_code") store.set({ stage: "code", wrong: "wrong_code" });
    else failed(problem);
  }
}

/** A photo from a stranger is looked at as one from the gallery is; `thumb` is shown, so it must be a picture. */
async function sound({ blob, thumb }, page) {
  const file = new File([blob], page.id);
  if (!(await broughtKind(file)))
    await check(file).catch(() => {
      throw new Unfit("damaged");
    });
  const head = thumb && new Uint8Array(await thumb.slice(0, 2).arrayBuffer());
  return { blob, thumb: head?.[0] === 0xff && head[1] === 0xd8 ? thumb : null };
}

// --- where it goes -------------------------------------------------------------------------------------------------

/** Nothing here under this id: it is taken in. The same: only photos that are missing. Something else: ask. */
async function weigh(given) {
  came = given;
  loadCatalogue(); // the procedure's name
  const { draft } = given;
  const pages = pagesOf(draft);
  const person = draft.persons.subject.full_name?.value || draft.persons.owner.full_name?.value || "";
  store.set({ id: draft.id, step: draft.step, procedure: draft.procedure, person, pages: pages.length, check: given.check });
  const here = await (await database()).get("drafts", draft.id);
  if (!here) return keep(draft, "new");
  if (here.status === "sent" || here.status === "queued") return fill(here, "sent");
  if (contentOf(here) === contentOf(draft)) return fill(here, "same");
  store.set({ stage: "asking", hereAt: here.changedAt, hereStatus: here.shared ? "shared" : here.status });
}

/** Photos first, so that a page never names one that is not there; a failure on the way leaves nothing behind. */
async function keep(draft, outcome) {
  const fresh = !(await (await database()).get("drafts", draft.id));
  try {
    await photosInto(draft.id, pagesOf(draft));
    await takeIn({ ...draft, changedAt: new Date().toISOString() });
  } catch (problem) {
    if (fresh) await forgetPhotos(draft.id).catch(() => {});
    throw problem;
  }
  await finished(draft.id, outcome);
}

async function forgetPhotos(id) {
  const all = (await database()).transaction(["photos"], "readwrite");
  await dropPhotos(all, id);
  await all.done;
}

/** What is here stays; the photos that it names and does not have are taken. Given away, it is here again. */
async function fill(here, outcome) {
  const kept = await photosKept(here.id);
  await photosInto(here.id, pagesOf(here).filter((page) => !kept.get(page.sha256)?.blob && came.has(page)));
  if (here.status === "handed") await settle(here.id, { status: "draft", handed: null });
  await finished(here.id, outcome);
}

async function photosInto(id, pages) {
  store.set({ stage: "opening", done: 0, of: pages.length });
  for (const [i, page] of pages.entries()) {
    await keepGiven(id, page, await came.photo(page));
    store.set({ done: i + 1 });
  }
}

async function finished(id, outcome) {
  const draft = await (await database()).get("drafts", id);
  const kept = await photosKept(id);
  const away = draft.status === "sent" ? 0 : pagesOf(draft).filter((page) => !kept.get(page.sha256)?.blob).length;
  [file, came] = [null, null];
  store.set({ ...store.get(), stage: "done", outcome, id, step: draft.step, away, code: "" });
}

/** The question's answers: both | theirs | mine. */
export async function answer(which) {
  const { draft } = came ?? {};
  if (!draft || store.get().stage !== "asking") return;
  try {
    const here = await (await database()).get("drafts", draft.id);
    if (which === "mine") await fill(here, "kept");
    else if (which === "theirs" && !here?.shared) await keep(draft, "replaced");
    else await keep({ ...draft, id: crypto.randomUUID(), submission: "", secret: newSecret() }, "both");
  } catch (problem) {
    failed(problem);
  }
}

export const leave = () => closeCamera();

// --- what the page shows -------------------------------------------------------------------------------------------

const view = remember((state, { data }, lang) => ({
  ...state,
  procedure: named(data?.procedures.find((one) => one.code === state.procedure) ?? { name: state.procedure }, lang),
  hereAt: moment(state.hereAt, "datetime", lang),
  percent: state.of ? Math.round((100 * state.done) / state.of) : 0,
  address: state.outcome === "sent" ? `/ho-so/xong?hs=${state.id}` : `${STEPS[state.step] ?? STEPS.ai}?hs=${state.id}`,
}));

export function useReceiving() {
  return view(store.use(), useCatalogueState(), useLanguage());
}
