// The numbers to watch, in Prometheus' form: base units, `_total` for counters. Labels are streams, topics and outcomes, never people.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Conservation } from '../../core/ports/intake.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { ProjectedBatch } from '../../projector/run.ts';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const delays = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

export type Metrics = ReturnType<typeof metrics>;

/** An empty registry but for the process itself; the parts of the system add what they measure. */
export function metrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  /** A gauge that asks when it is scraped; what cannot be told is left out, and the rest still is. */
  const asked = (name: string, help: string, label: string, ask: () => Promise<ReadonlyMap<string, number>>): void => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      collect: async () => {
        const found = await ask().catch(() => new Map<string, number>());
        gauge.reset();
        for (const [key, value] of found) gauge.set({ [label]: key }, value);
      },
    });
  };

  const conservation = (ask: () => Conservation): void => {
    const intake = new Counter({
      name: 'suyuan_intake_events_total',
      help: 'Events taken in since the start, by what became of them.',
      labelNames: ['outcome'],
      registers,
      collect: () => {
        const { appended, quarantined, duplicates } = ask();
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
        consumed.inc(ask().consumed);
      },
    });
  };

  return {
    registry,
    conservation,
    projectionLag: (ask: () => Promise<ReadonlyMap<string, number>>): void =>
      asked('suyuan_projection_lag_events', 'Events in the ledger that are not projected.', 'stream', ask),
    topicLag: (ask: () => Promise<ReadonlyMap<string, number>>): void =>
      asked('suyuan_topic_lag_records', 'Records on the topics that are not in the ledger, by topic/partition.', 'partition', ask),
    up: (part: 'projector' | 'ingester', ask: () => boolean): void => {
      const up: Gauge = new Gauge({ name: `suyuan_${part}_up`, help: `Whether the ${part} runs.`, registers, collect: () => up.set(ask() ? 1 : 0) });
    },
    fenced: (): (() => void) => {
      const fenced = new Counter({ name: 'suyuan_ingester_fenced_total', help: 'Partitions that another ingester had taken over.', registers });
      return () => fenced.inc();
    },
    projection: (): ((batch: ProjectedBatch) => void) => {
      const took = new Histogram({ name: 'suyuan_projection_batch_seconds', help: 'Time to apply and commit one batch.', buckets: seconds, registers });
      const size = new Histogram({ name: 'suyuan_projection_batch_events', help: 'Events of one batch.', buckets: sizes, registers });
      const delay = new Histogram({
        name: 'suyuan_projection_delay_seconds',
        help: 'From the ledger to the tables, of the newest of a batch.',
        buckets: delays,
        registers,
      });
      return (batch) => {
        took.observe(batch.seconds);
        size.observe(batch.events);
        delay.observe(Math.max(0, (Date.now() - batch.recordedAt) / 1000));
      };
    },
    /** The same ledger, its appends measured. */
    appends: <L extends Ledger>(ledger: L): L => {
      const took = new Histogram({
        name: 'suyuan_ledger_append_seconds',
        help: 'Time of one append until its outcome is known or given up.',
        labelNames: ['outcome'],
        buckets: seconds,
        registers,
      });
      const size = new Histogram({ name: 'suyuan_ledger_append_events', help: 'Events of one append.', buckets: sizes, registers });
      const append: Ledger['append'] = async (stream, expected, events) => {
        const end = took.startTimer();
        const outcome = await ledger.append(stream, expected, events);
        end({ outcome: outcome.outcome });
        size.observe(events.length);
        return outcome;
      };
      return { ...ledger, append };
    },
  };
}
