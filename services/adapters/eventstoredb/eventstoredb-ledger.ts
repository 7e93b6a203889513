// The ledger in EventStoreDB: exact revisions, every outcome known or said to be unknown, subscriptions that outlive their connections.
import type { StreamName } from '../../core/domain/vocabulary.ts';
import { checkLimits, type AppendOutcome, type ExpectedRevision, type Ledger, type LedgerEvent, type RecordedEvent } from '../../core/ports/ledger.ts';
import { appendEvents } from './append-events.ts';
import { translated } from './client-errors.ts';
import { connect, type ConnectionOptions } from './connection.ts';
import { followStream } from './follow-stream.ts';
import { liveBatches } from './live-batches.ts';
import { readPage } from './read-page.ts';
import { readPages } from './read-pages.ts';
import { streamCatalogue } from './stream-catalogue.ts';

export interface EventStoreDbLedgerOptions extends ConnectionOptions {
  /** Put before every stream name on the server, so that several ledgers can live in one. */
  readonly prefix?: string;
  /** After so long without an answer a call is over: an append's outcome is unknown, a read is an error. */
  readonly callTimeoutMs?: number;
  /** After so long without an event a subscription looks whether the stream went on without it. */
  readonly silenceMs?: number;
}

/** Under the same prefix as the streams themselves. */
const catalogueName = 'stream-names' as StreamName;
const batchDefault = 500;

/** Nothing is sent before the first call. @throws LineageError ERR_CONFIGURATION for a connection string that cannot or must not be used. */
export function eventStoreDbLedger(options: EventStoreDbLedgerOptions): Ledger {
  const { prefix = '', callTimeoutMs: timeoutMs = 5000, silenceMs = 10_000 } = options;
  const connection = connect(options);
  const closing = new AbortController();
  const until = (signal?: AbortSignal): AbortSignal => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);
  const nameOf = (stream: StreamName): string => `${prefix}${stream}`;

  const page = (stream: StreamName, from: bigint | 'end', count: number, signal?: AbortSignal): Promise<readonly RecordedEvent[]> =>
    readPage(connection, { stream, name: nameOf(stream), from, count }, { timeoutMs, signal });
  const read: Ledger['read'] = (stream, from, { batch = batchDefault, signal } = {}) =>
    readPages({ from, batch, signal: until(signal), page: (next, over) => page(stream, next, batch, over) });
  const readLast: Ledger['readLast'] = (stream, limit) => page(stream, 'end', limit);
  const tail = async (stream: StreamName): Promise<bigint | null> => (await readLast(stream, 1))[0]?.revision ?? null;

  const catalogue = streamCatalogue(connection, { name: nameOf(catalogueName), timeoutMs, read: (from) => read(catalogueName, from) });
  /** Streams that were seen to have events: this system deletes none. */
  const existing = new Set<StreamName>();
  const streams = async (): Promise<readonly StreamName[]> => {
    const names = await catalogue.names();
    const unseen = names.filter((stream) => !existing.has(stream));
    const tails = await Promise.all(unseen.map(tail));
    for (const [i, stream] of unseen.entries()) if (tails[i] !== null) existing.add(stream);
    return names.filter((stream) => existing.has(stream));
  };

  const append = async (stream: StreamName, expected: ExpectedRevision, events: readonly LedgerEvent[]): Promise<AppendOutcome> => {
    checkLimits(events);
    if (expected === 'no-stream') {
      try {
        await catalogue.enter(stream);
      } catch (error) {
        return { outcome: 'unknown', cause: translated(error, 'the entry of a stream name') };
      }
    }
    return appendEvents(connection, { name: nameOf(stream), expected, events, timeoutMs, stored: (from, count) => page(stream, from, count) });
  };

  const subscribe: Ledger['subscribe'] = (stream, after, { batch = batchDefault, signal: given }) => {
    const signal = until(given);
    return followStream({
      after,
      signal,
      stored: (from) => read(stream, from, { batch, signal }),
      live: (last) => liveBatches(connection, { stream, name: nameOf(stream), after: last, batch, signal, silenceMs, tail: () => tail(stream) }),
      survives: (error) => {
        const known = translated(error, `a subscription to ${stream}`);
        if (!known.retriable) throw known;
      },
    });
  };

  return {
    append,
    read,
    readLast,
    subscribe,
    streams,
    close: async () => {
      closing.abort();
      await connection.client.dispose();
    },
  };
}
