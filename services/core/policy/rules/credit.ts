// R44: credit information and who may have it.
import { cannotBeShown, held, notApplicable, type Rule } from './rule.ts';

/** R44: a credit agency has a licence for personal credit reporting. Which licence the law asks for is general knowledge, and its presence all that is checked. */
export const r44: Rule = {
  id: 'R44',
  asks: { zh: '征信机构持有许可证', en: 'A credit agency has a licence' },
  severity: 'C',
  source: '征信业管理条例 14, 20 SF:S4; 征信业务管理办法 12 SF:S25; licence GK',
  judge: ({ recipient }) => {
    if (recipient?.state !== 'registered' || recipient.record.role !== 'credit-bureau') return notApplicable;
    if (recipient.record.licence !== null) return held;
    return [cannotBeShown('征信机构登记中没有许可证。', 'The record of the credit agency has no licence.', [recipient.placed.eventId])];
  },
};
