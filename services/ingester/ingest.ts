// Arrow 2: takes batches of prepared events into the ledger, each event once, and knows the outcome of every append.
import { hash } from 'node:crypto';
import { LineageError } from '../core/domain/errors.ts';
import type { EventId, Instant, StreamName } from '../core/domain/vocabulary.ts';
import type { PreparedEvent, Receipt } from '../core/ports/intake.ts';
import { appendLimits, type EventIndex, type IndexedEvent, type Ledger, type LedgerEvent } from '../core/ports/ledger.ts';

export interface IngestDependencies {
  readonly ledger: Ledger;
  readonly index: EventIndex;
  readonly now: () => Instant;
}

/** An event whose identity is taken by other content: it goes to quarantine. */
export interface Conflict {
  readonly status: 'conflict';
  readonly event: PreparedEvent;
}

export type IngestResult = Extract<Receipt, { status: 'recorded' | 'duplicate' }> | Conflict;

/** The end of one stream as this ingester knows it: the fence. */
interface Tail {
  revision: bigint | 'no-stream';
  recordedAt: Instant;
}

const retryDelaysMs = [20, 100, 500, 2000] as const;

/** One writer of ledger streams. Calls must not overlap: the queue in front of it sees to that. */
export function ingester({ ledger, index, now }: IngestDependencies) {
  const tails = new Map<StreamName, Tail>();
  /** Streams that another ingester writes: whoever was overtaken once stops for good. */
  const lost = new Set<StreamName>();

  const readTail = async (stream: StreamName): Promise<Tail> => {
    const [last] = await ledger.readLast(stream, 1);
    const tail: Tail = last ? { revision: last.revision, recordedAt: last.metadata.recordedAt } : { revision: 'no-stream', recordedAt: 0 };
    tails.set(stream, tail);
    return tail;
  };

  /** Events of one stream, in order. Resolves with one result per event. @throws LineageError ERR_STORAGE or ERR_LOCKED when it cannot go on. */
  const ingest = async (stream: StreamName, events: readonly PreparedEvent[]): Promise<readonly IngestResult[]> => {
    const { fresh, known } = await sift(events, index);
    const recorded = new Map<EventId, IngestResult>();
    for (const chunk of chunks(fresh)) {
      for (const receipt of await append(stream, chunk)) recorded.set(receipt.eventId, receipt);
    }
    return events.map((event, i) => resultOf(event, known[i], recorded));
  };

  const append = async (stream: StreamName, events: readonly PreparedEvent[]) => {
    if (lost.has(stream)) throw overtaken(stream);
    const tail = tails.get(stream) ?? (await readTail(stream));
    // Recorded times never go back within a stream, whatever the clock does: `knownAt` depends on it.
    const recordedAt = Math.max(now(), tail.recordedAt);
    const batch = events.map((event): LedgerEvent => ({
      eventId: event.eventId,
      type: event.type,
      data: event.bytes,
      metadata: { schema: event.schema, recordedAt, ...event.source },
    }));
    const last = await appendSurely(stream, tail, batch);
    tails.set(stream, { revision: last, recordedAt });
    const first = last - BigInt(events.length - 1);
    return events.map(({ eventId }, i) => ({ status: 'recorded' as const, eventId, ledger: stream, revision: first + BigInt(i), recordedAt }));
  };

  /** Appends with the pinned expectation until the outcome is known. A retry with the same ids and expectation cannot write twice. */
  const appendSurely = async (stream: StreamName, { revision: expected }: Tail, batch: readonly LedgerEvent[]): Promise<bigint> => {
    let cause: unknown;
    for (const delayMs of [0, ...retryDelaysMs]) {
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const outcome = await ledger.append(stream, expected, batch);
      if (outcome.outcome === 'appended') return outcome.revision;
      if (outcome.outcome === 'conflict') {
        lost.add(stream);
        throw overtaken(stream);
      }
      cause = outcome.cause;
      // Refused for a reason that stays: trying again would only make its producer wait.
      if (isHopeless(cause)) break;
    }
    tails.delete(stream);
    const why = cause instanceof Error ? cause.message : 'unknown outcome';
    throw new LineageError('ERR_STORAGE', `${stream} cannot be written: ${why}; nothing unacknowledged is lost when its producer sends it again`, {
      cause,
      retriable: !isHopeless(cause),
    });
  };

  return {
    ingest,
    /** Why it cannot go on; null while it can. */ fault: (): string | null => (lost.size > 0 ? overtaken([...lost][0] as StreamName).message : null),
  };
}

export type Ingester = ReturnType<typeof ingester>;

const overtaken = (stream: StreamName): LineageError => new LineageError('ERR_LOCKED', `${stream} was written by another ingester: this one stops, restart it`);

/** Known, and not of the kind that passes by itself: a right that is missing, a stream that was deleted. */
export const isHopeless = (cause: unknown): boolean => cause instanceof LineageError && !cause.retriable;

const contentHash = (bytes: Uint8Array): string => hash('sha256', bytes);

type Known = IndexedEvent | { readonly within: PreparedEvent } | null;

/** Separates what is new from what the ledger, or the batch itself, already has. */
async function sift(events: readonly PreparedEvent[], index: EventIndex): Promise<{ fresh: PreparedEvent[]; known: Known[] }> {
  const inLedger = await index.find(events.map(({ eventId }) => eventId));
  const firsts = new Map<EventId, PreparedEvent>();
  const fresh: PreparedEvent[] = [];
  const known = events.map((event): Known => {
    const indexed = inLedger.get(event.eventId);
    if (indexed) return indexed;
    const first = firsts.get(event.eventId);
    if (first) return { within: first };
    firsts.set(event.eventId, event);
    fresh.push(event);
    return null;
  });
  return { fresh, known };
}

function resultOf(event: PreparedEvent, known: Known | undefined, recorded: ReadonlyMap<EventId, IngestResult>): IngestResult {
  const first = recorded.get(event.eventId);
  if (!known) {
    if (!first) throw new LineageError('ERR_INVARIANT', 'an appended event has no receipt');
    return first;
  }
  const same = 'within' in known ? Buffer.compare(known.within.bytes, event.bytes) === 0 : known.contentHash === contentHash(event.bytes);
  if (!same) return { status: 'conflict', event };
  if (!('within' in known))
    return { status: 'duplicate', eventId: event.eventId, ledger: known.stream, revision: known.revision, recordedAt: known.recordedAt };
  return first && first.status === 'recorded' ? { ...first, status: 'duplicate' } : (first ?? { status: 'conflict', event });
}

function* chunks(events: readonly PreparedEvent[]): Generator<readonly PreparedEvent[]> {
  let chunk: PreparedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    if (chunk.length === appendLimits.events || bytes + event.bytes.byteLength > appendLimits.bytes) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(event);
    bytes += event.bytes.byteLength;
  }
  if (chunk.length > 0) yield chunk;
}
