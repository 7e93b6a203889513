// R17, R45: what is kept from the person, and what may be told to nobody.
import { broken, cannotBeShown, held, notApplicable, type Rule } from './rule.ts';

/** R17: what the person is not shown names the statute that allows it. */
export const r17: Rule = {
  id: 'R17',
  asks: { zh: '不向本人披露的，写明法律依据', en: 'What is kept from the person names its statute' },
  severity: 'H',
  source: 'PIPL 18(1), 45 SF:S1; 反洗钱法 7, 35 SF:S5',
  judge: ({ event }) => {
    if (event.disclosureClass === 'subject-visible') return notApplicable;
    if (event.disclosureClass === 'unknown') return [cannotBeShown('未说明本人可否查看。', 'It does not say whether the person may be shown it.')];
    return event.exemptionGround === null
      ? [broken('不向本人披露，但没有写明法律依据。', 'It is kept from the person, and no statute is named that allows it.')]
      : held;
  },
};

/** R45: what concerns a suspicious transaction goes to no recipient but an authority. */
export const r45: Rule = {
  id: 'R45',
  asks: { zh: '反洗钱保密信息只提供给有权机关', en: 'What anti-money-laundering law keeps secret goes to authorities only' },
  severity: 'C',
  source: '反洗钱法 7, 35 SF:S5',
  judge: ({ event, recipient }) => {
    if (event.type !== 'PersonalDataShared' || event.disclosureClass !== 'suppressed-aml') return notApplicable;
    if (recipient?.state !== 'registered')
      return [cannotBeShown('反洗钱保密信息的接收方没有登记。', 'Who got what anti-money-laundering law keeps secret is not registered.')];
    if (recipient.record.role === 'state-organ') return held;
    return [
      broken('反洗钱保密信息提供给了有权机关以外的接收方。', 'What anti-money-laundering law keeps secret went to a recipient that is no authority.', [
        recipient.placed.eventId,
      ]),
    ];
  },
};
