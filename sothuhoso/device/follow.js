// The follow-up page's part on the device: fetching a form with the secret of the address, and what this device sent.
import { createStore } from "./base.js";
import { listDrafts, useDraftState } from "./drafts.js";
import { ask } from "./line.js";

/**
 * `asked`: the address holds a secret. `busy`, `failed`: the form that is being fetched, or could not be. `number`: of a
 * sticker that was held up; it fills in the look-up and goes into no address.
 */
const store = createStore({ asked: false, busy: "", failed: "", number: "" });

export const lookFor = (number) => store.set({ number });

/** The secret stands in the fragment; it goes in the body, never in an address. */
export async function download(form, name) {
  if (store.get().busy) return;
  store.set({ busy: form, failed: "" });
  try {
    const body = JSON.stringify({ secret: location.hash.slice(1), form_id: form });
    const answer = await ask("/api/follow/form", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!answer.ok) throw new Error(String(answer.status));
    save(await answer.blob(), `${name}.pdf`);
    store.set({ busy: "" });
  } catch {
    store.set({ busy: "", failed: form });
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function enterFollow() {
  store.set({ asked: location.hash.length > 1 });
  listDrafts().catch(() => {});
}

const sent = (list) => list.filter((draft) => draft.status === "sent");

export function useFollow() {
  const { list } = useDraftState();
  const known = sent(list).map((draft) => ({ id: draft.id, number: draft.receipt.number, path: `/theo-doi#${draft.secret}` }));
  return { ...store.use(), known };
}
