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

/**
 * Sort order of one person's events: business time, then ledger order. Streams compare by name: that matters only for a
 * person whose partition changed, and there any order will do as long as it is always the same.
 */
export function compareByOccurrence(a: PlacedEvent, b: PlacedEvent): number {
  if (a.event.occurredAt !== b.event.occurredAt) return a.event.occurredAt - b.event.occurredAt;
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return a.revision < b.revision ? -1 : a.revision > b.revision ? 1 : 0;
}

/** Whether a fact came before an event: earlier, or in the same millisecond and earlier in the ledger. */
export const isBefore = (fact: PlacedEvent, event: PlacedEvent): boolean => compareByOccurrence(fact, event) < 0;

/** Limit of R98 beyond which an entry is shown as late: 24 hours (a design parameter, not law). */
const lateAfterMs = 24 * 3_600_000;

/** R98: the event was recorded later than the limit after it happened. */
export function isLate(occurredAt: Instant, recordedAt: Instant): boolean {
  return recordedAt - occurredAt > lateAfterMs;
}
