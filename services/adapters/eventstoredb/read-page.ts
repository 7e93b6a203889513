// One bounded read of one stream: a page forwards or backwards, never waiting longer than the timeout for its next event.
import { BACKWARDS, END, ErrorType, FORWARDS, type RecordedEvent as ClientEvent } from '@eventstore/db-client';
import type { StreamName } from '../../core/domain/vocabulary.ts';
import type { RecordedEvent } from '../../core/ports/ledger.ts';
import { silence, translated, typeOf } from './client-errors.ts';
import type { Connection } from './connection.ts';
import { toRecorded } from './stored-event.ts';

export interface Page {
  /** Stream as this system names it, and as the server does. */
  readonly stream: StreamName;
  readonly name: string;
  /** First revision of a page forwards; 'end' for the newest events, backwards. */
  readonly from: bigint | 'end';
  readonly count: number;
}

export interface CallOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * At most `count` events; fewer only at the end of the stream, or when `signal` aborts.
 * A missing and a soft-deleted stream are both empty. The client gives a read no deadline of its own, so that a connection gone silent would hold it for ever.
 * @throws LineageError ERR_UNREACHABLE (retriable), ERR_STORAGE, ERR_UNREADABLE.
 */
export function readPage(
  { client, credentials }: Connection,
  { stream, name, from, count }: Page,
  { timeoutMs, signal }: CallOptions,
): Promise<RecordedEvent[]> {
  if (signal?.aborted || count < 1) return Promise.resolve([]);
  const doing = `a read of ${stream}`;
  const options = from === 'end' ? ({ direction: BACKWARDS, fromRevision: END } as const) : ({ direction: FORWARDS, fromRevision: from } as const);
  // The newest events are the fence of a writer: of them only the leader's word counts.
  const reading = client.readStream(name, { ...options, maxCount: count, credentials, requiresLeader: from === 'end' }, { highWaterMark: 64 });
  // Nothing hangs on the answer of a cancellation, nor does its failure matter.
  const cancel = (): void => void reading.cancel().catch(() => {});
  return new Promise((resolve, reject) => {
    const events: RecordedEvent[] = [];
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      finish();
    };
    const giveUp = (error: unknown): void => {
      cancel();
      settle(() => (typeOf(error) === ErrorType.STREAM_NOT_FOUND ? resolve([]) : reject(translated(error, doing))));
    };
    const aborted = (): void => {
      cancel();
      settle(() => resolve([]));
    };
    const timer = setTimeout(() => giveUp(silence(doing, timeoutMs)), timeoutMs);
    signal?.addEventListener('abort', aborted, { once: true });
    reading.on('data', ({ event }: { event?: ClientEvent }) => {
      timer.refresh();
      try {
        if (event) events.push(toRecorded(stream, event));
      } catch (error) {
        giveUp(error);
      }
    });
    reading.on('error', giveUp);
    reading.on('end', () => settle(() => resolve(events)));
    // A stream that is closed without an end was cut off: half a page is no page.
    reading.on('close', () => settle(() => reject(translated(undefined, doing))));
  });
}
