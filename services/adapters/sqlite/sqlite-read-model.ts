// The read model in a SQLite file. It can be projected again at any time, so commits need not wait for the disk.
import type { ReadModel } from '../../core/ports/read-model.ts';
import { sqlReadModel } from '../sql/sql-read-model.ts';
import { readModelDdl, readModelVersion } from '../sql/tables.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { sqliteDialect } from './kysely-sqlite.ts';
import { openDatabase } from './open-database.ts';

export interface SqliteReadModelOptions {
  readonly path: string;
  readonly readOnly?: boolean;
  /** A new file that nobody uses before it is finished: written without regard to crashes. The caller fsyncs it at the end. */
  readonly unfinished?: boolean;
}

/** @throws LineageError as `openDatabase`. */
export function openReadModelDialect({ path, readOnly = false, unfinished = false }: SqliteReadModelOptions): SqlDialect {
  const schema = readModelDdl('sqlite').join(';\n');
  // Who writes keeps the pages of a batch; who reads asks for a few pages of one person.
  const cacheMiB = readOnly ? 4 : unfinished ? 128 : 12;
  return sqliteDialect(openDatabase({ path, version: readModelVersion, schema, synchronous: unfinished ? 'off' : 'normal', readOnly, cacheMiB }));
}

export const sqliteReadModel = (options: SqliteReadModelOptions): ReadModel => sqlReadModel(openReadModelDialect(options));
