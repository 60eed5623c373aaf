// Who writes in which field just now, by this device's clock: a claim ends by itself, whatever becomes of the line.
import { setShared, sharedState, sharing } from "./shared_store.js";

// A claim that ends here a little late costs nothing; one that ends early lets somebody write what the server refuses.
const LATE = 250;

let expiring;
const ends = new Map(); // path and end of a claim → the same end on this device's clock

/** Show what the other side holds, for as long as it does. `claims` as the server's State has them. */
export function showHeld(claims) {
  clearTimeout(expiring);
  const now = Date.now();
  const held = {};
  let next = Infinity;
  for (const { path, side, until, seconds } of claims) {
    const key = `${path} ${until}`;
    if (!ends.has(key)) ends.set(key, now + seconds * 1000 + LATE);
    const left = ends.get(key) - now;
    if (side === sharing()?.side || left <= 0) continue;
    held[path] = side;
    next = Math.min(next, left);
  }
  if (ends.size > 100) ends.clear();
  if (JSON.stringify(held) !== JSON.stringify(sharedState().held)) setShared({ held });
  if (next < Infinity) expiring = setTimeout(showHeld, next + 20, claims);
}
