// R24, R25, R31, R32: the contract with who handles items for the bank or with it, and the watch over them.
import { addYears } from '../../domain/instants.ts';
import { broken, cannotBeShown, held, notApplicable, type Rule, type RuleResult } from './rule.ts';

/** PIPL 21(1): purpose, term, method, items, protection, duties of both. */
const byLaw: readonly string[] = ['purpose', 'term', 'method', 'items', 'protection', 'duties'];
/** NFRA 30, as in the transcript of S16. */
const bySupervisor: readonly string[] = ['return-or-deletion', 'incident-report'];

/** R24: a processor has a contract with every element. */
export const r24: Rule = {
  id: 'R24',
  asks: { zh: '受托人有要素完整的合同', en: 'A processor has a contract with every element' },
  severity: 'C',
  source: 'PIPL 21 SF:S1; 网数条例 12 SF:S2; NFRA 30 SF:S16',
  judge: ({ handing, recipient }) => {
    if (handing !== 'entrusting' || recipient?.state !== 'registered') return notApplicable;
    const { record, placed } = recipient;
    if (record.contract === null) return [cannotBeShown('受托人登记中没有合同。', 'The record of the processor has no contract.', [placed.eventId])];
    const missing = byLaw.filter((element) => !record.contractElements.includes(element));
    if (missing.length > 0)
      return [broken(`委托合同缺少要素：${missing.join('、')}。`, `The contract with the processor lacks: ${missing.join(', ')}.`, [placed.eventId])];
    const further = bySupervisor.filter((element) => !record.contractElements.includes(element));
    if (further.length === 0) return held;
    return [
      cannotBeShown(`无法证明委托合同包含：${further.join('、')}。`, `The contract with the processor cannot be shown to have: ${further.join(', ')}.`, [
        placed.eventId,
      ]),
    ];
  },
};

/** R25: what is entrusted lies within the contract: in its time, for its purpose, of its items. */
export const r25: Rule = {
  id: 'R25',
  asks: { zh: '委托不超出合同的期限、目的和信息', en: 'What is entrusted lies within the contract: time, purpose, items' },
  severity: 'C',
  source: 'PIPL 21(2) SF:S1',
  judge: ({ event, handing, recipient }) => {
    if (handing !== 'entrusting' || recipient?.state !== 'registered' || recipient.record.contract === null) return notApplicable;
    const { contractValidFrom: from, contractValidUntil: until, purposes, items } = recipient.record;
    const facts = [recipient.placed.eventId];
    const results: RuleResult[] = [];
    if (from === null && until === null) results.push(cannotBeShown('登记中没有合同期限。', 'The record says nothing of the term of the contract.', facts));
    if ((from !== null && event.occurredAt < from) || (until !== null && event.occurredAt > until))
      results.push(broken('不在委托合同期限内。', 'It lies outside the term of the contract.', facts));
    if (purposes.length === 0) results.push(cannotBeShown('登记中没有委托目的。', 'The record says nothing of the purpose of the contract.', facts));
    else if (!purposes.includes(event.purpose)) results.push(broken('目的超出委托合同。', 'The purpose is none of the contract.', facts));
    if (items.length > 0 && !event.items.every((item) => items.includes(item)))
      results.push(broken('信息种类超出委托合同。', 'There are items that the contract does not cover.', facts));
    return results.length > 0 ? results : held;
  },
};

/** R31: who gets items for longer than a year was supervised within the last twelve months. An authority is not supervised by the bank. */
export const r31: Rule = {
  id: 'R31',
  asks: { zh: '过去十二个月内监督过该接收方', en: 'The recipient was supervised within twelve months' },
  severity: 'M',
  source: 'PIPL 21 SF:S1; 网数条例 12 SF:S2; 审计指引 6(3) SF:S9',
  judge: ({ event, recipient, register }) => {
    if (event.type !== 'PersonalDataShared' || recipient?.state !== 'registered' || recipient.record.role === 'state-organ') return notApplicable;
    const since = register.get(event.recipient)?.[0]?.event.occurredAt ?? event.occurredAt;
    const newest = Math.max(since, recipient.record.supervisedAt ?? since);
    if (addYears(newest, 1) > event.occurredAt) return held;
    return [
      broken('过去十二个月内没有对该接收方的监督记录。', 'The recipient was not supervised within the twelve months before.', [recipient.placed.eventId]),
    ];
  },
};

/** R32: who handles items jointly has an agreement on rights, on whom to turn to, and on incidents. */
export const r32: Rule = {
  id: 'R32',
  asks: { zh: '共同处理者之间有完整的协议', en: 'Joint handlers have an agreement' },
  severity: 'H',
  source: 'PIPL 20 SF:S1; 审计指引 5 SF:S9',
  judge: ({ event, recipient }) => {
    if (event.type !== 'PersonalDataShared' || recipient?.state !== 'registered') return notApplicable;
    const { record, placed } = recipient;
    if (event.mode !== 'joint' && record.role !== 'joint') return notApplicable;
    const missing = ['rights-split', 'rights-contact', 'incident-report'].filter((element) => !record.contractElements.includes(element));
    if (record.contract !== null && missing.length === 0) return held;
    return [
      cannotBeShown(
        '没有记录证明共同处理协议约定了权利义务、联系人和事件通报。',
        'No record shows an agreement of joint handlers on rights, contact and incidents.',
        [placed.eventId],
      ),
    ];
  },
};
