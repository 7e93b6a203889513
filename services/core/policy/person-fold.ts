// Everything that follows from one person's events: the fold that the projector keeps up to date and that time travel computes anew.
import type { PersonEvent } from '../domain/events.ts';
import { applyToHoldings, type Holdings, type RetentionYears } from '../domain/holdings.ts';
import { compareByOccurrence, type PlacedEvent, type PlacedPersonEvent } from '../domain/placed-event.ts';
import type { EventId } from '../domain/vocabulary.ts';
import { evaluate, isJudged } from './evaluate.ts';
import type { RecipientRegister } from './recipient-history.ts';
import type { PolicyRegistry } from './registry.ts';
import type { JudgedEvent } from './rules/rule.ts';
import type { Verdict } from './verdict.ts';

export interface FoldContext {
  readonly registry: PolicyRegistry;
  readonly recipients: RecipientRegister;
}

export interface PersonFold {
  /** In business order. */
  readonly events: readonly PlacedPersonEvent[];
  readonly holdings: Holdings;
  readonly verdicts: ReadonlyMap<EventId, Verdict>;
}

/** Folds all events given, in any order, each once. Pure: the same set gives the same answer. */
export function foldPerson(events: readonly PlacedPersonEvent[], context: FoldContext): PersonFold {
  const sorted = events.toSorted(compareByOccurrence);
  const history = sorted.filter((placed) => isFact(placed.event));
  const holdings: Holdings = new Map();
  const verdicts = new Map<EventId, Verdict>();
  const years = retentionYears(context.registry);
  for (const placed of sorted) {
    applyToHoldings(holdings, placed, years, history);
    if (isJudgedPlaced(placed)) verdicts.set(placed.eventId, evaluate(placed, { ...context, history }));
  }
  return { events: sorted, holdings, verdicts };
}

/** Events that other events are judged by, rather than judged themselves. */
export const isFact = (event: PersonEvent): boolean => !isJudged(event);

export const isJudgedPlaced = (placed: PlacedEvent): placed is PlacedEvent<JudgedEvent> => isJudged(placed.event);

/** Retention years by the registry. */
export function retentionYears(registry: PolicyRegistry): RetentionYears {
  return (version, product) => registry.versions.get(version ?? '')?.retention.find((rule) => rule.product === product)?.years ?? null;
}
