// The live camera: for papers a shutter; for codes (the card's, those of another device) frames are read while the person
// points. Choosing a photo from the gallery is the equal second way and needs none of this.
import { askAboutFrame, cardSaid, forgetCard, readCardFile, readCardPicture } from "./card.js";
import { draftState } from "./drafts.js";
import { hintFor, measure } from "./hints.js";
import { CLOSED, lensState, onVideo, setLens } from "./lens_store.js";
import { controlsOf, setLight, setZoom } from "./lens_controls.js";
import { addFiles, addPhoto, photosState, refuse } from "./photos.js";
import { photoOf, reading, Refusal } from "./picture.js";
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

/** A full disk is told before a photo is taken, not after. */
export async function openPaperCamera(component, replace = "") {
  if (!(await roomFor(0))) {
    closeCamera();
    return refuse(component, new Refusal("no_room", {}));
  }
  return open({ purpose: "paper", component, replace, last: lastPage(component) });
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
  };
  if (stream) video.srcObject = stream;
}

onVideo(attach);

export function closeCamera() {
  turn++;
  clearTimeout(frames);
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  setLens(CLOSED);
}

const track = () => stream.getVideoTracks()[0];

export const switchLight = async () => setLens({ light: await setLight(track(), lensState().light !== "on") });
export const switchZoom = async () => setLens({ zoom: await setZoom(track(), lensState().zoom === 1) });

const looking = () => video && stream && video.videoWidth > 0;

/** The shutter. A paper becomes a page; a card is read from the sharpest picture there is. */
export async function shoot() {
  const { purpose, component, replace, slot, busy, shots } = lensState();
  if (busy || !looking()) return;
  setLens({ busy: true, problem: null });
  try {
    if (purpose === "card") await cardStill(slot);
    else {
      await addPhoto(component, await photoOf(video, video.videoWidth, video.videoHeight), replace);
      setLens({ shots: shots + 1, last: lastPage(component) });
      navigator.vibrate?.(30);
      if (replace) closeCamera();
    }
  } catch (problem) {
    const { key, facts } = problem instanceof Refusal ? problem : { key: "no_room", facts: {} };
    setLens({ problem: { key, facts } });
  } finally {
    if (lensState().purpose) setLens({ busy: false });
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
