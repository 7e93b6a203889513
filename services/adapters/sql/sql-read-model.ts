// The read model on any SQL database that Kysely speaks: rows and checkpoint in one transaction, the checkpoint as fence.
import { sql, type Transaction } from 'kysely';
import type { DataSubject, EventId, StreamName } from '../../core/domain/vocabulary.ts';
import type { Changes, Checkpoint, CommitOutcome, ReadModel, StoredPerson } from '../../core/ports/read-model.ts';
import type { SqlDialect } from './dialect.ts';
import { storedEventColumns, toHolding, toStoredEvent } from './rows.ts';
import { tableDigests } from './table-digests.ts';
import type { Tables } from './tables.ts';
import { bulkWrites } from './write-changes.ts';

class Fenced extends Error {}

/** Keys per `in (…)`: below the parameter limits of both databases. */
const keysMax = 500;

export function sqlReadModel(dialect: SqlDialect): ReadModel {
  const db = dialect.kysely;

  const commit = async (stream: StreamName, from: bigint | null, to: Checkpoint, changes: Changes): Promise<CommitOutcome> => {
    let committing = false;
    try {
      await db.transaction().execute(async (transaction) => {
        await moveCheckpoint(transaction, stream, from, to);
        for (const bulk of bulkWrites(changes)) await dialect.write(transaction, bulk);
        await updateRows(transaction, changes);
        committing = true;
      });
      return { outcome: 'committed' };
    } catch (cause) {
      if (cause instanceof Fenced) return { outcome: 'fenced' };
      if (committing) return { outcome: 'unknown', cause };
      throw cause;
    }
  };

  const people = async (subjects: readonly DataSubject[]): Promise<ReadonlyMap<DataSubject, StoredPerson>> => {
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
      const holdings = await db.selectFrom('holding').selectAll().where('ord', 'in', ordinals).execute();
      const factsBy = Map.groupBy(facts, (row) => Number(row.ord));
      const holdingsBy = Map.groupBy(holdings, (row) => Number(row.ord));
      for (const row of rows) {
        const ordinal = Number(row.ord);
        found.set(row.data_subject as DataSubject, {
          ordinal,
          latest: Number(row.latest),
          facts: (factsBy.get(ordinal) ?? []).map(toStoredEvent),
          holdings: (holdingsBy.get(ordinal) ?? []).map(toHolding),
        });
      }
    }
    return found;
  };

  return {
    commit,
    people,
    checkpoints: async () => {
      const rows = await db.selectFrom('checkpoint').selectAll().execute();
      return new Map(rows.map((row) => [row.ledger as StreamName, { revision: BigInt(row.revision), digest: row.digest, events: BigInt(row.events) }]));
    },
    applied: async (ids) => {
      const found = new Set<EventId>();
      for (let i = 0; i < ids.length; i += keysMax) {
        const rows = await db
          .selectFrom('inbox')
          .select('event_id')
          .where('event_id', 'in', ids.slice(i, i + keysMax))
          .execute();
        for (const row of rows) found.add(row.event_id as EventId);
      }
      return found;
    },
    eventsOf: async (ordinal) =>
      (await db.selectFrom('lineage_event').select(storedEventColumns).where('ord', '=', ordinal).orderBy('ledger').orderBy('revision').execute()).map(
        toStoredEvent,
      ),
    eventsTo: async function* (recipient, since) {
      for (let after: { ord: number; ledger: string; revision: bigint } | null = null; ;) {
        let query = db
          .selectFrom('lineage_event')
          .innerJoin('subject', 'subject.ord', 'lineage_event.ord')
          .select(['lineage_event.ord', 'subject.data_subject', ...storedEventColumns])
          .where('recipient', '=', recipient)
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
    tableDigests: () => tableDigests(db),
    close: () => dialect.close(),
  };
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

/** Changes of rows that are there: new verdicts, released quarantine entries. */
async function updateRows(transaction: Transaction<Tables>, changes: Changes): Promise<void> {
  for (const { ordinal, stream, revision, after } of changes.rejudged) {
    await transaction
      .updateTable('lineage_event')
      .set({ outcome: after.outcome, findings: after.findings.length > 0 ? JSON.stringify(after.findings) : null })
      .where('ord', '=', ordinal)
      .where('ledger', '=', stream)
      .where('revision', '=', revision)
      .execute();
  }
  for (const { entry, recordedAt } of changes.released) {
    await transaction.updateTable('quarantine_entry').set({ released_at: recordedAt }).where('entry', '=', entry).execute();
  }
}
