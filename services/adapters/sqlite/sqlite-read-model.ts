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
}

/** @throws LineageError as `openDatabase`. */
export function openReadModelDialect({ path, readOnly = false }: SqliteReadModelOptions): SqlDialect {
  return sqliteDialect(openDatabase({ path, version: readModelVersion, schema: readModelDdl('sqlite').join(';\n'), synchronous: 'normal', readOnly }));
}

export const sqliteReadModel = (options: SqliteReadModelOptions): ReadModel => sqlReadModel(openReadModelDialect(options));
