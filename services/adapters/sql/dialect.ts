// What differs between the SQL databases and cannot be left to Kysely: bulk writes, and what an error means.
import type { Kysely, Transaction } from 'kysely';
import type { TableName, Tables } from './tables.ts';

export type Cell = string | number | bigint | Uint8Array | null;

export interface BulkWrite {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /**
   * `insert`: a key that exists is an error. `replace`: it is overwritten. `add`: the last column is added to what is there. `skip`: it stays.
   * `update`: it is overwritten in these columns, and a key that does not exist is passed over. No key comes twice.
   */
  readonly mode: 'insert' | 'replace' | 'add' | 'skip' | 'update';
  /** `replace` only where this holds of the row that is there. */
  readonly where?: string;
}

export interface SqlDialect {
  readonly kysely: Kysely<Tables>;
  /** A table of the elements of a column that holds a JSON list, one row each, to be called `one`: its column `value` is an element, and `value ->> 'key'` a text in it. */
  readonly elementsOf: (column: string) => string;
  /** Writes rows inside the transaction. */
  write(transaction: Transaction<Tables>, bulk: BulkWrite): Promise<void>;
  /** Until the transaction ends, no other one gets past this call. Absent where the database lets one transaction write at a time anyway. */
  readonly lockWriters?: (transaction: Transaction<Tables>) => Promise<void>;
  close(): Promise<void>;
}

/** The statement that writes the rows of `values`, a query whose columns are `column1`, `column2` … in the order of `bulk.columns`. */
export function upsertSql(bulk: Pick<BulkWrite, 'table' | 'columns' | 'mode' | 'where'>, keys: readonly string[], values: string): string {
  const insert = `insert into ${bulk.table} (${bulk.columns.join(', ')}) ${values}`;
  const others = bulk.columns.filter((column) => !keys.includes(column));
  if (bulk.mode === 'update') {
    const cell = (column: string): string => `cells.column${bulk.columns.indexOf(column) + 1}`;
    const set = others.map((column) => `${column} = ${cell(column)}`).join(', ');
    return `update ${bulk.table} set ${set} from (${values}) as cells where ${keys.map((key) => `${bulk.table}.${key} = ${cell(key)}`).join(' and ')}`;
  }
  if (bulk.mode === 'insert') return insert;
  const onConflict = `${insert} on conflict (${keys.join(', ')}) do`;
  if (bulk.mode === 'skip') return `${onConflict} nothing`;
  const before = (column: string): string => (bulk.mode === 'add' ? `${bulk.table}.${column} + ` : '');
  const where = bulk.where === undefined ? '' : ` where ${bulk.where}`;
  return `${onConflict} update set ${others.map((column) => `${column} = ${before(column)}excluded.${column}`).join(', ')}${where}`;
}
