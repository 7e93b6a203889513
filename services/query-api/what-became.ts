// What became of what each flow brought: where it came to, is it there still, and since when in which state. A later share hides no deletion.
import { acquiredKeys, applyToHoldings, holdingKey, stateAsOf, type Holding, type Holdings } from '../core/domain/holdings.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { compareByOccurrence, type PlacedPersonEvent } from '../core/domain/placed-event.ts';
import type { Instant } from '../core/domain/vocabulary.ts';
import { groundKey, itemsArrived, type Flow, type TimedFlow } from './answered-flow.ts';

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
export function whatBecame(holdings: readonly Holding[], asOf: Instant, placed: () => readonly PlacedPersonEvent[]): (timed: TimedFlow) => readonly Became[] {
  const newest = holdingsByGround(holdings);
  let episodes: ReadonlyMap<string, Fate> | null = null;
  const fateOf = ({ at, flow }: TimedFlow, item: string, holding: Fate & Pick<Holding, 'since' | 'events'>): Fate | undefined => {
    if (at > holding.since || holding.events[0] === flow.eventId) return holding;
    return (episodes ??= fates(placed())).get(`${flow.eventId}\n${keyOf(flow, item)}`);
  };
  return (timed) => {
    const found: { fate: Fate; items: string[] }[] = [];
    const held = newest.get(groundKey(timed.flow.to, timed.flow));
    for (const item of itemsArrived(timed.flow)) {
      const holding = held?.get(item);
      const fate = holding && fateOf(timed, item, holding);
      if (!fate) continue;
      const same = found.find((other) => other.fate.state === fate.state && other.fate.stateSince === fate.stateSince && other.fate.dueAt === fate.dueAt);
      if (same) same.items.push(item);
      else found.push({ fate, items: [item] });
    }
    return found.map(({ fate, items }) => {
      const { state, since } = stateAsOf(fate, asOf);
      return { state, since: formatInstant(since), items };
    });
  };
}

/** By what a flow has in common with what it began, then by item: one long key a flow, not one an item. */
function holdingsByGround(holdings: readonly Holding[]): ReadonlyMap<string, ReadonlyMap<string, Holding>> {
  const grounds = new Map<string, Map<string, Holding>>();
  for (const holding of holdings) {
    const key = groundKey(holding.holder, holding);
    const items = grounds.get(key);
    if (items) items.set(holding.item, holding);
    else grounds.set(key, new Map([[holding.item, holding]]));
  }
  return grounds;
}

const keyOf = ({ to, purpose, legalBasis, clause }: Flow, item: string): string => holdingKey({ holder: to, item, purpose, legalBasis, clause: clause ?? '' });

/** By event and holding: the end of the episode that the event began or continued. */
function fates(events: readonly PlacedPersonEvent[]): ReadonlyMap<string, Fate> {
  const holdings: Holdings = new Map();
  const current = new Map<string, { fate: Fate }>();
  const found = new Map<string, { fate: Fate }>();
  for (const placed of events.toSorted(compareByOccurrence)) {
    const arrived = new Set(acquiredKeys(placed.event));
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
