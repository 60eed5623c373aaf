// The device's own sending code, let loose on a running server over a line that breaks: random sequences of cut, retry,
// second tab, reload, clock jump, ended session, full disk. What is faked is the wire and the device's disk (a Map).
//
// In: {"server", "seed", "rounds", "photos": [{name, thumb, media_type}…] as base64, "unit", "session"} on stdin.
// Out: one JSON line: what each submission promised, and how often what happened.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import net from "node:net";

const given = JSON.parse(readFileSync(0, "utf-8"));
const ROUGH = 30; // steps at random, and then some until it is done, the line as bad as before
const CALM = 200;
const FASTER = 40; // waiting is what takes time; the order of things is not changed by it

// --- time ------------------------------------------------------------------------------------------------------------

const realNow = Date.now;
let jump = 0;
Date.now = () => realNow() + jump;
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (fn, milliseconds, ...more) => realTimeout(fn, (milliseconds ?? 0) / FASTER, ...more);
AbortSignal.timeout = (milliseconds) => {
  const stop = new AbortController();
  realTimeout(() => stop.abort(), milliseconds / 10).unref();
  return stop.signal;
};
/** The sending as a page that was just opened has it: nothing remembered but what lies on the disk. */
let pages = 0;
const freshPage = async () => (await import(`../../sothuhoso/device/outbox_send.js?page=${(pages += 1)}`)).sendRound;

function dice(seed) {
  let state = (seed * 2654435761) >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const counts = {};
const count = (what) => (counts[what] = (counts[what] ?? 0) + 1);

// --- the wire --------------------------------------------------------------------------------------------------------

const upstream = new URL(given.server);

/** A line of its own for each device; `fate()` says for each connection what becomes of it. */
function line(fate) {
  const open = new Set();
  const server = net.createServer((client) => {
    const { cut, lose } = fate();
    const there = net.connect(upstream.port, upstream.hostname);
    let passed = 0;
    const end = () => {
      client.destroy();
      there.destroy();
    };
    for (const end_ of [client, there]) {
      open.add(end_);
      end_.on("close", () => (open.delete(end_), end()));
      end_.on("error", end);
    }
    client.on("data", (chunk) => {
      passed += chunk.length;
      if (cut !== undefined && passed > cut) {
        count("cut");
        // What was before the break still gets there; then the line is gone.
        there.write(chunk.subarray(0, Math.max(0, chunk.length - (passed - cut))), end);
        client.destroy();
        return;
      }
      there.write(chunk);
    });
    there.on("data", (chunk) => {
      if (lose) {
        count("answer lost");
        return end();
      }
      client.write(chunk);
    });
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ address: `http://127.0.0.1:${server.address().port}`, close: () => (open.forEach((one) => one.destroy()), server.close()) })));
}

const realFetch = globalThis.fetch;
const devices = new Map(); // submission → its device
globalThis.fetch = (path, asked) => {
  const device = devices.get(path.split("/")[3].split("?")[0]);
  const headers = { ...asked.headers, Connection: "close", "X-Forwarded-For": device.address };
  if (asked.credentials === "same-origin" && device.session) headers.Cookie = `sid=${device.session}`;
  return realFetch(device.line.address + path, { ...asked, headers });
};

// --- one device ------------------------------------------------------------------------------------------------------

const sha = (content) => createHash("sha256").update(content).digest("hex");
const stock = given.photos.map(({ content, thumb }) => {
  const bytes = Buffer.from(content, "base64");
  return { sha256: sha(bytes), blob: new Blob([bytes]), thumb: thumb && new Blob([Buffer.from(thumb, "base64")]), bytes: bytes.length };
});

function dossier(roll, number) {
  const pages = Array.from({ length: roll(5) }, () => stock[roll(stock.length)]);
  const unique = [...new Map(pages.map((page) => [page.sha256, page])).values()];
  const person = { full_name: { value: `Nguoi ${number}`, origin: "typed" }, id_number: { value: "019199000017", origin: "typed" } };
  const at = "2026-11-23T02:31:00.000Z";
  const secret = randomUUID().replaceAll("-", "").slice(0, 22);
  const paper = unique.length
    ? { key: "ban_chinh", state: "photographed", number: "", reason: "", pages: unique.map((page) => ({ id: randomUUID(), sha256: page.sha256, bytes: page.bytes, media_type: "image/jpeg" })) }
    : { key: "ban_chinh", state: "none", number: "", reason: "Mang sau", pages: [] };
  const manifest = {
    format: 1, procedure: "2.000815", procedure_version: 1, unit: given.unit, channel: roll(4) ? "phone" : "counter", secret,
    captured_at: at, lang: "vi", answers: {}, persons: { owner: person, submitter: null, subject: null }, components: [paper],
    notice: { version: "1", at },
  }; // prettier-ignore
  return { item: { id: randomUUID(), draft: randomUUID(), createdAt: at, manifest, state: "waiting", attempts: 0, notBefore: 0, problem: null, announced: false, paused: false }, photos: new Map(unique.map((page) => [page.sha256, page])) };
}

async function sequence(number) {
  const roll = dice(given.seed * 100_000 + number);
  const rough = 1 + roll(6); // how bad the line is, in tenths
  const fate = () => (roll(10) >= rough ? {} : roll(2) ? { cut: roll(2) ? roll(6_000) : roll(70_000) } : { lose: true });
  const { item, photos } = dossier(roll, number);
  const shelf = new Map([[item.id, item]]);
  const receipts = [];
  const device = { line: await line(fate), session: given.session, address: `10.${roll(250)}.${roll(250)}.${1 + roll(250)}` };
  devices.set(item.id, device);
  let full = 0;

  const host = (signal) => ({
    signal,
    language: () => "vi",
    items: () => [...shelf.values()],
    mayGo: () => true,
    photo: async (_draft, name) => ({ ...photos.get(name) }),
    progress: () => {},
    heard: () => {},
    silent: () => {},
    async change(id, patch) {
      await null;
      if (full > 0 && full--) {
        count("disk full");
        throw new DOMException("", "QuotaExceededError");
      }
      const kept = shelf.get(id);
      if (!kept) return null;
      const next = { ...kept, ...patch(kept) };
      shelf.set(id, next);
      return next;
    },
    async arrived(given_, receipt) {
      receipts.push(receipt);
      shelf.delete(given_.id);
    },
  });

  const wake = () => [...shelf.values()].forEach((kept) => shelf.set(kept.id, { ...kept, notBefore: 0 }));
  let send = await freshPage();
  const running = new Set();
  const tab = () => {
    const stop = new AbortController();
    const going = { stop, done: send(host(stop.signal)).catch(() => {}).finally(() => running.delete(going)) };
    running.add(going);
  };

  const chance = [tab, tab, tab, wake, wake, "second tab", "reload", "clock jump", "disk full", "session ended", "signed in"];
  const doing = {
    "second tab": () => (tab(), tab()),
    reload: async () => {
      running.forEach(({ stop }) => stop.abort());
      send = await freshPage();
    },
    "clock jump": () => (jump = (roll(9) - 4) * 3_600_000),
    "disk full": () => (full = 1 + roll(2)),
    "session ended": () => (device.session = roll(2) ? "" : "x".repeat(43)),
    "signed in": () => (device.session = given.session),
  };
  for (let step = 0; shelf.size && step < ROUGH + CALM; step++) {
    const what = step < ROUGH ? chance[roll(chance.length)] : tab;
    if (typeof what === "function") what();
    else (count(what), await doing[what]());
    const rest = new Promise((done) => realTimeout(done, roll(60)));
    if (step < ROUGH) await Promise.race([...[...running].map(({ done }) => done), rest]);
    else await Promise.all([...running].map(({ done }) => done)), wake();
    // Signing in again wakes what waited for it, as opening a page does.
    for (const kept of shelf.values()) {
      if (kept.state !== "parked") continue;
      if (kept.problem.status !== 401) return { id: item.id, problem: kept.problem, promised: [...photos.keys()] };
      device.session = given.session;
      shelf.set(kept.id, { ...kept, state: "waiting", attempts: 0, notBefore: 0, problem: null, announced: false });
    }
  }
  [...running].forEach(({ stop }) => stop.abort());
  await Promise.all([...running].map(({ done }) => done));
  device.line.close();
  const last = receipts.at(-1);
  return {
    id: item.id,
    left: shelf.size,
    item: [...shelf.values()].map(({ manifest, ...kept }) => ({ ...kept, channel: manifest.channel })),
    promised: [...photos.keys()],
    numbers: [...new Set(receipts.map((receipt) => receipt.number))],
    named: last ? [...photos.keys()].every((name) => last.received.includes(name)) : false,
  };
}

const out = [];
const AT_ONCE = 6;
let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < given.rounds) out.push(await sequence(next++));
  }),
);
process.stdout.write(`${JSON.stringify({ submissions: out, counts })}\n`);
process.exit(0);
