// Sending with no page open: the service worker calls this when the browser says that there is a line again (`sync`,
// Chromium only). Elsewhere the outbox waits for the next page. No window, no document, no React here.
import { hearTabs } from "./database.js";
import { sendRound } from "./outbox_send.js";
import { networkAllows, networkKind } from "./outbox_network.js";
import { change, finish, howToSend, items, photoOf } from "./outbox_shelf.js";

const LOOK = 1000;
const LOOKED_AT = 120_000; // browsers let an event of a worker take some minutes

const nothing = () => {};
let stop = new AbortController();
hearTabs("outbox", async () => (await mayGo()) || stop.abort()); // somebody paused in a page

/** Send what waits. Rejects while something is left that could go, so that the browser calls again. */
export async function sendFromWorker() {
  await nobodyLooks();
  const send = async (lock) => lock && (await round());
  await (navigator.locks ? navigator.locks.request("outbox", { ifAvailable: true }, send) : round());
  if (await mayGo()) if ((await items()).some((item) => item.state === "waiting" && !item.paused)) throw new Error("something still waits");
}

/** A page that is looked at sends by itself and shows how far it is; this waits a while for it to be closed. */
async function nobodyLooks() {
  for (let left = LOOKED_AT; left > 0 && (await looked()); left -= LOOK) await new Promise((done) => setTimeout(done, LOOK));
}

const looked = async () => (await self.clients.matchAll({ type: "window", includeUncontrolled: true })).some((page) => page.visibilityState === "visible");

/** Only Wi-Fi can be asked for where a page knew the network; a worker that does not leaves it to the pages. */
async function mayGo() {
  const how = await howToSend();
  return !how.paused && networkAllows(how.wifiOnly) && !(how.wifiOnly && networkKind() === "");
}

async function round() {
  stop = new AbortController();
  await sendRound({
    signal: stop.signal,
    language: ({ manifest }) => manifest.lang,
    items,
    mayGo,
    change,
    photo: photoOf,
    arrived: finish,
    progress: nothing,
    heard: nothing,
    silent: nothing,
  });
}
