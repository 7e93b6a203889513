// The topics of the bank: which events travel on which, and under which key.
import type { DomainEvent } from '../../core/domain/events.ts';
import { isPersonLedger, registersLedger } from '../../core/domain/stream-names.ts';
import type { EventCodec } from '../../core/ports/event-codec.ts';
import type { PreparedEvent } from '../../core/ports/intake.ts';

export interface Topics {
  /** About people: keyed by person, so that one person's events keep their order. */
  readonly events: string;
  /** About no single person: one partition. */
  readonly registers: string;
}

export const bankTopics: Topics = { events: 'personal-data.events.v1', registers: 'personal-data.registers.v1' };

/** The topic of an event; null for what the system itself writes to the ledger. */
export function topicOf({ stream }: PreparedEvent, topics: Topics): string | null {
  return isPersonLedger(stream) ? topics.events : stream === registersLedger ? topics.registers : null;
}

/** The person; in the registers what the entry is about. */
export function keyOf({ dataSubject, schema, bytes, eventId }: PreparedEvent, codec: EventCodec): string {
  if (dataSubject !== null) return dataSubject;
  const decoded = codec.decode(schema, bytes);
  return (decoded.ok ? subjectOf(decoded.event) : null) ?? eventId;
}

function subjectOf(event: DomainEvent): string | null {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  for (const name of ['recipient', 'incident', 'finding', 'pia', 'policy']) if (typeof fields[name] === 'string') return fields[name];
  return null;
}
