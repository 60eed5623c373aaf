// Queue numbers of one hamlet on one tablet. Pure: a queue goes in, a queue comes out; whoever keeps it sees to it that
// no two tabs change the same one at once (trip_store). A ticket: `{number, state, at}`, `state`: waiting | called |
// skipped (called, not there) | served. Numbers are only ever given upwards, so that none is given twice.

export const lastNumber = (queue) => queue.reduce((most, ticket) => Math.max(most, ticket.number), 0);

/** One number more. */
export const give = (queue, at) => [...queue, { number: lastNumber(queue) + 1, state: "waiting", at }];

export const called = (queue) => queue.find((ticket) => ticket.state === "called")?.number ?? 0;

/** Who has waited longest, 0 for nobody. Who was skipped comes when asked for by number. */
export const following = (queue) => queue.reduce((least, { number, state }) => (state === "waiting" && (!least || number < least) ? number : least), 0);

const changed = (queue, number, change) => queue.map((ticket) => (ticket.number === number ? { ...ticket, ...change } : ticket));

/** Call a number; whoever was called and not finished waits again. */
export function call(queue, number, at) {
  if (!queue.some((ticket) => ticket.number === number)) return queue;
  const before = queue.map((ticket) => (ticket.state === "called" ? { ...ticket, state: "waiting" } : ticket));
  return changed(before, number, { state: "called", at });
}

/** Who is called is done with (`served`) or was not there (`skipped`). */
export const finish = (queue, state, at) => changed(queue, called(queue), { state, at });

export const count = (queue, state) => queue.filter((ticket) => ticket.state === state).length;
