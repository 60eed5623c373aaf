// Handing a draft to another device with no line between them: as a film of codes (text and small pictures), or as a file
// with everything. Afterwards the draft stays here, is not sent from here, and can be taken back.
import { createStore, remember } from "./base.js";
import { database } from "./database.js";
import { allKept, draftState, settle, useDraftState } from "./drafts.js";
import { enterDraft, useFlowState } from "./flow.js";
import { moment } from "./format.js";
import { handedOf, pagesOf, Unfit } from "./handed.js";
import { checkOf, filmOf, SIZES, wholeOf } from "./handed_codes.js";
import { fileOf, newCode } from "./handed_file.js";
import { photosKept } from "./photos.js";
import { smaller } from "./picture.js";
import { megabytes } from "./sizes.js";
import { useLanguage } from "./words.js";

const EVERY = 125; // milliseconds a code stands: a slow camera sees it three times
const SMALL = 128; // pixels of a small picture's long side
const QUALITY = 0.5;
const ENOUGH = 3; // codes more than there are blocks: from then on a receiver that missed none is done

/**
 * `way`: "" | codes | file. `busy`: it is being made. `problem`: a key under "give.problem". Of the codes: `text` of the one
 * that stands, `shown`, `count`, `size` (small | large). Of the file: `done`, `of`, `address`, `name`, `bytes`, `code`.
 * `check`: four digits that the other screen shows too. `asking`: "" | given | back, what is asked once more.
 */
const START = { way: "", busy: false, problem: "", text: "", shown: 0, count: 0, size: "small", done: 0, of: 0, address: "", name: "", bytes: 0, code: "", check: "", asking: "" };
const store = createStore(START);
export const filmText = () => store.get().text;
export const subscribeFilm = store.subscribe;

let film = null;
let timer;
let file = null;
let awake = null;

export function enterGive(asked) {
  stop();
  enterDraft(asked);
}

/** Close what is shown; a file that was made is forgotten. */
export function stop() {
  clearInterval(timer);
  awake?.release?.().catch(() => {});
  if (store.get().address) URL.revokeObjectURL(store.get().address);
  [film, file, awake] = [null, null, null];
  store.set(START);
}

async function begin(way, patch = {}) {
  stop();
  store.set({ way, busy: true, ...patch });
  try {
    await allKept();
    const draft = await (await database()).get("drafts", draftState().draft.id);
    return { draft, kept: await photosKept(draft.id) };
  } catch (problem) {
    failed(problem);
    return null;
  }
}

const failed = (problem) => store.set({ ...START, problem: problem instanceof Unfit && problem.message === "too_much" ? "too_much" : "failed" });

// --- codes ---------------------------------------------------------------------------------------------------------

export async function showCodes(size = "small") {
  const given = await begin("codes", { size });
  if (!given) return;
  try {
    const whole = await wholeOf(handedOf(given.draft), await smallPictures(pagesOf(given.draft), given.kept));
    if (store.get().way !== "codes") return;
    film = filmOf(whole, SIZES[size]);
    store.set({ busy: false, text: film.text(0), shown: 1, count: film.count, check: checkOf(whole) });
    timer = setInterval(next, EVERY);
    awake = await navigator.wakeLock?.request("screen").catch(() => null);
  } catch (problem) {
    failed(problem);
  }
}

function next() {
  const { shown, way } = store.get();
  if (!film || way !== "codes" || document.visibilityState === "hidden") return;
  store.set({ text: film.text(shown), shown: shown + 1 });
}

/** A camera that sees less reads larger codes; there are more of them then. */
export const switchSize = () => showCodes(store.get().size === "small" ? "large" : "small");

/** Small pictures made smaller still: what counts is to see which paper it is. */
async function smallPictures(pages, kept) {
  const out = {};
  for (const { sha256 } of pages) {
    const thumb = kept.get(sha256)?.thumb;
    const made = thumb && (await smaller(thumb, SMALL, QUALITY).catch(() => null));
    if (made) out[sha256] = new Uint8Array(await made.arrayBuffer());
  }
  return out;
}

// --- file ----------------------------------------------------------------------------------------------------------

export async function makeFile() {
  const given = await begin("file");
  if (!given) return;
  try {
    const { draft, kept } = given;
    // A photo that is whole on a third device only cannot go along.
    const photos = pagesOf(draft)
      .filter((page) => kept.get(page.sha256)?.blob)
      .map((page) => ({ sha256: page.sha256, bytes: page.bytes, thumb: kept.get(page.sha256).thumb?.size ?? 0 }));
    const code = newCode();
    store.set({ of: photos.length });
    const made = await fileOf(handedOf(draft), photos, async (sha) => kept.get(sha), code, (done, of) => store.set({ done, of }));
    if (store.get().way !== "file") return;
    file = new File([made], nameOf(new Date()), { type: made.type });
    store.set({ busy: false, code, name: file.name, bytes: file.size, address: URL.createObjectURL(file) });
  } catch (problem) {
    failed(problem);
  }
}

const two = (number) => String(number).padStart(2, "0");

/** Nobody's name in it: the file may lie about in a folder. */
const nameOf = (at) => `ho-so-${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}.sothuhoso`;

/** By the device's own sheet (messages, Bluetooth, nearby), where it takes such files. */
export async function shareFile() {
  await navigator.share({ files: [file] }).catch(() => {}); // closed by the person: the file is still here
}

const canShare = () => Boolean(file && navigator.canShare?.({ files: [file] }));

// --- afterwards ----------------------------------------------------------------------------------------------------

export const ask = (asking) => store.set({ asking });

/** The other device has it: here it is kept, and not sent. */
export async function handedOn() {
  const { draft } = draftState();
  const how = store.get().way || "file";
  stop();
  await settle(draft.id, { status: "handed", handed: { at: new Date().toISOString(), how, delivered: [] } }).catch(() => store.set({ problem: "failed" }));
}

/** Taken back: from here on both devices may send it, and the server decides by what comes first. */
export async function takeBack() {
  const { draft } = draftState();
  stop();
  await settle(draft.id, { status: "draft", handed: null }).catch(() => store.set({ problem: "failed" }));
}

// --- what the page shows -------------------------------------------------------------------------------------------

const view = remember((state, { draft }, _flow, lang) => ({
  ...state,
  percent: state.count ? Math.min(100, Math.round((100 * state.shown) / (state.count + ENOUGH))) : 0,
  round: state.count ? state.shown >= state.count + ENOUGH : false,
  code: state.code.replace(/(\d{4})(?=\d)/g, "$1 "),
  percentDone: state.of ? Math.round((100 * state.done) / state.of) : 100,
  size: state.size,
  megabytes: megabytes(state.bytes, lang),
  canShare: state.address ? canShare() : false,
  shared: Boolean(draft?.shared),
  person: draft?.persons.subject?.full_name?.value || draft?.persons.owner?.full_name?.value || "",
  pages: Object.values(draft?.components ?? {}).reduce((sum, one) => sum + (one.pages?.length ?? 0), 0),
  at: moment(draft?.handed?.at ?? "", "datetime", lang),
  how: draft?.handed?.how ?? "",
}));

export function useGiving() {
  return view(store.use(), useDraftState(), useFlowState(), useLanguage());
}
