// How an event lies in EventStoreDB: a binary event with the producer's bytes as they are, the ledger's metadata as JSON beside it.
import { binaryEvent, type BinaryEventData, type RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { LineageError } from '../../core/domain/errors.ts';
import { parseEventId, type StreamName } from '../../core/domain/vocabulary.ts';
import type { LedgerEvent, LedgerMetadata, RecordedEvent } from '../../core/ports/ledger.ts';

const utf8 = new TextEncoder();
const text = new TextDecoder('utf-8', { fatal: true });

export const toClientEvent = ({ eventId, type, data, metadata }: LedgerEvent): BinaryEventData =>
  binaryEvent({ id: eventId, type, data, metadata: utf8.encode(JSON.stringify(metadata)) });

/** The event as the ledger's readers see it, under the stream's name without prefix. @throws LineageError ERR_UNREADABLE for what this system did not write. */
export function toRecorded(stream: StreamName, { id, type, data, metadata, revision }: ClientEvent): RecordedEvent {
  const eventId = parseEventId(id);
  const beside = metadata instanceof Uint8Array ? parsed(metadata) : metadata;
  if (eventId === null || !(data instanceof Uint8Array) || !isLedgerMetadata(beside))
    throw new LineageError('ERR_UNREADABLE', `${stream} holds an event at revision ${revision} that this system did not write: see who else writes to it`);
  return { eventId, type, data, metadata: beside, stream, revision };
}

/** The client parses metadata that is JSON, but does not promise to. */
function parsed(metadata: Uint8Array): unknown {
  try {
    return JSON.parse(text.decode(metadata));
  } catch {
    return null;
  }
}

function isLedgerMetadata(metadata: unknown): metadata is LedgerMetadata {
  if (typeof metadata !== 'object' || metadata === null || !('schema' in metadata) || !('recordedAt' in metadata)) return false;
  return typeof metadata.schema === 'string' && typeof metadata.recordedAt === 'number';
}
