// Queue numbers of one hamlet on one tablet. Pure: a queue goes in, a queue comes out; whoever keeps it sees to it that
// no two tabs change the same one at once (trip_store). A ticket: `{number, state, at, before}`, `state`: waiting | called |
// skipped (called, not there) | served; `before`: what it was when it was called. Numbers are only ever given upwards, so
// that none is given twice.

export const lastNumber = (queue) => queue.reduce((most, ticket) => Math.max(most, ticket.number), 0);

/** One number more. */
export const give = (queue, at) => [...queue, { number: lastNumber(queue) + 1, state: "waiting", at }];

export const called = (queue) => queue.find((ticket) => ticket.state === "called")?.number ?? 0;

/** Who has waited longest, 0 for nobody. Who was skipped comes when asked for by number. */
export const following = (queue) => queue.reduce((least, { number, state }) => (state === "waiting" && (!least || number < least) ? number : least), 0);

const changed = (queue, number, change) => queue.map((ticket) => (ticket.number === number ? { ...ticket, ...change } : ticket));

/** Whoever is called and makes room for another waits again, unless everything was done before. */
const makesRoom = (ticket) => ({ ...ticket, state: ticket.before === "served" ? "served" : "waiting" });

/** Call a number; it need not be one that waits. */
export function call(queue, number, at) {
  const wanted = queue.find((ticket) => ticket.number === number);
  if (!wanted || wanted.state === "called") return queue;
  const others = queue.map((ticket) => (ticket.state === "called" ? makesRoom(ticket) : ticket));
  return changed(others, number, { state: "called", at, before: wanted.state });
}

/** Called by mistake: as it was before. */
export function uncall(queue, at) {
  const number = called(queue);
  const ticket = queue.find((one) => one.number === number);
  return number ? changed(queue, number, { state: ticket.before ?? "waiting", at }) : queue;
}

/** Who is called is done with (`served`) or was not there (`skipped`). */
export const finish = (queue, state, at) => changed(queue, called(queue), { state, at });

export const count = (queue, state) => queue.filter((ticket) => ticket.state === state).length;
