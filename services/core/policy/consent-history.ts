// The consents of one person, with what was withdrawn of each and when: the ground of R02, R04 and R21.
import type { ConsentGranted, ConsentWithdrawn } from '../domain/events.ts';
import { isBefore, type PlacedEvent } from '../domain/placed-event.ts';
import type { EventId, Instant } from '../domain/vocabulary.ts';
import type { PersonFacts } from './person-facts.ts';

export interface ConsentQuestion {
  /** The event that asks: only what came before it counts. */
  readonly asked: PlacedEvent;
  readonly items: readonly string[];
  readonly purpose: string;
  /** To whom the items go; null when they stay at the bank. A consent that names a recipient is for sharing with that one, and for nothing else. */
  readonly recipient: string | null;
  /** A dedicated consent that names the recipient is needed (PIPL 23); else any that covers it will do. */
  readonly dedicated: boolean;
  /** A separate or written consent is needed, whether or not it names a recipient (PIPL 29); a dedicated one always is one. */
  readonly separate?: boolean;
  /** Only a written one will do (征信业管理条例 18). */
  readonly written?: boolean;
  /** Only one given at this time or later. */
  readonly since?: Instant;
}

/** `given`: a consent covers it. `withdrawn`: one did, until it was withdrawn or lapsed. `none`: none ever did by then. */
export type ConsentAnswer =
  | { readonly state: 'given'; readonly facts: readonly EventId[] }
  | { readonly state: 'withdrawn'; readonly facts: readonly EventId[] }
  | { readonly state: 'none'; readonly facts: readonly EventId[] };

const none: ConsentAnswer = { state: 'none', facts: [] };

/**
 * consentOK of regulation.md 1.3: a consent of a fitting kind, given before, whose scope covers every item and the purpose,
 * not withdrawn in that scope and not lapsed. One consent must cover it alone: scopes are not pieced together.
 */
export function askConsent(facts: PersonFacts, question: ConsentQuestion): ConsentAnswer {
  const { byPurpose, forAnyPurpose } = facts.grants;
  const named = firstStanding(facts, byPurpose.get(question.purpose) ?? noGrants, question, covers);
  if (named.state === 'given') return named;
  const general = firstStanding(facts, forAnyPurpose, question, covers);
  return general.state === 'none' ? named : general;
}

/** What became of the very consent that an event cites, whatever else the person agreed to: it stands, or it was withdrawn, or it is not on record. */
export function askCited(facts: PersonFacts, consent: string, question: ConsentQuestion): ConsentAnswer {
  return firstStanding(facts, facts.grants.byConsent.get(consent) ?? noGrants, question, () => true);
}

type Grant = PlacedEvent<ConsentGranted>;
const noGrants: readonly Grant[] = [];

function firstStanding(
  facts: PersonFacts,
  grants: readonly Grant[],
  question: ConsentQuestion,
  fits: (consent: ConsentGranted, question: ConsentQuestion) => boolean,
): ConsentAnswer {
  let withdrawn: ConsentAnswer = none;
  for (const granted of grants) {
    if (!isBefore(granted, question.asked) || !fits(granted.event, question)) continue;
    if (question.since !== undefined && granted.event.occurredAt < question.since) continue;
    const answer = standing(facts, granted, question);
    if (answer.state === 'given') return answer;
    withdrawn = answer;
  }
  return withdrawn;
}

/** Whether one act of consent still stood for what is asked; of one that was withdrawn, it and its withdrawal. */
export function standing(facts: PersonFacts, granted: PlacedEvent<ConsentGranted>, question: ConsentQuestion): ConsentAnswer {
  const { consent, validUntil } = granted.event;
  const withdrawal = facts.withdrawals.get(consent)?.find((other) => withdraws(other, granted, question));
  if (withdrawal) return { state: 'withdrawn', facts: [granted.eventId, withdrawal.eventId] };
  if (validUntil !== null && validUntil < question.asked.event.occurredAt) return { state: 'withdrawn', facts: [granted.eventId] };
  return { state: 'given', facts: [granted.eventId] };
}

/** A written consent for one recipient is also a separate one: a stricter form of the same dedicated act (PIPL 14, 29). */
function isOfKind(consent: ConsentGranted, { dedicated, separate = dedicated, written = false }: ConsentQuestion): boolean {
  const kind = kindInTruth(consent);
  if (kind === 'written') return true;
  return !written && (kind === 'separate' || (!separate && (kind === 'general' || kind === 'guardian')));
}

/** A tick box for the policy and other consents together is a general consent, whatever it was recorded as (网数条例 62(7): one act for one processing). */
const kindInTruth = ({ kind, act }: ConsentGranted): ConsentGranted['kind'] => (act === 'bundled' && kind === 'separate' ? 'general' : kind);

/** Kind, recipient, purpose and items. */
function covers(consent: ConsentGranted, question: ConsentQuestion): boolean {
  if (!isOfKind(consent, question)) return false;
  if (consent.recipient === null ? question.dedicated : consent.recipient !== question.recipient) return false;
  if (consent.purposes.length > 0 && !consent.purposes.includes(question.purpose)) return false;
  return consent.items.length === 0 || question.items.every((item) => consent.items.includes(item));
}

function withdraws(other: PlacedEvent<ConsentWithdrawn>, granted: PlacedEvent<ConsentGranted>, question: ConsentQuestion): boolean {
  const { purposes, items } = other.event;
  if (!isBefore(other, question.asked) || isBefore(other, granted)) return false;
  if (purposes.length > 0 && !purposes.includes(question.purpose)) return false;
  return items.length === 0 || question.items.some((item) => items.includes(item));
}
