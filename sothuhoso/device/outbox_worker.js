// Sending with no page open: the service worker calls this when the browser says that there is a line again (`sync`,
// Chromium only). Elsewhere the outbox waits for the next page. No window, no document, no React here.
import { hearTabs } from "./database.js";
import { sendRound } from "./outbox_send.js";
import { networkAllows } from "./outbox_network.js";
import { change, finish, howToSend, items, photoOf } from "./outbox_shelf.js";

const nothing = () => {};
let stop = new AbortController();
hearTabs("outbox", async () => (await mayGo()) || stop.abort()); // somebody paused in a page

/** Send what waits. Rejects while something is left that could go, so that the browser calls again. */
export async function sendFromWorker() {
  const send = async (lock) => lock && (await round());
  await (navigator.locks ? navigator.locks.request("outbox", { ifAvailable: true }, send) : round());
  if (await mayGo()) if ((await items()).some((item) => item.state === "waiting" && !item.paused)) throw new Error("something still waits");
}

async function mayGo() {
  const how = await howToSend();
  return !how.paused && networkAllows(how.wifiOnly);
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
