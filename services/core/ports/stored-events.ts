// Events as the read model stores them, back in their place in the ledger: for all who judge or fold anew.
import { LineageError } from '../domain/errors.ts';
import type { PlacedEvent } from '../domain/placed-event.ts';
import { registerRecipient, type RecipientEvent, type RecipientRegister } from '../policy/recipient-history.ts';
import type { EventCodec } from './event-codec.ts';
import type { StoredEvent } from './read-model.ts';

/** @throws LineageError ERR_UNREADABLE when what is stored no longer fits its contract: the read model is to be projected anew. */
export function placedOf(codec: EventCodec, { eventId, json, stream, revision, recordedAt }: StoredEvent): PlacedEvent {
  const event = codec.restore(JSON.parse(json));
  if (!event) throw new LineageError('ERR_UNREADABLE', `the stored event ${eventId} does not read back: rebuild the read model`);
  return { eventId, event, stream, revision, recordedAt };
}

/** The register of recipients from its events, in any order. @throws LineageError as `placedOf`. */
export function registerOf(codec: EventCodec, recipients: readonly StoredEvent[]): RecipientRegister {
  const register = new Map<string, PlacedEvent<RecipientEvent>[]>();
  for (const stored of recipients) registerRecipient(register, placedOf(codec, stored) as PlacedEvent<RecipientEvent>);
  return register;
}
