// The projector's loop: every stream of the ledger, batches one at a time, until it is told to stop or must.
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { registersLedger } from '../core/domain/stream-names.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import type { Ledger, RecordedEvent } from '../core/ports/ledger.ts';
import type { Projector } from './project.ts';

export const projectionBatch = 1000;

/** One batch that is in the tables now. */
export interface ProjectedBatch {
  readonly stream: StreamName;
  readonly events: number;
  readonly seconds: number;
  /** Ledger time of its newest event: how long that took to get here. */
  readonly recordedAt: number;
}

export interface RunOptions {
  readonly ledger: Ledger;
  readonly projector: Projector;
  /** Followed from the start, whether or not they are there; others as soon as they are seen. */
  readonly streams: readonly StreamName[];
  readonly signal: AbortSignal;
  readonly onBatch?: (batch: ProjectedBatch) => void;
  /** So often new streams are looked for: a partition that got its first event. */
  readonly lookMs?: number;
}

/** Runs until aborted. @throws whatever stopped it; every stream has stopped then. */
export async function runProjector({ ledger, projector, streams, signal, onBatch = () => {}, lookMs = 1_000 }: RunOptions): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const oneAtATime = mutex();
  const project = async (stream: StreamName, batch: readonly RecordedEvent[]): Promise<void> => {
    const started = performance.now();
    await projector.project(batch, either);
    const last = batch.at(-1);
    if (last) onBatch({ stream, events: batch.length, seconds: (performance.now() - started) / 1000, recordedAt: last.metadata.recordedAt });
  };
  // Registers first: shares that follow find their recipients, and fewer verdicts are judged again.
  await projectToEnd(ledger, projector, registersLedger, { signal: either });
  const follow = async (stream: StreamName): Promise<void> => {
    for await (const batch of ledger.subscribe(stream, projector.checkpoint(stream)?.revision ?? 'start', { batch: projectionBatch, signal: either })) {
      await oneAtATime(() => project(stream, batch));
      // Embedded reads and writes are synchronous: without a pause nobody could tell this thread to stop while it catches up.
      await setImmediate();
    }
  };
  const followed = new Map<StreamName, Promise<void>>();
  const begin = (stream: StreamName): void => {
    const following = follow(stream);
    following.catch(() => stop.abort());
    followed.set(stream, following);
  };
  for (const stream of streams) begin(stream);
  while (!either.aborted) {
    // Not to be had is no fault: those that are followed say so themselves.
    for (const stream of await ledger.streams().catch(() => [])) if (!followed.has(stream)) begin(stream);
    await delay(lookMs, undefined, { signal: either }).catch(() => {});
  }
  for (const end of await Promise.allSettled(followed.values())) if (end.status === 'rejected') throw end.reason;
}

export interface ToEndOptions {
  readonly onBatch?: (batch: readonly RecordedEvent[]) => void;
  /** The last revision wanted; null for all that is there. */
  readonly until?: bigint | null;
  readonly signal?: AbortSignal;
}

/** Projects what a stream holds now. */
export async function projectToEnd(ledger: Ledger, projector: Projector, stream: StreamName, options: ToEndOptions = {}): Promise<void> {
  const { onBatch = () => {}, until = null, signal } = options;
  const from = (projector.checkpoint(stream)?.revision ?? -1n) + 1n;
  for await (const batch of ledger.read(stream, from, { batch: projectionBatch, ...(signal ? { signal } : {}) })) {
    const wanted = until === null ? batch : batch.filter(({ revision }) => revision <= until);
    if (wanted.length === 0) return;
    await projector.project(wanted, signal);
    onBatch(wanted);
  }
}

function mutex(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
