// What a receipt says, fixed at the moment of sending: once the dossier has arrived the persons' data leave this device, and
// the paper must still be printed again as it was. No more of the person than the masked name. Pure.
import { maskedName } from "./dossier_code.js";
import { brought } from "./manifest.js";
import { componentsFor, standing, valueOf } from "./rules.js";

const SAID = ["photographed", "number", "later"];

/** Of the `count` so many are files brought along, whose pages nobody has counted here. */
function filesOf(given) {
  const files = (given?.pages ?? []).filter(brought).length;
  return files ? { files } : {};
}

/** `draft` as it is sent; `at` ISO, this device's clock; `before`: what an earlier sending of the same draft has left. */
export function slipOf(draft, procedure, at, before) {
  const papers = componentsFor(procedure, draft.answers)
    .map(({ key, ...c }) => ({ key, state: standing(c, draft.components[key]), count: draft.components[key]?.pages?.length ?? 0, ...filesOf(draft.components[key]) }))
    .filter(({ state }) => SAID.includes(state))
    .map((paper) => (paper.state === "photographed" ? paper : { ...paper, count: 0, files: undefined }));
  return {
    at,
    name: maskedName(valueOf(draft.persons.owner, "full_name")),
    papers,
    signed: draft.signature ? "screen" : draft.unsigned?.how || "",
    secret: before?.secret ?? draft.secret, // of the QR that was handed out first: another one now needs another paper
  };
}
