// R97: no orphan flow.
import { cannotBeShown, held, notApplicable, type Rule } from './rule.ts';

/** R97: what is handed on or derived names the events it comes from. What an SDK takes comes from the person. Whether those events are in the ledger, the answer says (incompleteBecause). */
export const r97: Rule = {
  id: 'R97',
  asks: { zh: '提供、委托和加工写明上游来源', en: 'What is handed on or derived names what it comes from' },
  severity: 'H',
  source: 'NFRA 24 SF:S16',
  judge: ({ event }) => {
    const flows = event.type === 'PersonalDataUsed' ? event.activity === 'derived' : event.type === 'PersonalDataShared' && event.mode !== 'sdk-direct';
    if (!flows) return notApplicable;
    if (event.causedBy.length > 0) return held;
    return [cannotBeShown('没有写明信息的上游来源。', 'It does not say which events the items come from.')];
  },
};
