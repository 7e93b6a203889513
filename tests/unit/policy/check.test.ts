// `policy check`: what is found in 8.8, and of each check that it goes away when the text is mended and comes back when it is broken.
import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../../../services/core/policy/document/policy-document.ts';
import { checkPolicy, checks } from '../../../services/core/policy/lint/checks.ts';
import { edited, example, item, policy, without } from './documents.ts';

const found = (rule: string, document: PolicyDocument = policy): readonly string[] =>
  checkPolicy(document)
    .filter((finding) => finding.rule === rule)
    .map(({ clauses }) => clauses.join(' '));
const firstClauses = (rule: string, document: PolicyDocument = policy): readonly string[] =>
  found(rule, document).map((clauses) => clauses.split(' ')[0] ?? '');

describe('in 8.8', () => {
  test.each([
    ['P01', ['S04 1.1.log', 'S06 1.1.4 1.2.3']],
    ['P02', ['1.1.2 S01', '1.1.log S04', '1.2.2 S05']],
    ['P06', ['A-08', 'A-27', 'H-05', 'I-08', 'I-20']],
    ['P08', ['A-08 A-15 H-05 I-08', 'A-28 A-29 I-21 I-22']],
    ['P09', ['A-16 H-07 I-14']],
    ['P10', ['A-05', 'A-14', 'A-15', 'A-31', 'A-35', 'I-05', 'I-14', 'I-23']],
    ['P11', ['1.2.17 A-02 A-16 A-31 H-07 I-02 I-14']],
    ['P12', []],
    ['P13', ['2.2.8', '2.2.9', '2.2.12', '2.2.14', '3.2', '3.3']],
    ['P15', []],
    ['P17', ['1.2.18 2.2.12', '1.2.26 2.2.5']],
    ['P18', ['6.1.location A-31', '6.1.location I-07', '6.1.location I-14']],
    ['P19', ['A-13', 'A-29', 'A-33', 'I-13', 'I-22']],
    ['P23', ['4.2.14 1.2.31']],
    ['P24', ['4.2.3', '4.2.12', '4.2.14']],
    ['P25', ['1.2.27.1.a']],
    ['P26', ['4.2.5', '4.2.11', '4.2.15', '4.2.16', '4.2.dispute']],
    ['P29', ['S01 1.1.2', 'S04 1.1.log', 'S15 1.2.36']],
    ['P32', ['6.2.3', '1.2.5.rec']],
    ['P40', ['6.1.4']],
    ['P42', ['1.1.2.cache 6.1.1']],
    ['P50', ['7']],
    ['P51', ['7']],
    ['P52', []],
    ['P55', []],
    ['P56', ['7.4']],
    ['P60', ['1.1.2', '1.1.2.cache', '1.1.3', '1.1.4', '1.1.log', '1.1.xclient', '2.1.2', '2.1.3']],
    ['P61', ['1.2.23']],
    ['P70', []],
  ])('%s', (rule, clauses) => expect(found(rule)).toEqual(clauses));

  test('fifteen of the sixteen numbered scenarios give no contact, and twelve name nobody for some recipient', () => {
    const numbered = (rule: string): ReadonlySet<string> =>
      new Set(
        checkPolicy(policy)
          .filter((finding) => finding.rule === rule && finding.severity !== 'I')
          .map(({ clauses }) => clauses[0]?.split('.').slice(0, 3).join('.') ?? ''),
      );
    expect(numbered('P20').size).toBe(12);
    expect(new Set([...numbered('P20'), ...numbered('P21')]).size).toBe(15);
  });

  test('scenes with sensitive items and no row, log-in and face for WeChat among them', () => {
    expect(found('P03')).toEqual(expect.arrayContaining(['1.1.1', '1.2.1', '1.2.7', '1.2.27.1.a']));
    expect(found('P03')).not.toContain('1.1.2');
  });

  test('the one-tap SDKs say nothing is shared, 四(二)10 shares with such parties', () => {
    expect(found('P05').find((clauses) => clauses.startsWith('4.2.10'))).toContain('A-22 A-23 A-24 A-25');
    expect(firstClauses('P05')).toEqual(['4.2.1', '4.2.10']);
  });

  test('container words, not those that are opened up', () => {
    expect(found('P30')).toEqual(expect.arrayContaining(['1.2.7', '1.2.24', '4.1', '4.2.3']));
    expect(found('P30')).not.toContain('1.2.36');
  });

  test('every finding has rule, two languages, a way to settle it, source and verify mark', () => {
    const findings = checkPolicy(policy);
    expect(findings.length).toBeGreaterThan(100);
    expect(
      findings.filter(({ because, resolve, title, source }) => [because, resolve, title].some(({ zh, en }) => zh === '' || en === '') || source === ''),
    ).toEqual([]);
    expect(findings.filter(({ mark }) => !/^(policy|GK|SF:S\d+(,SF:S\d+)*|D\(SF:S\d+(,SF:S\d+)*\))$/.test(mark))).toEqual([]);
    expect(new Set(checks.map(({ rule }) => rule)).size).toBe(checks.length);
  });

  test('gives the same twice', () => expect(checkPolicy(policy)).toEqual(checkPolicy(policy)));
});

describe('mended, a finding goes', () => {
  const items = (section: 'collection' | 'sharing', id: string): PolicyDocument['collection'][number]['items'] =>
    policy[section].find(({ clause }) => clause === id)?.items ?? [];
  test.each<[string, string, PolicyDocument]>([
    ['P01', 'S06', edited(policy, 'collection', '1.2.3', { items: [...items('collection', '1.2.3'), item('手机号码', 'mobile_number')] })],
    ['P03', '1.2.16', edited(policy, 'sensitive', 'S07', { clauses: ['1.2.4', '1.2.16'] })],
    ['P06', 'A-08', edited(policy, 'sdks', 'A-08', { method: '用户姓名由 APP 传送给 SDK，作为受托人处理' })],
    ['P10', 'A-05', edited(policy, 'sdks', 'A-05', { privacyUrl: 'https://sdk.example/privacy' })],
    ['P11', '1.2.17', edited(policy, 'collection', '1.2.17', { notCollected: [] })],
    ['P13', '3.2', edited(policy, 'cookies', '3.2', { items: [item('登录信息', 'login_information')] })],
    ['P17', '1.2.26', edited(policy, 'permissions', '2.2.5', { purposes: ['remote-counter-service'] })],
    ['P18', '6.1.location', edited(policy, 'storage', '6.1.location', { mainlandOnly: false })],
    ['P19', 'A-29', edited(policy, 'sdks', 'A-29', { privacyUrl: 'https://sdk.example/privacy' })],
    ['P29', 'S15', edited(policy, 'sensitive', 'S15', { purposes: ['live-streaming'] })],
    ['P20', '4.2.7', edited(policy, 'sharing', '4.2.7', { recipients: [{ printed: '示例', named: true, class: 'sms-provider', code: 'x' }] })],
    [
      'P21',
      '4.2.16',
      edited(policy, 'sharing', '4.2.16', {
        recipients: [{ printed: '示例', named: true, class: 'logistics-information-provider', code: 'x', contact: 'a@x.example' }],
      }),
    ],
    ['P23', '4.2.14', edited(policy, 'sharing', '4.2.14', { role: undefined })],
    ['P24', '4.2.14', edited(policy, 'sharing', '4.2.14', { safeguards: ['contract'] })],
    ['P25', '1.2.27.1.a', edited(policy, 'collection', '1.2.27.1.a', { recipients: [] })],
    ['P26', '4.2.16', edited(policy, 'collection', '1.2.31', { items: [item('物流单号', 'tracking_number')] })],
    ['P30', '1.2.24', edited(policy, 'collection', '1.2.24', { items: [item('语音信息', 'voice')] })],
    ['P31', '1.2.9', edited(policy, 'collection', '1.2.9', { supplements: [] })],
    ['P32', '6.2.3', edited(policy, 'protection', '6.2.3', { authorities: ['国家金融监督管理总局'] })],
    ['P40', '6.1.4', edited(policy, 'retention', '6.1.4', { years: 10 })],
    ['P42', '1.1.2.cache', without(policy, 'shortRetention', '1.1.2.cache')],
    ['P50', '7', edited(policy, 'rights', '7.1.1', { grants: ['access', 'correct', 'restrict', 'supplement'] })],
    ['P54', '1.1.4', edited(policy, 'collection', '1.1.4', { items: [item('姓名', 'name')] })],
    ['P56', '7.4', edited(policy, 'rights', '7.4', { endsService: false })],
    ['P60', '1.1.4', edited(policy, 'collection', '1.1.4', { tier: 'extended' })],
    ['P61', '1.2.23', edited(policy, 'collection', '1.2.23', { tier: 'basic' })],
  ])('%s of %s', (rule, clause, mended) => {
    expect(firstClauses(rule)).toContain(clause);
    expect(firstClauses(rule, mended)).not.toContain(clause);
  });

  test('P04, P22 and P53 when the elements are there', () => {
    const text = { zh: '必要', en: 'necessary' };
    const whole = {
      ...policy,
      sensitive: policy.sensitive.map((row) => ({ ...row, necessity: text, impact: text })),
      sharing: policy.sharing.map((entry) => ({ ...entry, method: text })),
      tables: ['collection', 'sharing'],
    };
    expect([...found('P04', whole), ...found('P22', whole), ...found('P53', whole)]).toEqual([]);
    expect([found('P04').length, found('P22').length, found('P53').length]).toEqual([1, 1, 2]);
  });
});

describe('broken, a finding comes', () => {
  test.each<[string, PolicyDocument]>([
    ['P12', edited(policy, 'permissions', '2.2.9', { purposes: [] })],
    ['P14', edited(policy, 'sdks', 'A-38', { permissions: ['READ_CONTACTS'] })],
    ['P15', edited(policy, 'permissions', '2.2.14', { platforms: ['ios'] })],
    ['P16', edited(policy, 'sdks', 'A-38', { purposes: ['marketing'] })],
    ['P40', edited(policy, 'retention', '6.1.3', { years: 10 })],
    ['P41', edited(policy, 'collection', '1.1.1', { products: [] })],
    ['P51', without(policy, 'rights', '7.7')],
    ['P52', { ...policy, breachNotice: [] }],
    ['P52', without(policy, 'contacts', '11.officer')],
    ['P52', edited(policy, 'collection', '1.1.1', { purposes: [] })],
    ['P55', without(policy, 'minors', '9.under16')],
    ['P70', { ...policy, purposes: [...policy.purposes, { code: 'nothing', label: { zh: '无', en: 'Nothing' } }] }],
  ])('%s', (rule, broken) => {
    const text = (document: PolicyDocument): readonly string[] => checkPolicy(document).flatMap((one) => (one.rule === rule ? [one.because.en] : []));
    expect(text(broken).filter((because) => !text(policy).includes(because))).not.toEqual([]);
  });
});

test('the example settles what it was made to settle', () => {
  const settled = (rule: string, clause: string): void => {
    expect(firstClauses(rule)).toContain(clause);
    expect(firstClauses(rule, example)).not.toContain(clause);
  };
  settled('P40', '6.1.4');
  settled('P32', '6.2.3');
  settled('P50', '7');
  settled('P21', '4.2.16');
  settled('P26', '4.2.16');
  settled('P10', 'A-05');
});
