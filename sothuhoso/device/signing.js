// Signing on the screen, at the end of the review: who signs, the picture that is kept, or why nobody does. The pad itself
// (signature.js) is fetched when somebody wants to sign.
import { createElement } from "react";
import { createStore, remember } from "./base.js";
import { applyPatch, draftState, subscribeDrafts, useDraftState } from "./drafts.js";
import { moment } from "./format.js";
import { keepPhoto, usePhotosState } from "./photos.js";
import { useLanguage } from "./words.js";

/**
 * `open`: the pad is shown. `strokes`: how many are on it. `busy`: the picture is being kept. `problem`: "" | little (too
 * short to be a name) | room (no storage) | pad (its code could not be fetched). `outdated`: what was signed has changed
 * since, and the signature is gone. `other`: "cannot sign" was pressed.
 */
const CLOSED = { open: false, strokes: 0, busy: false, problem: "" };
const store = createStore({ ...CLOSED, signer: "", outdated: false, other: false });

const pad = () => import("./signature.js");
let taking = null;

/** `elsewhere`: `{take(picture), width}` where it is no draft's signature (a result that is handed over). */
export function openPad(elsewhere = null) {
  taking = elsewhere;
  store.set({ ...CLOSED, open: true, signer: "", other: false });
}

export const closePad = () => store.set(CLOSED);
export const chooseSigner = (signer) => store.set({ signer });
export const undoStroke = () => pad().then(({ undo }) => undo());
export const clearPad = () => pad().then(({ clear }) => clear());

const signerOf = (draft) => (draft?.submitter === "other" ? store.get().signer || "submitter" : "owner");

/** The picture goes where the photos go, then into the draft. */
async function intoDraft(made) {
  const page = await keepPhoto(made);
  const { draft } = draftState();
  applyPatch("unsigned", null);
  applyPatch("signature", { page, at: new Date().toISOString(), signer: signerOf(draft), of: contentOf(draft) });
}

/** "Done". */
export async function keepSignature() {
  if (store.get().busy) return;
  store.set({ busy: true, problem: "" });
  try {
    const made = await (await pad()).picture(taking?.width);
    if (!made) return store.set({ busy: false, problem: "little" });
    await (taking?.take ?? intoDraft)(made);
    store.set({ ...CLOSED, outdated: false, other: false });
  } catch {
    store.set({ busy: false, problem: "room" });
  }
}

export function removeSignature() {
  applyPatch("signature", null);
}

// --- not signed on the screen --------------------------------------------------------------------------------------

/** "Cannot sign here": from the pad, or in its place. */
export const signOtherwise = () => store.set({ ...CLOSED, other: true });

/** `how`: paper | fingerprint | nothing; "" takes it back. */
export function setHow(how) {
  applyPatch("unsigned", how ? { reason: "", ...draftState().draft.unsigned, how } : null);
  store.set({ other: Boolean(how) });
}

export const setWhy = (reason) => applyPatch("unsigned", { ...draftState().draft.unsigned, reason });

// --- what was signed -----------------------------------------------------------------------------------------------

/** A short mark of what a person signs: everything but where it goes. For noticing a change, not for proving anything. */
function contentOf({ procedure, submitter, persons, answers, components }) {
  const papers = Object.entries(components).map(([key, one]) => [key, one.state, one.number, one.reason, (one.pages ?? []).map((page) => page.sha256)]);
  const text = JSON.stringify([procedure, submitter, persons, answers, papers]);
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    a = Math.imul(a ^ letter, 2654435761);
    b = Math.imul(b ^ letter, 1597334677);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}.${text.length}`;
}

/** Whoever changes the dossier after it was signed has it signed again: a name stands under what was read. */
function check() {
  const { draft, mine } = draftState();
  if (!mine || draft?.status !== "draft" || !draft.signature?.of || draft.signature.of === contentOf(draft)) return;
  applyPatch("signature", null);
  store.set({ outdated: true });
}

// Behind the change it answers to: that one has to be on its way to the disk first.
subscribeDrafts(() => queueMicrotask(check));

// --- what the page shows -------------------------------------------------------------------------------------------

function attach(canvas) {
  if (!canvas) return;
  const tell = (strokes) => store.set({ strokes, problem: "" });
  pad().then(
    (it) => canvas.isConnected && it.attach(canvas, tell),
    () => store.set({ problem: "pad" }),
  );
}

/** Where the name is written. */
export function SignHere({ label, className }) {
  return createElement("canvas", { ref: attach, role: "img", "aria-label": label, className });
}

const view = remember((state, { draft }, { thumbs }, lang) => {
  const signed = draft?.signature;
  const unsigned = draft?.unsigned;
  return {
    open: state.open,
    strokes: state.strokes,
    busy: state.busy,
    problem: state.problem,
    outdated: state.outdated && !signed,
    two: !taking && draft?.submitter === "other",
    signer: signed ? signed.signer : signerOf(draft),
    signed: Boolean(signed),
    at: moment(signed?.at ?? "", "datetime", lang),
    picture: thumbs[signed?.page.sha256] ?? "",
    other: !signed && (state.other || Boolean(unsigned?.how)),
    how: unsigned?.how ?? "",
    why: unsigned?.reason ?? "",
  };
});

export function useSigning() {
  return view(store.use(), useDraftState(), usePhotosState(), useLanguage());
}
