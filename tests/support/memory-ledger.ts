// A ledger in memory with the same answers, for tests that must see it fail: the contract suite holds for it too.
import { hash } from 'node:crypto';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import {
  checkLimits,
  type AppendOutcome,
  type EventIndex,
  type ExpectedRevision,
  type IndexedEvent,
  type Ledger,
  type LedgerEvent,
  type RecordedEvent,
} from '../../services/core/ports/ledger.ts';

/** What happens to the next append: the answer is lost before or after it was written. */
export type Fault = 'lost-before' | 'lost-after';

export interface MemoryLedger extends Ledger, EventIndex {
  /** Faults of the next appends, in order. */
  readonly faults: Fault[];
  /** Every call of append, as it came. */
  readonly calls: { readonly stream: StreamName; readonly expected: ExpectedRevision; readonly ids: readonly EventId[] }[];
}

export function memoryLedger(): MemoryLedger {
  const streams = new Map<StreamName, RecordedEvent[]>();
  const faults: Fault[] = [];
  const calls: MemoryLedger['calls'] = [];
  const of = (stream: StreamName): readonly RecordedEvent[] => streams.get(stream) ?? [];

  const write = (stream: StreamName, expected: ExpectedRevision, events: readonly LedgerEvent[]): AppendOutcome => {
    const there = of(stream);
    const actual = there.length === 0 ? 'no-stream' : BigInt(there.length - 1);
    const first = expected === 'no-stream' ? 0 : Number(expected) + 1;
    const last = BigInt(first + events.length - 1);
    if (actual === expected) {
      streams.set(stream, [...there, ...events.map((event, i) => ({ ...event, data: Uint8Array.from(event.data), stream, revision: BigInt(first + i) }))]);
      return { outcome: 'appended', revision: last };
    }
    const same = events.length > 0 && events.every(({ eventId }, i) => there[first + i]?.eventId === eventId);
    return same ? { outcome: 'appended', revision: last } : { outcome: 'conflict', actual };
  };

  async function* read(stream: StreamName, from: bigint, { batch = 500, signal }: { readonly batch?: number; readonly signal?: AbortSignal } = {}) {
    for (let next = Number(from); next < of(stream).length; next += batch) {
      if (signal?.aborted) return;
      yield of(stream).slice(next, next + batch);
    }
  }

  async function* subscribe(stream: StreamName, after: bigint | 'start', { batch = 500, signal }: { readonly batch?: number; readonly signal: AbortSignal }) {
    let next = after === 'start' ? 0n : after + 1n;
    while (!signal.aborted) {
      for await (const events of read(stream, next, { batch, signal })) {
        next += BigInt(events.length);
        yield events;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  return {
    faults,
    calls,
    read,
    subscribe,
    append: async (stream, expected, events) => {
      checkLimits(events);
      calls.push({ stream, expected, ids: events.map(({ eventId }) => eventId) });
      const fault = faults.shift();
      if (fault === 'lost-before') return { outcome: 'unknown', cause: new Error('connection lost') };
      const outcome = write(stream, expected, events);
      return fault === 'lost-after' ? { outcome: 'unknown', cause: new Error('connection lost') } : outcome;
    },
    readLast: async (stream, limit) => of(stream).toReversed().slice(0, limit),
    streams: async () => [...streams.keys()].toSorted(),
    find: async (ids) => {
      const found = new Map<EventId, IndexedEvent>();
      for (const { eventId, stream, revision, metadata, data } of [...streams.values()].flat())
        if (ids.includes(eventId) && !found.has(eventId))
          found.set(eventId, { stream, revision, recordedAt: metadata.recordedAt, contentHash: hash('sha256', data) });
      return found;
    },
    close: async () => {},
  };
}
