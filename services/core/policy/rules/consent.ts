// R01, R02, R04, R21: the basis of an event, and the consents it needs.
import type { ConsentGranted } from '../../domain/events.ts';
import { isBefore } from '../../domain/placed-event.ts';
import { askConsent, type ConsentAnswer } from '../consent-history.ts';
import { broken, cannotBeShown, holds, type Case, type Facts, type Rule, type RuleResult } from './rule.ts';

const anyKind: readonly ConsentGranted['kind'][] = ['general', 'separate', 'written', 'guardian'];
/** A written consent for one recipient is also a separate one: a stricter form of the same dedicated act (PIPL 14, 29). */
const dedicated: readonly ConsentGranted['kind'][] = ['separate', 'written'];

const ask = ({ placed, event }: Case, facts: Facts, kinds: readonly ConsentGranted['kind'][], recipient: string | null): ConsentAnswer =>
  askConsent(facts.history, { asked: placed, items: event.items, purpose: event.purpose, kinds, recipient });

/** A share whose mode is not known may be one: it is asked as one, and what is missing is a gap. */
const isProvisionByConsent = ({ event }: Case): boolean =>
  event.type === 'PersonalDataShared' && (event.mode === 'provided' || event.mode === 'unknown') && event.legalBasis === '13-1';

const isStorage = ({ event }: Case): boolean => event.type === 'PersonalDataUsed' && event.activity === 'stored';

const recipientOf = ({ event }: Case): string | null => (event.type === 'PersonalDataShared' ? event.recipient : null);

/** R01: exactly one legal basis; a consent that is cited must be on record before. */
export const r01: Rule = {
  id: 'R01',
  severity: 'C',
  source: 'PIPL 13 SF:S1',
  judge: ({ event, placed }, facts) => {
    if (event.legalBasis === 'unknown') return [cannotBeShown('未说明合法性基础。', 'No legal basis is stated.')];
    if (event.legalBasis !== '13-1' || event.consent === null) return [holds];
    const known = facts.history.some((fact) => fact.event.type === 'ConsentGranted' && fact.event.consent === event.consent && isBefore(fact, placed));
    return [known ? holds : cannotBeShown('所引用的同意没有记录。', 'The consent it cites is not on record.')];
  },
};

/** R02: basis 13-1 needs a consent that covers the items and the purpose, given before. */
export const r02: Rule = {
  id: 'R02',
  severity: 'C',
  source: 'PIPL 13(1), 14 SF:S1',
  judge: (subject, facts) => {
    if (subject.event.legalBasis !== '13-1') return [];
    const answer = ask(subject, facts, anyKind, null);
    if (answer.state === 'given') return [holds];
    return [
      broken(
        '以同意为基础，但此前没有覆盖这些信息和目的的有效同意。',
        'The basis is consent, but no valid consent given before covers these items and this purpose.',
        answer.facts,
      ),
    ];
  },
};

/** R04: nothing under consent after that consent was withdrawn, except keeping what is there (PIPL 47). */
export const r04: Rule = {
  id: 'R04',
  severity: 'C',
  source: 'PIPL 15, 47 SF:S1',
  judge: (subject, facts) => {
    if (subject.event.legalBasis !== '13-1' || isStorage(subject)) return [];
    const answers = [ask(subject, facts, anyKind, null)];
    if (isProvisionByConsent(subject)) answers.push(ask(subject, facts, dedicated, recipientOf(subject)));
    const withdrawn = answers.find((answer) => answer.state === 'withdrawn');
    if (!withdrawn) return [holds];
    return [broken('所依据的同意已撤回或已失效。', 'The consent it would rest on was withdrawn or had lapsed.', withdrawn.facts)];
  },
};

/** R21: provision under consent needs a separate consent for that very recipient, before the transfer. */
export const r21: Rule = {
  id: 'R21',
  severity: 'C',
  source: 'PIPL 23 SF:S1; 审计指引 8 SF:S9',
  judge: (subject, facts): readonly RuleResult[] => {
    if (!isProvisionByConsent(subject)) return [];
    const answer = ask(subject, facts, dedicated, recipientOf(subject));
    if (answer.state === 'given') return [holds];
    if (subject.event.type === 'PersonalDataShared' && subject.event.mode === 'unknown')
      return [
        cannotBeShown('未说明共享方式，且没有对该接收方的单独同意。', 'How it was shared is not stated, and there is no separate consent for this recipient.'),
      ];
    return [
      broken(
        '向该接收方提供前没有取得覆盖这些信息和目的的单独同意。',
        'No separate consent for this recipient, these items and this purpose was in force before the transfer.',
        answer.facts,
      ),
    ];
  },
};
