// The query side on any SQL database that Kysely speaks.
import { sql } from 'kysely';
import type { DataSubject, StreamName } from '../../core/domain/vocabulary.ts';
import type { FlowRow, LineageQueries } from '../../core/ports/lineage-queries.ts';
import { formatCursor, parseCursor, whole } from './cursor.ts';
import type { SqlDialect } from './dialect.ts';
import { readConsents, readLooks } from './person-lists.ts';
import { readCheckpoints, storedEventColumns, toStoredEvent } from './rows.ts';
import { personReader, readRecipients } from './read-person.ts';
import { snapshot } from './snapshot.ts';
import { readFindingGroups, readFlowTotals } from './totals.ts';
import { uuidToBytes } from './uuid-bytes.ts';

export function sqlLineageQueries(dialect: SqlDialect): LineageQueries {
  const db = dialect.kysely;

  return {
    person: personReader(db),
    event: async (eventId) => {
      const row = await db.selectFrom('inbox').selectAll().where('event_id', '=', uuidToBytes(eventId)).executeTakeFirst();
      return row ? { stream: row.ledger as StreamName, revision: BigInt(row.revision), recordedAt: Number(row.recorded_at) } : null;
    },
    checkpoints: () => readCheckpoints(db),
    recipients: () => readRecipients(db),
    consents: (subject) => readConsents(db, subject),
    looks: (subject, page) => readLooks(db, subject, page),
    flows: async (filter, { after, limit }) => {
      let query = db.selectFrom('flow').selectAll().where('events', '<>', 0);
      if (filter.from !== undefined) query = query.where('day', '>=', filter.from);
      if (filter.to !== undefined) query = query.where('day', '<=', filter.to);
      if (filter.holder !== undefined) query = query.where('holder', '=', filter.holder);
      if (filter.item !== undefined) query = query.where('item', '=', filter.item);
      if (filter.clause !== undefined) query = query.where('clause', '=', filter.clause);
      if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome);
      const keys = ['day', 'holder', 'clause', 'item', 'purpose', 'legal_basis', 'outcome'] as const;
      const cursor = after === null ? null : parseCursor(after, keys.length);
      if (cursor) query = query.where(sql<boolean>`(day, holder, clause, item, purpose, legal_basis, outcome) > (${sql.join(cursor)})`);
      for (const key of keys) query = query.orderBy(key);
      const rows = await query.limit(limit).execute();
      const last = rows.at(-1);
      return {
        rows: rows.map((row): FlowRow => ({
          day: row.day,
          holder: row.holder,
          clause: row.clause,
          item: row.item,
          purpose: row.purpose,
          legalBasis: row.legal_basis,
          outcome: row.outcome,
          events: Number(row.events),
        })),
        next: last && rows.length === limit ? formatCursor(keys.map((key) => last[key])) : null,
      };
    },
    flowTotals: (from, to) => readFlowTotals(db, from, to),
    findingGroups: (filter) => readFindingGroups(dialect, filter),
    findings: async (filter, { after, limit }) => {
      let query = db
        .selectFrom('lineage_event')
        .innerJoin('subject', 'subject.ord', 'lineage_event.ord')
        .select(['subject.data_subject', 'lineage_event.ord', ...storedEventColumns])
        .where('outcome', '<>', 'compliant');
      if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome);
      if (filter.from !== undefined) query = query.where('occurred_at', '>=', filter.from);
      if (filter.to !== undefined) query = query.where('occurred_at', '<=', filter.to);
      const cursor = after === null ? null : parseCursor(after, 4);
      if (cursor)
        query = query.where(
          sql<boolean>`(occurred_at, lineage_event.ord, ledger, revision) < (${whole(cursor[0])}, ${whole(cursor[1])}, ${cursor[2]}, ${whole(cursor[3])})`,
        );
      const rows = await query
        .orderBy('occurred_at', 'desc')
        .orderBy('lineage_event.ord', 'desc')
        .orderBy('ledger', 'desc')
        .orderBy('revision', 'desc')
        .limit(limit)
        .execute();
      const last = rows.at(-1);
      return {
        rows: rows.map((row) => ({ ...toStoredEvent(row), dataSubject: row.data_subject as DataSubject })),
        next: last && rows.length === limit ? formatCursor([last.occurred_at, last.ord, last.ledger, last.revision].map(String)) : null,
      };
    },
    somePeople: async (limit) =>
      (await db.selectFrom('subject').select('data_subject').orderBy('ord').limit(limit).execute()).map((row) => row.data_subject as DataSubject),
    totals: () =>
      snapshot(db, async (at) => {
        const people = await at
          .selectFrom('subject')
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        const streams = await readCheckpoints(at);
        const outcomes = await at
          .selectFrom('lineage_event')
          .select(['outcome', ({ fn }) => fn.countAll().as('count')])
          .where('outcome', '<>', 'compliant')
          .groupBy('outcome')
          .execute();
        const events = [...streams].filter(([stream]) => stream.startsWith('ledger-')).reduce((sum, [, checkpoint]) => sum + Number(checkpoint.events), 0);
        return { people: Number(people.count), events, outcomes: new Map(outcomes.map((row) => [String(row.outcome), Number(row.count)])) };
      }),
    close: () => dialect.close(),
  };
}
