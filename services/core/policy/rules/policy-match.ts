// R07, policy versus reality: clause, item, purpose and recipient of an event are those that the policy in force lists.
import { declarationOf } from '../declared-recipient.ts';
import { versionInForce, type Clause } from '../registry.ts';
import { broken, cannotBeShown, holds, type Case, type Rule, type RuleResult } from './rule.ts';

/** R07 (PIPL 7, 17, 23; 网数条例 21). */
export const r07: Rule = {
  id: 'R07',
  asks: { zh: '版本、条款、信息、目的、接收方与政策一致', en: 'Version, clause, items, purpose and recipient are those of the policy' },
  severity: 'H',
  source: 'PIPL 7, 17, 23 SF:S1; 网数条例 21 SF:S2',
  judge: (subject) => {
    const version = versionResult(subject);
    if (version.result !== 'holds' || !subject.clause) return [version];
    return [itemResult(subject, subject.clause), purposeResult(subject, subject.clause), recipientResult(subject, subject.clause)];
  },
};

function versionResult({ event, version, clause, registry }: Case): RuleResult {
  if (event.policyVersion === null) return cannotBeShown('没有说明依据的政策版本。', 'It does not say which policy version it followed.');
  if (!version) return cannotBeShown('所引用的政策版本不在登记库中。', 'The policy version it cites is not in the registry.');
  if (event.occurredAt < version.effectiveFrom) return broken('发生时所引用的政策版本尚未生效。', 'The policy version it cites was not yet in force.');
  if (versionInForce(registry, event.occurredAt) !== version)
    return broken('所引用的政策版本已被新版本取代。', 'The policy version it cites had been replaced.');
  if (event.clause === null) return cannotBeShown('没有引用政策条款。', 'It cites no clause of the policy.');
  if (!clause) return broken('所引用的条款不在该版本政策中。', 'The clause it cites is not in that version of the policy.');
  return holds;
}

function itemResult({ event, version }: Case, clause: Clause): RuleResult {
  const listed = codesOf(clause);
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

const listedCodes = new WeakMap<Clause, ReadonlySet<string>>();

/** Item codes that a clause lists, collected once. */
function codesOf(clause: Clause): ReadonlySet<string> {
  const known = listedCodes.get(clause) ?? new Set(clause.items.map((item) => item.code));
  listedCodes.set(clause, known);
  return known;
}

function purposeResult({ event }: Case, clause: Clause): RuleResult {
  if (clause.purposes.includes(event.purpose)) return holds;
  return broken('处理目的不是该条款所列的目的。', 'The purpose is not one that the clause states.');
}

/**
 * A registered recipient must be of a class that the clause lists. Where the clause only names some of that class, its legal name must be one of
 * theirs: the code is the register's, the name is what the person was told (PIPL 23). The same recipient may be printed under several names.
 */
function recipientResult({ event, version, recipient: at }: Case, clause: Clause): RuleResult {
  if (event.type !== 'PersonalDataShared' || at?.state !== 'registered' || !version) return holds; // R20 speaks of those that are not registered.
  const { record, placed } = at;
  switch (declarationOf(version, clause, record)) {
    case 'declared':
      return holds;
    case 'other-class':
      return broken('接收方的类别不是该条款允许的类别。', 'The recipient is not of a class that the clause allows.', [placed.eventId]);
    case 'renamed':
      return cannotBeShown(
        '政策以另一名称列出该接收方，无法证明是同一家。',
        'The policy prints this recipient under another name, so it cannot be shown to be the same.',
        [placed.eventId],
      );
    default:
      return broken('条款具名列出了接收方，不包括登记的这一名称。', 'The clause names its recipients, and the legal name registered is not one of them.', [
        placed.eventId,
      ]);
  }
}
