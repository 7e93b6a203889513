// evaluate(): one event, the policy, the facts → compliant, violation or gap, with rule, clause and facts used. Pure.
import type { DomainEvent } from '../domain/events.ts';
import type { PlacedEvent } from '../domain/placed-event.ts';
import { handingOf } from './handing.ts';
import { factsOf } from './person-facts.ts';
import { recipientAt } from './recipient-history.ts';
import { r39, r40, r41 } from './rules/abroad.ts';
import { r01, r02, r04, r21 } from './rules/consent.ts';
import { r03, r05, r10, r12, r51 } from './rules/consent-scope.ts';
import { r44 } from './rules/credit.ts';
import { r24, r25, r31, r32 } from './rules/entrusting.ts';
import { r13, r14 } from './rules/minors.ts';
import { r06, r11, r16, r22, r33, r43 } from './rules/notice.ts';
import { r97 } from './rules/origin.ts';
import { r07 } from './rules/policy-match.ts';
import { r37, r69 } from './rules/protection.ts';
import { r34 } from './rules/publication.ts';
import { r20, r23, r27, r35 } from './rules/recipient.ts';
import { r65 } from './rules/retention.ts';
import { r38 } from './rules/sdk.ts';
import { r17, r45 } from './rules/secrecy.ts';
import type { Case, Facts, JudgedEvent, Rule } from './rules/rule.ts';
import { verdictOf, type Finding, type Verdict } from './verdict.ts';

/** Every rule that is applied, in the order in which findings are listed. */
export const rules: readonly Rule[] = [
  r01,
  r02,
  r03,
  r04,
  r05,
  r06,
  r07,
  r10,
  r11,
  r12,
  r13,
  r14,
  r16,
  r17,
  r20,
  r21,
  r22,
  r23,
  r24,
  r25,
  r27,
  r31,
  r32,
  r33,
  r34,
  r35,
  r37,
  r38,
  r39,
  r40,
  r41,
  r43,
  r44,
  r45,
  r51,
  r65,
  r69,
  r97,
];

/** Whether the event handles items and so gets a verdict. */
export function isJudged(event: DomainEvent): event is JudgedEvent {
  return event.type === 'PersonalDataCollected' || event.type === 'PersonalDataShared' || event.type === 'PersonalDataUsed';
}

/** Judges one event as of its business time, by the facts given. The order of `facts.history` does not matter. */
export function evaluate(placed: PlacedEvent<JudgedEvent>, facts: Facts): Verdict {
  const subject = caseOf(placed, facts);
  const findings: Finding[] = [];
  const consulted: string[] = [];
  for (const rule of rules) {
    const results = rule.judge(subject);
    if (results.length > 0) consulted.push(rule.id);
    for (const result of results) {
      if (result.result === 'holds') continue;
      findings.push({
        rule: rule.id,
        outcome: result.result === 'broken' ? 'violation' : 'gap',
        severity: rule.severity,
        clause: subject.event.clause ?? '',
        because: result.because,
        facts: [placed.eventId, ...(result.facts ?? [])],
      });
    }
  }
  return verdictOf(findings, consulted);
}

/** The event with what rules ask for, looked up once. */
export function caseOf(placed: PlacedEvent<JudgedEvent>, { registry, history, recipients }: Facts): Case {
  const { event } = placed;
  const version = event.policyVersion === null ? null : (registry.versions.get(event.policyVersion) ?? null);
  const recipient = event.type === 'PersonalDataShared' ? recipientAt(recipients, event.recipient, event.occurredAt) : null;
  return {
    placed,
    event,
    version,
    clause: version && event.clause !== null ? (version.clauses.get(event.clause) ?? null) : null,
    registry,
    person: factsOf(history),
    answers: {},
    sensitive: version ? event.items.filter((code) => version.items.get(code)?.sensitive === true) : [],
    register: recipients,
    recipient,
    handing: event.type === 'PersonalDataShared' && recipient ? handingOf(event, recipient) : null,
  };
}
