// An event with its place in the ledger. Business order is occurredAt, and within one instant the ledger's order.
import type { DomainEvent, PersonEvent } from './events.ts';
import type { EventId, Instant, StreamName } from './vocabulary.ts';

export interface PlacedEvent<E extends DomainEvent = DomainEvent> {
  readonly eventId: EventId;
  readonly event: E;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly recordedAt: Instant;
}

export type PlacedPersonEvent = PlacedEvent<PersonEvent>;

interface Moment {
  readonly at: Instant;
  readonly revision: bigint;
}

/** Whether a fact came before a moment: earlier, or in the same millisecond and earlier in the ledger. */
export function isBefore(fact: Moment, moment: Moment): boolean {
  return fact.at < moment.at || (fact.at === moment.at && fact.revision < moment.revision);
}

/** Sort order of one person's events: business time, then ledger order. */
export function compareByOccurrence(a: PlacedEvent, b: PlacedEvent): number {
  if (a.event.occurredAt !== b.event.occurredAt) return a.event.occurredAt - b.event.occurredAt;
  return a.revision < b.revision ? -1 : a.revision > b.revision ? 1 : 0;
}

/** Limit of R98 beyond which an entry is shown as late: 24 hours (a design parameter, not law). */
export const lateAfterMs = 24 * 3_600_000;

/** R98: the event was recorded later than the limit after it happened. */
export function isLate(occurredAt: Instant, recordedAt: Instant): boolean {
  return recordedAt - occurredAt > lateAfterMs;
}
