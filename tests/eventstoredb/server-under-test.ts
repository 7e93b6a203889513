// Which server this run is against: the one EVENTSTORE_URL names, else the wire double. Everything it writes is under a prefix of its own.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll } from 'vitest';
import { eventStoreDbLedger, type EventStoreDbLedgerOptions } from '../../services/adapters/eventstoredb/eventstoredb-ledger.ts';
import { connect } from '../../services/adapters/eventstoredb/connection.ts';
import type { Ledger } from '../../services/core/ports/ledger.ts';
import { startDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/double.ts';
import { sharedScratchFolder } from '../support/scratch-folder.ts';
import { givenUrl, realServer } from './server-name.ts';

/** A busy machine is not a fault of the adapter; the tests of faults set times of their own. */
const callTimeoutMs = realServer ? 20_000 : 5_000;

export interface ServerUnderTest {
  /** A connection string of the server. */
  readonly url: () => string;
  /** A ledger with streams of its own; `prefix` again for a second connection to the same. Closed, and its streams deleted, when the file is over. */
  readonly open: (options?: Partial<EventStoreDbLedgerOptions>) => { readonly ledger: Ledger; readonly prefix: string };
}

/** For the top of a test file: starts the double where no server is named, and tidies up at the end. */
export function serverUnderTest(): ServerUnderTest {
  const run = `suyuan-test-${randomBytes(6).toString('hex')}`;
  const opened: { readonly ledger: Ledger; readonly prefix: string }[] = [];
  const folder = sharedScratchFolder();
  let double: EventStoreDbDouble | null = null;
  const url = (): string => (realServer ? givenUrl : (double as EventStoreDbDouble).url);
  beforeAll(async () => {
    if (!realServer) double = await startDouble({ path: join(folder, 'double.log') });
  });
  afterAll(async () => {
    if (realServer) await softDelete(url(), new Set(opened.map(({ prefix }) => prefix)));
    await Promise.all(opened.map(({ ledger }) => ledger.close()));
    await double?.kill();
  });
  return {
    url,
    open: (options = {}) => {
      const prefix = options.prefix ?? `${run}-${opened.length}-`;
      const ledger = eventStoreDbLedger({ url: url(), allowInsecure: true, callTimeoutMs, ...options, prefix });
      opened.push({ ledger, prefix });
      return { ledger, prefix };
    },
  };
}

/** Leaves a real server as it was found: every stream of this run is soft-deleted, the next scavenge takes it away. */
async function softDelete(url: string, prefixes: ReadonlySet<string>): Promise<void> {
  const { client, credentials } = connect({ url, allowInsecure: true });
  for (const prefix of prefixes) {
    const ledger = eventStoreDbLedger({ url, allowInsecure: true, callTimeoutMs, prefix });
    const names = [...(await ledger.streams()), 'stream-names'];
    await Promise.all(names.map((name) => client.deleteStream(`${prefix}${name}`, { credentials }).catch(() => {})));
    await ledger.close();
  }
  await client.dispose();
}

/** A client as the observations were made with: nothing of the adapter in between. */
export const bareClient = (url: string): EventStoreDBClient => EventStoreDBClient.connectionString(url);
