// The live camera: for papers a shutter; for codes (the card's, those of another device) frames are read while the person
// points. Choosing a photo from the gallery is the equal second way and needs none of this.
import { askAboutFrame, cardSaid, forgetCard, readCardFile, readCardPicture } from "./card.js";
import { draftState } from "./drafts.js";
import { hintFor, measure } from "./hints.js";
import { showOutline } from "./lens_outline.js";
import { CLOSED, lensState, onVideo, setLens } from "./lens_store.js";
import { controlsOf, setLight, setZoom, stillOf, stillScale } from "./lens_controls.js";
import { keepSetting, readSetting } from "./database.js";
import { addFiles, addPhoto, paperOf, photosState, refuse } from "./photos.js";
import { photoOf, reading } from "./picture.js";
import { Refusal } from "./refusal.js";
import { roomFor } from "./room.js";

const BETWEEN = 120; // frames of a card, or of one code
const AT_ONCE = 10; // codes that change all the time
const BY_SERVER = 700; // frames that this device cannot read itself
const LATER = 5000;
const DONE = new Set(["filled", "several"]); // what is left to do stands on the form
const FRAME_PIXELS = 2_100_000;
const SHARP = { width: { ideal: 3840 }, height: { ideal: 2880 } };
const SMOOTH = { width: { ideal: 1920 }, height: { ideal: 1080 } };

let stream = null;
let video = null;
let frames;
let turn = 0; // of opening: what was begun before it counts no more
let seen; // gets the texts of each frame
let since; // when the picture of this opening began to live
let watching = null; // of a page: page_frames.js
let larger = 1; // how many pixels a still has for each of the video's

/** A full disk is told before a photo is taken, not after. */
export async function openPaperCamera(component, replace = "") {
  if (!(await roomFor(0))) {
    closeCamera();
    return refuse(component, new Refusal("no_room", {}));
  }
  const auto = (await readSetting("auto_shot").catch(() => true)) ?? true;
  return open({ purpose: "paper", component, replace, last: lastPage(component), auto });
}

/** The small picture of the page taken last. */
const lastPage = (component) => photosState().thumbs[draftState().draft?.components[component]?.pages?.at(-1)?.sha256] ?? "";

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
  setLens({ ...CLOSED, ...what });
  if (what.purpose !== "paper") import("./codes.js").then(({ warm }) => warm()).catch(() => {}); // the look itself will say so
  const wanted = ["paper", "card"].includes(what.purpose) ? SHARP : SMOOTH;
  let given;
  try {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
    given = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" }, ...wanted }, audio: false });
  } catch (problem) {
    if (mine === turn) setLens({ status: problem.name === "NotAllowedError" ? "denied" : "none" });
    return;
  }
  if (mine !== turn) return given.getTracks().forEach((track) => track.stop()); // closed while the question stood on the screen
  stream = given;
  setLens(controlsOf(track()));
  if (video) video.srcObject = stream;
  if (what.purpose !== "paper") frames = setTimeout(look, BETWEEN, mine);
}

/** Live is what can be seen: a shutter pressed before would do nothing. */
function attach(element) {
  video = element;
  if (!video) return;
  video.onloadeddata = () => {
    if (!stream) return;
    since = performance.now();
    setLens({ status: "live" });
    if (lensState().purpose === "paper") watchPage(turn);
  };
  if (stream) video.srcObject = stream;
}

onVideo(attach);

export function closeCamera() {
  turn++;
  clearTimeout(frames);
  watching?.stop();
  watching = null;
  showOutline(null);
  forgetDoubt();
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  setLens(CLOSED);
}

const track = () => stream.getVideoTracks()[0];

export const switchLight = async () => setLens({ light: await setLight(track(), lensState().light !== "on") });
export const switchZoom = async () => setLens({ zoom: await setZoom(track(), lensState().zoom === 1) });

const looking = () => video && stream && video.videoWidth > 0;

/** The shutter. A paper becomes a page; a card is read from the sharpest picture there is. Answers whether it was taken. */
export async function shoot() {
  const { purpose, slot, busy } = lensState();
  if (busy || !looking()) return false;
  setLens({ busy: true, problem: null });
  try {
    if (purpose === "card") await cardStill(slot);
    else await pageStill();
    return true;
  } catch (problem) {
    const { key, facts } = problem instanceof Refusal ? problem : { key: "no_room", facts: {} };
    setLens({ problem: { key, facts } });
    return false;
  } finally {
    if (lensState().purpose) setLens({ busy: false });
  }
}

/** The page is kept first, then looked at: whatever is wrong with it, the photo is there. */
async function pageStill() {
  const mine = turn;
  const { component, replace, again, shots } = lensState();
  const still = larger > 1 ? await stillOf(track()) : null;
  if (!still) larger = 1; // a camera that promises stills and gives none is not asked again
  const made = still ? await photoOf(still, still.width, still.height) : await photoOf(video, video.videoWidth, video.videoHeight);
  still?.close();
  watching?.taken();
  const page = await addPhoto(component, made, again || replace);
  navigator.vibrate?.(30);
  if (mine !== turn) return;
  setLens({ again: "", shots: again ? shots : shots + 1, last: lastPage(component) });
  const seen = await import("./page_seen.js").then((it) => it.seePage(page.sha256)).catch(() => null);
  if (mine !== turn) return;
  if (seen && mattersNow(seen)) setLens({ doubt: { page, verdict: seen.verdict, reasons: seen.reasons, address: URL.createObjectURL(made.blob), width: made.width, height: made.height } });
  else if (replace) closeCamera();
}

/** A page that this camera cannot take with more dots is no reason to stop: it stands at the page. */
const mattersNow = ({ verdict, reasons }) => verdict === "refuse" || reasons.some((one) => one.key !== "far");

function forgetDoubt() {
  const { doubt } = lensState();
  if (doubt) URL.revokeObjectURL(doubt.address);
  setLens({ doubt: null });
}

/** The next shot takes the doubted page's place; until then that page stays. */
export function takeAgain() {
  const { doubt } = lensState();
  if (!doubt) return;
  forgetDoubt();
  setLens({ again: doubt.page.id });
}

/** It stays as it is; what is wrong with it stands at the page until somebody says why it may. */
export function leaveIt() {
  const { replace } = lensState();
  forgetDoubt();
  if (replace) closeCamera();
}

/** Whether a page that lies well is taken by itself; this device remembers. */
export function switchAuto() {
  const auto = !lensState().auto;
  setLens({ auto });
  keepSetting("auto_shot", auto).catch(() => {});
}

/** Says how the page lies, frame by frame, and takes it when all is well. */
async function watchPage(mine) {
  const { watchFrames } = await import("./page_frames.js");
  if (mine !== turn || watching) return;
  larger = await stillScale(track(), video);
  if (mine !== turn || watching) return;
  watching = watchFrames(video, {
    paper: () => paperOf(lensState().component),
    scale: () => larger,
    busy: () => lensState().busy || Boolean(lensState().doubt),
    tell({ hint, frame }) {
      const good = hint === "good" && frame.found;
      showOutline(frame.found ? { corners: frame.corners, spot: hint === "glare" ? frame.spot : null, good, width: video.videoWidth, height: video.videoHeight } : null);
      if (hint !== lensState().hint) setLens({ hint });
    },
    shoot: () => (lensState().auto ? shoot() : Promise.resolve(false)),
  });
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
  const { busy, purpose } = lensState();
  let pause = purpose === "handed" ? AT_ONCE : BETWEEN;
  if (looking() && !busy && document.visibilityState === "visible") pause = (await seeFrame(mine)) ?? pause;
  if (mine === turn) frames = setTimeout(look, pause, mine);
}

/** Look at one frame. Answers how long to wait, where it is not as ever. */
async function seeFrame(mine) {
  const { purpose, slot } = lensState();
  const gone = () => mine !== turn;
  // Looking takes long in the dark, and says nothing that the light does not.
  if (purpose === "card" && adviceFor(0) === "dark") setLens({ hint: "dark" });
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
  else if (said) setLens({ hint: said.hint ?? "", percent: said.percent ?? 0 });
  return undefined;
}

const adviceFor = (pixels) => hintFor({ ...measure(video), seen: pixels, waited: performance.now() - since });

/** Nothing legible yet: what to change. */
const advise = (pixels) => setLens({ hint: adviceFor(pixels) });

/** No reader on this device: the server reads the card's frames while there is a line. */
async function cannotLook(mine) {
  const { purpose, slot } = lensState();
  if (purpose !== "card") {
    setLens({ hint: "no_reader" });
    return LATER;
  }
  const outcome = await askAboutFrame(slot, await reading(video, video.videoWidth, video.videoHeight, FRAME_PIXELS));
  if (DONE.has(outcome) && mine === turn) finished();
  return outcome === "offline" ? LATER : BY_SERVER;
}

/** Photos chosen from the gallery while the camera is open, or because there is none. */
export function filesInstead(files) {
  const { purpose, component, replace, slot } = lensState();
  closeCamera();
  if (purpose === "card") readCardFile(slot, files);
  else addFiles(component, files, replace);
}
