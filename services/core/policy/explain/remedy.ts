// What would have made an event compliant: one sentence per rule, with the event's own items, purpose, recipient and time.
import { formatInstant } from '../../domain/instants.ts';
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { Case, Rule } from '../rules/rule.ts';
import { consentRemedies } from './consent-remedies.ts';
import { noticeRemedies } from './notice-remedies.ts';
import { policyRemedies } from './policy-remedies.ts';
import { recipientRemedies } from './recipient-remedies.ts';

/** The event in the words of a remedy. */
export interface Needed {
  readonly subject: Case;
  /** Business time of the event: what it needs comes before. */
  readonly before: string;
  readonly items: string;
  readonly purpose: string;
  /** Empty when nothing was shared. */
  readonly recipient: string;
}

export type Remedies = Readonly<Record<string, (needed: Needed) => Bilingual>>;

/** By rule id. */
export const remedies: Remedies = { ...consentRemedies, ...noticeRemedies, ...policyRemedies, ...recipientRemedies };

/** For a rule that does not hold. A rule that is new here asks for what it asks. */
export function remedyOf(rule: Pick<Rule, 'id' | 'asks'>, subject: Case): Bilingual {
  const { event } = subject;
  const recipient = event.type === 'PersonalDataShared' ? event.recipient : '';
  const needed = { subject, before: formatInstant(event.occurredAt), items: event.items.join(', '), purpose: event.purpose, recipient };
  return remedies[rule.id]?.(needed) ?? rule.asks;
}
