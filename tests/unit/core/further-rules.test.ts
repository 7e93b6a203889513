// What each further rule asks, on a little history: when it holds, when it is broken, when it cannot be shown.
import { describe, expect, test } from 'vitest';
import {
  changed,
  collected,
  deleted,
  granted,
  noticeShown,
  processorRegistered,
  registered,
  relationshipStarted,
  shared,
  used,
  withdrawn,
  type Fields,
} from '../../support/builders.ts';
import { findingOf, judgeLast } from '../../support/judging.ts';

/** What one rule says of the last report: `violation`, `gap`, or `-` when it holds or does not apply. */
const says = (rule: string, reports: readonly Fields[], registers?: readonly Fields[], notices?: readonly Fields[]): string =>
  findingOf(judgeLast(reports, registers, notices), rule)?.outcome ?? '-';

const byContract = { legalBasis: '13-2', basisEvidence: 'contract-1' };
const onContract = (fields: Fields = {}): Fields => shared(2, { ...byContract, ...fields });
const entrusted = (fields: Fields = {}): Fields => onContract({ mode: 'entrusted', ...fields });
const general = (fields: Fields = {}): Fields => granted(1, { consent: 'c-g', kind: 'general', items: [], purposes: [], recipient: null, ...fields });

describe('consents', () => {
  test.each([
    ['within it', {}, '-'],
    ['other items', { items: ['address'] }, 'violation'],
    ['another purpose', { purposes: ['login'] }, 'violation'],
    ['another method', { methods: ['collect'] }, 'violation'],
    ['that method', { methods: ['provide'] }, '-'],
    ['lapsed', { validUntil: '2025-09-01T10:00:01+08:00' }, 'violation'],
  ])('R03: the consent cited, %s', (_name, consent, outcome) =>
    expect(says('R03', [general(), granted(1, consent), shared(2, { consent: 'c-1' })])).toBe(outcome),
  );

  test.each([
    ['without a memo', { legalBasis: '13-2' }, 'violation'],
    ['with a memo of an unknown date', byContract, 'gap'],
    ['for another recipient', { ...byContract, recipient: 'other' }, '-'],
    ['for another purpose', { ...byContract, purpose: 'login' }, '-'],
    ['of other items', { ...byContract, items: ['address'] }, '-'],
  ])('R05: after a withdrawal, on another basis %s', (_name, fields, outcome) => {
    expect(says('R05', [granted(0), withdrawn(1), shared(2, fields)])).toBe(outcome);
    expect(says('R05', [granted(0), shared(2, fields)])).toBe('-');
  });

  test('R12: credit enquiry by a separate consent that is not written', () => {
    const [enquiry, consent] = [shared(2, { purpose: 'credit-enquiry', ...byContract }), { purposes: ['credit-enquiry'] }];
    expect(says('R12', [granted(1, consent), enquiry])).toBe('violation');
    expect(says('R12', [granted(1, { ...consent, kind: 'written' }), enquiry])).toBe('-');
    expect(says('R12', [granted(1, { ...consent, kind: 'written', recipient: 'other' }), enquiry])).toBe('violation');
  });

  test.each([
    ['none', [], byContract, 'violation'],
    ['the tick box', [general()], {}, 'violation'],
    ['a separate one', [general(), granted(1, { items: ['face_image'], purposes: ['login'], recipient: null })], {}, '-'],
    ['by statute', [], { legalBasis: '13-3', basisEvidence: 'statute-1' }, '-'],
  ])('R51: a face, %s', (_name, history, fields, outcome) =>
    expect(says('R51', [...history, collected(2, { items: ['face_image'], ...fields })])).toBe(outcome),
  );
});

describe('sensitive items', () => {
  const scene = granted(1, { consent: 'c-s', items: ['face_image'], purposes: ['login'], recipient: null });
  const taken = (fields: Fields = {}): Fields => collected(2, { items: ['face_image', 'name'], ...fields });
  test.each([
    ['under the tick box', [general()], taken(), 'violation'],
    ['with a consent of their own', [general(), scene], taken(), '-'],
    ['with one of a bundle', [general(), { ...scene, act: 'bundled' }], taken(), 'violation'],
    ['with one that was withdrawn', [general(), scene, withdrawn(1.5, { consent: 'c-s' })], taken(), 'violation'],
    ['on another basis', [], taken(byContract), '-'],
    ['none among them', [general()], collected(2), '-'],
    ['only kept', [general()], used(2, { items: ['face_image'], activity: 'stored' }), '-'],
  ])('R10: %s', (_name, history, event, outcome) => expect(says('R10', [...history, event])).toBe(outcome));

  test('R11: necessity, impact and, of a face, the time it is kept were told', () => {
    const toldOnly = (...elements: readonly string[]) => says('R11', [taken()], undefined, [noticeShown(1, { elements })]);
    expect(toldOnly('necessity', 'impact', 'retention')).toBe('-');
    expect(toldOnly('necessity', 'impact')).toBe('gap');
    expect(says('R11', [taken()], undefined, [noticeShown(1, { items: ['name'] })])).toBe('gap');
    expect(says('R11', [collected(2)], undefined, [])).toBe('-');
  });

  test('R35: within the group by a separate consent, and the firewall cannot be shown', () => {
    const [register, share] = [[registered(0, { inGroup: true })], shared(2, { items: ['face_image'] })];
    expect(says('R35', [share], register)).toBe('violation');
    expect(says('R35', [granted(1, { items: ['face_image'] }), share], register)).toBe('gap');
    expect(says('R35', [shared(2)], register)).toBe('-');
  });

  test('R37: a password is handed to nobody, and more than a gap the standard does not bear', () => {
    expect(says('R37', [onContract({ items: ['gesture_password'] })])).toBe('gap');
    expect(says('R37', [onContract({ items: ['gesture_password'], mode: 'statutory' })])).toBe('-');
    expect(says('R37', [collected(2, { items: ['gesture_password'] })])).toBe('-');
  });

  test.each([
    ['its platform', { platform: 'android' }, '-'],
    ['another platform', { platform: 'ios' }, 'violation'],
    ['no platform', {}, 'gap'],
    ['a row that is none', { platform: 'android', sdk: '1.1' }, 'violation'],
  ])('R38: an SDK row with %s', (_name, fields, outcome) =>
    expect(says('R38', [onContract({ clause: 'A-01', purpose: 'login', mode: 'sdk-direct', ...fields })])).toBe(outcome),
  );
});

describe('notices', () => {
  test.each([
    ['never shown', [], 'gap'],
    ['shown whole', [noticeShown(1)], '-'],
    ['shown later', [noticeShown(3)], 'gap'],
    ['without the contact', [noticeShown(1, { elements: ['name', 'purpose', 'method', 'items', 'retention', 'rights'] })], 'gap'],
    ['of another version', [noticeShown(1, { policyVersion: 'test-bank/1' })], 'gap'],
    ['for another purpose', [noticeShown(1, { purposes: ['parcel-tracking'] })], 'gap'],
  ])('R06: %s', (_name, notices, outcome) => {
    expect(says('R06', [collected(2)], [], notices)).toBe(outcome);
    expect(says('R06', [collected(2, { subjectType: 'payee' })], [], notices)).toBe('-');
    // In an emergency R16 asks instead.
    expect(says('R06', [collected(2, { legalBasis: '13-4' })], [], notices)).toBe('-');
    expect(says('R16', [collected(2, { legalBasis: '13-4' })], [], notices)).toBe(outcome);
  });

  test('R22: a provision on a contract needs its memo and notice of the recipient', () => {
    const toldOf = noticeShown(1, { recipient: 'parcel' });
    expect(says('R22', [onContract()], undefined, [noticeShown(1), toldOf])).toBe('-');
    expect(says('R22', [onContract()], undefined, [noticeShown(1)])).toBe('gap');
    expect(says('R22', [onContract({ basisEvidence: undefined })], undefined, [noticeShown(1), toldOf])).toBe('gap');
    expect(says('R22', [entrusted()], [processorRegistered(0)], [noticeShown(1)])).toBe('-');
    expect(says('R22', [onContract({ disclosureClass: 'privileged', exemptionGround: 'statute-1' })], undefined, [])).toBe('-');
  });

  test.each([
    ['R33', { mode: 'transferred' }, [noticeShown(1)], 'gap'],
    ['R33', { mode: 'transferred' }, [noticeShown(1, { recipient: 'parcel' })], '-'],
    ['R43', { adverse: true }, [noticeShown(1)], 'gap'],
    ['R43', { adverse: true }, [noticeShown(1, { elements: ['adverse-information'] })], '-'],
  ])('%s: %j', (rule, fields, notices, outcome) => expect(says(rule, [onContract(fields)], undefined, notices)).toBe(outcome));
});

describe('who the person is, and what they may see', () => {
  const guardian = granted(1, { consent: 'c-guardian', kind: 'guardian', items: [], purposes: [], recipient: null });
  test.each([
    ['under-14', [], 'violation', 'violation'],
    ['under-14', [guardian], 'gap', 'violation'],
    ['age-14-to-15', [guardian], '-', 'violation'],
    ['age-16-to-17', [], '-', 'violation'],
    ['age-16-to-17', [guardian], '-', '-'],
    ['age-16-to-17', [guardian, withdrawn(1.5, { consent: 'c-guardian' })], '-', 'violation'],
    ['adult', [], '-', '-'],
    ['unknown', [], '-', '-'],
  ])('R13 and R14: %s', (ageBand, history, r13, r14) => {
    const last = collected(2, { ...byContract, ageBand });
    expect([says('R13', [...history, last]), says('R14', [...history, last])]).toEqual([r13, r14]);
  });

  test('R13b: staff look at a minor with approval only', () => {
    const look = { ageBand: 'age-16-to-17', activity: 'accessed' };
    expect(says('R13', [used(2, look)])).toBe('violation');
    expect(says('R13', [used(2, { ...look, approver: 'staff-1' })])).toBe('-');
  });

  test.each([
    ['R17', { disclosureClass: 'privileged' }, 'violation'],
    ['R17', { disclosureClass: 'privileged', exemptionGround: 'statute-1' }, '-'],
    ['R17', { disclosureClass: 'unknown' }, 'gap'],
    ['R45', { disclosureClass: 'suppressed-aml' }, 'violation'],
    ['R97', {}, '-'],
    ['R97', { causedBy: [] }, 'gap'],
    ['R97', { causedBy: [], mode: 'sdk-direct' }, '-'],
    ['R41', { storageLocation: 'HK' }, 'violation'],
    ['R41', { storageLocation: 'CN' }, '-'],
    ['R40', { recipientCountry: 'SG' }, 'violation'],
    ['R40', { recipientCountry: 'SG', transferMechanism: 'mechanism-1' }, 'gap'],
    ['R34', { mode: 'published', pia: 'pia-1', approver: 'staff-1' }, 'violation'],
    ['R65', { product: 'account' }, '-'],
    ['R65', { product: 'gift-card' }, 'gap'],
    ['R38', { sdk: 'Z-99' }, 'violation'],
  ])('%s: %j is %s', (rule, fields, outcome) => expect(says(rule, [onContract(fields)])).toBe(outcome));

  test('R45: an authority may have it', () =>
    expect(says('R45', [onContract({ disclosureClass: 'suppressed-aml' })], [registered(0, { role: 'state-organ' })])).toBe('-'));
});

describe('the register', () => {
  test.each([
    ['R20', onContract(), registered(0, { purposes: ['login'] }), 'violation'],
    ['R20', onContract(), registered(0, { methods: [] }), 'gap'],
    ['R20', onContract(), registered(0, { items: ['address'] }), 'violation'],
    ['R24', entrusted(), processorRegistered(0), '-'],
    ['R24', entrusted(), processorRegistered(0, { contract: undefined }), 'gap'],
    ['R24', entrusted(), processorRegistered(0, { contractElements: ['purpose'] }), 'violation'],
    ['R24', entrusted(), processorRegistered(0, { contractElements: ['purpose', 'term', 'method', 'items', 'protection', 'duties'] }), 'gap'],
    ['R25', entrusted(), processorRegistered(0), '-'],
    ['R25', entrusted(), processorRegistered(0, { contractValidUntil: '2025-09-01T10:00:01+08:00' }), 'violation'],
    ['R25', entrusted(), processorRegistered(0, { contractValidFrom: undefined, contractValidUntil: undefined }), 'gap'],
    ['R25', entrusted(), processorRegistered(0, { purposes: ['login'] }), 'violation'],
    ['R27', onContract({ from: 'parcel', recipient: 'parcel' }), registered(0), 'violation'],
    ['R27', onContract({ from: 'parcel', recipient: 'parcel' }), registered(0, { subProcessors: ['parcel'] }), '-'],
    ['R27', onContract({ from: 'nobody' }), registered(0), 'gap'],
    ['R31', onContract(), registered(-366 * 86_400), 'violation'],
    ['R31', onContract(), registered(-366 * 86_400, { supervisedAt: '2025-01-01T00:00:00+08:00' }), '-'],
    ['R31', onContract(), registered(-366 * 86_400, { role: 'state-organ' }), '-'],
    ['R32', onContract({ mode: 'joint' }), registered(0), 'gap'],
    ['R32', onContract(), registered(0, { role: 'joint', contract: 'c-1', contractElements: ['rights-split', 'rights-contact', 'incident-report'] }), '-'],
    ['R39', onContract({ mode: 'statutory' }), registered(0, { role: 'state-organ', country: 'US' }), 'violation'],
    ['R44', onContract(), registered(0, { role: 'credit-bureau' }), 'gap'],
    ['R44', onContract(), registered(0, { role: 'credit-bureau', licence: 'licence-1' }), '-'],
  ])('%s', (rule, share, register, outcome) => expect(says(rule, [share], [register])).toBe(outcome));

  test('R23: after the recipient changed its purposes, a consent given since', () => {
    const register = [registered(-10), changed(1, { changed: ['purposes'] })];
    expect(says('R23', [granted(0), shared(2)], register)).toBe('violation');
    expect(says('R23', [granted(0), granted(1.5, { consent: 'c-2' }), shared(2)], register)).toBe('-');
    expect(says('R23', [granted(0), shared(2)], [registered(-10), changed(1, { changed: ['contact'] })])).toBe('-');
    expect(says('R23', [granted(0), shared(0.5)], register)).toBe('-');
  });
});

describe('R69: what was restricted', () => {
  const restricted = deleted(1, { method: 'restricted' });
  test.each([
    ['used', used(2, byContract), 'violation'],
    ['stored', used(2, { ...byContract, activity: 'stored' }), '-'],
    ['handed on', onContract(), 'violation'],
    ['produced by law', onContract({ mode: 'statutory' }), '-'],
    ['taken from the person by an SDK', onContract({ mode: 'sdk-direct' }), '-'],
  ])('%s', (_name, event, outcome) => expect(says('R69', [restricted, event])).toBe(outcome));

  test('for another purpose, of other items, or brought anew: it is not about that', () => {
    expect(says('R69', [deleted(1, { method: 'restricted', purpose: 'login' }), onContract()])).toBe('-');
    expect(says('R69', [deleted(1, { method: 'restricted', items: ['address'] }), onContract()])).toBe('-');
    expect(says('R69', [restricted, relationshipStarted(1.5), onContract()])).toBe('-');
    expect(says('R69', [restricted, granted(1.5), onContract()])).toBe('-');
    expect(says('R69', [relationshipStarted(0), restricted, onContract()])).toBe('violation');
  });
});
