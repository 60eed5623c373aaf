// The numbers a tablet was given beforehand, as values: which block gives the next one, how many are left, when it is time
// for more. Pure. A block: `{unit, day, first, last, next, issued_at, expires_at}`; `now` in milliseconds.
import { beforehandNumber } from "./dossier_code.js";

const LOW = 0.2; // of a block: time for the next
const SOON = 3 * 86_400_000; // so long before a block expires it counts no more on the way to the next

export const sizeOf = (block) => block.last - block.first + 1;
export const restOf = (block) => block.last - block.next + 1;
const ends = (block) => Date.parse(block.expires_at);

const gives = (block, unit, now) => block.unit === unit && restOf(block) > 0 && now < ends(block);
const sum = (blocks) => blocks.reduce((all, block) => all + restOf(block), 0);

/** How many numbers this unit may still give here. */
export const leftFor = (blocks, unit, now) => sum(blocks.filter((block) => gives(block, unit, now)));

/** The next number for this unit and the block as it is afterwards, `null` where there is none. What ends first goes first. */
export function give(blocks, unit, now) {
  const [block] = blocks.filter((one) => gives(one, unit, now)).sort((a, b) => ends(a) - ends(b) || a.first - b.first);
  if (!block) return null;
  return { block: { ...block, next: block.next + 1 }, number: beforehandNumber(unit, block.day, block.next) };
}

const newest = (blocks) => blocks.reduce((last, block) => (!last || block.issued_at > last.issued_at ? block : last), null);

/** How many to ask for now: as many as the last time, once less than a fifth of that is left; 0 for none. */
export function wanted(blocks, unit, now) {
  const last = newest(blocks.filter((block) => block.unit === unit));
  if (!last) return 0; // nobody has asked for numbers here: it is not ours to begin
  return leftFor(blocks, unit, now + SOON) < LOW * sizeOf(last) ? sizeOf(last) : 0;
}

/** Whether the screen should warn: less than a fifth is left and no more have come. */
export function isLow(blocks, unit, now) {
  const last = newest(blocks.filter((block) => block.unit === unit));
  return Boolean(last) && leftFor(blocks, unit, now) < LOW * sizeOf(last);
}

/** good | low | used | expired */
export function standingOf(block, now) {
  if (!restOf(block)) return "used";
  if (now >= ends(block)) return "expired";
  return restOf(block) < LOW * sizeOf(block) ? "low" : "good";
}

/** Used up or expired for a month: of no interest to anybody any more. */
export const isOld = (block, now) => ["used", "expired"].includes(standingOf(block, now)) && now > ends(block) + 30 * 86_400_000;
