// R03, R05, R10, R12, R51: how far a consent reaches, and what needs a consent of its own.
import type { ConsentGranted } from '../../domain/events.ts';
import { isBefore } from '../../domain/placed-event.ts';
import { askConsent, standing } from '../consent-history.ts';
import { questionOf } from './consent.ts';
import { broken, cannotBeShown, held, notApplicable, type Case, type JudgedEvent, type Rule } from './rule.ts';

/** R03: what is done lies within the very consent that it cites: items, purpose, method (PIPL 4), and until it ends. */
export const r03: Rule = {
  id: 'R03',
  asks: { zh: '不超出所引用同意的信息、目的、方式和期限', en: 'It lies within the consent cited: items, purpose, method, time' },
  severity: 'C',
  source: 'PIPL 14(2) SF:S1; 网数条例 22(4)(6) SF:S2',
  judge: ({ placed, event, person }) => {
    if (event.legalBasis !== '13-1' || event.consent === null) return notApplicable;
    const given = person.grants.byConsent.get(event.consent)?.filter((granted) => isBefore(granted, placed)) ?? [];
    if (given.length === 0) return notApplicable; // R01 speaks of it.
    if (given.some((granted) => reaches(granted.event, event))) return held;
    return [
      broken(
        '超出了所引用同意的范围（信息、目的、方式或期限）。',
        'It goes beyond the consent it cites, in items, purpose, method or time.',
        given.map(({ eventId }) => eventId),
      ),
    ];
  },
};

function reaches({ items, purposes, methods, validUntil }: ConsentGranted, event: JudgedEvent): boolean {
  if (purposes.length > 0 && !purposes.includes(event.purpose)) return false;
  if (items.length > 0 && !event.items.every((item) => items.includes(item))) return false;
  if (methods.length > 0 && !methodsOf(event).some((method) => methods.includes(method))) return false;
  return validUntil === null || validUntil >= event.occurredAt;
}

/** Codes of the ways of handling of PIPL 4 under which a consent may have named the act. */
function methodsOf(event: JudgedEvent): readonly string[] {
  if (event.type === 'PersonalDataCollected') return ['collect'];
  if (event.type === 'PersonalDataUsed') return event.activity === 'stored' ? ['store'] : ['use', 'process'];
  if (event.mode === 'published') return ['publish'];
  if (event.mode === 'entrusted') return ['provide', 'entrust'];
  return event.mode === 'sdk-direct' ? ['provide', 'collect'] : ['provide'];
}

/**
 * R05: after the consent for a purpose was withdrawn, the same goes on under another basis only by a memo dated before.
 * How many days count is not set by law, so every later event does; the date of a memo is in no event, so one that is cited cannot be shown to be older.
 */
export const r05: Rule = {
  id: 'R05',
  asks: { zh: '同意撤回后改用其他基础的，须有撤回前形成的依据', en: 'Another basis after a withdrawal needs a memo from before it' },
  severity: 'H',
  source: 'PIPL 5, 13 SF:S1',
  judge: (subject) => {
    const { event, person } = subject;
    if (event.legalBasis === '13-1' || event.legalBasis === 'unknown') return notApplicable;
    const forPurpose = person.grants.byPurpose.get(event.purpose);
    if (!forPurpose) return notApplicable;
    const question = questionOf(subject, false);
    const answers = forPurpose
      .filter((granted) => isBefore(granted, subject.placed) && concerns(granted.event, event))
      .map((granted) => standing(person, granted, question));
    // A consent that lapsed was not taken back: only one with its withdrawal counts.
    const withdrawn = answers.find(({ state, facts }) => state === 'withdrawn' && facts.length > 1)?.facts;
    if (!withdrawn || answers.some(({ state }) => state === 'given')) return notApplicable;
    if (event.basisEvidence === null)
      return [broken('同意撤回后改用其他合法性基础，没有依据。', 'After the consent was withdrawn it goes on under another basis, without a memo.', withdrawn)];
    return [
      cannotBeShown(
        '同意撤回后改用其他合法性基础，无法证明依据形成于撤回之前。',
        'After the consent was withdrawn it goes on under another basis, and the memo cannot be shown to be older than the withdrawal.',
        withdrawn,
      ),
    ];
  },
};

function concerns({ purposes, items, recipient }: ConsentGranted, event: JudgedEvent): boolean {
  if (!purposes.includes(event.purpose)) return false;
  if (recipient !== null && recipient !== (event.type === 'PersonalDataShared' ? event.recipient : null)) return false;
  return items.length === 0 || event.items.some((item) => items.includes(item));
}

/** R10: sensitive items under consent need a consent of their own, not the tick box of the policy. */
export const r10: Rule = {
  id: 'R10',
  asks: { zh: '以同意处理敏感个人信息的，有单独同意', en: 'Sensitive items by consent: a separate consent' },
  severity: 'C',
  source: 'PIPL 29 SF:S1; 网数条例 22(2), 62(7) SF:S2; 审计指引 13 SF:S9',
  judge: (subject) => {
    const { event, sensitive, person } = subject;
    if (event.legalBasis !== '13-1' || sensitive.length === 0 || isStorage(event)) return notApplicable;
    const answer = askConsent(person, { ...questionOf(subject, false), items: sensitive, separate: true });
    if (answer.state === 'given') return held;
    return [
      broken(
        '以同意为基础处理敏感个人信息，但没有单独同意。',
        'Sensitive items are handled under consent, but there is no separate consent for them.',
        answer.facts,
      ),
    ];
  },
};

const isStorage = (event: JudgedEvent): boolean => event.type === 'PersonalDataUsed' && event.activity === 'stored';

const creditPurposes: readonly string[] = ['credit-enquiry', 'credit-reporting'];

/** R12: asking a credit agency, and reporting to one, needs the person's written consent with its use agreed, whatever the basis. */
export const r12: Rule = {
  id: 'R12',
  asks: { zh: '征信查询和报送有书面同意', en: 'Credit enquiry and reporting: a written consent' },
  severity: 'C',
  source: '征信业管理条例 18, 29 SF:S4',
  judge: (subject) => {
    const { event, person } = subject;
    if (event.type !== 'PersonalDataShared' || !creditPurposes.includes(event.purpose)) return notApplicable;
    const answer = askConsent(person, { ...questionOf(subject, false), written: true });
    if (answer.state === 'given') return held;
    return [broken('查询或报送征信信息前没有取得书面同意。', 'Credit information was asked for or reported without a written consent before.', answer.facts)];
  },
};

/** Items that are a face, or of one. */
const faceItems: readonly string[] = ['face_image', 'face_video'];

/** R51: a face leaves the device only by statute, or by a separate consent for that. */
export const r51: Rule = {
  id: 'R51',
  asks: { zh: '人脸信息离开设备须有法律依据或单独同意', en: 'A face leaves the device by statute or separate consent only' },
  severity: 'C',
  source: '人脸识别办法 8 SF:S13',
  judge: (subject: Case) => {
    const { event, person } = subject;
    if (event.type === 'PersonalDataUsed') return notApplicable;
    const faces = event.items.filter((item) => faceItems.includes(item));
    if (faces.length === 0) return notApplicable;
    if ((event.legalBasis === '13-3' || event.legalBasis === '13-7') && event.basisEvidence !== null) return held;
    const answer = askConsent(person, { ...questionOf(subject, false), items: faces, separate: true });
    if (answer.state === 'given') return held;
    return [broken('人脸信息离开设备，没有法律依据或单独同意。', 'A face left the device without a statute or a separate consent.', answer.facts)];
  },
};
