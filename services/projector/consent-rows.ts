// The row of a consent as the person's history has it: granted, and withdrawn in whole or in part, whichever arrived first.
import type { ConsentWithdrawn, PersonEvent } from '../core/domain/events.ts';
import { isBefore } from '../core/domain/placed-event.ts';
import type { ConsentRow } from '../core/ports/read-model.ts';
import type { Person } from './person-cache.ts';

/** Rows to write after `event`; none unless it grants or withdraws. */
export function consentRows(person: Person, event: PersonEvent): readonly ConsentRow[] {
  if (event.type !== 'ConsentGranted' && event.type !== 'ConsentWithdrawn') return [];
  // Given again under the same id, the newest counts, and only what was withdrawn of it.
  const granted = person.history.findLast(({ event: fact }) => fact.type === 'ConsentGranted' && fact.consent === event.consent);
  if (granted?.event.type !== 'ConsentGranted') return [];
  const withdrawals = person.history.filter(
    (fact) => fact.event.type === 'ConsentWithdrawn' && fact.event.consent === event.consent && isBefore(granted, fact),
  );
  const isPartial = ({ items, purposes }: ConsentWithdrawn): boolean => items.length > 0 || purposes.length > 0;
  const whole = withdrawals.find(({ event: fact }) => fact.type === 'ConsentWithdrawn' && !isPartial(fact));
  const withdrawn = whole ?? withdrawals[0];
  const { consent, kind, recipient, items, purposes, occurredAt, validUntil } = granted.event;
  return [
    {
      ordinal: person.ordinal,
      consent,
      eventId: granted.eventId,
      kind,
      recipient,
      items,
      purposes,
      grantedAt: occurredAt,
      validUntil,
      withdrawnAt: withdrawn?.event.occurredAt ?? null,
      withdrawnBy: withdrawn?.eventId ?? null,
      withdrawnInPart: withdrawn !== undefined && whole === undefined,
    },
  ];
}
