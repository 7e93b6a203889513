// The answer to "why was this event judged so?": the explanation with instants to read and facts in words.
import { formatInstant } from '../core/domain/instants.ts';
import type { PlacedEvent, PlacedPersonEvent } from '../core/domain/placed-event.ts';
import type { EventId, Instant } from '../core/domain/vocabulary.ts';
import { explain } from '../core/policy/explain/explain.ts';
import { factInWords } from '../core/policy/explain/fact-in-words.ts';
import { isFact, isJudgedPlaced } from '../core/policy/person-fold.ts';
import type { Clause, PolicyRegistry } from '../core/policy/registry.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { PersonRecord } from '../core/ports/lineage-queries.ts';
import { placedOf, registerOf } from '../core/ports/stored-events.ts';
import { flowOf } from './answered-flow.ts';
import { labels } from './labels.ts';

export interface VerdictContext {
  readonly codec: EventCodec;
  readonly registry: PolicyRegistry;
  /** Ledger time: nothing recorded later. Null: all there is. */
  readonly knownAt: Instant | null;
}

/** Of one event of a person's record. Null when it is not among the events known then, or is a fact by which others are judged and none that is. */
export function verdictAnswer(eventId: EventId, record: PersonRecord, { codec, registry, knownAt }: VerdictContext) {
  const known = <T extends { readonly recordedAt: Instant }>(events: readonly T[]): readonly T[] =>
    events.filter(({ recordedAt }) => knownAt === null || recordedAt <= knownAt);
  const events = known(record.events);
  const stored = events.find((one) => one.eventId === eventId);
  if (!stored) return null;
  const placed = placedOf(codec, stored);
  if (!isJudgedPlaced(placed)) return null;
  const history = events.map((one) => placedOf(codec, one) as PlacedPersonEvent).filter(({ event }) => isFact(event));
  const { verdict, clause, facts, ...rest } = explain(placed, { registry, history, recipients: registerOf(codec, known(record.recipients)) });
  return {
    eventId,
    dataSubject: placed.event.dataSubject,
    flow: flowOf(stored, verdict, labels(registry, record.recipients)).flow,
    outcome: verdict.outcome,
    /** Differs where the policies were changed since and nothing was projected anew, or where an older state of knowledge is asked. */
    storedOutcome: stored.outcome,
    clause: clause && { policyVersion: placed.event.policyVersion, ...citedClause(clause) },
    ...rest,
    facts: facts.map(answeredFact),
  };
}

export type VerdictAnswer = NonNullable<ReturnType<typeof verdictAnswer>>;

const citedClause = ({ id, kind, title, purpose, purposes, items, recipients, lines }: Clause) => ({
  id,
  kind,
  title,
  purpose,
  purposes,
  items,
  recipients,
  lines,
});

const answeredFact = ({ eventId, event, stream, revision, recordedAt }: PlacedEvent) => ({
  eventId,
  type: event.type,
  what: factInWords(event),
  occurredAt: formatInstant(event.occurredAt),
  recordedAt: formatInstant(recordedAt),
  ledger: stream,
  revision: String(revision),
});
