// A live subscription as batches, until its connection is over: by an error, by its end, or by a silence in which the stream went on.
import { START, type StreamSubscription } from '@eventstore/db-client';
import type { StreamName } from '../../core/domain/vocabulary.ts';
import type { RecordedEvent } from '../../core/ports/ledger.ts';
import type { Connection } from './connection.ts';
import { toRecorded } from './stored-event.ts';

export interface LiveOptions {
  readonly stream: StreamName;
  readonly name: string;
  readonly after: bigint | 'start';
  readonly batch: number;
  readonly signal: AbortSignal;
  /** After so long without an event the stream's end is looked at. */
  readonly silenceMs: number;
  /** Revision of the newest stored event; rejects when it cannot be had. */
  readonly tail: () => Promise<bigint | null>;
}

/**
 * Events after `after` as they arrive, each once, in order. Ends, without an error, when the connection can no longer be believed: the client neither
 * reconnects nor always tells. The caller reads on from the last event it got. What is not asked for waits in the server: buffers hold one batch.
 */
export async function* liveBatches({ client, credentials }: Connection, options: LiveOptions): AsyncGenerator<readonly RecordedEvent[]> {
  const { stream, name, batch, signal, silenceMs, tail } = options;
  let last = options.after === 'start' ? -1n : options.after;
  const source = client.subscribeToStream(name, { fromRevision: options.after === 'start' ? START : options.after, credentials }, { highWaterMark: batch });
  const bell = doorbell(source, signal);
  try {
    for (;;) {
      // The signal may abort, and the connection end, while the consumer is at work.
      if (signal.aborted) return;
      const events = take(source, batch)
        .map((event) => toRecorded(stream, event))
        .filter(({ revision }) => revision > last);
      if (events.length > 0) {
        last = events.at(-1)?.revision ?? last;
        yield events;
      } else if (bell.over()) return;
      else if (!(await bell.rings(silenceMs)) && (await wentOn(tail, last))) return;
    }
  } finally {
    bell.remove();
    source.unsubscribe().catch(() => {});
    source.destroy();
  }
}

/** What has arrived, at most `max` events. */
function take(source: StreamSubscription, max: number) {
  const events = [];
  while (events.length < max) {
    const resolved = source.read() as { event?: Parameters<typeof toRecorded>[1] } | null;
    if (resolved === null) break;
    if (resolved.event) events.push(resolved.event);
  }
  return events;
}

/** The stream has events that did not come; a stream that cannot be asked counts as one that went on. */
async function wentOn(tail: LiveOptions['tail'], last: bigint): Promise<boolean> {
  try {
    return ((await tail()) ?? -1n) > last;
  } catch {
    return true;
  }
}

function doorbell(source: StreamSubscription, signal: AbortSignal) {
  let over = false;
  let rung = false;
  let wake = (): void => {};
  const ring = (): void => {
    rung = true;
    wake();
  };
  const end = (): void => {
    over = true;
    ring();
  };
  // The listener for errors stays: one that comes after the end must not become an uncaught exception.
  source.on('readable', ring).on('error', end).on('end', end).on('close', end);
  signal.addEventListener('abort', ring);
  return {
    over: () => over,
    /** True once something happened since the last call, false after `silenceMs` without. */
    rings: (silenceMs: number): Promise<boolean> =>
      new Promise((resolve) => {
        const done = (happened: boolean): void => {
          clearTimeout(timer);
          wake = () => {};
          rung = false;
          resolve(happened);
        };
        const timer = setTimeout(() => done(false), silenceMs);
        wake = () => done(true);
        if (rung) wake();
      }),
    remove: (): void => {
      signal.removeEventListener('abort', ring);
      source.off('readable', ring);
    },
  };
}
