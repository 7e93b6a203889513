// A subscription that outlives its connections: to the end by pages, then live, and again from the last event given out whenever that stops.
import type { RecordedEvent } from '../../core/ports/ledger.ts';
import { pause, retryDelayMs } from './pause.ts';

type Batches = AsyncIterable<readonly RecordedEvent[]>;

export interface Followed {
  readonly after: bigint | 'start';
  readonly signal: AbortSignal;
  /** What is stored from a revision on, to the end. */
  readonly stored: (from: bigint) => Batches;
  /** What arrives after a revision, until the connection can no longer be believed. */
  readonly live: (after: bigint | 'start') => Batches;
  /** Throws for an error that trying again cannot help. */
  readonly survives: (error: unknown) => void;
}

/** A connection that lasted so long was sound: the next try is not a repetition of its failure. */
const soundMs = 10_000;

/** Batches for ever, each event once, in order, until `signal` aborts. */
export async function* followStream({ after, signal, stored, live, survives }: Followed): AsyncGenerator<readonly RecordedEvent[]> {
  let last = after;
  async function* connected(): AsyncGenerator<readonly RecordedEvent[]> {
    yield* stored(last === 'start' ? 0n : last + 1n);
    // By now `last` is the end that was read: the consumer of this generator moved it.
    if (!signal.aborted) yield* live(last);
  }
  for (let failures = 0; !signal.aborted; failures += 1) {
    const begun = Date.now();
    try {
      for await (const events of connected()) {
        last = events.at(-1)?.revision ?? last;
        failures = 0;
        yield events;
      }
    } catch (error) {
      survives(error);
    }
    if (Date.now() - begun > soundMs) failures = 0;
    await pause(retryDelayMs(failures), signal);
  }
}
