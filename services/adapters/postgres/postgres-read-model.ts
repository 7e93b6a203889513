// The read model in a schema of PostgreSQL, for the projector that writes it and for the query side that only reads.
import type { LineageQueries } from '../../core/ports/lineage-queries.ts';
import type { ReadModel } from '../../core/ports/read-model.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { sqlLineageQueries } from '../sql/sql-lineage-queries.ts';
import { sqlReadModel } from '../sql/sql-read-model.ts';
import { readModelDdl, readModelVersion } from '../sql/tables.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { prepareLayout, type Layout } from './postgres-layout.ts';
import { postgresPool, type PostgresOptions } from './postgres-pool.ts';

const layout: Layout = {
  part: 'read-model',
  version: readModelVersion,
  statements: readModelDdl('postgres'),
  // No steps: what can be projected again is never migrated.
  otherVersion: 'project it again from the ledger (`suyuan rebuild`), or use the program version that wrote it',
};

/** Opens the schema, laying it out when it is new and not `readOnly`. @throws LineageError as `postgresPool`, `prepareLayout`; ERR_UNREACHABLE. */
export async function openPostgresReadModel(options: PostgresOptions): Promise<SqlDialect> {
  const pool = postgresPool(options);
  try {
    await prepareLayout(pool, layout, options.readOnly ?? false);
    return await postgresDialect(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

export const postgresReadModel = async (options: PostgresOptions): Promise<ReadModel> => sqlReadModel(await openPostgresReadModel(options));

/** The query side: its connections cannot write. */
export const postgresLineageQueries = async (options: PostgresOptions): Promise<LineageQueries> =>
  sqlLineageQueries(await openPostgresReadModel({ ...options, readOnly: true }));
