// Lays a schema out, brings it forward, and refuses one that this program does not know. Never back, never by guessing.
import { LineageError } from '../../core/domain/errors.ts';
import type { PostgresConnection, PostgresPool } from './postgres-pool.ts';

export interface Layout {
  readonly part: 'read-model' | 'identity-vault';
  readonly version: number;
  /** Makes `version` in an empty schema. */
  readonly statements: readonly string[];
  /** Statements from the version that is the key to the next one. A version without is refused. */
  readonly steps?: Readonly<Record<number, readonly string[]>>;
  /** What to do about a version that is refused. */
  readonly otherVersion: string;
}

/**
 * Makes the schema what `layout` says, in one transaction a step, whoever else starts at the same time.
 * @throws LineageError ERR_DATA_VERSION when it is of a version from which no step leads here, or empty and `readOnly`.
 */
export async function prepareLayout(pool: PostgresPool, layout: Layout, readOnly: boolean): Promise<void> {
  const connection = await pool.connect();
  try {
    const found = await versionOf(connection, layout);
    if (found === layout.version) return;
    if (readOnly && found === null)
      throw new LineageError('ERR_DATA_VERSION', `schema ${pool.schema} of ${pool.where} holds no ${layout.part}: start the part that writes it first`);
    if (readOnly) throw refused(pool, layout, found);
    await connection.query('begin');
    await connection.query("select pg_advisory_xact_lock(hashtext('suyuan layout'), hashtext($1))", [pool.schema]);
    await advance(connection, pool, layout);
    await connection.query('commit');
  } catch (error) {
    await connection.query('rollback').catch(() => connection.release(true));
    throw error;
  } finally {
    connection.release();
  }
}

async function advance(connection: PostgresConnection, pool: PostgresPool, layout: Layout): Promise<void> {
  const there = await connection.query('select 1 from pg_namespace where nspname = $1', [pool.schema]);
  if (there.rows.length === 0) await connection.query(`create schema ${pool.schema}`);
  await connection.query(
    'create table if not exists layout (part text primary key, version integer not null, since timestamptz not null default statement_timestamp())',
  );
  const found = await versionOf(connection, layout);
  if (found === layout.version) return;
  if (found === null) {
    for (const statement of layout.statements) await connection.query(statement);
  } else {
    for (let version = found; version !== layout.version; version += 1) {
      const step = layout.steps?.[version];
      if (!step) throw refused(pool, layout, found);
      for (const statement of step) await connection.query(statement);
    }
  }
  await connection.query(
    'insert into layout (part, version) values ($1, $2) on conflict (part) do update set version = excluded.version, since = excluded.since',
    [layout.part, layout.version],
  );
}

async function versionOf(connection: PostgresConnection, { part }: Layout): Promise<number | null> {
  const { rows: tables } = await connection.query("select 1 where to_regclass('layout') is not null");
  if (tables.length === 0) return null;
  const { rows } = await connection.query('select version from layout where part = $1', [part]);
  return (rows[0] as { readonly version: number } | undefined)?.version ?? null;
}

const refused = (pool: PostgresPool, { part, version, otherVersion }: Layout, found: number | null): LineageError =>
  new LineageError(
    'ERR_DATA_VERSION',
    `schema ${pool.schema} of ${pool.where} has the ${part} in layout ${found}, this program needs ${version}: ${otherVersion}`,
  );
