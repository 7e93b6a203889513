// R13, R14: children and young people.
import { isBefore } from '../../domain/placed-event.ts';
import { broken, cannotBeShown, held, notApplicable, type Case, type Rule, type RuleResult } from './rule.ts';

/** R13: under 14 a guardian agrees and special rules apply, and staff look only with approval (R13b, all minors). */
export const r13: Rule = {
  id: 'R13',
  asks: { zh: '未满十四周岁有监护人同意和专门规则；访问未成年人信息有审批', en: 'Under 14: a guardian and special rules; staff look at minors with approval' },
  severity: 'C',
  source: 'PIPL 31 SF:S1; 未成年人网络保护条例 36 SF:S6',
  judge: (subject) => {
    const { event } = subject;
    const { ageBand } = event;
    if (ageBand === 'adult' || ageBand === 'unknown') return notApplicable;
    const results: RuleResult[] = [];
    if (event.type === 'PersonalDataUsed' && event.activity === 'accessed' && event.approver === null)
      results.push(broken('工作人员访问未成年人信息，没有审批。', 'Staff looked at the data of a minor without an approval.'));
    if (ageBand === 'under-14') {
      if (!guardianAgreed(subject)) results.push(broken('未满十四周岁，没有监护人同意。', 'Under 14, and no guardian agreed before.'));
      else results.push(cannotBeShown('无法证明适用了专门的处理规则。', 'Nothing shows that the special rules for children were applied.'));
    }
    return results.length > 0 ? results : held;
  },
};

/** R14, the policy's own promise: nobody under 16; at 16 and 17 a parent or guardian agrees. */
export const r14: Rule = {
  id: 'R14',
  asks: { zh: '不收集未满十六周岁者的信息；十六至十七周岁有监护人同意', en: 'Nobody under 16; at 16 and 17 a guardian agrees' },
  severity: 'H',
  source: '政策 九 SF:S23',
  judge: (subject) => {
    const { event } = subject;
    if (event.type !== 'PersonalDataCollected' || event.ageBand === 'unknown') return notApplicable;
    if (event.ageBand === 'under-14' || event.ageBand === 'age-14-to-15')
      return [
        broken('政策承诺不向未满十六周岁的人提供服务，仍收集了信息。', 'The policy promises no service under 16, and items were collected all the same.'),
      ];
    if (event.ageBand !== 'age-16-to-17' || guardianAgreed(subject)) return held;
    return [broken('十六至十七周岁，没有父母或监护人同意。', 'At 16 or 17, and no parent or guardian agreed before.')];
  },
};

/** A guardian's consent on record before, not withdrawn since. */
function guardianAgreed({ placed, person }: Case): boolean {
  for (const [consent, grants] of person.grants.byConsent) {
    const given = grants.filter(({ event }) => event.kind === 'guardian').filter((granted) => isBefore(granted, placed));
    const withdrawals = person.withdrawals.get(consent)?.filter((other) => isBefore(other, placed)) ?? [];
    if (given.some((granted) => !withdrawals.some((withdrawal) => isBefore(granted, withdrawal)))) return true;
  }
  return false;
}
