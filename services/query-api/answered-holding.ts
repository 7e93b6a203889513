// One holding of an answer: who holds which item, since when, why, in which state, by which events.
import { holdingKey, type Holding } from '../core/domain/holdings.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { bank, type Bilingual, type Instant } from '../core/domain/vocabulary.ts';
import { itemsArrived, type Flow } from './answered-flow.ts';
import type { Labels } from './labels.ts';

export interface AnsweredHolding {
  readonly holder: string;
  readonly holderName: Bilingual;
  readonly item: string;
  readonly itemName: Bilingual;
  readonly since: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string;
  readonly state: string;
  readonly stateSince: string;
  /** By when a deletion that was asked for is due; null also when nobody said by when. */
  readonly dueAt: string | null;
  readonly retainUntil: string | null;
  /** All flows that put it there since it began, and the event that set its state. */
  readonly events: readonly string[];
}

/** Holdings as of an instant, the bank's first. An asked-for deletion whose time is over is `deletion-overdue`. */
export function answeredHoldings(holdings: readonly Holding[], flows: readonly Flow[], asOf: Instant, names: Labels): readonly AnsweredHolding[] {
  const arrivals = arrivalsByHolding(flows);
  return holdings.map((holding) => answered(holding, arrivals.get(holdingKey(holding)) ?? [], asOf, names)).toSorted(byHolderAndItem);
}

interface Arrival {
  readonly eventId: string;
  readonly at: Instant;
}

function arrivalsByHolding(flows: readonly Flow[]): ReadonlyMap<string, readonly Arrival[]> {
  const arrivals = new Map<string, Arrival[]>();
  for (const flow of flows) {
    const arrival = { eventId: flow.eventId, at: Date.parse(flow.occurredAt) };
    for (const item of itemsArrived(flow)) {
      const key = holdingKey({ holder: flow.to, item, purpose: flow.purpose, legalBasis: flow.legalBasis, clause: flow.clause ?? '' });
      const list = arrivals.get(key);
      if (list) list.push(arrival);
      else arrivals.set(key, [arrival]);
    }
  }
  return arrivals;
}

function answered(holding: Holding, arrivals: readonly Arrival[], asOf: Instant, names: Labels): AnsweredHolding {
  const overdue = holding.state === 'deletion-requested' && holding.dueAt !== null && holding.dueAt < asOf;
  const since = arrivals.filter(({ at }) => at >= holding.since).map(({ eventId }) => eventId);
  return {
    holder: holding.holder,
    holderName: names.holder(holding.holder),
    item: holding.item,
    itemName: names.item(holding.item, holding.policyVersion),
    since: formatInstant(holding.since),
    purpose: holding.purpose,
    legalBasis: holding.legalBasis,
    clause: holding.clause,
    state: overdue ? 'deletion-overdue' : holding.state,
    stateSince: formatInstant(overdue ? (holding.dueAt ?? holding.stateSince) : holding.stateSince),
    dueAt: holding.dueAt === null ? null : formatInstant(holding.dueAt),
    retainUntil: holding.retainUntil === null ? null : formatInstant(holding.retainUntil),
    events: [...new Set([...since, ...holding.events])],
  };
}

const byHolderAndItem = (a: AnsweredHolding, b: AnsweredHolding): number =>
  (a.holder === b.holder ? 0 : a.holder === bank ? -1 : b.holder === bank ? 1 : a.holder < b.holder ? -1 : 1) ||
  (a.item < b.item ? -1 : a.item > b.item ? 1 : a.since < b.since ? -1 : 1);
