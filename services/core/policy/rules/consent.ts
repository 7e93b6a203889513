// R01, R02, R04, R21: the basis of an event, and the consents it needs.
import { isBefore } from '../../domain/placed-event.ts';
import { askCited, askConsent, type ConsentAnswer, type ConsentQuestion } from '../consent-history.ts';
import { broken, cannotBeShown, held, notApplicable, type Case, type Rule, type RuleResult } from './rule.ts';

/** What the event asks of the person's consents. */
export const questionOf = ({ placed, event }: Case, dedicated: boolean): ConsentQuestion => ({
  asked: placed,
  items: event.items,
  purpose: event.purpose,
  recipient: event.type === 'PersonalDataShared' ? event.recipient : null,
  dedicated,
});

/** Several rules ask the same two questions: each is answered once an event. */
const askAny = (subject: Case): ConsentAnswer => (subject.answers.any ??= askConsent(subject.person, questionOf(subject, false)));
/** The separate consent for this very recipient (PIPL 23). */
export const askDedicated = (subject: Case): ConsentAnswer => (subject.answers.dedicated ??= askConsent(subject.person, questionOf(subject, true)));

const isStorage = ({ event }: Case): boolean => event.type === 'PersonalDataUsed' && event.activity === 'stored';

/** Whether the event hands items to another handler by consent, or cannot be shown not to. */
export const mayBeProvisionByConsent = ({ event, handing }: Case): boolean => event.legalBasis === '13-1' && (handing === 'provision' || handing === 'unclear');

/** R01: exactly one legal basis; a consent that is cited must be on record before. */
export const r01: Rule = {
  id: 'R01',
  asks: { zh: '说明一项合法性基础；所引用的同意此前已有记录', en: 'One legal basis is stated, and the consent cited is on record before' },
  severity: 'C',
  source: 'PIPL 13 SF:S1',
  judge: ({ event, placed, person }) => {
    if (event.legalBasis === 'unknown') return [cannotBeShown('未说明合法性基础。', 'No legal basis is stated.')];
    if (event.legalBasis !== '13-1' || event.consent === null) return held;
    const known = person.grants.byConsent.get(event.consent)?.some((granted) => isBefore(granted, placed));
    return known ? held : [cannotBeShown('所引用的同意没有记录。', 'The consent it cites is not on record.')];
  },
};

/** R02: basis 13-1 needs a consent that covers the items and the purpose, given before. One that names a recipient counts for sharing with that one only. */
export const r02: Rule = {
  id: 'R02',
  asks: { zh: '以同意为基础的，此前有覆盖该信息和目的的有效同意', en: 'By consent: a consent in force before covers items and purpose' },
  severity: 'C',
  source: 'PIPL 13(1), 14 SF:S1',
  judge: (subject) => {
    if (subject.event.legalBasis !== '13-1') return notApplicable;
    const answer = askAny(subject);
    if (answer.state === 'given') return held;
    return [
      broken(
        '以同意为基础，但此前没有覆盖这些信息和目的的有效同意。',
        'The basis is consent, but no valid consent given before covers these items and this purpose.',
        answer.facts,
      ),
    ];
  },
};

/**
 * R04: nothing under consent after that consent was withdrawn, except keeping what is there (PIPL 47).
 * The consent that an event cites is its basis: once that one is withdrawn, another that still stands does not save it.
 */
export const r04: Rule = {
  id: 'R04',
  asks: { zh: '同意撤回后不再处理（存储除外）', en: 'Nothing by a consent that was withdrawn, except keeping' },
  severity: 'C',
  source: 'PIPL 15, 47 SF:S1',
  judge: (subject) => {
    const { event, person } = subject;
    if (event.legalBasis !== '13-1' || isStorage(subject)) return notApplicable;
    const withdrawn = firstWithdrawn([
      () => askAny(subject),
      () => (mayBeProvisionByConsent(subject) ? askDedicated(subject) : null),
      () => (event.consent === null ? null : askCited(person, event.consent, questionOf(subject, false))),
    ]);
    if (!withdrawn) return held;
    return [broken('所依据的同意已撤回或已失效。', 'The consent it rests on was withdrawn or had lapsed.', withdrawn.facts)];
  },
};

function firstWithdrawn(questions: readonly (() => ConsentAnswer | null)[]): ConsentAnswer | null {
  for (const ask of questions) {
    const answer = ask();
    if (answer?.state === 'withdrawn') return answer;
  }
  return null;
}

/**
 * R21: provision under consent needs a separate consent for that very recipient, before the transfer.
 * Who is not registered as a processor gets a provision, whatever mode is stated; where mode and register contradict the other way, nothing can be shown.
 */
export const r21: Rule = {
  id: 'R21',
  asks: { zh: '以同意向其他处理者提供的，此前有对该接收方的单独同意', en: 'Provision by consent: a separate consent for that recipient before' },
  severity: 'C',
  source: 'PIPL 23 SF:S1; 审计指引 8 SF:S9',
  judge: (subject) => {
    if (!mayBeProvisionByConsent(subject)) return notApplicable;
    const answer = askDedicated(subject);
    return answer.state === 'given' ? held : [withoutSeparateConsent(subject, answer)];
  },
};

function withoutSeparateConsent(subject: Case, { facts }: ConsentAnswer): RuleResult {
  const { event, recipient, handing } = subject;
  const mode = event.type === 'PersonalDataShared' ? event.mode : 'unknown';
  const register = recipient?.state === 'registered' ? [recipient.placed.eventId] : [];
  if (handing === 'unclear') {
    if (mode === 'unknown')
      return cannotBeShown(
        '未说明共享方式，且没有对该接收方的单独同意。',
        'How it was shared is not stated, and there is no separate consent for this recipient.',
      );
    return cannotBeShown(
      '所述共享方式与接收方登记的角色不符，且没有对该接收方的单独同意。',
      'The mode stated is not borne out by the role the recipient is registered with, and there is no separate consent for it.',
      register,
    );
  }
  if (mode === 'entrusted')
    return broken(
      '所述为委托，但接收方登记的角色不是受托人：实为提供，且此前没有单独同意。',
      'It is stated as entrusted, but the recipient is not registered as a processor: in truth a provision, without a separate consent before.',
      [...facts, ...register],
    );
  return broken(
    '向该接收方提供前没有取得覆盖这些信息和目的的单独同意。',
    'No separate consent for this recipient, these items and this purpose was in force before the transfer.',
    facts,
  );
}
