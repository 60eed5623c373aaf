// The live camera: for papers a shutter; for codes (the card's, those of another device) frames are read while the person
// points. Choosing a photo from the gallery is the equal second way and needs none of this.
import { createStore, remember } from "./base.js";
import { askAboutFrame, cardSaid, forgetCard, readCardFile, readCardPicture, useCards } from "./card.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { useDraftState } from "./drafts.js";
import { hintFor, measure } from "./hints.js";
import { controlsOf, setLight, setZoom } from "./lens_controls.js";
import { addFiles, addPhoto, refuse, usePhotosState } from "./photos.js";
import { photoOf, reading, Refusal } from "./picture.js";
import { roomFor } from "./room.js";
import { useLanguage } from "./words.js";

const BETWEEN = 120; // frames of a card, or of one code
const AT_ONCE = 10; // codes that change all the time
const BY_SERVER = 700; // frames that this device cannot read itself
const LATER = 5000;
const DONE = new Set(["filled", "several"]); // what is left to do stands on the form
const FRAME_PIXELS = 2_100_000;
const SHARP = { width: { ideal: 3840 }, height: { ideal: 2880 } };
const SMOOTH = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/**
 * `purpose`: "" (closed) | paper | card | join | handed. `status`: starting | live | denied | none. `shots`: photos taken
 * since it was opened. `busy`: one is being worked on. `light`: none | off | on. `zoom`: 0 (none) | 1 | 2. `hint`, `percent`: what to change, or what the codes said so
 * far (a key under "camera", and how much of what comes in many codes is here).
 */
const CLOSED = { purpose: "", component: "", replace: "", slot: "", status: "starting", shots: 0, busy: false, problem: null, light: "none", zoom: 0, hint: "", percent: 0 };
const store = createStore(CLOSED);

let stream = null;
let video = null;
let frames;
let turn = 0; // of opening: what was begun before it counts no more
let seen; // gets the texts of each frame
let since; // when the picture of this opening began to live

/** A full disk is told before a photo is taken, not after. */
export async function openPaperCamera(component, replace = "") {
  if (!(await roomFor(0))) return refuse(component, new Refusal("no_room", {}));
  return open({ purpose: "paper", component, replace });
}

export function openCardCamera(slot) {
  forgetCard(slot);
  return open({ purpose: "card", slot });
}

/**
 * Codes of another device. `see(texts)` gets what each frame says and answers `{done, hint, percent}` (or nothing).
 * `purpose`: join (one code) | handed (many, one after the other).
 */
export function openScanner(purpose, see) {
  seen = see;
  return open({ purpose });
}

async function open(what) {
  const mine = ++turn;
  store.set({ ...CLOSED, ...what });
  if (what.purpose !== "paper") import("./codes.js").then(({ warm }) => warm()).catch(() => {}); // the look itself will say so
  const wanted = ["paper", "card"].includes(what.purpose) ? SHARP : SMOOTH;
  let given;
  try {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
    given = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" }, ...wanted }, audio: false });
  } catch (problem) {
    if (mine === turn) store.set({ status: problem.name === "NotAllowedError" ? "denied" : "none" });
    return;
  }
  if (mine !== turn) return given.getTracks().forEach((track) => track.stop()); // closed while the question stood on the screen
  stream = given;
  store.set(controlsOf(track()));
  if (video) video.srcObject = stream;
  if (what.purpose !== "paper") frames = setTimeout(look, BETWEEN, mine);
}

/** The video element says where to show the picture. Live is what can be seen: a shutter pressed before would do nothing. */
export function attach(element) {
  video = element;
  if (!video) return;
  video.onloadeddata = () => {
    if (!stream) return;
    since = performance.now();
    store.set({ status: "live" });
  };
  if (stream) video.srcObject = stream;
}

export function closeCamera() {
  turn++;
  clearTimeout(frames);
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  store.set(CLOSED);
}

const track = () => stream.getVideoTracks()[0];

export const switchLight = async () => store.set({ light: await setLight(track(), store.get().light !== "on") });
export const switchZoom = async () => store.set({ zoom: await setZoom(track(), store.get().zoom === 1) });

const looking = () => video && stream && video.videoWidth > 0;

/** The shutter. A paper becomes a page; a card is read from the sharpest picture there is. */
export async function shoot() {
  const { purpose, component, replace, slot, busy, shots } = store.get();
  if (busy || !looking()) return;
  store.set({ busy: true, problem: null });
  try {
    if (purpose === "card") await cardStill(slot);
    else {
      await addPhoto(component, await photoOf(video, video.videoWidth, video.videoHeight), replace);
      store.set({ shots: shots + 1 });
      navigator.vibrate?.(30);
      if (replace) closeCamera();
    }
  } catch (problem) {
    const { key, facts } = problem instanceof Refusal ? problem : { key: "no_room", facts: {} };
    store.set({ problem: { key, facts } });
  } finally {
    if (store.get().purpose) store.set({ busy: false });
  }
}

/** The frame stands still while it is looked at: the live one would be another at each look. */
async function cardStill(slot) {
  const mine = turn;
  const still = await createImageBitmap(video);
  const outcome = await readCardPicture(slot, still, still.width, still.height);
  still.close();
  if (DONE.has(outcome) && mine === turn) finished();
}

function finished() {
  navigator.vibrate?.(60);
  closeCamera();
}

// --- frames --------------------------------------------------------------------------------------------------------

async function look(mine) {
  const { busy, purpose } = store.get();
  let pause = purpose === "handed" ? AT_ONCE : BETWEEN;
  if (looking() && !busy && document.visibilityState === "visible") pause = (await seeFrame(mine)) ?? pause;
  if (mine === turn) frames = setTimeout(look, pause, mine);
}

/** Look at one frame. Answers how long to wait, where it is not as ever. */
async function seeFrame(mine) {
  const { purpose, slot } = store.get();
  const gone = () => mine !== turn;
  let found;
  try {
    const { lookForCodes } = await import("./codes.js");
    found = await lookForCodes(video, video.videoWidth, video.videoHeight, purpose === "handed" ? "film" : "frame", gone);
  } catch {
    return gone() ? 0 : cannotLook(mine);
  }
  const { texts } = found;
  if (gone()) return undefined;
  if (!texts.length) return purpose === "card" ? advise(found.seen) : undefined;
  if (purpose === "card") return DONE.has(await cardSaid(slot, texts)) && !gone() ? finished() : undefined;
  const said = await seen(texts);
  if (gone()) return undefined;
  if (said?.done) finished();
  else if (said) store.set({ hint: said.hint ?? "", percent: said.percent ?? 0 });
  return undefined;
}

/** Nothing legible yet: what to change. */
function advise(pixels) {
  store.set({ hint: hintFor({ ...measure(video), seen: pixels, waited: performance.now() - since }) });
}

/** No reader on this device: the server reads the card's frames while there is a line. */
async function cannotLook(mine) {
  const { purpose, slot } = store.get();
  if (purpose !== "card") {
    store.set({ hint: "no_reader" });
    return LATER;
  }
  const outcome = await askAboutFrame(slot, await reading(video, video.videoWidth, video.videoHeight, FRAME_PIXELS));
  if (DONE.has(outcome) && mine === turn) finished();
  return outcome === "offline" ? LATER : BY_SERVER;
}

/** Photos chosen from the gallery while the camera is open, or because there is none. */
export function filesInstead(files) {
  const { purpose, component, replace, slot } = store.get();
  closeCamera();
  if (purpose === "card") readCardFile(slot, files);
  else addFiles(component, files, replace);
}

const EMPTY = { open: false, purpose: "", status: "starting", name: "", shots: 0, last: "", busy: false, light: "none", zoom: 0, problem: "", facts: {}, cardStatus: "", cardProblem: "", cardMessage: "", hint: "", percent: 0 };

const view = remember((state, { draft }, { thumbs }, cards, _catalogue, lang) => {
  if (!state.purpose) return EMPTY;
  const pages = draft?.components[state.component]?.pages ?? [];
  const card = cards[state.slot];
  const component = findProcedure(draft?.procedure)?.components.find((one) => one.key === state.component);
  return {
    open: true,
    purpose: state.purpose,
    status: state.status,
    name: named(component ?? {}, lang),
    shots: state.shots,
    last: thumbs[pages.at(-1)?.sha256] ?? "",
    busy: state.busy,
    light: state.light,
    zoom: state.zoom,
    problem: state.problem?.key ?? "",
    facts: state.problem?.facts ?? {},
    cardStatus: card?.status ?? "",
    cardProblem: card?.problem ?? "",
    cardMessage: card?.message ?? "",
    hint: state.hint,
    percent: state.percent,
  };
});

/** The camera as the screen draws it. */
export function useLens() {
  return view(store.use(), useDraftState(), usePhotosState(), useCards(), useCatalogueState(), useLanguage());
}
