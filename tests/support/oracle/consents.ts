// consentOK of regulation.md 1.3, by looking at every fact of the person for every question.
import { instant, list, precedes, text, type Fact } from './facts.ts';

export type ConsentState = 'given' | 'withdrawn' | 'none';

/**
 * Whether, before `event`, one consent of one of `kinds` covered all its items and its purpose. A consent that names a recipient is for sharing
 * with that recipient; `named`: it must name the event's. An empty list of a consent covers everything; `withdrawn` when such consents were given but none is left.
 */
export function consentBefore(
  event: Fact,
  kinds: readonly string[],
  named: boolean,
  facts: readonly Fact[],
  items: readonly string[] = list(event, 'items'),
): ConsentState {
  const covering = facts.filter(
    (fact) =>
      fact.type === 'ConsentGranted' &&
      precedes(fact, event) &&
      kinds.includes(kindOf(fact)) &&
      (text(fact, 'recipient') === null ? !named : text(fact, 'recipient') === text(event, 'recipient')) &&
      (list(fact, 'purposes').length === 0 || list(fact, 'purposes').includes(text(event, 'purpose') ?? '')) &&
      (list(fact, 'items').length === 0 || items.every((item) => list(fact, 'items').includes(item))),
  );
  return stateOf(covering, event, facts, items);
}

/** The state of the very consent that the event cites, whatever it covers. */
export function citedConsent(event: Fact, facts: readonly Fact[]): ConsentState {
  const cited = facts.filter((fact) => fact.type === 'ConsentGranted' && text(fact, 'consent') === text(event, 'consent') && precedes(fact, event));
  return stateOf(cited, event, facts);
}

/** A tick box for several things at once is a general consent (网数条例 62(7)). */
const kindOf = (consent: Fact): string =>
  text(consent, 'act') === 'bundled' && text(consent, 'kind') === 'separate' ? 'general' : (text(consent, 'kind') ?? '');

export function stateOf(covering: readonly Fact[], event: Fact, facts: readonly Fact[], items: readonly string[] = list(event, 'items')): ConsentState {
  if (covering.length === 0) return 'none';
  return covering.some((consent) => !hasLapsed(consent, event) && !isWithdrawn(consent, event, facts, items)) ? 'given' : 'withdrawn';
}

const hasLapsed = (consent: Fact, event: Fact): boolean => (instant(consent, 'validUntil') ?? Number.POSITIVE_INFINITY) < event.at;

/** A withdrawal of this consent between it and the event, whose scope touches the event: its purpose, and any of its items. */
export function isWithdrawn(consent: Fact, event: Fact, facts: readonly Fact[], items: readonly string[] = list(event, 'items')): boolean {
  return facts.some(
    (fact) =>
      fact.type === 'ConsentWithdrawn' &&
      text(fact, 'consent') === text(consent, 'consent') &&
      precedes(consent, fact) &&
      precedes(fact, event) &&
      (list(fact, 'purposes').length === 0 || list(fact, 'purposes').includes(text(event, 'purpose') ?? '')) &&
      (list(fact, 'items').length === 0 || items.some((item) => list(fact, 'items').includes(item))),
  );
}
