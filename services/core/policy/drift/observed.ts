// What was done, as the flow counts tell it: sums over the days of a window, never single events.

/** How often an item was handled under a clause, at a holder, for a purpose. */
export interface ObservedFlow {
  /** As cited by the events; empty where they cite none. */
  readonly clause: string;
  readonly holder: string;
  readonly item: string;
  readonly purpose: string;
  /** Items handled: an event of three items counts three times. */
  readonly count: number;
  /** Calendar days of Asia/Shanghai. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** How often, first and last. */
export interface Seen {
  readonly count: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

export const neverSeen: Seen = { count: 0, firstDay: null, lastDay: null };

/** The sum of flows, or of sums. */
export const seenIn = (flows: Iterable<Seen>): Seen => [...flows].reduce(plus, neverSeen);

function plus(a: Seen, b: Seen): Seen {
  const days = [a.firstDay, a.lastDay, b.firstDay, b.lastDay].filter((day) => day !== null).toSorted();
  return { count: a.count + b.count, firstDay: days[0] ?? null, lastDay: days.at(-1) ?? null };
}
