// `policy export`: the keys that outsiders rely on, every entry whole, and the same policy as a flat table.
import { describe, expect, test } from 'vitest';
import { sections, itemised, idOf } from '../../../services/core/policy/document/policy-document.ts';
import { flatColumns, flatTable } from '../../../services/core/policy/export/flat-table.ts';
import { example, policy } from './documents.ts';

/** interfaces.md 5, in its order. */
const keys = [
  'policy',
  'version',
  'updatedOn',
  'effectiveOn',
  'collection',
  'sdks',
  'sensitive',
  'permissions',
  'cookies',
  'entrusting',
  'sharing',
  'transfer',
  'publication',
  'consentExceptions',
  'retention',
  'shortRetention',
  'storage',
  'breachNotice',
  'rights',
  'deletionConditions',
  'refusalGrounds',
  'responseDeadlines',
  'majorChanges',
  'minors',
  'contacts',
  'itemDictionary',
];

const exported = JSON.parse(JSON.stringify(policy)) as Record<string, unknown>;

describe('JSON', () => {
  test('has every key of the interface, and nothing is empty', () => {
    expect(keys.filter((key) => !(key in exported))).toEqual([]);
    expect(keys.filter((key) => Array.isArray(exported[key]) && exported[key].length === 0)).toEqual([]);
    expect([policy.policy, policy.version, policy.updatedOn, policy.effectiveOn]).toEqual(['webank-app', '8.8', '2025-08-13', '2025-08-13']);
  });

  test('has as many entries as the policy', () => {
    expect(Object.fromEntries(sections.map((section) => [section, policy[section].length]))).toEqual({
      collection: 48,
      sdks: 72,
      sensitive: 15,
      permissions: 17,
      cookies: 3,
      entrusting: 1,
      sharing: 18,
      transfer: 3,
      publication: 1,
      consentExceptions: 6,
      storage: 3,
      retention: 5,
      shortRetention: 1,
      protection: 5,
      breachNotice: 1,
      rights: 14,
      deletionConditions: 7,
      refusalGrounds: 8,
      responseDeadlines: 3,
      majorChanges: 6,
      minors: 3,
      disputes: 2,
      contacts: 3,
    });
  });

  test('gives each kind of entry its fields', () => {
    const has = (entries: readonly object[], fields: readonly string[]): readonly string[] =>
      fields.filter((field) => entries.some((entry) => !(field in entry)));
    expect(has(policy.collection, ['clause', 'tier', 'title', 'condition', 'purpose', 'refusal', 'recipients', 'items', 'sources', 'laws', 'lines'])).toEqual(
      [],
    );
    expect(has(policy.sdks, ['row', 'platform', 'name', 'scene', 'items', 'permissions', 'method', 'collector'])).toEqual([]);
    expect(has(policy.sharing, ['clause', 'recipients', 'purpose', 'consent', 'safeguards', 'items'])).toEqual([]);
    expect(has(policy.retention, ['product', 'years', 'startsAfter'])).toEqual([]);
    expect(has(policy.itemDictionary, ['code', 'label', 'category', 'sensitive', 'container', 'printedAs', 'grades'])).toEqual([]);
    expect(policy.breachNotice[0]).toMatchObject({ contents: { length: 4 }, channels: { length: 4 }, fallback: {}, regulator: {} });
    const items = itemised(policy).flatMap((entry) => entry.items);
    expect(has(items, ['printed', 'code', 'of'])).toEqual([]);
  });

  test('prints a name once, with all its codes', () => {
    const items = policy.collection.find(({ clause }) => clause === '1.1.2')?.items.filter(({ printed }) => printed === '人脸图像或视频');
    expect(items).toEqual([{ printed: '人脸图像或视频', code: 'face_image', codes: ['face_image', 'face_video'], of: 'user' }]);
  });

  test('says what 四(二)15, the acts of 四(二)2 and the rows of both platforms print', () => {
    expect(policy.sharing.find(({ clause }) => clause === '4.2.15')?.recipients).toEqual([
      { printed: '瑞银基金销售（深圳）有限公司', named: true, class: 'fund-sales-agency', code: 'ubs-fund-sales', contact: '4000080123' },
    ]);
    const acts = policy.sharing.filter(({ clause }) => clause.startsWith('4.2.2') && !/^4\.2\.2\d/.test(clause));
    expect(acts.map(({ clause, items, recipients }) => [clause, items.map(({ printed }) => printed), recipients.map(({ printed }) => printed)])).toEqual([
      ['4.2.2', ['姓名', '身份证号码', '手机号码'], ['手机号信息验证服务商']],
      ['4.2.2.cdd', ['姓名', '开户身份证件号码'], ['北京中数智汇科技股份有限公司']],
    ]);
    const chips = policy.sdks.filter(({ name }) => name === '实证服务 SDK').map(({ row, items }) => [row, items[0]?.printed]);
    expect(chips).toEqual([
      ['A-38', '电子证件中芯片存储的全部证件信息 (不含指纹信息)'],
      ['I-26', '电子证件中芯片存储的全部证件信息 (不含指纹信息)'],
    ]);
  });

  test('gives gradings with source and verify mark', () => {
    const grades = policy.itemDictionary.find(({ code }) => code === 'bank_card_number')?.grades;
    expect(grades?.map(({ scheme, mark }) => [scheme, mark])).toEqual([
      ['JR/T 0171-2020', 'GK'],
      ['GB/T 45574-2025', 'SF:S10'],
    ]);
  });

  test('an extending version has all that it does not change', () => {
    expect(example.example).toBe(true);
    expect(example.contentHash).not.toBe(policy.contentHash);
    expect([example.sdks.length, example.collection.length, example.refusalGrounds.length]).toEqual([72, 48, 7]);
    expect(example.collection.map(({ clause }) => clause)).toContain('1.2.37');
    expect(example.sharing.find(({ clause }) => clause === '4.2.15')).toEqual(policy.sharing.find(({ clause }) => clause === '4.2.15'));
  });
});

describe('CSV', () => {
  const rows = flatTable(policy);
  test('has a row for each item of each entry, and one for entries without', () => {
    const expected = sections.flatMap((section) => policy[section].map((entry) => Math.max(1, 'items' in entry ? entry.items.length : 1)));
    expect(rows).toHaveLength(expected.reduce((sum, count) => sum + count, 0));
    expect(new Set(rows.flatMap((row) => Object.keys(row)))).toEqual(new Set(flatColumns));
    expect([...new Set(rows.map(({ entry }) => entry))].toSorted()).toEqual([...new Set(sections.flatMap((section) => policy[section].map(idOf)))].toSorted());
  });

  test('holds the values of rules', () => {
    expect(rows.find(({ section, entry }) => section === 'retention' && entry === '6.1.4')).toMatchObject({ value: '5', title_en: 'loan' });
    expect(rows.find(({ entry, printed }) => entry === '4.2.16' && printed === '物流单号')).toMatchObject({
      codes: 'tracking_number',
      recipients: '深圳前海百递网络有限公司',
      consent: 'separate',
    });
  });
});
