// R65: what is kept has a rule for how long.
import { cannotBeShown, held, notApplicable, type Rule } from './rule.ts';

/** R65: a product that items belong to has a retention rule in the policy. Items of no product are not asked about: the policy counts by products only. */
export const r65: Rule = {
  id: 'R65',
  asks: { zh: '业务信息有保存期限规定', en: 'Data of a product have a retention rule' },
  severity: 'H',
  source: 'PIPL 19 SF:S1; 网数条例 21 SF:S2',
  judge: ({ event, version }) => {
    if (event.product === null || version === null) return notApplicable;
    if (version.retention.some(({ product }) => product === event.product)) return held;
    return [cannotBeShown('政策没有规定该类业务的保存期限。', 'The policy says nothing of how long data of this product are kept.')];
  },
};
