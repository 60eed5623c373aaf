// Sending what waits: first the text of every dossier, so that the desk knows of all of them after a few kilobytes, then
// small pictures, then the photos. Pages and the service worker run the same round; `host` is what differs between them:
//
//   signal            stops the round when aborted
//   language(item)    for the server's sentences
//   items()           what waits, the oldest first         mayGo()            paused? the wrong network?
//   change(id, fn)    keeps a change of an item            photo(draft, sha)  the kept photo
//   arrived(item, receipt)  all of it is at the desk       progress(id, how)  how far it is, null when it rests
//   heard() · silent()      how the line was
import { photosOf } from "./manifest.js";
import { pacer, sendInParts } from "./outbox_parts.js";
import { Lost, Refused, Stopped, talk, untilAnswered } from "./outbox_talk.js";

const FIRST_WAIT = 3000;
const LONGEST_WAIT = 120_000;
const FAR = 600_000;
const LANES = 4; // at once: while some wait for an answer, the others keep the line busy
const SMALL = 32 * 1024; // goes in one request
const LARGEST_THUMB = 40 * 1024;
const UPLOAD_PATIENCE = 90_000;
const ALIVE = 10_000; // something was heard within so many milliseconds: the line is bad, not gone
const MISMATCHES = 3; // so often bytes may have been damaged on their way

const pace = pacer();
const known = new Map(); // id → what the server has of it, as far as this page was told

/** Send what is due, until nothing is left that can go, the line is gone, or somebody says stop. */
export async function sendRound(given) {
  const round = { taken: new Set(), over: false, heardAt: 0 };
  round.alive = () => Date.now() - round.heardAt < ALIVE;
  round.host = {
    ...given,
    heard() {
      round.heardAt = Date.now();
      given.heard();
    },
    silent: () => round.alive() || given.silent(),
  };
  await Promise.all(Array.from({ length: LANES }, () => lane(round)));
}

async function lane(round) {
  while (!round.over && !round.host.signal.aborted) {
    const job = await nextJob(round);
    if (!job) return;
    try {
      await job.run(round, job);
    } catch (problem) {
      await failed(round, job, problem);
    } finally {
      round.taken.delete(job.name);
    }
  }
}

/** What the server has of a dossier; `sure`: it said so itself, and nothing was sent since that was not answered. */
const knowing = (receipt) => ({
  receipt,
  received: new Set(receipt.received),
  thumbs: new Set(receipt.thumbnails ?? []),
  offsets: new Map(Object.entries(receipt.offsets ?? {})),
  thumbsTried: false,
  sure: true,
});

/** The same from what the item remembers of an earlier page; `undefined` where its text is still to be sent. */
function knowledge(item) {
  if (!known.has(item.id) && item.announced) {
    known.set(item.id, { ...knowing({ received: item.received ?? [] }), thumbsTried: Boolean(item.thumbsTried), sure: false });
  }
  return known.get(item.id);
}

// --- what comes next -------------------------------------------------------------------------------------------------

/** A time to wait for that is further away than anybody ever waits: the clock was set back meanwhile. */
const isDue = ({ state, paused, notBefore }) => state === "waiting" && !paused && (notBefore <= Date.now() || notBefore > Date.now() + FAR);

/** The next thing that no other lane does already; taken before anybody else looks. */
async function nextJob(round) {
  if (!(await round.host.mayGo())) return null;
  const due = (await round.host.items()).filter(isDue);
  for (const find of [textJob, thumbsJob, photoJob]) {
    for (const item of due) {
      const job = find(round, item);
      if (!job || round.taken.has(job.name)) continue;
      round.taken.add(job.name);
      return { ...job, item };
    }
  }
  return null;
}

const textJob = (_round, item) => (knowledge(item) ? null : { name: item.id, run: sendText });

const unseen = (item, it) => photosOf(item.manifest).filter((page) => page.bytes > SMALL && !it.received.has(page.sha256) && !it.thumbs.has(page.sha256));

function thumbsJob(_round, item) {
  const it = knowledge(item);
  if (!it || it.thumbsTried || !unseen(item, it).length) return null;
  return { name: item.id, run: it.sure ? sendThumbs : learn };
}

function photoJob({ taken }, item) {
  const it = knowledge(item);
  if (!it) return null;
  if (!it.sure) return { name: item.id, run: learn };
  const missing = photosOf(item.manifest).filter((page) => !it.received.has(page.sha256));
  if (!missing.length) return { name: item.id, run: finish };
  const page = missing.find(({ sha256 }) => !taken.has(`${item.id}/${sha256}`));
  return page ? { name: `${item.id}/${page.sha256}`, run: sendPhoto, page } : null;
}

// --- the three kinds -------------------------------------------------------------------------------------------------

const askStanding = async (host, item) => (await talk(host, item, "")).said;

async function announce(host, item) {
  const headers = { "Content-Type": "application/json", "Device-Time": new Date().toISOString() };
  return (await talk(host, item, "", { method: "PUT", headers, body: JSON.stringify(item.manifest) })).said;
}

async function sendText({ host }, { item }) {
  await learnt(host, item, await untilAnswered(host, () => announce(host, item)));
}

/** What was announced by an earlier page, or of which something was lost: the server says how far each photo is. */
async function learn({ host }, { item }) {
  await learnt(host, item, await untilAnswered(host, () => askStanding(host, item)));
}

/** What is known grows in place: other lanes may hold it, and a photo that arrived meanwhile stays arrived. */
async function learnt(host, item, receipt) {
  const told = knowing(receipt);
  const before = known.get(item.id);
  const received = new Set([...(before?.received ?? []), ...told.received]);
  const it = Object.assign(before ?? {}, told, { received, thumbsTried: Boolean(before?.thumbsTried) });
  known.set(item.id, it);
  tell(host, item, it);
  await host.change(item.id, () => ({ announced: true, received: receipt.received, lastTry: new Date().toISOString() }));
}

const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));

function framed(sha, thumb) {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, thumb.size);
  return [fromHex(sha), size, thumb];
}

/** All small pictures of a dossier in one request. They are a foretaste: where they are not taken, the photos come anyway. */
async function sendThumbs({ host }, { item }) {
  const it = known.get(item.id);
  try {
    await untilAnswered(host, async (again) => {
      if (again) it.thumbs = new Set((await askStanding(host, item)).thumbnails ?? []);
      const rows = await Promise.all(unseen(item, it).map((page) => host.photo(item.draft, page.sha256)));
      const seen = rows.filter((row) => row?.thumb && row.thumb.size <= LARGEST_THUMB);
      if (!seen.length) return;
      const body = new Blob(seen.flatMap((row) => framed(row.sha256, row.thumb)));
      const { said } = await talk(host, item, "/thumbnails", { method: "PUT", body, patience: UPLOAD_PATIENCE });
      it.thumbs = new Set(said.thumbnails ?? []);
    });
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
  }
  it.thumbsTried = true;
  await host.change(item.id, () => ({ thumbsTried: true, lastTry: new Date().toISOString() }));
}

async function sendPhoto({ host }, { item, page }) {
  const it = known.get(item.id);
  const row = await host.photo(item.draft, page.sha256);
  if (!row) throw new Refused(410, { key: "photo_lost" });
  if (!row.blob) throw new Error("the device that took it brings it");
  if (page.bytes <= SMALL) await sendWhole(host, item, it, page, row.blob);
  else await sendInParts(host, item, page.sha256, row.blob, it.offsets.get(page.sha256) ?? 0, pace, (offset) => tellOffset(host, item, it, page.sha256, offset));
  it.received.add(page.sha256);
  it.offsets.delete(page.sha256);
  tell(host, item, it);
  const received = [...it.received];
  await host.change(item.id, () => ({ received, attempts: 0, lastTry: new Date().toISOString() }));
}

/** A small photo in one request, as apps of before do. */
async function sendWhole(host, item, it, page, blob) {
  const receipt = await untilAnswered(host, async (again) => {
    const known = again ? await askStanding(host, item) : null;
    if (known?.received.includes(page.sha256)) return known;
    const how = { method: "PUT", headers: { "Content-Type": page.media_type }, body: blob, patience: UPLOAD_PATIENCE };
    return (await talk(host, item, `/photos/${page.sha256}`, how)).said;
  });
  it.receipt = receipt.receipt ?? receipt; // beside the photo, or around it
}

/** Every photo is there by its hash and the server says so: only then does it leave the outbox. */
async function finish({ host }, { item }) {
  let { receipt } = known.get(item.id);
  if (receipt.state !== "whole") receipt = await untilAnswered(host, () => askStanding(host, item));
  if (receipt.state !== "whole") receipt = await untilAnswered(host, () => announce(host, item));
  const named = photosOf(item.manifest).every((page) => receipt.received.includes(page.sha256));
  if (receipt.state !== "whole" || !named) {
    known.set(item.id, knowing(receipt));
    throw new Error("not whole");
  }
  await host.arrived(item, receipt);
  known.delete(item.id);
  host.progress(item.id, null);
}

// --- what goes wrong -------------------------------------------------------------------------------------------------

/** Too many tries and a server in trouble pass by themselves; everything else needs somebody. */
const parks = ({ status }) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

/** Of the page itself, not of the sending: it goes only with another page in its place. */
const OF_THE_PAGE = /^(image|document)\./;

/** What to keep of an item after a problem, while that `page` was sent. Pure. */
export function afterFailure(item, problem, now = Date.now(), page = null) {
  const attempts = item.attempts + 1;
  const lastTry = new Date(now).toISOString();
  if (problem instanceof Refused && parks(problem)) {
    const { key = "", message = "" } = problem.said;
    const damaged = key === "photo.hash_mismatch" && attempts < MISMATCHES;
    if (!damaged) return { attempts, lastTry, state: "parked", problem: { status: problem.status, key, message, ...(page && OF_THE_PAGE.test(key) ? { sha256: page.sha256 } : {}) } };
  }
  const asked = Math.min(FAR, Number(problem.said?.facts?.seconds ?? 0) * 1000);
  const wait = asked || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** item.attempts);
  return { attempts, lastTry, notBefore: now + wait };
}

async function failed(round, { item, run, page }, problem) {
  const { host } = round;
  host.progress(item.id, null);
  if (problem instanceof Lost || problem instanceof Stopped) return broken(round, item, problem);
  known.delete(item.id);
  // The server does not know it any more (a backup was put back): it is told anew, and then says why if it is refused.
  const forgotten = problem instanceof Refused && problem.status === 404 && run !== sendText;
  const told = forgotten ? new Error("forgotten") : problem;
  await host.change(item.id, (kept) => ({ ...afterFailure(kept, told, Date.now(), page), ...(forgotten ? { announced: false } : {}) }));
}

/** Nothing was heard for this one. While others are answered it only waits a little; else the line is gone. */
async function broken(round, item, problem) {
  const it = known.get(item.id);
  if (it) it.sure = false;
  const stopped = problem instanceof Stopped;
  const alive = !stopped && round.alive();
  if (!alive) round.over = true; // whoever called calls again
  const waits = () => ({ notBefore: Date.now() + FIRST_WAIT, lastTry: new Date().toISOString() });
  if (!stopped) await round.host.change(item.id, (kept) => (alive ? waits() : afterFailure(kept, problem)));
}

// --- how far it is ---------------------------------------------------------------------------------------------------

const total = (pages) => pages.reduce((sum, page) => sum + page.bytes, 0);

function tell(host, item, it) {
  const pages = photosOf(item.manifest);
  const here = pages.filter((page) => it.received.has(page.sha256));
  const begun = pages.filter((page) => !it.received.has(page.sha256)).reduce((sum, page) => sum + (it.offsets.get(page.sha256) ?? 0), 0);
  const offsets = Object.fromEntries(it.offsets);
  host.progress(item.id, { sent: here.length, of: pages.length, bytes: total(here) + begun, all: total(pages), offsets });
}

function tellOffset(host, item, it, sha, offset) {
  it.offsets.set(sha, offset);
  tell(host, item, it);
}
