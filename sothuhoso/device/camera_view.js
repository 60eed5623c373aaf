// The camera as the screen draws it, and the way to the camera itself, which comes when somebody wants it, and at rest
// (ahead.js): the line may be gone by then.
import { remember } from "./base.js";
import { useCards } from "./card_view.js";
import { findProcedure, named, useCatalogueState } from "./catalogue.js";
import { useDraftState } from "./drafts.js";
import { CLOSED, setLens, useLensState } from "./lens_store.js";
import { useLanguage } from "./words.js";

/** Where its code is not to be had, the screen says "no camera": choosing a photo is the other way. */
const camera = (work) => import("./camera.js").then(work, () => setLens({ status: "none" }));

function opening(what, work) {
  setLens({ ...CLOSED, ...what });
  return camera(work);
}

export const openPaperCamera = (component, replace) => opening({ purpose: "paper", component }, (it) => it.openPaperCamera(component, replace));
export const openCardCamera = (slot) => opening({ purpose: "card", slot }, (it) => it.openCardCamera(slot));
export const openScanner = (purpose, see) => opening({ purpose }, (it) => it.openScanner(purpose, see));
export const closeCamera = () => camera((it) => it.closeCamera());
export const shoot = () => camera((it) => it.shoot());
export const switchLight = () => camera((it) => it.switchLight());
export const switchZoom = () => camera((it) => it.switchZoom());
export const switchAuto = () => camera((it) => it.switchAuto());
export const takeAgain = () => camera((it) => it.takeAgain());
export const leaveIt = () => camera((it) => it.leaveIt());
export const filesInstead = (files) => camera((it) => it.filesInstead(files));

const EMPTY = { open: false, purpose: "", status: "starting", name: "", shots: 0, last: "", busy: false, light: "none", zoom: 0, problem: "", facts: {}, cardStatus: "", cardProblem: "", cardMessage: "", hint: "", percent: 0 };

const view = remember((state, { draft }, cards, _catalogue, lang) => {
  if (!state.purpose) return EMPTY;
  const card = cards[state.slot];
  const component = findProcedure(draft?.procedure)?.components.find((one) => one.key === state.component);
  return {
    open: true,
    purpose: state.purpose,
    status: state.status,
    name: named(component ?? {}, lang),
    shots: state.shots,
    last: state.last,
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
  return view(useLensState(), useDraftState(), useCards(), useCatalogueState(), useLanguage());
}
