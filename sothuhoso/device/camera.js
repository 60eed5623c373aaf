// The live camera: for papers a shutter, for the card frames that are read while the person points. Choosing a photo
// from the gallery is the equal second way and needs none of this.
import { createStore, remember } from "./base.js";
import { forgetCard, readCard, readCardFile, useCards } from "./card.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { useDraftState } from "./drafts.js";
import { addFiles, addPhoto, refuse, usePhotosState } from "./photos.js";
import { photoOf, reading, Refusal } from "./picture.js";
import { roomFor } from "./room.js";
import { useLanguage } from "./words.js";

const FRAME_EVERY = 700;
const FRAME_PIXELS = 2_100_000;
const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 3840 }, height: { ideal: 2880 } };

/**
 * `purpose`: "" (closed) | paper | card. `status`: starting | live | denied | none. `shots`: photos taken since it was
 * opened. `busy`: one is being worked on. `light`: none | off | on.
 */
const CLOSED = { purpose: "", component: "", replace: "", slot: "", status: "starting", shots: 0, busy: false, problem: null, light: "none" };
const store = createStore(CLOSED);

let stream = null;
let video = null;
let frames;

/** A full disk is told before a photo is taken, not after. */
export async function openPaperCamera(component, replace = "") {
  if (!(await roomFor(0))) return refuse(component, new Refusal("no_room", {}));
  return open({ purpose: "paper", component, replace });
}

export function openCardCamera(slot) {
  forgetCard(slot);
  return open({ purpose: "card", slot });
}

async function open(what) {
  store.set({ ...CLOSED, ...what });
  try {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
    stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
  } catch (problem) {
    return store.set({ status: problem.name === "NotAllowedError" ? "denied" : "none" });
  }
  if (!store.get().purpose) return stop(); // closed while the question stood on the screen
  const [track] = stream.getVideoTracks();
  store.set({ light: track.getCapabilities?.().torch ? "off" : "none" });
  if (video) video.srcObject = stream;
  if (what.purpose === "card") frames = setTimeout(readFrame, FRAME_EVERY);
}

/** The video element says where to show the picture. Live is what can be seen: a shutter pressed before would do nothing. */
export function attach(element) {
  video = element;
  if (!video) return;
  video.onloadeddata = () => stream && store.set({ status: "live" });
  if (stream) video.srcObject = stream;
}

function stop() {
  clearTimeout(frames);
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
}

export function closeCamera() {
  stop();
  store.set(CLOSED);
}

export async function switchLight() {
  const on = store.get().light !== "on";
  try {
    await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
    store.set({ light: on ? "on" : "off" });
  } catch {
    store.set({ light: "none" });
  }
}

const looking = () => video && stream && video.videoWidth > 0;

/** The shutter. A paper becomes a page; a card is read from the sharpest picture there is. */
export async function shoot() {
  const { purpose, component, replace, slot, busy, shots } = store.get();
  if (busy || !looking()) return;
  store.set({ busy: true, problem: null });
  try {
    if (purpose === "card") await cardFrom(await reading(video, video.videoWidth, video.videoHeight), slot, false);
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

async function readFrame() {
  const { purpose, slot, busy } = store.get();
  if (purpose !== "card") return;
  let pause = FRAME_EVERY;
  if (looking() && !busy && document.visibilityState === "visible") {
    const outcome = await cardFrom(await reading(video, video.videoWidth, video.videoHeight, FRAME_PIXELS), slot, true);
    if (outcome === "wait") pause = 10 * FRAME_EVERY;
  }
  if (store.get().purpose === "card") frames = setTimeout(readFrame, pause);
}

async function cardFrom(blob, slot, searching) {
  const outcome = await readCard(slot, blob, searching);
  if (outcome === "filled") {
    navigator.vibrate?.(60);
    closeCamera();
  }
  return outcome;
}

/** Photos chosen from the gallery while the camera is open, or because there is none. */
export function filesInstead(files) {
  const { purpose, component, replace, slot } = store.get();
  closeCamera();
  if (purpose === "card") readCardFile(slot, files);
  else addFiles(component, files, replace);
}

const EMPTY = { open: false, purpose: "", status: "starting", name: "", shots: 0, last: "", busy: false, light: "none", problem: "", facts: {}, cardStatus: "", cardMessage: "" };

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
    problem: state.problem?.key ?? "",
    facts: state.problem?.facts ?? {},
    cardStatus: card?.status ?? "",
    cardMessage: card?.message ?? "",
  };
});

/** The camera as the screen draws it. */
export function useLens() {
  return view(store.use(), useDraftState(), usePhotosState(), useCards(), useCatalogueState(), useLanguage());
}
