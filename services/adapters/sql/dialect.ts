// What differs between the SQL databases and cannot be left to Kysely: bulk writes, and what an error means.
import type { Kysely, Transaction } from 'kysely';
import type { TableName, Tables } from './tables.ts';

export type Cell = string | number | bigint | null;

export interface BulkWrite {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** `insert`: a key that exists is an error. `replace`: it is overwritten. `add`: the last column is added to what is there. `skip`: it stays. */
  readonly mode: 'insert' | 'replace' | 'add' | 'skip';
}

export interface SqlDialect {
  readonly kysely: Kysely<Tables>;
  /** Writes rows inside the transaction. */
  write(transaction: Transaction<Tables>, bulk: BulkWrite): Promise<void>;
  close(): Promise<void>;
}

/** The statement for one row of `bulk`, with `?` or `$n` placeholders made by `placeholder`. */
export function upsertSql(bulk: Pick<BulkWrite, 'table' | 'columns' | 'mode'>, keys: readonly string[], values: string): string {
  const insert = `insert into ${bulk.table} (${bulk.columns.join(', ')}) ${values}`;
  const others = bulk.columns.filter((column) => !keys.includes(column));
  switch (bulk.mode) {
    case 'insert':
      return insert;
    case 'skip':
      return `${insert} on conflict (${keys.join(', ')}) do nothing`;
    case 'replace':
      return `${insert} on conflict (${keys.join(', ')}) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`;
    case 'add':
      return `${insert} on conflict (${keys.join(', ')}) do update set ${others.map((column) => `${column} = ${bulk.table}.${column} + excluded.${column}`).join(', ')}`;
  }
}
