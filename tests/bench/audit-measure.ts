// The price of recording a look before it is answered: one event, alone in its transaction, on the disk.
import { randomUUID } from 'node:crypto';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { toPrepared } from '../../services/collector/collect.ts';
import type { DataSubject } from '../../services/core/domain/vocabulary.ts';
import { embeddedIntake } from '../../services/ingester/embedded-intake.ts';
import { ingester } from '../../services/ingester/ingest.ts';
import { accessEvent } from '../../services/query-api/access-audit.ts';
import { median } from './median.ts';
import { collecting } from './stages.ts';

/** Median of `looks` records on a new ledger, milliseconds. */
export async function auditMeasure({ ledger: path, looks }: { readonly ledger: string; readonly looks: number }): Promise<number> {
  const ledger = sqliteLedger({ path });
  const { codec, vault } = collecting(async () => []);
  const intake = embeddedIntake({ ingester: ingester({ ledger, index: ledger, now: Date.now }), vault });
  const times: number[] = [];
  for (let i = 0; i < looks; i += 1) {
    const start = performance.now();
    const look = { dataSubject: randomUUID() as DataSubject, route: '/v1/data-subjects/:id/lineage', purpose: 'bench', caseId: null, query: {} };
    await intake.submit([toPrepared(codec.encode(accessEvent(look, Date.now())), 1)]);
    times.push(performance.now() - start);
  }
  await ledger.close();
  return median(times);
}
