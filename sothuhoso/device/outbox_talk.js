// One request of the outbox: what it may throw, how long it waits, and trying again at once over a line that loses answers.

/** Nothing came back: cut, lost, or silent for too long. Whether it arrived is not known. */
export class Lost extends Error {}

/** The person (or another tab) stopped the sending. */
export class Stopped extends Error {}

/** The server said no: `status`, and its own words. */
export class Refused extends Error {
  constructor(status, said) {
    super(said.key ?? String(status));
    this.status = status;
    this.said = said;
  }
}

const PATIENCE = 20_000;
const WAITS = [200, 600, 1500, 4000];

/** A phone sends with its own secret; only at the counter, and where there is none, does the clerk's session count. */
const credentials = ({ manifest }) => (manifest.secret ? { Authorization: `Draft ${manifest.secret}` } : {});
const bySession = ({ manifest }) => !manifest.secret || manifest.channel === "counter";

function limited(signal, patience) {
  const limit = AbortSignal.timeout(patience);
  return AbortSignal.any ? AbortSignal.any([signal, limit]) : limit;
}

/** `fetch` for an item. Answers `{status, headers, body}`; throws `Refused`, `Lost`, `Stopped`. */
export async function talk(host, item, path, { method = "GET", headers = {}, body, patience = PATIENCE } = {}) {
  if (host.signal.aborted) throw new Stopped();
  const asked = {
    method,
    body,
    cache: "no-store",
    referrerPolicy: "no-referrer",
    // Without cookies a browser keeps these connections apart from the page's: see api/parts.py on closing them.
    credentials: bySession(item) ? "same-origin" : "omit",
    headers: { "Accept-Language": host.language(item), ...credentials(item), ...headers },
    signal: limited(host.signal, patience),
  };
  let answer;
  let text;
  try {
    answer = await fetch(`/api/submissions/${item.id}${path}`, asked);
    text = await answer.text();
  } catch {
    throw host.signal.aborted ? new Stopped() : new Lost();
  }
  host.heard();
  const said = parsed(text);
  if (!answer.ok) throw new Refused(answer.status, said);
  return { status: answer.status, headers: answer.headers, said };
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

const rest = (host, milliseconds) =>
  new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    host.signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });

/** A few tries one after the other. `forget()` begins the count anew: there was something to show for it. */
export function patience(host) {
  let failed = 0;
  return {
    forget: () => (failed = 0),
    /** After a `Lost`: wait a little, or give up by throwing it. */
    async after(problem) {
      failed += 1;
      if (failed > 1) host.silent();
      if (failed > WAITS.length) throw problem;
      await rest(host, WAITS[failed - 1]);
    },
  };
}

/** `ask(again)` until it is answered; `again` is true from the second try on: the first may have arrived. */
export async function untilAnswered(host, ask) {
  const tries = patience(host);
  for (let again = false; ; again = true) {
    try {
      return await ask(again);
    } catch (problem) {
      if (!(problem instanceof Lost)) throw problem;
      await tries.after(problem);
    }
  }
}
