// The register of recipients as stored, for those who judge by it.
import type { PlacedEvent } from '../core/domain/placed-event.ts';
import { registerRecipient, type RecipientEvent, type RecipientRegister } from '../core/policy/recipient-history.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { StoredEvent } from '../core/ports/read-model.ts';
import { placedOf } from './lineage-answer.ts';

/** Register events in any order. */
export function registerOf(codec: EventCodec, recipients: readonly StoredEvent[]): RecipientRegister {
  const register = new Map<string, PlacedEvent<RecipientEvent>[]>();
  for (const stored of recipients) registerRecipient(register, placedOf(codec, stored) as PlacedEvent<RecipientEvent>);
  return register;
}
