// The lineage answer of people with a hundred events, against reading their rows and doing nothing with them.
import { DatabaseSync } from 'node:sqlite';
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { sqlLineageQueries } from '../../services/adapters/sql/sql-lineage-queries.ts';
import { openReadModelDialect } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import type { DataSubject } from '../../services/core/domain/vocabulary.ts';
import { lineageAnswer } from '../../services/query-api/lineage-answer.ts';
import { contractsFolder, policiesFolder } from '../support/repository-folders.ts';
import { median } from './median.ts';
import { eventsPerPerson } from './people.ts';

interface LineageOptions {
  readonly readModel: string;
  readonly people: number;
}

export interface LineageTimes {
  /** Medians, in milliseconds: the answer, the reading within it, and the same rows read bare. */
  readonly answer: number;
  readonly record: number;
  readonly bare: number;
  readonly people: readonly string[];
}

const rounds = 20;

/** Asks about `people` people with a hundred events, spread over the ledger, in turn. */
export async function lineageMeasure({ readModel, people }: LineageOptions): Promise<LineageTimes> {
  const context = { codec: avroEventCodec({ directory: contractsFolder }), registry: loadPolicyRegistry(policiesFolder), now: Date.now() };
  const queries = sqlLineageQueries(openReadModelDialect({ path: readModel, readOnly: true }));
  const db = new DatabaseSync(readModel, { readOnly: true });
  const subjects = peopleOf(db, people);
  const bare = bareRead(db);
  const question = { asOf: null, knownAt: null, item: null, recipient: null };
  const times = { answer: [] as number[], record: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of subjects) {
      const start = performance.now();
      const record = await queries.person(subject as DataSubject);
      const read = performance.now();
      lineageAnswer(subject as DataSubject, record, [], question, context);
      const answered = performance.now();
      const rows = bare(subject);
      const end = performance.now();
      if (rows < eventsPerPerson) throw new Error('the bare read found other rows');
      if (round < rounds / 4) continue; // the first rounds warm up
      times.record.push(read - start);
      times.answer.push(answered - start);
      times.bare.push(end - answered);
    }
  }
  await queries.close();
  db.close();
  return { answer: median(times.answer), record: median(times.record), bare: median(times.bare), people: subjects };
}

/** Every so many-th of those who have as many events as asked for. */
function peopleOf(db: DatabaseSync, wanted: number): readonly string[] {
  const all = db.prepare('select data_subject from subject where ord in (select ord from lineage_event group by ord having count(*) = ?)').all(eventsPerPerson);
  const step = Math.max(1, Math.floor(all.length / wanted));
  return all
    .filter((_, i) => i % step === 0)
    .slice(0, wanted)
    .map((row) => String(row['data_subject']));
}

/** Prepared statements by primary key, every column, no transaction, no layer between, nothing done with the rows. */
function bareRead(db: DatabaseSync): (subject: string) => number {
  const ordinal = db.prepare('select ord from subject where data_subject = ?');
  const events = db.prepare('select * from lineage_event where ord = ? order by ledger, revision');
  const holdings = db.prepare('select * from holding where ord = ?');
  return (subject) => {
    const { ord } = ordinal.get(subject) as { ord: number };
    return events.all(ord).length + holdings.all(ord).length;
  };
}
