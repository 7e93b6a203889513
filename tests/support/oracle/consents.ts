// consentOK of regulation.md 1.3, by looking at every fact of the person for every question.
import { instant, list, precedes, text, type Fact } from './facts.ts';

export type ConsentState = 'given' | 'withdrawn' | 'none';

/**
 * Whether, before `event`, one consent of one of `kinds` (and for `recipient`, unless null) covered all its items and its purpose.
 * An empty list of a consent covers everything; `withdrawn` when such consents were given but none is left.
 */
export function consentBefore(event: Fact, kinds: readonly string[], recipient: string | null, facts: readonly Fact[]): ConsentState {
  const covering = facts.filter(
    (fact) =>
      fact.type === 'ConsentGranted' &&
      precedes(fact, event) &&
      kinds.includes(text(fact, 'kind') ?? '') &&
      (recipient === null || text(fact, 'recipient') === recipient) &&
      (list(fact, 'purposes').length === 0 || list(fact, 'purposes').includes(text(event, 'purpose') ?? '')) &&
      (list(fact, 'items').length === 0 || list(event, 'items').every((item) => list(fact, 'items').includes(item))),
  );
  if (covering.length === 0) return 'none';
  return covering.some((consent) => !hasLapsed(consent, event) && !isWithdrawn(consent, event, facts)) ? 'given' : 'withdrawn';
}

const hasLapsed = (consent: Fact, event: Fact): boolean => (instant(consent, 'validUntil') ?? Number.POSITIVE_INFINITY) < event.at;

/** A withdrawal of this consent between it and the event, whose scope touches the event: its purpose, and any of its items. */
function isWithdrawn(consent: Fact, event: Fact, facts: readonly Fact[]): boolean {
  return facts.some(
    (fact) =>
      fact.type === 'ConsentWithdrawn' &&
      text(fact, 'consent') === text(consent, 'consent') &&
      precedes(consent, fact) &&
      precedes(fact, event) &&
      (list(fact, 'purposes').length === 0 || list(fact, 'purposes').includes(text(event, 'purpose') ?? '')) &&
      (list(fact, 'items').length === 0 || list(event, 'items').some((item) => list(fact, 'items').includes(item))),
  );
}
