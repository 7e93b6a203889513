// Which streams there are. A server without projections has no such list, and a scan of $all grows with everything it holds:
// so the ledger keeps the names in a stream of its own, each written before the first event of its stream.
import { hash } from 'node:crypto';
import { ANY, binaryEvent } from '@eventstore/db-client';
import type { EventId, StreamName } from '../../core/domain/vocabulary.ts';
import type { RecordedEvent } from '../../core/ports/ledger.ts';
import { answered } from './client-errors.ts';
import type { Connection } from './connection.ts';

export interface CatalogueOptions {
  /** Name of the catalogue on the server. */
  readonly name: string;
  readonly timeoutMs: number;
  readonly read: (from: bigint) => AsyncIterable<readonly RecordedEvent[]>;
}

const utf8 = { encode: new TextEncoder(), decode: new TextDecoder() };

export function streamCatalogue({ client, credentials }: Connection, { name, timeoutMs, read }: CatalogueOptions) {
  const listed = new Set<StreamName>();
  let next = 0n;

  /** Names written so far, whether or not their streams have events (a process may have died in between). */
  const names = async (): Promise<readonly StreamName[]> => {
    for await (const events of read(next)) {
      for (const { data, revision } of events) {
        listed.add(utf8.decode.decode(data) as StreamName);
        next = revision + 1n;
      }
    }
    return [...listed].toSorted();
  };

  /**
   * Writes the name down, unless it is there. Without an expectation, the one place where that is right: who else writes at the same time does not matter,
   * and a name written twice is read once. Rejects when that is not known to have happened.
   */
  const enter = async (stream: StreamName): Promise<void> => {
    if (listed.has(stream)) return;
    await names();
    if (listed.has(stream)) return;
    const event = binaryEvent({
      id: nameId(stream),
      type: 'StreamOpened',
      data: utf8.encode.encode(stream),
      metadata: utf8.encode.encode(JSON.stringify({ schema: 'stream-name', recordedAt: Date.now() })),
    });
    const call = client.appendToStream(name, event, { expectedRevision: ANY, credentials, requiresLeader: true, deadline: timeoutMs });
    await answered(call, 'the entry of a stream name', timeoutMs);
    listed.add(stream);
  };

  return { names, enter };
}

/** The same name has the same id (UUIDv8): the server drops most second writings by itself. */
function nameId(stream: StreamName): EventId {
  const hex = hash('sha256', `suyuan/stream/${stream}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}` as EventId;
}
