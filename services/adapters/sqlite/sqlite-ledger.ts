// The ledger on SQLite: streams with exact revisions, one fsynced transaction per append, the answers of EventStoreDB.
import { hash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventId, StreamName } from '../../core/domain/vocabulary.ts';
import {
  checkLimits,
  type AppendOutcome,
  type EventIndex,
  type ExpectedRevision,
  type IndexedEvent,
  type Ledger,
  type LedgerEvent,
  type RecordedEvent,
} from '../../core/ports/ledger.ts';
import { ledgerSignal } from './ledger-signal.ts';
import { openDatabase, storageError } from './open-database.ts';
import { eventColumns, toRecorded, type EventRow } from './ledger-rows.ts';
import { bytesToUuid, uuidToBytes } from '../sql/uuid-bytes.ts';

const schema = `
  CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE event (
    stream INTEGER NOT NULL REFERENCES stream (id), revision INTEGER NOT NULL, event_id BLOB NOT NULL, type TEXT NOT NULL,
    data BLOB NOT NULL, schema TEXT NOT NULL, recorded_at INTEGER NOT NULL, source TEXT,
    PRIMARY KEY (stream, revision)) STRICT, WITHOUT ROWID;
  CREATE INDEX event_by_id ON event (event_id)`;

export interface SqliteLedgerOptions {
  readonly path: string;
  readonly readOnly?: boolean;
}

/** Opens the ledger file. @throws LineageError as `openDatabase`. */
export function sqliteLedger({ path, readOnly = false }: SqliteLedgerOptions): Ledger & EventIndex {
  const db = openDatabase({ path, version: 1, schema, synchronous: 'full', readOnly, cacheMiB: readOnly ? 2 : 6 });
  const signal = ledgerSignal(path);
  const q = statements(db);
  const streamIds = new Map<string, number>();
  const streamId = (name: string): number | null => idOf(q.stream, streamIds, name);
  const head = (id: number | null): ExpectedRevision => {
    const revision = id === null ? null : (q.head.get(id) as { revision: bigint | null }).revision;
    return revision ?? 'no-stream';
  };

  const append = async (stream: StreamName, expected: ExpectedRevision, events: readonly LedgerEvent[]): Promise<AppendOutcome> => {
    checkLimits(events);
    try {
      db.exec('BEGIN IMMEDIATE');
      const outcome = appendInTransaction(stream, expected, events);
      // A conflict leaves no trace, not even the name of a stream that is not there.
      db.exec(outcome.outcome === 'appended' ? 'COMMIT' : 'ROLLBACK');
      if (outcome.outcome === 'appended') signal.announce();
      return outcome;
    } catch (cause) {
      streamIds.delete(stream);
      rollback(db);
      return { outcome: 'unknown', cause: storageError('the ledger', cause) };
    }
  };

  const appendInTransaction = (stream: StreamName, expected: ExpectedRevision, events: readonly LedgerEvent[]): AppendOutcome => {
    const id = streamId(stream) ?? Number(q.newStream.run(stream).lastInsertRowid);
    const actual = head(id);
    if (actual !== expected) return resolveRetry(id, expected, actual, events);
    let revision = expected === 'no-stream' ? -1n : expected;
    for (const { eventId, type, data, metadata } of events) {
      revision += 1n;
      const { schema: fingerprint, recordedAt, ...source } = metadata;
      q.insert.run(id, revision, uuidToBytes(eventId), type, data, fingerprint, recordedAt, Object.keys(source).length === 0 ? null : JSON.stringify(source));
    }
    return { outcome: 'appended', revision };
  };

  /** As EventStoreDB: the same ids with their original expectation were already written; anything else is a conflict. */
  const resolveRetry = (id: number, expected: ExpectedRevision, actual: ExpectedRevision, events: readonly LedgerEvent[]): AppendOutcome => {
    const first = expected === 'no-stream' ? 0n : expected + 1n;
    const there = q.range.all(id, first, events.length) as unknown as EventRow[];
    const same = events.length > 0 && there.length === events.length && there.every(([, id], i) => bytesToUuid(id) === events[i]?.eventId);
    return same ? { outcome: 'appended', revision: first + BigInt(events.length) - 1n } : { outcome: 'conflict', actual };
  };

  async function* read(
    stream: StreamName,
    from: bigint,
    { batch = 500, signal: abort }: { readonly batch?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<readonly RecordedEvent[]> {
    for (let next = from; ;) {
      if (abort?.aborted) return;
      const id = streamId(stream);
      const rows = id === null ? [] : (q.range.all(id, next, batch) as unknown as EventRow[]);
      if (rows.length === 0) return;
      yield rows.map((row) => toRecorded(stream, row));
      next += BigInt(rows.length);
    }
  }

  async function* subscribe(
    stream: StreamName,
    after: bigint | 'start',
    { batch = 500, signal: abort }: { readonly batch?: number; readonly signal: AbortSignal },
  ): AsyncGenerator<readonly RecordedEvent[]> {
    let next = after === 'start' ? 0n : after + 1n;
    while (!abort.aborted) {
      for await (const events of read(stream, next, { batch, signal: abort })) {
        next += BigInt(events.length);
        yield events;
      }
      await signal.wait(abort);
    }
  }

  return {
    append,
    read,
    subscribe,
    readLast: async (stream, limit) => {
      const id = streamId(stream);
      return id === null ? [] : (q.last.all(id, limit) as unknown as EventRow[]).map((row) => toRecorded(stream, row));
    },
    streams: async () => (q.streams.all() as { name: string }[]).map(({ name }) => name as StreamName),
    find: async (ids) => findEvents(q.byId, ids),
    close: async () => {
      signal.close();
      db.close();
    },
  };
}

function idOf(byName: StatementSync, known: Map<string, number>, name: string): number | null {
  const id = known.get(name) ?? (byName.get(name) as { readonly id: bigint } | undefined)?.id;
  if (id === undefined) return null;
  known.set(name, Number(id));
  return Number(id);
}

/** Where events are, by the index on their ids. */
function findEvents(byId: StatementSync, ids: readonly EventId[]): ReadonlyMap<EventId, IndexedEvent> {
  const found = new Map<EventId, IndexedEvent>();
  for (const id of ids) {
    const row = byId.get(uuidToBytes(id)) as EventRow | undefined;
    if (!row) continue;
    const [revision, , , data, , recordedAt, , stream] = row;
    found.set(id, { stream: stream as StreamName, revision, recordedAt: Number(recordedAt), contentHash: hash('sha256', data) });
  }
  return found;
}

function statements(db: DatabaseSync) {
  const prepare = (sql: string) => {
    const statement = db.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  const events = (sql: string) => {
    const statement = prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  return {
    stream: prepare('SELECT id FROM stream WHERE name = ?'),
    streams: prepare('SELECT name FROM stream ORDER BY name'),
    newStream: prepare('INSERT INTO stream (name) VALUES (?)'),
    head: prepare('SELECT max(revision) AS revision FROM event WHERE stream = ?'),
    insert: prepare('INSERT INTO event (stream, revision, event_id, type, data, schema, recorded_at, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    range: events(`SELECT ${eventColumns} FROM event WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`),
    last: events(`SELECT ${eventColumns} FROM event WHERE stream = ? ORDER BY revision DESC LIMIT ?`),
    byId: events(`SELECT ${eventColumns}, name FROM event JOIN stream ON stream.id = event.stream WHERE event_id = ? LIMIT 1`),
  };
}

function rollback(db: DatabaseSync): void {
  try {
    if (db.isTransaction) db.exec('ROLLBACK');
  } catch {
    // SQLite has already rolled back by itself (disk full, I/O error); the outcome is reported as unknown either way.
  }
}
