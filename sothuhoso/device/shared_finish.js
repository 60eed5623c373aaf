// The shared draft became a dossier. Whoever did not send it learns its number, keeps no copy, and sees by name what was
// typed too late to be in it.
import { draftState, dropPhotos, settle } from "./drafts.js";
import { STEPS } from "./flow.js";
import { ask } from "./line.js";
import { changed, outboxState, subscribeOutbox } from "./outbox.js";
import { goTo } from "./route.js";
import { changedFields, fieldsOf, WRITTEN } from "./shared_merge.js";
import { credentials, setShared } from "./shared_store.js";
import { isSent, onSent, rejoin } from "./shared_sync.js";

const AGAIN = 3000;
let finishing = false;

async function finish() {
  const { draft } = draftState();
  if (finishing || !draft?.shared || draft.status === "sent") return;
  const item = outboxState().items.find((one) => one.draft === draft.id);
  if (draft.status === "queued" && item?.state !== "parked") return; // it is this device that sends
  finishing = true;
  try {
    const answer = await ask(`/api/submissions/${draft.shared.id}`, { headers: credentials(draft) });
    if (answer.ok) await arrived(draft, await answer.json());
  } catch {
    setTimeout(rejoin, AGAIN);
  } finally {
    finishing = false;
  }
}

async function arrived(draft, { number, follow_url, submitted_at, received }) {
  const late = changedFields(fieldsOf(draft), draft.shared.base ?? {})
    .filter(({ path, value }) => value && WRITTEN.test(path))
    .map(({ path, value }) => ({ path, value }));
  const receipt = { id: draft.shared.id, number, follow_url, submitted_at, photos: received.length };
  const emptied = { persons: { owner: {}, submitter: {}, subject: {} }, components: {}, answers: {} };
  const shared = { id: draft.shared.id, side: draft.shared.side, base: null, pages: {}, offers: {}, late };
  await settle(draft.id, { status: "sent", receipt, shared, ...emptied }, async (all) => {
    for (const item of await all.objectStore("outbox").getAll()) {
      if (item.draft === draft.id) all.objectStore("outbox").delete(item.id);
    }
    await dropPhotos(all, draft.id);
  });
  setShared({ live: false, sending: false, held: {}, panel: "" });
  await changed();
  goTo(`${STEPS.xong}?hs=${draft.id}`);
}

onSent(finish);
// Both may press send at once: the later one is refused, and the refusal means that the dossier is there.
subscribeOutbox(() => isSent() && finish());
