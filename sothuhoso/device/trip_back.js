// The way back to the hamlet's desk from a dossier that was begun there.
import { useEffect } from "react";
import { createStore } from "./base.js";
import { database } from "./database.js";
import { useDraftState } from "./drafts.js";

const store = createStore({ draft: "", address: "" });

async function find(draft) {
  store.set({ draft, address: "" });
  const entries = await (await database()).getAll("entries");
  const entry = entries.find((one) => one.draft === draft);
  if (entry && store.get().draft === draft) store.set({ address: `/chuyen/ban?c=${entry.trip}` });
}

/** `{address}`: "" where the open draft was begun on no trip. */
export function useTripBack() {
  const id = useDraftState().draft?.id ?? "";
  useEffect(() => {
    if (id && store.get().draft !== id) find(id).catch(() => {});
  }, [id]);
  const { draft, address } = store.use();
  return { address: draft === id ? address : "" };
}
