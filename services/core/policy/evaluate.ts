// evaluate(): one event, the policy, the facts → compliant, violation or gap, with rule, clause and facts used. Pure.
import type { DomainEvent } from '../domain/events.ts';
import type { PlacedEvent } from '../domain/placed-event.ts';
import { r01, r02, r04, r21 } from './rules/consent.ts';
import { r07 } from './rules/policy-match.ts';
import { r20 } from './rules/recipient.ts';
import type { Case, Facts, JudgedEvent, Rule } from './rules/rule.ts';
import { verdictOf, type Finding, type Verdict } from './verdict.ts';

/** Every rule that is applied, in the order in which findings are listed. */
export const rules: readonly Rule[] = [r01, r02, r04, r07, r20, r21];

/** Whether the event handles items and so gets a verdict. */
export function isJudged(event: DomainEvent): event is JudgedEvent {
  return event.type === 'PersonalDataCollected' || event.type === 'PersonalDataShared' || event.type === 'PersonalDataUsed';
}

/** Judges one event as of its business time, by the facts given. The order of `facts.history` does not matter. */
export function evaluate(placed: PlacedEvent<JudgedEvent>, facts: Facts): Verdict {
  const { event } = placed;
  const version = event.policyVersion === null ? null : (facts.registry.versions.get(event.policyVersion) ?? null);
  const clause = version && event.clause !== null ? (version.clauses.get(event.clause) ?? null) : null;
  const subject: Case = { placed, event, version, clause };
  const findings: Finding[] = [];
  for (const rule of rules) {
    for (const result of rule.judge(subject, facts)) {
      if (result.result === 'holds') continue;
      findings.push({
        rule: rule.id,
        outcome: result.result === 'broken' ? 'violation' : 'gap',
        severity: rule.severity,
        clause: event.clause ?? '',
        because: result.because,
        facts: [placed.eventId, ...(result.facts ?? [])],
      });
    }
  }
  return verdictOf(findings);
}
