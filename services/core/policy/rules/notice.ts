// R06, R11, R16, R22, R33, R43: what the person was told before.
import type { NoticeShown } from '../../domain/events.ts';
import { isBefore, type PlacedEvent } from '../../domain/placed-event.ts';
import { cannotBeShown, held, notApplicable, type Case, type Rule, type RuleResult } from './rule.ts';

/** Elements of a notice of PIPL 17. */
const policyElements: readonly string[] = ['name', 'contact', 'purpose', 'method', 'items', 'retention', 'rights'];

/** Those who deal with the bank themselves and may be told: a payee or a beneficiary is named by somebody else, and secrecy is asked about by R17. */
const isToBeTold = ({ event }: Case): boolean =>
  (event.subjectType === 'customer' || event.subjectType === 'unknown') && event.disclosureClass === 'subject-visible';

const wasTold = ({ placed, person }: Case, fits: (notice: NoticeShown) => boolean): boolean =>
  person.notices.some((notice: PlacedEvent<NoticeShown>) => isBefore(notice, placed) && fits(notice.event));

const has = ({ elements }: NoticeShown, needed: readonly string[]): boolean => needed.every((element) => elements.includes(element));

const isWholeNotice = (notice: NoticeShown, { event }: Case): boolean =>
  notice.policyVersion === event.policyVersion && (notice.purposes.length === 0 || notice.purposes.includes(event.purpose)) && has(notice, policyElements);

/** R06: before, the policy version was shown, with every element of a notice. */
export const r06: Rule = {
  id: 'R06',
  asks: { zh: '此前已完整告知该版本的处理规则', en: 'This version of the policy was shown before, with every element' },
  severity: 'C',
  source: 'PIPL 17 SF:S1; 网数条例 21 SF:S2',
  judge: (subject) => {
    if (!isToBeTold(subject) || subject.event.legalBasis === '13-4') return notApplicable;
    if (wasTold(subject, (notice) => isWholeNotice(notice, subject))) return held;
    return [
      cannotBeShown('没有记录证明此前已完整告知该版本的处理规则。', 'No record shows that this version of the policy was shown before, with all its elements.'),
    ];
  },
};

/** R11: of sensitive items the necessity and the impact were told, of a face also how long it is kept. */
export const r11: Rule = {
  id: 'R11',
  asks: { zh: '已告知处理敏感个人信息的必要性和影响', en: 'Necessity and impact of handling sensitive items were told' },
  severity: 'H',
  source: 'PIPL 30 SF:S1; 人脸识别办法 5 SF:S13',
  judge: (subject) => {
    const { event, sensitive } = subject;
    if (sensitive.length === 0 || !isToBeTold(subject)) return notApplicable;
    const needed = sensitive.some((item) => item.startsWith('face_')) ? ['necessity', 'impact', 'retention'] : ['necessity', 'impact'];
    const told = wasTold(
      subject,
      (notice) =>
        has(notice, needed) &&
        (notice.purposes.length === 0 || notice.purposes.includes(event.purpose)) &&
        (notice.items.length === 0 || sensitive.every((item) => notice.items.includes(item))),
    );
    if (told) return held;
    return [
      cannotBeShown(
        '没有记录证明已告知处理敏感个人信息的必要性和影响。',
        'No record shows that the necessity and the impact of handling sensitive items were told.',
      ),
    ];
  },
};

/** R16: what began in an emergency without notice is told once it is over. When it was over is in no event, so only a notice before can be shown to do. */
export const r16: Rule = {
  id: 'R16',
  asks: { zh: '紧急情况未事先告知的，事后及时告知', en: 'An emergency without notice is told afterwards' },
  severity: 'M',
  source: 'PIPL 18(2) SF:S1',
  judge: (subject) => {
    if (subject.event.legalBasis !== '13-4') return notApplicable;
    if (wasTold(subject, (notice) => isWholeNotice(notice, subject))) return held;
    return [
      cannotBeShown(
        '紧急情况下未事先告知，无法证明消除后已及时告知。',
        'Not told before in an emergency, and nothing shows that it was told in time afterwards.',
      ),
    ];
  },
};

/** R22: a provision on another basis than consent needs a memo of its necessity, and the person is told of the recipient unless secrecy applies. */
export const r22: Rule = {
  id: 'R22',
  asks: { zh: '不以同意提供的，有必要性依据并告知接收方', en: 'Provision on another basis: a memo, and notice of the recipient' },
  severity: 'H',
  source: 'PIPL 13, 23 SF:S1',
  judge: (subject) => {
    const { event, handing } = subject;
    if (event.type !== 'PersonalDataShared' || handing !== 'provision' || event.legalBasis === '13-1' || event.legalBasis === 'unknown') return notApplicable;
    const results: RuleResult[] = [];
    if (event.basisEvidence === null)
      results.push(cannotBeShown('没有必要性依据（合同、法规或备忘）。', 'No memo, contract or statute shows that the provision was necessary.'));
    if (event.disclosureClass === 'subject-visible' && !wasToldOf(subject, event.recipient)) results.push(recipientNotTold);
    return results.length > 0 ? results : held;
  },
};

const recipientNotTold = cannotBeShown(
  '没有记录证明已告知接收方的名称和联系方式。',
  'No record shows that the name and the contact of the recipient were told.',
);

const wasToldOf = (subject: Case, recipient: string): boolean =>
  wasTold(subject, (notice) => notice.recipient === recipient && has(notice, ['name', 'contact']));

/** R33: on a merger or the like the person is told who takes over, with a contact. */
export const r33: Rule = {
  id: 'R33',
  asks: { zh: '合并等转移时告知接收方', en: 'On a merger the person is told who takes over' },
  severity: 'H',
  source: 'PIPL 22 SF:S1; NFRA 33 SF:S16',
  judge: (subject) => {
    const { event } = subject;
    if (event.type !== 'PersonalDataShared' || event.mode !== 'transferred') return notApplicable;
    return wasToldOf(subject, event.recipient) ? held : [recipientNotTold];
  },
};

/** R43: adverse credit information is told to the person before it is reported. */
export const r43: Rule = {
  id: 'R43',
  asks: { zh: '报送不良信息前告知本人', en: 'Adverse information is told before it is reported' },
  severity: 'C',
  source: '征信业管理条例 15 SF:S4',
  judge: (subject) => {
    const { event } = subject;
    if (event.type !== 'PersonalDataShared' || !event.adverse) return notApplicable;
    if (wasTold(subject, (notice) => has(notice, ['adverse-information']))) return held;
    return [cannotBeShown('没有记录证明报送不良信息前已告知本人。', 'No record shows that the person was told before adverse information was reported.')];
  },
};
