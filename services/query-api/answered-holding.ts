// One holding of an answer: who holds which item, since when, why, in which state, by which events.
import { stateAsOf, type Holding } from '../core/domain/holdings.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { bank, type Bilingual, type Instant } from '../core/domain/vocabulary.ts';
import { groundKey, itemsArrived, type TimedFlow } from './answered-flow.ts';
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
export function answeredHoldings(holdings: readonly Holding[], flows: readonly TimedFlow[], asOf: Instant, names: Labels): readonly AnsweredHolding[] {
  const arrivals = Map.groupBy(flows, ({ flow }) => groundKey(flow.to, flow));
  return holdings.map((holding) => answered(holding, arrivals.get(groundKey(holding.holder, holding)) ?? [], asOf, names)).toSorted(byHolderAndItem);
}

function answered(holding: Holding, arrivals: readonly TimedFlow[], asOf: Instant, names: Labels): AnsweredHolding {
  const { state, since: stateSince } = stateAsOf(holding, asOf);
  const since = formatInstant(holding.since);
  return {
    holder: holding.holder,
    holderName: names.holder(holding.holder),
    item: holding.item,
    itemName: names.item(holding.item, holding.policyVersion),
    since,
    purpose: holding.purpose,
    legalBasis: holding.legalBasis,
    clause: holding.clause,
    state,
    stateSince: stateSince === holding.since ? since : formatInstant(stateSince),
    dueAt: holding.dueAt === null ? null : formatInstant(holding.dueAt),
    retainUntil: holding.retainUntil === null ? null : formatInstant(holding.retainUntil),
    events: eventsOf(holding, arrivals),
  };
}

function eventsOf({ since, events, item }: Holding, arrivals: readonly TimedFlow[]): readonly string[] {
  const ids: string[] = [];
  for (const { at, flow } of arrivals) if (at >= since && itemsArrived(flow).includes(item)) ids.push(flow.eventId);
  for (const id of events) if (!ids.includes(id)) ids.push(id);
  return ids;
}

/** A total order: no database gives rows in one of its own accord. */
const byHolderAndItem = (a: AnsweredHolding, b: AnsweredHolding): number =>
  (a.holder === b.holder ? 0 : a.holder === bank ? -1 : b.holder === bank ? 1 : order(a.holder, b.holder)) ||
  order(a.item, b.item) ||
  order(a.since, b.since) ||
  order(`${a.purpose}\n${a.legalBasis}\n${a.clause}`, `${b.purpose}\n${b.legalBasis}\n${b.clause}`);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
