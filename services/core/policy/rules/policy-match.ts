// R07, policy versus reality: clause, item, purpose and recipient of an event are those that the policy in force lists.
import { recipientAt } from '../recipient-history.ts';
import { versionInForce, type Clause } from '../registry.ts';
import { broken, cannotBeShown, holds, type Case, type Facts, type Rule, type RuleResult } from './rule.ts';

/** R07 (PIPL 7, 17, 23; 网数条例 21). */
export const r07: Rule = {
  id: 'R07',
  severity: 'H',
  source: 'PIPL 7, 17, 23 SF:S1; 网数条例 21 SF:S2',
  judge: (subject, facts) => {
    const version = versionResult(subject, facts);
    if (version.result !== 'holds' || !subject.clause) return [version];
    return [itemResult(subject, subject.clause), purposeResult(subject, subject.clause), recipientResult(subject, subject.clause, facts)];
  },
};

function versionResult({ event, version, clause }: Case, facts: Facts): RuleResult {
  if (event.policyVersion === null) return cannotBeShown('没有说明依据的政策版本。', 'It does not say which policy version it followed.');
  if (!version) return cannotBeShown('所引用的政策版本不在登记库中。', 'The policy version it cites is not in the registry.');
  if (event.occurredAt < version.effectiveFrom) return broken('发生时所引用的政策版本尚未生效。', 'The policy version it cites was not yet in force.');
  if (versionInForce(facts.registry, event.occurredAt) !== version)
    return broken('所引用的政策版本已被新版本取代。', 'The policy version it cites had been replaced.');
  if (event.clause === null) return cannotBeShown('没有引用政策条款。', 'It cites no clause of the policy.');
  if (!clause) return broken('所引用的条款不在该版本政策中。', 'The clause it cites is not in that version of the policy.');
  return holds;
}

function itemResult({ event, version }: Case, clause: Clause): RuleResult {
  const listed = new Set(clause.items.map((item) => item.code));
  const outside = event.items.filter((code) => !listed.has(code));
  if (outside.length === 0) return holds;
  const names = outside.map((code) => version?.items.get(code)?.label.zh ?? code).join('、');
  const codes = outside.join(', ');
  // A clause that refers to another document, or prints only an undefined container word, cannot show what it covers.
  if (clause.openEnded)
    return cannotBeShown(
      `条款没有逐项列明信息，无法证明包含：${names}。`,
      `The clause does not list items one by one, so it cannot be shown to cover: ${codes}.`,
    );
  return broken(`条款未列明这些信息：${names}。`, `The clause does not list these items: ${codes}.`);
}

function purposeResult({ event }: Case, clause: Clause): RuleResult {
  if (clause.purposes.includes(event.purpose)) return holds;
  return broken('处理目的不是该条款所列的目的。', 'The purpose is not one that the clause states.');
}

function recipientResult({ event }: Case, clause: Clause, facts: Facts): RuleResult {
  if (event.type !== 'PersonalDataShared') return holds;
  const at = recipientAt(facts.recipients, event.recipient, event.occurredAt);
  if (at.state !== 'registered') return holds; // R20 speaks of it.
  const { record, placed } = at;
  const ofClass = clause.recipients.filter((recipient) => recipient.class === record.recipientClass);
  const named = ofClass.filter((recipient) => recipient.named);
  const matchesName = named.some((recipient) => recipient.code === record.recipient || recipient.printed === record.legalName);
  if (ofClass.length > named.length || matchesName) return holds;
  if (ofClass.length > 0)
    return broken('条款具名列出了接收方，不包括该接收方。', 'The clause names its recipients, and this is not one of them.', [placed.eventId]);
  return broken('接收方的类别不是该条款允许的类别。', 'The recipient is not of a class that the clause allows.', [placed.eventId]);
}
