// Finds events by identity in a ledger that has no index by id: of each stream only the newest, kept in memory.
// What is older and comes again passes here and is dropped by the projector's inbox, which keeps every id.
import { hash } from 'node:crypto';
import type { EventId, StreamName } from '../../core/domain/vocabulary.ts';
import type { EventIndex, IndexedEvent, Ledger, LedgerEvent } from '../../core/ports/ledger.ts';

export interface RecentEventsOptions {
  /** Newest events of each stream whose ids are kept: some 300 bytes each. */
  readonly limit?: number;
  /** Streams that are looked into: an ingester of some partitions has no need to follow what others write. Default: all. */
  readonly covers?: (stream: StreamName) => boolean;
}

interface Recent {
  /** The newest revision that is in; null while the stream is empty. */
  last: bigint | null;
  /** This process wrote that revision itself: as long as its appends succeed nobody else writes there, so nothing need be read back. */
  own: boolean;
  /** In the order of their revisions, oldest first. */
  readonly events: Map<EventId, IndexedEvent>;
}

/** The same ledger with an index of its newest events. Appends must go through what is returned. */
export function withRecentEvents(ledger: Ledger, { limit = 20_000, covers = () => true }: RecentEventsOptions = {}): Ledger & EventIndex {
  const streams = new Map<StreamName, Recent>();
  const of = (stream: StreamName): Recent => {
    const recent = streams.get(stream) ?? { last: null, own: false, events: new Map<EventId, IndexedEvent>() };
    streams.set(stream, recent);
    return recent;
  };

  const add = (stream: StreamName, { eventId, data, metadata }: LedgerEvent, revision: bigint): void => {
    const recent = of(stream);
    // The first of several with one id is the event; a later one never takes its place.
    if (!recent.events.has(eventId)) recent.events.set(eventId, { stream, revision, recordedAt: metadata.recordedAt, contentHash: hash('sha256', data) });
    recent.last = revision;
    const [oldest] = recent.events.keys();
    if (recent.events.size > limit && oldest !== undefined) recent.events.delete(oldest);
  };

  /** Reads what others wrote since the last look, of a stream that is far ahead only its newest events. */
  const refresh = async (stream: StreamName): Promise<void> => {
    const recent = of(stream);
    if (recent.own) return;
    const [end] = await ledger.readLast(stream, 1);
    if (!end || (recent.last !== null && end.revision <= recent.last)) return;
    const oldest = end.revision - BigInt(limit) + 1n;
    const next = recent.last === null ? 0n : recent.last + 1n;
    for await (const events of ledger.read(stream, next > oldest ? next : oldest < 0n ? 0n : oldest)) {
      for (const event of events) add(stream, event, event.revision);
    }
  };

  const find: EventIndex['find'] = async (ids) => {
    for (const stream of await ledger.streams()) if (covers(stream)) await refresh(stream);
    const found = new Map<EventId, IndexedEvent>();
    for (const id of ids) {
      for (const { events } of streams.values()) {
        const there = events.get(id);
        if (there) found.set(id, there);
      }
    }
    return found;
  };

  const readLast: Ledger['readLast'] = async (stream, count) => {
    const newest = await ledger.readLast(stream, count);
    const recent = streams.get(stream);
    // Another writer had the stream in between, and this one gets it back.
    if (recent && newest[0] && newest[0].revision !== recent.last) recent.own = false;
    return newest;
  };

  return {
    ...ledger,
    find,
    readLast,
    append: async (stream, expected, events) => {
      const outcome = await ledger.append(stream, expected, events);
      const recent = of(stream);
      const contiguous = expected === 'no-stream' ? recent.last === null : recent.last === expected;
      if (outcome.outcome === 'appended' && contiguous) {
        const first = outcome.revision - BigInt(events.length - 1);
        for (const [i, event] of events.entries()) add(stream, event, first + BigInt(i));
      }
      // Anything else: what the stream holds now is read at the next look.
      recent.own = outcome.outcome === 'appended' && contiguous;
      return outcome;
    },
  };
}
