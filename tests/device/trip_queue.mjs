// A queue of one hamlet let loose at random: numbers are given, called, served, skipped, called again. After each step:
// every number stands once, none is lost, one person at most is called, and what is served stays served unless called.
import { readFileSync } from "node:fs";
import { call, called, count, finish, following, give, lastNumber, uncall } from "../../sothuhoso/device/trip_queue.js";

function dice(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

function wrong(before, after, what) {
  const numbers = after.map((ticket) => ticket.number);
  if (new Set(numbers).size !== numbers.length) return "a number stands twice";
  if (!before.every((ticket) => numbers.includes(ticket.number))) return "a number is lost";
  if (after.length > before.length + (what === "give" ? 1 : 0)) return "a number came from nowhere";
  if (count(after, "called") > 1) return "two are called";
  if (what === "give" && lastNumber(after) !== lastNumber(before) + 1) return "the next number is not the next";
  const states = ["waiting", "called", "skipped", "served"];
  if (states.reduce((sum, state) => sum + count(after, state), 0) !== after.length) return "a state nobody knows";
  const undone = before.find((ticket) => ticket.state === "served" && !["served", "called"].includes(after.find((one) => one.number === ticket.number).state));
  if (undone) return "who was served waits anew";
  const next = following(after);
  if (next && after.some(({ number, state }) => state === "waiting" && number < next)) return "somebody waits longer";
  return "";
}

function day(seed, steps) {
  const roll = dice(seed);
  let queue = [];
  for (let step = 0; step < steps; step++) {
    const what = ["give", "give", "next", "any", "served", "skipped", "mistake"][roll(7)];
    const at = String(step);
    const before = queue;
    if (what === "give") queue = give(queue, at);
    if (what === "next") queue = call(queue, following(queue), at);
    if (what === "any") queue = call(queue, roll(lastNumber(queue) + 2), at);
    if (what === "mistake") {
      const ticket = before.find((one) => one.state === "called");
      queue = uncall(queue, at);
      if (called(queue)) return `step ${step}: still called`;
      if (ticket && queue.find((one) => one.number === ticket.number).state !== ticket.before) return `step ${step}: not as before`;
    }
    if (what === "served" || what === "skipped") {
      const number = called(queue);
      queue = finish(queue, what, at);
      if (number && queue.find((ticket) => ticket.number === number).state !== what) return `step ${step}: not ${what}`;
    }
    const trouble = wrong(before, queue, what);
    if (trouble) return `step ${step} (${what}): ${trouble}`;
  }
  return "";
}

const { days, steps } = JSON.parse(readFileSync(0, "utf-8"));
const found = [];
for (let seed = 1; seed <= days; seed++) {
  const trouble = day(seed, steps);
  if (trouble) found.push({ seed, trouble });
}
process.stdout.write(JSON.stringify({ days, found }));
