// What a table says, as one hash: people by pseudonym instead of ordinal, so that two projections of one ledger compare equal.
import { createHash } from 'node:crypto';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { StreamName } from '../../core/domain/vocabulary.ts';
import type { Checkpoint } from '../../core/ports/read-model.ts';
import { readCheckpoints } from './rows.ts';
import type { Cell, SqlDialect } from './dialect.ts';
import { snapshot } from './snapshot.ts';
import { primaryKeys, type TableName, type Tables } from './tables.ts';

/** Tables whose content must follow from the ledger alone. `superseded_verdict` also tells in which order two streams were read. */
const derived: readonly TableName[] = [
  'inbox',
  'lineage_event',
  'cause',
  'holding',
  'consent',
  'flow',
  'recipient',
  'quarantine_entry',
  'quarantine_end',
  'look',
  'checkpoint',
];

const pageRows = 5000;

/** SHA-256 of each derived table, rows in key order. Rows that count zero are nothing. */
export async function tableDigests(db: Kysely<Tables>): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const table of derived) digests.set(table, await digestOf(db, table));
  return digests;
}

export interface ReadModelSnapshot {
  readonly checkpoints: ReadonlyMap<StreamName, Checkpoint>;
  readonly digests: ReadonlyMap<string, string>;
}

/** Checkpoints and digests of one moment, whatever a projector writes meanwhile. */
export const snapshotOf = ({ kysely }: SqlDialect): Promise<ReadModelSnapshot> =>
  snapshot(kysely, async (at) => ({ checkpoints: await readCheckpoints(at), digests: await tableDigests(at) }));

async function digestOf(db: Kysely<Tables>, table: TableName): Promise<string> {
  const digest = createHash('sha256');
  const byPerson = primaryKeys[table][0] === 'ord';
  const keys = primaryKeys[table].map((key) => (key === 'ord' ? { column: 's.data_subject', name: 'person' } : { column: `t.${key}`, name: key }));
  const source = byPerson ? `${table} t join subject s on s.ord = t.ord` : `${table} t`;
  const columns = sql.raw(byPerson ? 't.*, s.data_subject as person' : 't.*');
  const order = sql.raw(keys.map(({ column }) => column).join(', '));
  for (let last: Record<string, Cell> | null = null; ;) {
    const after: Record<string, Cell> | null = last;
    // The first key alone lets the database seek; the whole key continues exactly.
    const where: RawBuilder<unknown> = after
      ? sql`where ${sql.raw(keys[0]?.column ?? '')} >= ${after[keys[0]?.name ?? '']} and (${order}) > (${sql.join(keys.map(({ name }) => after[name] ?? null))})`
      : sql``;
    const { rows }: { readonly rows: readonly Record<string, Cell>[] } = await sql<
      Record<string, Cell>
    >`select ${columns} from ${sql.raw(source)} ${where} order by ${order} limit ${pageRows}`.execute(db);
    for (const row of rows) {
      if (table === 'flow' && Number(row['events']) === 0) continue;
      const { ord: _ordinal, ...content } = row;
      digest.update(
        JSON.stringify(
          Object.entries(content)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => [key, asText(value)]),
        ),
      );
    }
    last = rows.at(-1) ?? null;
    if (rows.length < pageRows) return digest.digest('hex');
  }
}

/** The same on both databases, whose drivers give integers and bytes in different forms. */
function asText(value: Cell): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
