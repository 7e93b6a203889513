// Stored events in business order: by when they happened, and within one instant by the ledger.
import type { StoredEvent } from '../core/ports/read-model.ts';

/** Sort order; as `compareByOccurrence` of the domain, without decoding the events. */
export function byOccurrence(a: StoredEvent, b: StoredEvent): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return a.revision < b.revision ? -1 : a.revision > b.revision ? 1 : 0;
}
