// R34: publication.
import { askDedicated } from './consent.ts';
import { broken, cannotBeShown, held, notApplicable, type Rule, type RuleResult } from './rule.ts';

/** R34: publication needs a separate consent, an impact assessment and an approval. */
export const r34: Rule = {
  id: 'R34',
  asks: { zh: '公开须有单独同意、影响评估和审批', en: 'Publication: separate consent, assessment, approval' },
  severity: 'C',
  source: 'PIPL 25 SF:S1; NFRA 35 SF:S16',
  judge: (subject) => {
    const { event } = subject;
    if (event.type !== 'PersonalDataShared' || event.mode !== 'published') return notApplicable;
    const results: RuleResult[] = [];
    const answer = askDedicated(subject);
    if (answer.state !== 'given') results.push(broken('公开前没有取得单独同意。', 'No separate consent to the publication was given before.', answer.facts));
    if (event.pia === null) results.push(cannotBeShown('没有引用影响评估。', 'It cites no impact assessment.'));
    if (event.approver === null) results.push(cannotBeShown('没有审批记录。', 'No approval is on record.'));
    return results.length > 0 ? results : held;
  },
};
