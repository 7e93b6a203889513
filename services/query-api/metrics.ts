// The numbers to watch, in Prometheus' form. Labels are stream names and outcomes, never people.
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Conservation } from '../core/ports/intake.ts';

export interface MetricSources {
  readonly conservation: () => Conservation;
  /** Events of each stream that are not projected. */
  readonly lag: () => Promise<ReadonlyMap<string, number>>;
  readonly projectorUp: () => boolean;
}

/** A registry that reads its sources when it is scraped. */
export function metrics({ conservation, lag, projectorUp }: MetricSources): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const intake = new Counter({
    name: 'suyuan_intake_events_total',
    help: 'Events taken in since the start, by what became of them.',
    labelNames: ['outcome'],
    registers,
    collect: () => {
      const { appended, quarantined, duplicates } = conservation();
      intake.reset();
      for (const [outcome, count] of Object.entries({ appended, quarantined, duplicate: duplicates })) intake.inc({ outcome }, count);
    },
  });
  const consumed = new Counter({
    name: 'suyuan_intake_consumed_total',
    help: 'Events taken in since the start: equals the sum of all outcomes.',
    registers,
    collect: () => {
      consumed.reset();
      consumed.inc(conservation().consumed);
    },
  });
  const lagging = new Gauge({
    name: 'suyuan_projection_lag_events',
    help: 'Events in the ledger that are not projected.',
    labelNames: ['stream'],
    registers,
    collect: async () => {
      for (const [stream, events] of await lag()) lagging.set({ stream }, events);
    },
  });
  const up: Gauge = new Gauge({
    name: 'suyuan_projector_up',
    help: 'Whether the projector runs.',
    registers,
    collect: () => up.set(projectorUp() ? 1 : 0),
  });
  return registry;
}
