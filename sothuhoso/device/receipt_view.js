// The receipt that is handed out while the dossier still waits on this device, on the screen and for a small printer.
import { createStore, remember } from "./base.js";
import { findUnit, named, useCatalogueState } from "./catalogue.js";
import { keepSetting, readSetting } from "./database.js";
import { localCode } from "./dossier_code.js";
import { useDraftState } from "./drafts.js";
import { enterDraft } from "./flow.js";
import { moment } from "./format.js";
import { followAddress } from "./sent_view.js";
import { useLanguage } from "./words.js";

/** `paper`: 58 | 80 | A4, what the printer of this device holds. */
const store = createStore({ paper: "58" });
const PAPERS = ["58", "80", "A4"];

export function setPaper(paper) {
  store.set({ paper });
  keepSetting("paper", paper).catch(() => {});
}

/** The page after sending. */
export async function enterSent(asked) {
  enterDraft(asked);
  const paper = await readSetting("paper").catch(() => "");
  if (PAPERS.includes(paper)) store.set({ paper });
}

export const printReceipt = () => window.print();

const EMPTY = { has: false, number: "", local: false, qr: "", name: "", at: "", taken: [], bring: [], signed: "", other: "", renewed: false, unit: "", unitKind: "", paper: "58" };

/** The address of the QR: by the server's own name where a block of numbers has told it, else by ours. */
const addressOf = (draft) => (draft.follow && draft.secret ? `${draft.follow}#${draft.secret}` : followAddress(draft));

const view = remember(({ draft }, { data }, { paper }, lang) => {
  if (!draft?.slip || !draft.secret || !data) return { ...EMPTY, paper };
  const { slip, receipt } = draft;
  const procedure = data.procedures.find((p) => p.code === draft.procedure);
  const unit = findUnit(draft.unit);
  const said = slip.papers.map((one) => ({ ...one, name: named(procedure?.components.find((c) => c.key === one.key) ?? {}, lang) || one.key }));
  const number = receipt?.number || draft.number || "";
  return {
    has: true,
    number: number || localCode(draft.submission || draft.id),
    local: !number,
    qr: addressOf(draft),
    name: slip.name,
    at: moment(slip.at, "datetime", lang),
    taken: said.filter(({ state }) => state === "photographed" || state === "number"),
    bring: said.filter(({ state }) => state === "later"),
    signed: slip.signed,
    other: receipt?.number && draft.number && receipt.number !== draft.number ? draft.number : "",
    renewed: slip.secret !== draft.secret,
    unit: unit?.name ?? "",
    unitKind: unit?.kind ?? "",
    paper,
  };
});

export function useReceipt() {
  return view(useDraftState(), useCatalogueState(), store.use(), useLanguage());
}
