// What the registers said of a recipient at an instant: registered, changed, terminated.
import type { RecipientChanged, RecipientRegistered, RecipientTerminated } from '../domain/events.ts';
import { compareByOccurrence, type PlacedEvent } from '../domain/placed-event.ts';
import type { Instant } from '../domain/vocabulary.ts';

export type RecipientEvent = RecipientRegistered | RecipientChanged | RecipientTerminated;
export type RecipientRecord = RecipientRegistered | RecipientChanged;

export type RecipientAt =
  | { readonly state: 'registered'; readonly record: RecipientRecord; readonly placed: PlacedEvent<RecipientEvent> }
  | { readonly state: 'terminated'; readonly placed: PlacedEvent<RecipientEvent> }
  | { readonly state: 'unregistered' };

/** Recipients by code, each with its register events in business order. */
export type RecipientRegister = ReadonlyMap<string, readonly PlacedEvent<RecipientEvent>[]>;

/** The record of a recipient in force at `at`; register facts of the same millisecond count as before. */
export function recipientAt(register: RecipientRegister, recipient: string, at: Instant): RecipientAt {
  const events = register.get(recipient) ?? [];
  const placed = events.findLast((candidate) => candidate.event.occurredAt <= at);
  if (!placed) return { state: 'unregistered' };
  return placed.event.type === 'RecipientTerminated' ? { state: 'terminated', placed } : { state: 'registered', record: placed.event, placed };
}

/** Adds one register event in its place in business order. */
export function registerRecipient(register: Map<string, PlacedEvent<RecipientEvent>[]>, placed: PlacedEvent<RecipientEvent>): void {
  const events = register.get(placed.event.recipient) ?? [];
  events.push(placed);
  events.sort(compareByOccurrence);
  register.set(placed.event.recipient, events);
}
