// The real projector on a read model in memory, and what its tables say in the words of the domain.
import { sqlReadModel } from '../../services/adapters/sql/sql-read-model.ts';
import { toHolding } from '../../services/adapters/sql/rows.ts';
import { openReadModelDialect } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import type { Holding } from '../../services/core/domain/holdings.ts';
import { ledgerOf, registersLedger } from '../../services/core/domain/stream-names.ts';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { RecordedEvent } from '../../services/core/ports/ledger.ts';
import type { ReadModel } from '../../services/core/ports/read-model.ts';
import { projector, type Projector } from '../../services/projector/project.ts';
import { encoded, testCodec, type Fields } from './builders.ts';
import { smallRegistry } from './small-registry.ts';

export interface MemoryProjectionOptions {
  readonly peopleWeightMax?: number;
  /** Puts something between the projector and its read model. */
  readonly between?: (readModel: ReadModel) => ReadModel;
}

/** Opens an empty read model with a projector on it. */
export async function memoryProjection({ peopleWeightMax, between = (readModel) => readModel }: MemoryProjectionOptions = {}) {
  const dialect = openReadModelDialect({ path: ':memory:' });
  const readModel = sqlReadModel(dialect);
  const start = (): Promise<Projector> =>
    projector({ readModel: between(readModel), codec: testCodec, registry: smallRegistry, ...(peopleWeightMax === undefined ? {} : { peopleWeightMax }) });
  const db = dialect.kysely;
  return {
    readModel,
    projector: await start(),
    /** Another projector on the same tables, as after a restart. */
    restart: start,
    /** Outcome and findings by event. */
    verdicts: async (): Promise<ReadonlyMap<EventId, { readonly outcome: string; readonly findings: readonly { readonly rule: string }[] }>> => {
      const rows = await db.selectFrom('lineage_event').select(['event_id', 'outcome', 'findings']).where('outcome', 'is not', null).execute();
      return new Map(
        rows.map((row) => [
          row.event_id as EventId,
          { outcome: String(row.outcome), findings: row.findings === null ? [] : (JSON.parse(row.findings) as { rule: string }[]) },
        ]),
      );
    },
    /** Holdings by person, in a fixed order. */
    holdings: async (): Promise<ReadonlyMap<string, readonly Holding[]>> => {
      const rows = await db.selectFrom('holding').innerJoin('subject', 'subject.ord', 'holding.ord').selectAll('holding').select('data_subject').execute();
      const byPerson = Map.groupBy(rows, (row) => row.data_subject);
      return new Map([...byPerson].map(([person, of]) => [person, sortedHoldings(of.map(toHolding))]));
    },
    consents: () => db.selectFrom('consent').innerJoin('subject', 'subject.ord', 'consent.ord').selectAll('consent').select('data_subject').execute(),
    flows: () => db.selectFrom('flow').selectAll().where('events', '<>', 0).execute(),
    superseded: () => db.selectFrom('superseded_verdict').selectAll().execute(),
    tableDigests: () => readModel.tableDigests(),
    close: () => readModel.close(),
  };
}

export type MemoryProjection = Awaited<ReturnType<typeof memoryProjection>>;

export const sortedHoldings = (holdings: Iterable<Holding>): readonly Holding[] =>
  [...holdings].toSorted((a, b) =>
    JSON.stringify([a.holder, a.item, a.purpose, a.legalBasis, a.clause]) < JSON.stringify([b.holder, b.item, b.purpose, b.legalBasis, b.clause]) ? -1 : 1,
  );

/** Reports as they lie in a ledger stream. */
export const recordedEvents = (reports: readonly Fields[], stream: StreamName = ledgerOf(0), first = 0): readonly RecordedEvent[] =>
  reports.map((fields, i) => {
    const { eventId, event, bytes, schema } = encoded(fields);
    return { stream, revision: BigInt(first + i), eventId, type: event.type, data: bytes, metadata: { schema, recordedAt: event.occurredAt } };
  });

export const recordedRegisters = (reports: readonly Fields[]): readonly RecordedEvent[] => recordedEvents(reports, registersLedger);
