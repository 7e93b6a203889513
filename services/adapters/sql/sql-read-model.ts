// The read model on any SQL database that Kysely speaks: rows and checkpoint in one transaction, the checkpoint as fence.
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Holding } from '../../core/domain/holdings.ts';
import type { DataSubject, EventId, StreamName } from '../../core/domain/vocabulary.ts';
import type { Changes, Checkpoint, CommitOutcome, ReadModel, StoredPerson } from '../../core/ports/read-model.ts';
import type { SqlDialect } from './dialect.ts';
import { readCheckpoints, storedEventColumns, toHolding, toStoredEvent } from './rows.ts';
import { snapshot } from './snapshot.ts';
import { tableDigests } from './table-digests.ts';
import type { Tables } from './tables.ts';
import { bytesToUuid, uuidToBytes } from './uuid-bytes.ts';
import { bulkWrites } from './write-changes.ts';

class Fenced extends Error {}

/** Keys per `in (…)`: below the parameter limits of both databases. */
const keysMax = 500;

export function sqlReadModel(dialect: SqlDialect): ReadModel {
  const db = dialect.kysely;
  /** What this writer takes the checkpoints to be; null until it asked. */
  let known: ReadonlyMap<StreamName, Checkpoint> | null = null;

  const commit = async (stream: StreamName, from: bigint | null, to: Checkpoint, changes: Changes): Promise<CommitOutcome> => {
    let committing = false;
    try {
      await db.transaction().execute(async (transaction) => {
        await dialect.lockWriters?.(transaction);
        await moveCheckpoint(transaction, stream, from, to);
        if (known) await assertOthersUnmoved(transaction, stream, known);
        for (const bulk of bulkWrites(changes)) if (bulk.rows.length > 0) await dialect.write(transaction, bulk);
        committing = true;
      });
      if (known) known = new Map(known).set(stream, to);
      return { outcome: 'committed' };
    } catch (cause) {
      if (cause instanceof Fenced) return { outcome: 'fenced' };
      if (committing) return { outcome: 'unknown', cause };
      throw cause;
    }
  };

  return {
    commit,
    people: (subjects) => readPeople(db, subjects),
    checkpoints: async () => (known = await settledCheckpoints(dialect)),
    applied: async (ids) => {
      const found = new Map<EventId, string>();
      for (let i = 0; i < ids.length; i += keysMax) {
        const rows = await db
          .selectFrom('inbox')
          .select(['event_id', 'content_hash'])
          .where('event_id', 'in', ids.slice(i, i + keysMax).map(uuidToBytes))
          .execute();
        for (const row of rows) found.set(bytesToUuid(row.event_id) as EventId, Buffer.from(row.content_hash).toString('hex'));
      }
      return found;
    },
    holdings: (ordinals) => readHoldings(db, ordinals),
    eventsOf: async (ordinal) =>
      (await db.selectFrom('lineage_event').select(storedEventColumns).where('ord', '=', ordinal).orderBy('ledger').orderBy('revision').execute()).map(
        toStoredEvent,
      ),
    eventsOfParty: async function* (recipient, since) {
      for (let after: { ord: number; ledger: string; revision: bigint } | null = null; ;) {
        let query = db
          .selectFrom('lineage_event')
          .innerJoin('subject', 'subject.ord', 'lineage_event.ord')
          .select(['lineage_event.ord', 'subject.data_subject', ...storedEventColumns])
          .where((any) => any.or([any('recipient', '=', recipient), any('passed_by', '=', recipient)]))
          .where('occurred_at', '>=', since)
          .orderBy('lineage_event.ord')
          .orderBy('ledger')
          .orderBy('revision')
          .limit(keysMax);
        if (after) query = query.where(sql<boolean>`(lineage_event.ord, ledger, revision) > (${after.ord}, ${after.ledger}, ${after.revision})`);
        const rows = await query.execute();
        const last = rows.at(-1);
        if (!last) return;
        yield rows.map((row) => ({ ...toStoredEvent(row), ordinal: Number(row.ord), dataSubject: row.data_subject as DataSubject }));
        after = { ord: Number(last.ord), ledger: last.ledger, revision: BigInt(last.revision) };
      }
    },
    recipients: async () =>
      (await db.selectFrom('recipient').selectAll().orderBy('ledger').orderBy('revision').execute()).map((row) =>
        toStoredEvent({ ...row, outcome: null, findings: null }),
      ),
    lastOrdinal: async () => {
      const row = await db
        .selectFrom('subject')
        .select(({ fn }) => fn.max('ord').as('ord'))
        .executeTakeFirst();
      return row?.ord === null || row?.ord === undefined ? -1 : Number(row.ord);
    },
    tableDigests: () => snapshot(db, tableDigests),
    close: () => dialect.close(),
  };
}

async function readPeople(db: Kysely<Tables>, subjects: readonly DataSubject[]): Promise<ReadonlyMap<DataSubject, StoredPerson>> {
  const found = new Map<DataSubject, StoredPerson>();
  for (let i = 0; i < subjects.length; i += keysMax) {
    const rows = await db
      .selectFrom('subject')
      .selectAll()
      .where('data_subject', 'in', subjects.slice(i, i + keysMax))
      .execute();
    if (rows.length === 0) continue;
    const ordinals = rows.map((row) => row.ord);
    const facts = await db
      .selectFrom('lineage_event')
      .select(['ord', ...storedEventColumns])
      .where('fact', '=', 1)
      .where('ord', 'in', ordinals)
      .execute();
    const factsBy = Map.groupBy(facts, (row) => Number(row.ord));
    for (const row of rows) {
      const ordinal = Number(row.ord);
      found.set(row.data_subject as DataSubject, {
        ordinal,
        latest: Number(row.latest),
        facts: (factsBy.get(ordinal) ?? []).map(toStoredEvent),
      });
    }
  }
  return found;
}

async function readHoldings(db: Kysely<Tables>, ordinals: readonly number[]): Promise<ReadonlyMap<number, readonly Holding[]>> {
  const found = new Map<number, Holding[]>();
  for (let i = 0; i < ordinals.length; i += keysMax) {
    const rows = await db
      .selectFrom('holding')
      .selectAll()
      .where('ord', 'in', ordinals.slice(i, i + keysMax))
      .execute();
    for (const [ordinal, held] of Map.groupBy(rows, (row) => Number(row.ord))) found.set(ordinal, held.map(toHolding));
  }
  return found;
}

/** Compare and set: whoever read an older checkpoint loses here, before anything of theirs is visible. */
async function moveCheckpoint(transaction: Transaction<Tables>, stream: StreamName, from: bigint | null, to: Checkpoint): Promise<void> {
  const row = { ledger: stream, revision: to.revision, digest: to.digest, events: to.events };
  if (from === null) {
    const inserted = await transaction
      .insertInto('checkpoint')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (Number(inserted.numInsertedOrUpdatedRows ?? 0) !== 1) throw new Fenced();
    return;
  }
  const updated = await transaction.updateTable('checkpoint').set(row).where('ledger', '=', stream).where('revision', '=', from).executeTakeFirst();
  if (Number(updated.numUpdatedRows) !== 1) throw new Fenced();
}

/**
 * Ordinals, verdicts and people span streams: a projector that moved another stream has made what this one holds in memory untrue,
 * although the stream at hand did not move.
 */
async function assertOthersUnmoved(transaction: Transaction<Tables>, stream: StreamName, known: ReadonlyMap<StreamName, Checkpoint>): Promise<void> {
  const now = await readCheckpoints(transaction);
  for (const [other, { revision }] of now) if (other !== stream && known.get(other)?.revision !== revision) throw new Fenced();
  for (const other of known.keys()) if (!now.has(other)) throw new Fenced();
}

/** Once a commit that is still on its way has happened or not: after an unknown outcome, what is read here is final. */
function settledCheckpoints({ kysely, lockWriters }: SqlDialect): Promise<ReadonlyMap<StreamName, Checkpoint>> {
  if (!lockWriters) return readCheckpoints(kysely);
  return kysely.transaction().execute(async (transaction) => {
    await lockWriters(transaction);
    return readCheckpoints(transaction);
  });
}
