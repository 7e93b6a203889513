// Kysely on node:sqlite: the few calls its SQLite dialect makes, with prepared statements kept.
import { Kysely, SqliteDialect } from 'kysely';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { upsertSql, type BulkWrite, type SqlDialect } from '../sql/dialect.ts';
import { primaryKeys, type Tables } from '../sql/tables.ts';

type Parameter = string | number | bigint | null | Uint8Array;

const statementsMax = 200;

/** Prepares each SQL text once. */
function statementCache(db: DatabaseSync): (sql: string) => StatementSync {
  const cache = new Map<string, StatementSync>();
  return (sql) => {
    const known = cache.get(sql);
    if (known) return known;
    if (cache.size >= statementsMax) cache.clear();
    const statement = db.prepare(sql);
    cache.set(sql, statement);
    return statement;
  };
}

export function sqliteDialect(db: DatabaseSync): SqlDialect {
  const prepare = statementCache(db);
  const kysely = new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: {
        close: () => db.close(),
        prepare: (sql: string) => {
          const statement = prepare(sql);
          return {
            reader: statement.columns().length > 0,
            all: (parameters: readonly unknown[]) => statement.all(...(parameters as Parameter[])),
            run: (parameters: readonly unknown[]) => statement.run(...(parameters as Parameter[])),
            iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as Parameter[])) as IterableIterator<unknown>,
          };
        },
      },
    }),
  });
  return {
    kysely,
    // Same connection, same transaction: straight to the prepared statement, without a promise per row.
    write: async (_transaction, bulk: BulkWrite) => {
      if (bulk.rows.length === 0) return;
      const statement = prepare(upsertSql(bulk, primaryKeys[bulk.table], `values (${bulk.columns.map(() => '?').join(', ')})`));
      for (const row of bulk.rows) statement.run(...row);
    },
    close: () => kysely.destroy(),
  };
}
