// Read models of one database: one schema each, and the live one's name as the pointer, so that a rebuild swaps in one transaction.
import { postgresPool, type PostgresOptions, type PostgresPool } from './postgres-pool.ts';

/** Where a rebuild writes, and where the tables go that it replaced. */
export const nextSchema = (schema: string): string => `${schema}_next`;
export const previousSchema = (schema: string): string => `${schema}_previous`;

/** Drops a schema with all it holds, if there is one. */
export const dropSchema = (options: PostgresOptions): Promise<void> =>
  withPool(options, async (pool) => void (await pool.query(`drop schema if exists ${pool.schema} cascade`)));

/**
 * Makes the next schema the live one; the live one stays as the previous one. Whoever projects into it notices at its next commit and begins again
 * (`lockWriters`): ordinals of people are others now.
 */
export const swapSchemas = (options: PostgresOptions): Promise<void> =>
  withPool(options, async (pool) => {
    const { schema } = pool;
    const connection = await pool.connect();
    try {
      await connection.query('begin');
      await connection.query("select pg_advisory_xact_lock(hashtext('suyuan read model'), hashtext($1))", [schema]);
      await connection.query(`drop schema if exists ${previousSchema(schema)} cascade`);
      const { rows } = await connection.query('select 1 from pg_namespace where nspname = $1', [schema]);
      if (rows.length > 0) await connection.query(`alter schema ${schema} rename to ${previousSchema(schema)}`);
      await connection.query(`alter schema ${nextSchema(schema)} rename to ${schema}`);
      await connection.query('commit');
    } catch (error) {
      await connection.query('rollback').catch(() => connection.release(true));
      throw error;
    } finally {
      connection.release();
    }
  });

async function withPool(options: PostgresOptions, work: (pool: PostgresPool) => Promise<void>): Promise<void> {
  const pool = postgresPool({ ...options, connectionsMax: 1 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
