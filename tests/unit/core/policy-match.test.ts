// R07 and R20: policy and reality, and who the recipient was at that time; and the three outcomes.
import { describe, expect, test } from 'vitest';
import { recipientAt, registerRecipient, type RecipientEvent } from '../../../services/core/policy/recipient-history.ts';
import type { PlacedEvent } from '../../../services/core/domain/placed-event.ts';
import { versionInForce } from '../../../services/core/policy/registry.ts';
import { verdictOf, type Finding, type Verdict } from '../../../services/core/policy/verdict.ts';
import { changed, collected, encoded, placedRecipient, registered, second, shared, terminated, type Fields } from '../../support/builders.ts';
import { findingOf, findingsOf as allFindings, judgeLast } from '../../support/judging.ts';
import { smallRegistry } from '../../support/small-registry.ts';

/** What R07 and R20 say; other rules have tests of their own. */
const findingsOf = (verdict: Verdict): readonly string[] => allFindings(verdict).filter((finding) => /^R07|^R20/.test(finding));

const sharing = (fields: Fields = {}): Fields => shared(2, { legalBasis: '13-2', ...fields });
const collecting = (fields: Fields = {}): Fields => collected(2, { legalBasis: '13-2', ...fields });
const day = 86_400;

describe('R07: the version', () => {
  test.each([
    ['in force', {}, undefined],
    ['not stated', { policyVersion: undefined }, 'gap'],
    ['not in the registry', { policyVersion: 'test-bank/9' }, 'gap'],
    ['not yet in force', { policyVersion: 'test-bank/3' }, 'violation'],
    ['replaced by a newer one', { policyVersion: 'test-bank/1' }, 'violation'],
  ])('%s', (_name, fields, outcome) => expect(findingOf(judgeLast([collecting(fields)]), 'R07')?.outcome).toBe(outcome));

  test('in force is what took effect last before: at its very instant the new one', () => {
    expect(versionInForce(smallRegistry, second(0))?.id).toBe('test-bank/2');
    expect(versionInForce(smallRegistry, second(10 * day) - 1)?.id).toBe('test-bank/2');
    expect(versionInForce(smallRegistry, second(10 * day))?.id).toBe('test-bank/3');
    expect(versionInForce(smallRegistry, second(-300 * day))).toBeNull();
  });
});

describe('R07: clause, items, purpose', () => {
  test.each([
    ['no clause', { clause: undefined }, ['R07 gap']],
    ['a clause that is not there', { clause: '9.9.9' }, ['R07 violation']],
    ['all items of the clause', { items: ['mobile_number', 'name'] }, []],
    ['an item that the clause does not list', { items: ['mobile_number', 'occupation'] }, ['R07 violation']],
    ['an item that no dictionary has', { items: ['shoe_size'] }, ['R07 violation']],
    ['another purpose', { purpose: 'parcel-tracking' }, ['R07 violation']],
    ['both wrong: both are said', { items: ['occupation'], purpose: 'parcel-tracking' }, ['R07 violation', 'R07 violation']],
    ['an item that an open-ended clause may cover', { clause: '1.open', items: ['occupation'] }, ['R07 gap']],
    ['an item that an open-ended clause lists', { clause: '1.open', items: ['mobile_number'] }, []],
    ['an open-ended clause does not open the purpose', { clause: '1.open', purpose: 'credit-enquiry' }, ['R07 violation']],
  ])('%s', (_name, fields, findings) => expect(findingsOf(judgeLast([collecting(fields)]))).toEqual(findings));

  test('the finding names the items, in both languages', () => {
    const finding = findingOf(judgeLast([collecting({ items: ['mobile_number', 'occupation', 'shoe_size'] })]), 'R07');
    expect(finding?.because.en).toContain('occupation, shoe_size');
    expect(finding?.because.zh).toContain('occupation（测试）、shoe_size');
    expect(finding?.severity).toBe('H');
  });
});

describe('R07: the recipient', () => {
  const creditShare = (recipient: string): Fields => sharing({ clause: '4.named', purpose: 'credit-enquiry', recipient });
  const agency = (recipient: string, fields: Fields = {}): Fields => registered(0, { recipient, recipientClass: 'credit-agency', ...fields });

  test.each([
    ['of the class of the clause', sharing(), registered(0), []],
    ['of another class', sharing(), registered(0, { recipientClass: 'sms-provider' }), ['R07 violation']],
    ['named by its code', creditShare('credit-one'), agency('credit-one', { legalName: 'Credit One (invented)' }), []],
    ['named by its code, the name in full-width brackets', creditShare('credit-one'), agency('credit-one', { legalName: 'Credit One（invented）' }), []],
    ['named, under another name that another clause prints', creditShare('credit-one'), agency('credit-one', { legalName: 'Credit One Ltd (invented)' }), []],
    ['with a named code and another legal name', creditShare('credit-one'), agency('credit-one', { legalName: 'Somebody (invented)' }), ['R07 violation']],
    ['with a named code and the legal name of another named one', creditShare('credit-one'), agency('credit-one', { legalName: 'Credit Two (invented)' }), []],
    [
      'with a code named elsewhere and another legal name, where the clause takes any of the class',
      sharing({ clause: '4.any', purpose: 'credit-enquiry', recipient: 'credit-one' }),
      agency('credit-one', { legalName: 'Somebody (invented)' }),
      ['R07 gap'],
    ],
    [
      'of a code that is named nowhere, where the clause takes any of the class',
      sharing({ clause: '4.any', purpose: 'credit-enquiry', recipient: 'credit-x' }),
      agency('credit-x'),
      [],
    ],
    ['named by its legal name', creditShare('credit-x'), agency('credit-x', { legalName: 'Credit Two (invented)' }), []],
    ['not one of those named', creditShare('credit-x'), agency('credit-x', { legalName: 'Credit Three (invented)' }), ['R07 violation']],
    ['that may not receive by a collection clause', sharing({ clause: '1.1', purpose: 'login' }), registered(0), ['R07 violation']],
  ])('%s', (_name, share, register, findings) => expect(findingsOf(judgeLast([share], [register]))).toEqual(findings));

  test('the finding names the register fact that it rests on', () => {
    const register = registered(0, { recipientClass: 'sms-provider' });
    const share = sharing();
    expect(findingOf(judgeLast([share], [register]), 'R07')?.facts).toEqual([encoded(share).eventId, encoded(register).eventId]);
  });
});

describe('R20: the recipient at the time of the event', () => {
  test.each([
    ['never registered', [], ['R20 gap']],
    ['registered later', [registered(3)], ['R20 gap']],
    ['registered in the same millisecond', [registered(2)], []],
    ['terminated', [registered(0), terminated(1)], ['R20 violation']],
    ['terminated later', [registered(0), terminated(3)], []],
    ['terminated and registered again', [registered(0), terminated(1), registered(2)], []],
    ['without a contact', [registered(0, { contact: undefined })], ['R20 gap']],
    ['changed: the newest record counts', [registered(0, { contact: undefined }), changed(1)], []],
    ['changed later: the old record counts', [registered(0), changed(3, { contact: undefined })], []],
    ['another one', [registered(0, { recipient: 'another' })], ['R20 gap']],
  ])('%s', (_name, registers, findings) => {
    expect(findingsOf(judgeLast([sharing()], registers))).toEqual(findings);
    expect(findingsOf(judgeLast([sharing()], registers.toReversed()))).toEqual(findings);
  });

  test('only a provision needs the contact', () =>
    expect(findingsOf(judgeLast([sharing({ mode: 'entrusted' })], [registered(0, { contact: undefined, role: 'processor' })]))).toEqual([]));
  test('a handler gets a provision, whatever the mode says', () =>
    expect(findingsOf(judgeLast([sharing({ mode: 'entrusted' })], [registered(0, { contact: undefined })]))).toEqual(['R20 gap']));
  test('a collection has no recipient', () => expect(findingsOf(judgeLast([collecting()], []))).toEqual([]));

  test('register facts are kept in business order, whatever order they come in', () => {
    const events = [registered(1), changed(5), terminated(3)].map((fields, revision) => placedRecipient(fields, { revision }));
    for (const order of [events, events.toReversed()]) {
      const register = new Map<string, PlacedEvent<RecipientEvent>[]>();
      for (const event of order) registerRecipient(register, event);
      expect([0, 1, 2, 3, 4, 5].map((at) => recipientAt(register, 'parcel', second(at)).state)).toEqual([
        'unregistered',
        'registered',
        'registered',
        'terminated',
        'terminated',
        'registered',
      ]);
    }
  });
});

describe('the verdict', () => {
  const finding = (outcome: 'violation' | 'gap'): Finding => ({ rule: 'R00', outcome, severity: 'I', clause: '', because: { zh: '', en: '' }, facts: [] });
  test.each([
    [[], 'compliant'],
    [['gap'], 'gap'],
    [['violation'], 'violation'],
    [['gap', 'violation', 'gap'], 'violation'],
    [['gap', 'gap'], 'gap'],
  ] as const)('of %j is %s: the worst decides, a gap is never a pass', (outcomes, verdict) =>
    expect(verdictOf(outcomes.map(finding), []).outcome).toBe(verdict),
  );

  test('it says which rules were asked: those that apply', () => {
    expect(judgeLast([collecting()]).consulted).toEqual(['R01', 'R06', 'R07']);
    expect(judgeLast([collected(2)]).consulted).toEqual(['R01', 'R02', 'R04', 'R06', 'R07']);
    expect(judgeLast([shared(2)]).consulted).toEqual(['R01', 'R02', 'R04', 'R06', 'R07', 'R20', 'R21', 'R31', 'R41', 'R97']);
  });

  test('every finding starts with the event itself, and speaks both languages', () => {
    const share = shared(2, { clause: '9.9.9', items: ['occupation'] });
    const { findings } = judgeLast([share], []);
    expect(findings.length).toBeGreaterThan(2);
    for (const { facts, because } of findings) {
      expect(facts[0]).toBe(encoded(share).eventId);
      expect(because.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(because.en).toMatch(/[a-z]/);
    }
  });
});
