// What a consumer does that handles one message at a time: the same code, one append transaction and one projection commit per event.
import { createReadStream } from 'node:fs';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { sqliteReadModel } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import { collect } from '../../services/collector/collect.ts';
import { ndjsonBatches } from '../../services/collector/ndjson.ts';
import { embeddedIntake } from '../../services/ingester/embedded-intake.ts';
import { ingester } from '../../services/ingester/ingest.ts';
import { projector } from '../../services/projector/project.ts';
import { policiesFolder } from '../support/repository-folders.ts';
import { stopwatch, type Spent } from './in-process.ts';
import { collecting, reportOf, type StageOptions } from './stages.ts';

/** Takes the first `count` events of the file one after the other, each until it can be queried, into a ledger and tables that hold others already. */
export async function oneByOne({ events, ledger: path, readModel: rows, count }: StageOptions & { readonly count: number }): Promise<Spent> {
  const ledger = sqliteLedger({ path });
  const readModel = sqliteReadModel({ path: rows });
  const intake = embeddedIntake({ ingester: ingester({ ledger, index: ledger, now: Date.now }), vault: collecting(async () => []).vault });
  const dependencies = collecting((batch) => intake.submit(batch));
  const running = await projector({ readModel, codec: dependencies.codec, registry: loadPolicyRegistry(policiesFolder) });
  const watch = stopwatch();
  watch.start();
  let left = count;
  for await (const lines of ndjsonBatches(createReadStream(events))) {
    for (const line of lines.slice(0, left)) {
      const [receipt] = await collect([reportOf(line)], 'reject', dependencies);
      if (receipt?.status !== 'recorded') throw new Error(`an event of the bench was ${receipt?.status}`);
      for await (const one of ledger.read(receipt.ledger, receipt.revision, { batch: 1 })) await running.project(one);
    }
    left -= Math.min(left, lines.length);
    if (left === 0) break;
  }
  watch.stop();
  await readModel.close();
  await ledger.close();
  return watch.spent();
}
