// The days of a window by the policy version in force: practice is compared with what was published at that time.
import { dayOf } from '../../domain/instants.ts';
import { parseDay } from '../../domain/moments.ts';
import type { Instant } from '../../domain/vocabulary.ts';
import type { PolicyRegistry, PolicyVersion } from '../registry.ts';

/** First and last day, both inclusive; `from` null: from the beginning. */
export interface Period {
  /** Null before the first version took effect. */
  readonly version: PolicyVersion | null;
  readonly from: string | null;
  readonly to: string;
}

/** Flow counts know days: the day on which a version takes effect is its own, from the first minute. */
export function periodsOf({ versions }: PolicyRegistry, from: string | null, to: string): readonly Period[] {
  const inOrder = [...versions.values()].toSorted((a, b) => a.effectiveFrom - b.effectiveFrom);
  const begins = inOrder.map(({ effectiveFrom }) => dayOf(effectiveFrom));
  const before: Period = { version: null, from: null, to: begins[0] === undefined ? to : dayBefore(begins[0]) };
  const periods = inOrder.map((version, i): Period => {
    const next = begins[i + 1];
    return { version, from: begins[i] ?? null, to: next === undefined ? to : dayBefore(next) };
  });
  return [before, ...periods]
    .map((period) => ({ ...period, from: later(period.from, from), to: period.to < to ? period.to : to }))
    .filter((period) => period.from === null || period.from <= period.to);
}

const later = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a > b ? a : b);

const dayBefore = (day: string): string => dayOf((parseDay(day) as Instant) - 1);
