// Rows ⇄ the values of the read-model port.
import type { Kysely, Selectable } from 'kysely';
import type { Holding, HoldingState } from '../../core/domain/holdings.ts';
import type { DataSubject, EventId, StreamName } from '../../core/domain/vocabulary.ts';
import type { Outcome } from '../../core/policy/verdict.ts';
import type { ConsentRecord } from '../../core/ports/lineage-queries.ts';
import type { Checkpoint, LookRow, StoredEvent } from '../../core/ports/read-model.ts';
import type { Tables } from './tables.ts';

type EventColumns = Pick<
  Selectable<Tables['lineage_event']>,
  'event_id' | 'ledger' | 'revision' | 'recorded_at' | 'occurred_at' | 'type' | 'event' | 'outcome' | 'findings'
>;

/** Columns of `lineage_event` that make a StoredEvent. */
export const storedEventColumns = ['event_id', 'ledger', 'revision', 'recorded_at', 'occurred_at', 'type', 'event', 'outcome', 'findings'] as const;

export const toStoredEvent = (row: EventColumns): StoredEvent => ({
  eventId: row.event_id as EventId,
  stream: row.ledger as StreamName,
  revision: BigInt(row.revision),
  recordedAt: Number(row.recorded_at),
  occurredAt: Number(row.occurred_at),
  type: row.type,
  json: row.event,
  outcome: row.outcome as Outcome | null,
  findings: row.findings,
});

const instantOrNull = (value: number | string | bigint | null): number | null => (value === null ? null : Number(value));

export const toHolding = (row: Selectable<Tables['holding']>): Holding => ({
  holder: row.holder,
  item: row.item,
  purpose: row.purpose,
  legalBasis: row.legal_basis,
  clause: row.clause,
  policyVersion: row.policy_version,
  product: row.product,
  since: Number(row.since),
  state: row.state as HoldingState,
  stateSince: Number(row.state_since),
  dueAt: instantOrNull(row.due_at),
  retainUntil: instantOrNull(row.retain_until),
  events: row.events.split(',') as EventId[],
});

/** How far each stream is projected. */
export async function readCheckpoints(db: Kysely<Tables>): Promise<ReadonlyMap<StreamName, Checkpoint>> {
  const rows = await db.selectFrom('checkpoint').selectAll().execute();
  return new Map(rows.map((row) => [row.ledger as StreamName, { revision: BigInt(row.revision), digest: row.digest, events: BigInt(row.events) }]));
}

const listOf = (text: string): readonly string[] => (text === '' ? [] : text.split(','));

export const toConsent = (row: Selectable<Tables['consent']>): ConsentRecord => ({
  consent: row.consent,
  eventId: row.event_id as EventId,
  kind: row.kind,
  recipient: row.recipient,
  items: listOf(row.items),
  purposes: listOf(row.purposes),
  grantedAt: Number(row.granted_at),
  validUntil: instantOrNull(row.valid_until),
  withdrawnAt: instantOrNull(row.withdrawn_at),
  withdrawnBy: row.withdrawn_by as EventId | null,
  withdrawnInPart: row.withdrawn_in_part === 1,
});

export const toLook = (row: Selectable<Tables['look']>): LookRow => ({
  dataSubject: row.data_subject as DataSubject,
  stream: row.ledger as StreamName,
  revision: BigInt(row.revision),
  eventId: row.event_id as EventId,
  at: Number(row.at),
  role: row.role,
  purpose: row.purpose,
  caseId: row.case_id,
  route: row.route,
});
