// The identifiers of the system: branded strings with one canonical form each.

/** Random pseudonym (UUID) of one person. Only the identity vault can map it to anybody. */
export type DataSubject = string & { readonly __brand: 'DataSubject' };
/** UUIDv8 made from (producer, sourceEventId): the identity of an event everywhere. */
export type EventId = string & { readonly __brand: 'EventId' };
/** Name of a ledger stream: `ledger-0`, `ledger-registers`, `ledger-audit`, `quarantine-0`. */
export type StreamName = string & { readonly __brand: 'StreamName' };
/** Instant in milliseconds since 1970 UTC. */
export type Instant = number;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The data subject in canonical (lower-case) form, or null when the text is not a UUID. */
export function parseDataSubject(text: string): DataSubject | null {
  const lower = text.toLowerCase();
  return uuid.test(lower) ? (lower as DataSubject) : null;
}

/** The event id in canonical form, or null when the text is not a UUID. */
export function parseEventId(text: string): EventId | null {
  const lower = text.toLowerCase();
  return uuid.test(lower) ? (lower as EventId) : null;
}

/** Text in the two languages of the product. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** The bank itself as a holder. */
export const bank = 'webank';
