// The notebook of one simulated person: every event that happens to it, with what the simulator knows about each.
import { eventIdOf } from '../core/domain/event-id.ts';
import { formatInstant } from '../core/domain/instants.ts';
import type { EventId, Instant } from '../core/domain/vocabulary.ts';
import type { Clause } from '../core/policy/registry.ts';
import type { SimulatedRecipient } from './recipients.ts';

/** An event as a producer reports it: flat JSON. */
export type EventJson = Record<string, unknown> & { readonly type: string; readonly producer: string; readonly sourceEventId: string };

/** What an injected deviation is expected to be found as. */
export interface Deviation {
  readonly kind: string;
  readonly outcome: 'violation' | 'gap';
  /** Every rule that must speak, sorted. */
  readonly rules: readonly string[];
}

export interface Happening {
  readonly at: Instant;
  event: EventJson;
  /** The clause it follows, when it handles items. */
  readonly clause: Clause | null;
  /** The separate consent a provision rests on. */
  readonly separate: SeparateConsent | null;
  deviation: Deviation | null;
}

/** Computed when somebody asks: few do, and it is a hash. */
export const idOf = ({ event: { producer, sourceEventId } }: Happening): EventId => eventIdOf(producer, sourceEventId);

/** Consent to one provision: recipient, clause, purpose, items (PIPL 23). */
export interface SeparateConsent {
  readonly consent: string;
  readonly at: Instant;
  readonly recipient: SimulatedRecipient;
  readonly clause: Clause;
  readonly purpose: string;
  readonly items: readonly string[];
  readonly granted: Happening;
  /** Nothing is provided under it any more. */
  endsAt: Instant;
  withdrawn: Happening | null;
}

export interface Journal {
  readonly happenings: Happening[];
  /** Notes an event; its id is (producer, running number of this person). */
  note(
    at: Instant,
    type: string,
    producer: string,
    fields: Readonly<Record<string, unknown>>,
    clause?: Clause | null,
    separate?: SeparateConsent | null,
  ): Happening;
}

/** `identity` is `{ dataSubject }` or `{ identifier }`; empty for facts about nobody. */
export function journal(prefix: string, identity: Readonly<Record<string, unknown>>): Journal {
  const happenings: Happening[] = [];
  let number = 0;
  return {
    happenings,
    note: (at, type, producer, fields, clause = null, separate = null) => {
      number += 1;
      const sourceEventId = `${prefix}-${number}`;
      const event: EventJson = { type, producer, sourceEventId, ...identity, occurredAt: formatInstant(at), ...fields };
      const happening: Happening = { at, event, clause, separate, deviation: null };
      happenings.push(happening);
      return happening;
    },
  };
}
