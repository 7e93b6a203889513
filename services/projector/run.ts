// The projector's loop: every stream of the ledger, batches one at a time, until it is told to stop or must.
import { setImmediate } from 'node:timers/promises';
import { registersLedger } from '../core/domain/stream-names.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import type { Ledger, RecordedEvent } from '../core/ports/ledger.ts';
import type { Projector } from './project.ts';

export const projectionBatch = 1000;

export interface RunOptions {
  readonly ledger: Ledger;
  readonly projector: Projector;
  readonly streams: readonly StreamName[];
  readonly signal: AbortSignal;
}

/** Runs until aborted. @throws whatever stopped it; every stream has stopped then. */
export async function runProjector({ ledger, projector, streams, signal }: RunOptions): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const oneAtATime = mutex();
  // Registers first: shares that follow find their recipients, and fewer verdicts are judged again.
  await projectToEnd(ledger, projector, registersLedger);
  const follow = async (stream: StreamName): Promise<void> => {
    try {
      for await (const batch of ledger.subscribe(stream, projector.checkpoint(stream)?.revision ?? 'start', { batch: projectionBatch, signal: either })) {
        await oneAtATime(() => projector.project(batch, either));
        // Embedded reads and writes are synchronous: without a pause nobody could tell this thread to stop while it catches up.
        await setImmediate();
      }
    } catch (error) {
      stop.abort();
      throw error;
    }
  };
  const ended = await Promise.allSettled(streams.map(follow));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

/** Projects what a stream holds now. `onBatch` hears of progress. */
export async function projectToEnd(
  ledger: Ledger,
  projector: Projector,
  stream: StreamName,
  onBatch: (batch: readonly RecordedEvent[]) => void = () => {},
  until: bigint | null = null,
): Promise<void> {
  for await (const batch of ledger.read(stream, (projector.checkpoint(stream)?.revision ?? -1n) + 1n, { batch: projectionBatch })) {
    const wanted = until === null ? batch : batch.filter(({ revision }) => revision <= until);
    if (wanted.length === 0) return;
    await projector.project(wanted);
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
