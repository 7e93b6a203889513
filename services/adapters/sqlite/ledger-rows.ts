// Rows of the ledger file as recorded events.
import type { EventId, StreamName } from '../../core/domain/vocabulary.ts';
import type { LedgerMetadata, RecordedEvent } from '../../core/ports/ledger.ts';
import { bytesToUuid } from '../sql/uuid-bytes.ts';

/** Integers arrive as bigint. */
export interface EventRow {
  readonly revision: bigint;
  readonly event_id: Uint8Array;
  readonly type: string;
  readonly data: Uint8Array;
  readonly schema: string;
  readonly recorded_at: bigint;
  readonly source: string | null;
}

export function toRecorded(stream: StreamName, row: EventRow): RecordedEvent {
  const source = row.source === null ? {} : (JSON.parse(row.source) as Omit<LedgerMetadata, 'schema' | 'recordedAt'>);
  return {
    stream,
    revision: row.revision,
    eventId: bytesToUuid(row.event_id) as EventId,
    type: row.type,
    data: row.data,
    metadata: { schema: row.schema, recordedAt: Number(row.recorded_at), ...source },
  };
}
