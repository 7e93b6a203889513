// Answers about one person: waits briefly for the projection to catch up, records the look, builds the answer.
import type { DataSubject, StreamName } from '../core/domain/vocabulary.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import type { LineageQueries, PersonRecord } from '../core/ports/lineage-queries.ts';
import type { Access, RecordAccess } from './access-audit.ts';
import { heads, incompleteness, isBehind, type Incompleteness } from './completeness.ts';

export interface QueryDependencies {
  readonly queries: LineageQueries;
  readonly ledger: Ledger;
  readonly codec: EventCodec;
  readonly registry: PolicyRegistry;
  readonly recordAccess: RecordAccess;
  readonly now: () => number;
}

/** How long an answer waits for events that are in the ledger already: long enough to read one's own write, short enough to be an answer. */
const catchUpMaxMs = 2_000;
const catchUpPollMs = 10;

/** One person's record as of the ledger's end when the question came, and what keeps it from being complete. */
export async function personRecord(
  subject: DataSubject,
  access: Omit<Access, 'dataSubject'>,
  dependencies: QueryDependencies,
): Promise<{ readonly record: PersonRecord; readonly incomplete: readonly Incompleteness[] }> {
  const { queries, ledger, recordAccess } = dependencies;
  const ends = await heads(ledger);
  await recordAccess({ ...access, dataSubject: subject });
  await caughtUp(queries, ends);
  const record = await queries.person(subject);
  return { record, incomplete: incompleteness(record, ends) };
}

/** Waits a short while for the projection to reach the ends of streams; what is still behind then is for the answer to say. */
export async function caughtUp(queries: LineageQueries, ends: ReadonlyMap<StreamName, bigint>): Promise<void> {
  const deadline = Date.now() + catchUpMaxMs;
  while (isBehind(await queries.checkpoints(), ends) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, catchUpPollMs));
}
