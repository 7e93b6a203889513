// The consents of one person, with what was withdrawn of each and when: the ground of R02, R04 and R21.
import type { ConsentGranted, ConsentWithdrawn } from '../domain/events.ts';
import { isBefore, type PlacedEvent, type PlacedPersonEvent } from '../domain/placed-event.ts';
import type { EventId } from '../domain/vocabulary.ts';

export interface ConsentQuestion {
  /** The event that asks: only what came before it counts. */
  readonly asked: PlacedEvent;
  readonly items: readonly string[];
  readonly purpose: string;
  /** Kinds that would do, e.g. separate and written for a provision. */
  readonly kinds: readonly ConsentGranted['kind'][];
  /** For a provision: the very recipient. Null: consents for any recipient count. */
  readonly recipient: string | null;
}

/** `given`: a consent covers it. `withdrawn`: one did, until it was withdrawn or lapsed. `none`: none ever did by then. */
export type ConsentAnswer =
  | { readonly state: 'given'; readonly facts: readonly EventId[] }
  | { readonly state: 'withdrawn'; readonly facts: readonly EventId[] }
  | { readonly state: 'none'; readonly facts: readonly EventId[] };

/**
 * consentOK of regulation.md 1.3: a consent of a fitting kind, given before, whose scope covers every item and the purpose,
 * not withdrawn in that scope and not lapsed. One consent must cover it alone: scopes are not pieced together.
 */
export function askConsent(history: readonly PlacedPersonEvent[], question: ConsentQuestion): ConsentAnswer {
  let withdrawn: readonly EventId[] | null = null;
  for (const placed of history) {
    if (placed.event.type !== 'ConsentGranted') continue;
    const consent = placed.event;
    if (!isBefore(placed, question.asked)) continue;
    if (!question.kinds.includes(kindInTruth(consent)) || !covers(consent, question)) continue;
    const withdrawal = history.find((other) => withdraws(other, placed as PlacedEvent<ConsentGranted>, question));
    if (withdrawal) withdrawn = [placed.eventId, withdrawal.eventId];
    else if (consent.validUntil !== null && consent.validUntil < question.asked.event.occurredAt) withdrawn = [placed.eventId];
    else return { state: 'given', facts: [placed.eventId] };
  }
  return withdrawn ? { state: 'withdrawn', facts: withdrawn } : { state: 'none', facts: [] };
}

/** A tick box for the policy and other consents together is a general consent, whatever it was recorded as (网数条例 62(7): one act for one processing). */
const kindInTruth = ({ kind, act }: ConsentGranted): ConsentGranted['kind'] => (act === 'bundled' && kind === 'separate' ? 'general' : kind);

function covers(consent: ConsentGranted, question: ConsentQuestion): boolean {
  if (question.recipient !== null && consent.recipient !== question.recipient) return false;
  if (consent.purposes.length > 0 && !consent.purposes.includes(question.purpose)) return false;
  return consent.items.length === 0 || question.items.every((item) => consent.items.includes(item));
}

function withdraws(other: PlacedPersonEvent, granted: PlacedEvent<ConsentGranted>, question: ConsentQuestion): boolean {
  if (other.event.type !== 'ConsentWithdrawn' || other.event.consent !== granted.event.consent) return false;
  const withdrawal: ConsentWithdrawn = other.event;
  if (!isBefore(other, question.asked) || isBefore(other, granted)) return false;
  if (withdrawal.purposes.length > 0 && !withdrawal.purposes.includes(question.purpose)) return false;
  return withdrawal.items.length === 0 || question.items.some((item) => withdrawal.items.includes(item));
}
