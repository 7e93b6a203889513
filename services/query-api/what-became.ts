// What became of what each flow brought: where it came to, is it there still, and since when in which state. A later share hides no deletion.
import { applyToHoldings, holdingKey, type Holding, type Holdings } from '../core/domain/holdings.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { compareByOccurrence, type PlacedPersonEvent } from '../core/domain/placed-event.ts';
import type { Instant } from '../core/domain/vocabulary.ts';
import { itemsArrived, type Flow } from './answered-flow.ts';

/** Items of one flow that share a fate. */
export interface Became {
  /** As in `holdings`. */
  readonly state: string;
  readonly since: string;
  readonly items: readonly string[];
}

type Fate = Pick<Holding, 'state' | 'stateSince' | 'dueAt'>;

/**
 * The fate of each flow's items as of `asOf`. Holdings tell it for what was never given again after it had ended; else `placed`, all events that
 * the answer rests on, are folded episode by episode.
 */
export function whatBecame(holdings: readonly Holding[], asOf: Instant, placed: () => readonly PlacedPersonEvent[]): (flow: Flow) => readonly Became[] {
  const newest = new Map(holdings.map((holding) => [holdingKey(holding), holding]));
  let episodes: ReadonlyMap<string, Fate> | null = null;
  const fateOf = (flow: Flow, item: string): Fate | undefined => {
    const key = keyOf(flow, item);
    const holding = newest.get(key);
    if (!holding || Date.parse(flow.occurredAt) > holding.since || holding.events[0] === flow.eventId) return holding;
    return (episodes ??= fates(placed())).get(`${flow.eventId}\n${key}`);
  };
  return (flow) => {
    const byFate = new Map<string, { state: string; since: string; items: string[] }>();
    for (const item of itemsArrived(flow)) {
      const fate = fateOf(flow, item);
      if (!fate) continue;
      const overdue = fate.state === 'deletion-requested' && fate.dueAt !== null && fate.dueAt < asOf;
      const [state, since] = overdue ? ['deletion-overdue', formatInstant(fate.dueAt ?? fate.stateSince)] : [fate.state, formatInstant(fate.stateSince)];
      const same = byFate.get(`${state}\n${since}`);
      if (same) same.items.push(item);
      else byFate.set(`${state}\n${since}`, { state, since, items: [item] });
    }
    return [...byFate.values()];
  };
}

const keyOf = ({ to, purpose, legalBasis, clause }: Flow, item: string): string => holdingKey({ holder: to, item, purpose, legalBasis, clause: clause ?? '' });

/** By event and holding: the end of the episode that the event began or continued. */
function fates(events: readonly PlacedPersonEvent[]): ReadonlyMap<string, Fate> {
  const holdings: Holdings = new Map();
  const current = new Map<string, { fate: Fate }>();
  const found = new Map<string, { fate: Fate }>();
  for (const placed of events.toSorted(compareByOccurrence)) {
    const arrived = new Set(arrivedAt(placed));
    for (const key of applyToHoldings(holdings, placed, () => null)) {
      const fate = holdings.get(key) as Holding;
      const episode = current.get(key);
      if (episode && !arrived.has(key)) episode.fate = fate;
      else current.set(key, { fate });
    }
    for (const key of arrived) {
      const episode = current.get(key);
      if (episode) found.set(`${placed.eventId}\n${key}`, episode);
    }
  }
  return new Map([...found].map(([key, { fate }]) => [key, fate]));
}

/** Keys of the holdings that an event puts something into. */
function arrivedAt(placed: PlacedPersonEvent): readonly string[] {
  const alone: Holdings = new Map();
  return applyToHoldings(alone, placed, () => null);
}
