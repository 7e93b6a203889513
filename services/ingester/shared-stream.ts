// Appends to a stream that several processes write, where any order is right: looks at people, what a collector keeps aside.
// Who comes second looks again and appends behind; an ingester of a partition must never do that.
import { LineageError } from '../core/domain/errors.ts';
import { auditLedger, collectorQuarantine } from '../core/domain/stream-names.ts';
import type { Instant, StreamName } from '../core/domain/vocabulary.ts';
import type { PreparedEvent } from '../core/ports/intake.ts';
import { appendLimits, type AppendOutcome, type ExpectedRevision, type Ledger, type LedgerEvent } from '../core/ports/ledger.ts';
import { isHopeless } from './ingest.ts';

export interface SharedStream {
  /** Resolves once they are durable. Their ids are new, or the same content again is no harm. @throws LineageError ERR_STORAGE when it cannot be written. */
  record(events: readonly PreparedEvent[]): Promise<void>;
}

interface Waiting {
  readonly events: readonly PreparedEvent[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Attempts with a known answer are never given up: each means that another process got on. */
const retryDelaysMs = [20, 100, 500, 2000] as const;
const shared: ReadonlySet<StreamName> = new Set([auditLedger, collectorQuarantine]);

/** One process's way to such a stream: what waits together is appended together. */
export function sharedStream({ ledger, stream, now }: { readonly ledger: Ledger; readonly stream: StreamName; readonly now: () => Instant }): SharedStream {
  if (!shared.has(stream)) throw new LineageError('ERR_INVARIANT', `${stream} has one writer at a time`);
  const queue: Waiting[] = [];
  let tail: { readonly revision: ExpectedRevision; readonly recordedAt: Instant } | null = null;
  let busy = false;

  const readTail = async () => {
    const [last] = await ledger.readLast(stream, 1);
    return last ? { revision: last.revision, recordedAt: last.metadata.recordedAt } : { revision: 'no-stream' as const, recordedAt: 0 };
  };

  const append = async (events: readonly PreparedEvent[]): Promise<void> => {
    for (;;) {
      const from: { readonly revision: ExpectedRevision; readonly recordedAt: Instant } = tail ?? (await readTail());
      const recordedAt = Math.max(now(), from.recordedAt);
      const batch = events.map(({ eventId, type, bytes, schema }): LedgerEvent => ({ eventId, type, data: bytes, metadata: { schema, recordedAt } }));
      const outcome = await settled(() => ledger.append(stream, from.revision, batch));
      tail = outcome.outcome === 'appended' ? { revision: outcome.revision, recordedAt } : null;
      if (outcome.outcome === 'appended') return;
      // Refused for certain, and not there: it may go behind what another process wrote.
      if (outcome.outcome === 'unknown')
        throw new LineageError('ERR_STORAGE', `${stream} cannot be written: ${outcome.cause instanceof Error ? outcome.cause.message : 'unknown outcome'}`, {
          cause: outcome.cause,
          retriable: !isHopeless(outcome.cause),
        });
    }
  };

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      try {
        await append(batch.flatMap(({ events }) => events));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        tail = null;
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  };

  return {
    record: (events) =>
      new Promise((resolve, reject) => {
        if (events.length === 0) return resolve();
        queue.push({ events, resolve, reject });
        if (busy) return;
        busy = true;
        void run();
      }),
  };
}

/** Tries with the same expectation until the outcome is known. */
async function settled(attempt: () => Promise<AppendOutcome>): Promise<AppendOutcome> {
  let outcome = await attempt();
  for (const delayMs of retryDelaysMs) {
    if (outcome.outcome !== 'unknown' || isHopeless(outcome.cause)) return outcome;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    outcome = await attempt();
  }
  return outcome;
}

/** Those at the head that fit one append; the first always. */
function takeBatch(queue: Waiting[]): Waiting[] {
  let [end, count, bytes] = [0, 0, 0];
  for (const { events } of queue) {
    count += events.length;
    bytes += events.reduce((sum, event) => sum + event.bytes.byteLength, 0);
    if (end > 0 && (count > appendLimits.events || bytes > appendLimits.bytes)) break;
    end += 1;
  }
  return queue.splice(0, end);
}
