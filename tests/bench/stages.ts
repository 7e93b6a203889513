// Each stage of the pipeline alone, on the same events: parse and encode, append, judge, write rows.
import { createReadStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { parseJson } from '../../services/adapters/http/parse-json.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { sqliteReadModel } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import { collect, type CollectDependencies, type Report } from '../../services/collector/collect.ts';
import { ndjsonBatches } from '../../services/collector/ndjson.ts';
import { reviewer } from '../../services/collector/review.ts';
import type { PreparedEvent, Receipt } from '../../services/core/ports/intake.ts';
import type { ReadModel } from '../../services/core/ports/read-model.ts';
import { embeddedIntake } from '../../services/ingester/embedded-intake.ts';
import { ingester } from '../../services/ingester/ingest.ts';
import { projector } from '../../services/projector/project.ts';
import { projectToEnd } from '../../services/projector/run.ts';
import { contractsFolder, policiesFolder } from '../support/repository-folders.ts';
import { stopwatch, type Spent } from './in-process.ts';

export interface StageOptions {
  readonly events: string;
  readonly ledger: string;
  readonly readModel: string;
}

const recorded = ({ eventId, stream }: PreparedEvent): Receipt => ({ status: 'recorded', eventId, ledger: stream, revision: 0n, recordedAt: 0 });

/** The collector's own dependencies, with an intake that takes everything and keeps nothing unless another is given. */
export function collecting(submit: CollectDependencies['intake']['submit']): CollectDependencies {
  const unused = new Proxy({}, { get: () => () => Promise.reject(new Error('the events of the bench name no identifiers')) });
  return {
    codec: avroEventCodec({ directory: contractsFolder }),
    vault: unused as CollectDependencies['vault'],
    intake: { submit, quarantine: () => Promise.reject(new Error('the events of the bench keep their contracts')) },
    partitions: 1,
    review: reviewer(loadPolicyRegistry(policiesFolder)),
  };
}

export const reportOf = ({ bytes }: { readonly bytes: Buffer }): Report => ({ raw: () => bytes, parsed: parseJson(bytes) as Report['parsed'] });

/** Lines → prepared events: parsing, checking, encoding. */
export async function encodeStage({ events }: StageOptions): Promise<Spent> {
  const dependencies = collecting((batch) => Promise.resolve(batch.map(recorded)));
  const watch = stopwatch();
  watch.start();
  for await (const lines of ndjsonBatches(createReadStream(events, { highWaterMark: 64 * 1024 }))) await collect(lines.map(reportOf), 'reject', dependencies);
  watch.stop();
  return watch.spent();
}

/** Prepared events → ledger: looking for duplicates, one fsynced append per batch. */
export async function appendStage({ events, ledger: path }: StageOptions): Promise<Spent> {
  mkdirSync(dirname(path), { recursive: true });
  const ledger = sqliteLedger({ path });
  const intake = embeddedIntake({ ingester: ingester({ ledger, index: ledger, now: Date.now }), vault: collecting(async () => []).vault });
  const watch = stopwatch();
  const dependencies = collecting(async (batch) => {
    watch.start();
    const receipts = await intake.submit(batch);
    watch.stop();
    return receipts;
  });
  for await (const lines of ndjsonBatches(createReadStream(events))) await collect(lines.map(reportOf), 'reject', dependencies);
  await ledger.close();
  return watch.spent();
}

/** Ledger → rows, the two stages of one thread told apart: what is spent inside `commit` writes rows, the rest reads, decodes and judges. */
export async function projectStages({ ledger: path, readModel: rows }: StageOptions): Promise<{ readonly judge: Spent; readonly write: Spent }> {
  const [judge, write] = [stopwatch(), stopwatch()];
  const ledger = sqliteLedger({ path, readOnly: true });
  const real = sqliteReadModel({ path: rows });
  const readModel: ReadModel = {
    ...real,
    commit: async (...commit) => {
      judge.stop();
      write.start();
      const outcome = await real.commit(...commit);
      write.stop();
      judge.start();
      return outcome;
    },
  };
  const running = await projector({ readModel, codec: avroEventCodec({ directory: contractsFolder }), registry: loadPolicyRegistry(policiesFolder) });
  judge.start();
  for (const stream of (await ledger.streams()).toReversed()) await projectToEnd(ledger, running, stream);
  judge.stop();
  await readModel.close();
  await ledger.close();
  return { judge: judge.spent(), write: write.spent() };
}
