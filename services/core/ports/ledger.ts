// Arrow 2, append: the event store. Written for EventStoreDB's semantics; SQLite behaves the same.
import { LineageError } from '../domain/errors.ts';
import type { EventId, Instant, StreamName } from '../domain/vocabulary.ts';

/** What is kept beside an event's bytes. Positions as decimal strings: the record is JSON. */
export interface LedgerMetadata {
  readonly schema: string;
  /** When the ingester put it into the ledger; never goes back within a stream. */
  readonly recordedAt: Instant;
  /** Where it came from; absent for what was not taken from a topic. */
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: string;
}

export interface LedgerEvent {
  readonly eventId: EventId;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: LedgerMetadata;
}

/** An event read back: it has a revision. */
export interface RecordedEvent extends LedgerEvent {
  readonly stream: StreamName;
  readonly revision: bigint;
}

export type ExpectedRevision = bigint | 'no-stream';

export type AppendOutcome =
  | { readonly outcome: 'appended'; readonly revision: bigint }
  /** The stream is elsewhere. Not proof that a foreign writer wrote: read back and compare ids first. */
  | { readonly outcome: 'conflict'; readonly actual: ExpectedRevision }
  /** Anything may have happened: a lost answer, a timeout, a dead server. Read back before the next append. */
  | { readonly outcome: 'unknown'; readonly cause: unknown };

/** Limits of one append, so that the same batch fits every adapter (EventStoreDB refuses more than 1 MiB). */
export const appendLimits = { events: 500, bytes: 512 * 1024 } as const;

/** The same for every ledger, before anything is sent. @throws LineageError ERR_TOO_LARGE beyond `appendLimits`. */
export function checkLimits(events: readonly LedgerEvent[]): void {
  const bytes = events.reduce((sum, event) => sum + event.data.byteLength, 0);
  if (events.length <= appendLimits.events && bytes <= appendLimits.bytes) return;
  throw new LineageError(
    'ERR_TOO_LARGE',
    `a batch of ${events.length} events and ${bytes} bytes is beyond the limit of ${appendLimits.events} events and ${appendLimits.bytes} bytes`,
  );
}

export interface Ledger {
  /**
   * Appends all events or none, durably (fsync) before `appended`. The same ids with their original expectation answer
   * `appended` with the original revision and write nothing. `revision` is that of the last event.
   * @throws LineageError ERR_TOO_LARGE when the batch is beyond `appendLimits`; nothing was written.
   */
  append(stream: StreamName, expected: ExpectedRevision, events: readonly LedgerEvent[]): Promise<AppendOutcome>;
  /** Batches of at most `batch` events from `from` (inclusive) to the end as it was when reading began or later. A missing stream is empty. */
  read(stream: StreamName, from: bigint, options?: { readonly batch?: number; readonly signal?: AbortSignal }): AsyncIterable<readonly RecordedEvent[]>;
  /** The newest `limit` events, newest first. A missing stream is empty. */
  readLast(stream: StreamName, limit: number): Promise<readonly RecordedEvent[]>;
  /**
   * Batches after `after` (exclusive; 'start' for all), for ever, as they arrive, until `signal` aborts. Survives the end, an error and the silence
   * of its connection. Order is revision order without holes. Consumers `for await`: one batch at a time is the back-pressure.
   */
  subscribe(
    stream: StreamName,
    after: bigint | 'start',
    options: { readonly batch?: number; readonly signal: AbortSignal },
  ): AsyncIterable<readonly RecordedEvent[]>;
  /** Names of the streams there are, sorted. */
  streams(): Promise<readonly StreamName[]>;
  close(): Promise<void>;
}

/** Finds events by identity. A ledger without such an index offers the newest events only; the projector's inbox removes the rest. */
export interface EventIndex {
  /** Those of `ids` that are already in the ledger, with where they are and the SHA-256 (hex) of what was stored. */
  find(ids: readonly EventId[]): Promise<ReadonlyMap<EventId, IndexedEvent>>;
}

export interface IndexedEvent {
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly recordedAt: Instant;
  readonly contentHash: string;
}

/** Where an event is, for those who do not compare contents: a read model can tell as well. */
export interface EventPlaces {
  find(ids: readonly EventId[]): Promise<ReadonlyMap<EventId, EventPlace>>;
}

export type EventPlace = Omit<IndexedEvent, 'contentHash'>;
