// The read model's tables on PostgreSQL: Kysely on our pool, and bulk writes of one statement per table, the columns as arrays.
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { LineageError } from '../../core/domain/errors.ts';
import { upsertSql, type BulkWrite, type SqlDialect } from '../sql/dialect.ts';
import { primaryKeys, type Tables } from '../sql/tables.ts';
import type { PostgresPool } from './postgres-pool.ts';

/** Rows per statement: some megabytes. */
const rowsMax = 5000;

/** @throws LineageError when the server cannot be asked for the types of the columns. */
export async function postgresDialect(pool: PostgresPool): Promise<SqlDialect> {
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pool as unknown as KyselyPool }) });
  const types = await columnTypes(pool);
  const schema = await schemaId(pool);
  const arrayOf = (bulk: BulkWrite, column: string, at: number): string => {
    const type = types.get(`${bulk.table}.${column}`);
    if (type === undefined) throw new LineageError('ERR_INVARIANT', `the table ${bulk.table} has no column ${column}`);
    return `$${at + 1}::${type}[]`;
  };
  return {
    kysely,
    elementsOf: (column) => `jsonb_array_elements(${column}::jsonb) as one(value)`,
    lockWriters: async (transaction) => {
      const lock = "select pg_advisory_xact_lock(hashtext('suyuan read model'), hashtext(current_schema()))";
      await transaction.executeQuery(CompiledQuery.raw(lock));
      const { rows } = await transaction.executeQuery<{ readonly id: string }>(CompiledQuery.raw(schemaIdQuery, [pool.schema]));
      if (rows[0]?.id !== schema)
        throw new LineageError('ERR_LOCKED', `the tables of schema ${pool.schema} were replaced by a rebuild: begin again on the new ones`);
    },
    write: async (transaction, bulk) => {
      const names = bulk.columns.map((_, at) => `column${at + 1}`).join(', ');
      const source = `select * from unnest(${bulk.columns.map((column, at) => arrayOf(bulk, column, at)).join(', ')}) as cells (${names})`;
      const text = upsertSql(bulk, primaryKeys[bulk.table], source);
      for (let first = 0; first < bulk.rows.length; first += rowsMax) {
        const rows = bulk.rows.slice(first, first + rowsMax);
        const columns = bulk.columns.map((_, at) => rows.map((row) => row[at]));
        await transaction.executeQuery(CompiledQuery.raw(text, columns));
      }
    },
    close: () => kysely.destroy(),
  };
}

type KyselyPool = Exclude<ConstructorParameters<typeof PostgresDialect>[0]['pool'], (...options: never[]) => unknown>;

const schemaIdQuery = 'select oid::text as id from pg_namespace where nspname = $1';
/** What keeps its identity when another schema takes its name. */
const schemaId = async (pool: PostgresPool): Promise<string | undefined> => (await pool.query<{ readonly id: string }>(schemaIdQuery, [pool.schema]))[0]?.id;

/** Types by `table.column`, as the server has them. */
async function columnTypes(pool: PostgresPool): Promise<ReadonlyMap<string, string>> {
  const rows = await pool.query<{ readonly name: string; readonly type: string }>(
    `select t.relname || '.' || c.attname as name, format_type(c.atttypid, null) as type
     from pg_attribute c join pg_class t on t.oid = c.attrelid join pg_namespace n on n.oid = t.relnamespace
     where n.nspname = $1 and t.relkind in ('r', 'p') and c.attnum > 0 and not c.attisdropped`,
    [pool.schema],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
}
