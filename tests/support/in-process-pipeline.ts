// Ledger, projector and answers without server or threads, one step at a time, for tests that compare answers.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { sqlLineageQueries } from '../../services/adapters/sql/sql-lineage-queries.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { openReadModelDialect, sqliteReadModel } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import { streamOf } from '../../services/collector/collect.ts';
import { quarantineId, quarantineSchema } from '../../services/core/domain/quarantine.ts';
import { ledgerOf, quarantineOf, registersLedger } from '../../services/core/domain/stream-names.ts';
import type { DataSubject, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { LedgerEvent } from '../../services/core/ports/ledger.ts';
import { projector } from '../../services/projector/project.ts';
import { lineageAnswer, type LineageAnswer } from '../../services/query-api/lineage-answer.ts';
import type { Fact } from './oracle/facts.ts';
import type { Report } from './random-events.ts';
import { contractsFolder, policiesFolder } from './repository-folders.ts';

const quarantine = quarantineOf(ledgerOf(0));

/** The order in which a running system reads what is there. */
export const inOrder: readonly StreamName[] = [registersLedger, ledgerOf(0), quarantine];

/** Opens a ledger and a read model in `folder`, laid out as a data folder. */
export async function inProcessPipeline(folder: string) {
  const codec = avroEventCodec({ directory: contractsFolder });
  const registry = loadPolicyRegistry(policiesFolder);
  for (const part of ['ledger', 'read-model']) mkdirSync(join(folder, part));
  const ledger = sqliteLedger({ path: join(folder, 'ledger', 'ledger.db') });
  const path = join(folder, 'read-model', 'read-model-0.db');
  const readModel = sqliteReadModel({ path });
  const queries = sqlLineageQueries(openReadModelDialect({ path, readOnly: true }));
  let running = await projector({ readModel, codec, registry });
  let recorded = 0;

  const append = async (stream: StreamName, event: Omit<LedgerEvent, 'metadata'>, schema: string): Promise<void> => {
    const last = (await ledger.readLast(stream, 1))[0]?.revision ?? ('no-stream' as const);
    recorded += 1;
    const outcome = await ledger.append(stream, last, [{ ...event, metadata: { schema, recordedAt: firstRecording + recorded * 1000 } }]);
    if (outcome.outcome !== 'appended') throw new Error(`not appended: ${outcome.outcome}`);
  };

  /** Appends one report to its stream; the fact as the oracle sees it. @throws Error when it breaks its contract. */
  const record = async (report: Report): Promise<Fact> => {
    const encoded = codec.fromJson(report);
    if (!encoded.ok) throw new Error(`${String(report['type'])}: ${JSON.stringify(encoded.problems)}`);
    const { eventId, event, bytes, schema } = encoded.value;
    await append(streamOf(event, 1), { eventId, type: event.type, data: bytes }, schema);
    const person = 'dataSubject' in report ? String(report['dataSubject']) : null;
    return { eventId, person, type: event.type, at: event.occurredAt, place: recorded, fields: report };
  };

  /** Appends an entry to quarantine for a report of this identity. */
  const reject = async (reported: string): Promise<void> => {
    const entry = { reason: 'invalid', encoding: 'json', problems: [], dataSubject: null, reported, sealed: '' };
    const eventId = quarantineId(Buffer.from(reported));
    await append(quarantine, { eventId, type: 'Quarantined', data: Buffer.from(JSON.stringify(entry)) }, quarantineSchema);
  };

  /** Projects what is in the ledger, `batch` events at a time, the streams in this order. */
  const project = async (batch: number, order: readonly StreamName[] = inOrder): Promise<void> => {
    for (const stream of order) {
      for await (const events of ledger.read(stream, (running.checkpoint(stream)?.revision ?? -1n) + 1n, { batch })) await running.project(events);
    }
  };

  /** Digests of the tables of a projection from nothing, in another file, with another batch size and order. */
  const digestsAnew = async (batch: number, order: readonly StreamName[]): Promise<ReadonlyMap<string, string>> => {
    const anew = sqliteReadModel({ path: join(folder, `anew-${batch}.db`) });
    const other = await projector({ readModel: anew, codec, registry });
    for (const stream of order) for await (const events of ledger.read(stream, 0n, { batch })) await other.project(events);
    const digests = await anew.tableDigests();
    await anew.close();
    return digests;
  };

  const answer = async (person: string, now: number, asOf: number | null = null): Promise<LineageAnswer> => {
    const subject = person as DataSubject;
    return lineageAnswer(subject, await queries.person(subject), [], { asOf, knownAt: null, item: null, recipient: null }, { codec, registry, now });
  };

  return {
    record,
    reject,
    project,
    answer,
    /** A projector that knows nothing but what is stored: as after a restart. */
    restart: async () => {
      running = await projector({ readModel, codec, registry });
    },
    digestsAnew,
    tableDigests: () => readModel.tableDigests(),
    close: async () => {
      await queries.close();
      await readModel.close();
      await ledger.close();
    },
  };
}

const firstRecording = Date.parse('2026-01-01T00:00:00Z');
