// Rows of the ledger file as recorded events.
import type { EventId, StreamName } from '../../core/domain/vocabulary.ts';
import type { LedgerMetadata, RecordedEvent } from '../../core/ports/ledger.ts';
import { bytesToUuid } from '../sql/uuid-bytes.ts';

/** Columns of an event, in the order of `EventRow`. */
export const eventColumns = 'revision, event_id, type, data, schema, recorded_at, source';

/** A row as SQLite gives it without naming its cells, a third faster. Integers arrive as bigint. */
export type EventRow = readonly [
  revision: bigint,
  eventId: Uint8Array,
  type: string,
  data: Uint8Array,
  schema: string,
  recordedAt: bigint,
  source: string | null,
  stream?: string,
];

export function toRecorded(stream: StreamName, [revision, id, type, data, schema, recordedAt, source]: EventRow): RecordedEvent {
  const metadata: LedgerMetadata = { schema, recordedAt: Number(recordedAt) };
  const known = source === null ? metadata : { ...metadata, ...(JSON.parse(source) as Omit<LedgerMetadata, 'schema' | 'recordedAt'>) };
  return { stream, revision, eventId: bytesToUuid(id) as EventId, type, data, metadata: known };
}
