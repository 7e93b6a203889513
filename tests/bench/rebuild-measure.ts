// The rebuild, and what bounds it: reading and decoding the ledger and doing nothing with it.
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import { sql } from 'kysely';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { primaryKeys } from '../../services/adapters/sql/tables.ts';
import { openReadModelDialect } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { rebuildInto } from '../../services/cli/rebuild.ts';
import { isQuarantine } from '../../services/core/domain/stream-names.ts';
import { projectionBatch } from '../../services/projector/run.ts';
import { contractsFolder, policiesFolder } from '../support/repository-folders.ts';
import { stopwatch, type Spent } from './in-process.ts';

interface RebuildOptions {
  readonly ledger: string;
  readonly file: string;
}

/** Reads every event of the ledger and decodes it. */
export async function readAndDecode({ ledger: path }: RebuildOptions): Promise<Spent & { readonly events: number }> {
  const codec = avroEventCodec({ directory: contractsFolder });
  const ledger = sqliteLedger({ path, readOnly: true });
  const watch = stopwatch();
  let events = 0;
  watch.start();
  for (const stream of await ledger.streams()) {
    if (isQuarantine(stream)) continue;
    for await (const batch of ledger.read(stream, 0n, { batch: projectionBatch })) {
      for (const { metadata, data } of batch) if (!codec.decode(metadata.schema, data).ok) throw new Error('an event of the bench does not decode');
      events += batch.length;
    }
  }
  watch.stop();
  await ledger.close();
  return { ...watch.spent(), events };
}

/** Rebuilds into a new file beside; the digests of the tables are a part of it. */
export async function rebuildMeasure({ ledger, file }: RebuildOptions): Promise<Spent & { readonly events: number; readonly projectedIn: number }> {
  const dependencies = {
    codec: avroEventCodec({ directory: contractsFolder }),
    registry: loadPolicyRegistry(policiesFolder),
    ledger: { kind: 'sqlite', path: ledger } as const,
  };
  const watch = stopwatch();
  let [projectedIn, started] = [0, performance.now()];
  watch.start();
  started = performance.now();
  const { events } = await rebuildInto({ kind: 'sqlite', path: file }, null, dependencies, () => (projectedIn = (performance.now() - started) / 1000));
  watch.stop();
  return { ...watch.spent(), events, projectedIn };
}

/**
 * Writes the rows of the rebuilt tables once more, by SQL alone and in the order of their keys: no reading of a ledger, no judging, no program.
 * What no way of rebuilding these tables in one SQLite file can be faster than.
 */
export async function copyRows({ file }: RebuildOptions): Promise<Spent> {
  const dialect = openReadModelDialect({ path: `${file}.copy`, unfinished: true });
  const db = dialect.kysely;
  const watch = stopwatch();
  watch.start();
  await sql`attach ${file} as rebuilt`.execute(db);
  for (const [table, keys] of Object.entries(primaryKeys)) {
    const name = sql.raw(table);
    await sql`insert into main.${name} select * from rebuilt.${name} order by ${sql.raw(keys.join(', '))}`.execute(db);
  }
  watch.stop();
  await dialect.close();
  return watch.spent();
}
