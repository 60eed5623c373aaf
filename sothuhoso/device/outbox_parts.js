// One photo in resumable pieces: the client's side of the tus protocol's core (docs/decisions/0014 says why our own).
// What arrived is never sent again: after a break the server is asked how far it came.
import { Lost, patience, Refused, talk } from "./outbox_talk.js";

const TUS = { "Tus-Resumable": "1.0.0" };
const LEAST = 32 * 1024;
const MOST = 2 * 1024 * 1024;
const WANTED = 20_000; // milliseconds that one piece should take where several share the line
const TAIL = 1.5; // a rest that is little more than a piece goes along with it
const STALL = 90_000;

/**
 * How large the next piece is: what the line carries in some seconds, less after each break. The server keeps what came
 * before a break, but a proxy on the way may hold a whole piece back, and progress is seen piece by piece.
 */
export function pacer(first = 64 * 1024) {
  let size = first;
  return {
    next: (left) => (left <= size * TAIL ? left : size),
    went(bytes, milliseconds) {
      const fits = (bytes / Math.max(1, milliseconds)) * WANTED;
      size = Math.round(Math.min(MOST, size * 4, Math.max(LEAST, fits)));
    },
    broke() {
      size = Math.max(LEAST, Math.round(size / 2));
    },
  };
}

const standing = ({ headers }) => ({ offset: Number(headers.get("Upload-Offset")), arrived: headers.get("Upload-Complete") === "?1" });

/** How far the server has this photo. */
const askWhere = async (host, item, path) => standing(await talk(host, item, path, { method: "HEAD", headers: TUS }));

async function sendPiece(host, item, path, blob, offset, end) {
  const headers = { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
  const piece = blob.slice(offset, end, "application/offset+octet-stream");
  return standing(await talk(host, item, path, { method: "PATCH", headers, body: piece, patience: STALL }));
}

/**
 * Bring the photo to its end from `offset` on. `tell(offset)` after each step. Throws `Lost` where the line gives nothing
 * for several tries, `Refused`, `Stopped`.
 */
export async function sendInParts(host, item, sha, blob, offset, pace, tell) {
  const path = `/photos/${sha}/parts`;
  const tries = patience(host);
  let at = { offset, arrived: false };
  let hoped = -1; // where a piece would have ended of which nothing was heard
  let sure = true;
  while (!at.arrived) {
    const before = at.offset;
    const began = Date.now();
    try {
      if (sure) {
        hoped = before + pace.next(blob.size - before);
        at = await sendPiece(host, item, path, blob, before, hoped);
        pace.went(at.offset - before, Date.now() - began);
      } else {
        at = await askWhere(host, item, path);
        if (at.offset < hoped) pace.broke(); // else only the answer was lost
      }
      sure = true;
      if (at.offset > before || at.arrived) tries.forget();
      tell(at.offset);
    } catch (problem) {
      const elsewhere = problem instanceof Refused && problem.status === 409;
      if (!elsewhere && !(problem instanceof Lost)) throw problem;
      if (elsewhere) hoped = -1;
      sure = false;
      await tries.after(problem);
    }
  }
}
