// Kysely on node:sqlite: the few calls its SQLite dialect makes, with prepared statements kept.
import { Kysely, SqliteDialect } from 'kysely';
import type { DatabaseSync } from 'node:sqlite';
import { storageError } from './open-database.ts';
import { upsertSql, type BulkWrite, type SqlDialect } from '../sql/dialect.ts';
import { primaryKeys, type Tables } from '../sql/tables.ts';

type Parameter = string | number | bigint | null | Uint8Array;

const statementsMax = 200;

type Row = Record<string, unknown>;

/** A locked or full database is no fault of the program: the error says so, and that it may be tried again. */
function inOurWords<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw storageError('the read model', cause);
  }
}

/** A prepared statement as Kysely wants it. Rows come as arrays and are named here: a third faster than having SQLite's binding name them. */
function prepared(db: DatabaseSync, sql: string) {
  const statement = db.prepare(sql);
  const names = statement.columns().map(({ name }) => name);
  statement.setReturnArrays(true);
  const named = (cells: unknown): Row => {
    const row: Row = {};
    for (let i = 0; i < names.length; i += 1) row[names[i] as string] = (cells as readonly unknown[])[i];
    return row;
  };
  return {
    reader: names.length > 0,
    all: (parameters: readonly unknown[]) => inOurWords(() => statement.all(...(parameters as Parameter[])).map(named)),
    run: (parameters: readonly unknown[]) => inOurWords(() => statement.run(...(parameters as Parameter[]))),
    *iterate(parameters: readonly unknown[]): Generator<Row> {
      for (const cells of statement.iterate(...(parameters as Parameter[]))) yield named(cells);
    },
  };
}

/** Prepares each SQL text once. */
function statementCache(db: DatabaseSync): (sql: string) => ReturnType<typeof prepared> {
  const cache = new Map<string, ReturnType<typeof prepared>>();
  return (sql) => {
    const known = cache.get(sql);
    if (known) return known;
    if (cache.size >= statementsMax) cache.clear();
    const statement = prepared(db, sql);
    cache.set(sql, statement);
    return statement;
  };
}

export function sqliteDialect(db: DatabaseSync): SqlDialect {
  const prepare = statementCache(db);
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: { close: () => db.close(), prepare } }) });
  return {
    kysely,
    elementsOf: (column) => `json_each(${column}) as one`,
    // Same connection, same transaction: straight to the prepared statement, without a promise per row.
    write: async (_transaction, bulk: BulkWrite) => {
      if (bulk.rows.length === 0) return;
      const statement = prepare(upsertSql(bulk, primaryKeys[bulk.table], `values (${bulk.columns.map(() => '?').join(', ')})`));
      for (const row of bulk.rows) statement.run(row);
    },
    close: async () => {
      await kysely.destroy();
      if (db.isOpen) db.close(); // Kysely closes what it has used; a connection that only laid a file out is still open
    },
  };
}
