// `policy diff`: by clause and item, wider or narrower, which major change of 八, and who must be asked again.
import { describe, expect, test } from 'vitest';
import type { Difference } from '../../../services/core/policy/diff/difference.ts';
import { diffPolicies } from '../../../services/core/policy/diff/policy-diff.ts';
import { summaryOf } from '../../../services/core/policy/diff/summary.ts';
import { edited, example, item, policy, without } from './documents.ts';

const told = ({ entry, kind, field, effect, majorChange, consentAgain, consentKind }: Difference): string =>
  [entry, kind, field, effect, majorChange ?? '-', consentAgain, consentKind ?? '-'].join(' ');

describe('between two versions', () => {
  test('a version does not differ from itself', () => {
    expect(diffPolicies(policy, policy)).toEqual([]);
    expect(summaryOf([])).toMatchObject({ differences: 0, majorChanges: [], consentAgain: [] });
  });

  test('8.8 → the example', () => {
    expect(diffPolicies(policy, example).map(told)).toEqual([
      ' changed title wording - no -',
      '1.2.24 changed purpose wording - no -',
      '1.2.24 added purposes wider 8.1 by-law separate',
      '1.2.24 added items wider 8.1 by-law separate',
      '1.2.34 removed entry narrower - no -',
      '1.2.37 added entry wider 8.1 by-law general',
      'A-05 removed items narrower - no -',
      'A-05 added version wording - no -',
      'A-05 added privacyUrl wording - no -',
      '4.2.16 added items wider 8.1 by-law separate',
      '4.2.16 added recipients wider 8.3 by-law separate',
      '4.2.16 changed recipients wording - no -',
      '4.2.16 added method wording - no -',
      '6.1.4 changed years wider - by-law general',
      '6.2.3 removed authorities wording - no -',
      '6.2.3 added authorities wording - no -',
      '7.9 added entry narrower 8.4 no -',
      '7.8.8 removed entry narrower 8.4 no -',
      '7.5 changed workingDays narrower 8.4 no -',
      '11 changed workingDays wider 8.4 by-policy general',
      '11.officer changed channel wider 8.5 by-policy general',
    ]);
    const summary = summaryOf(diffPolicies(policy, example));
    expect(summary.majorChanges).toEqual(['8.1', '8.3', '8.4', '8.5']);
    expect(summary.consentAgain.map(({ by, kind, entries }) => [by, kind, entries])).toEqual([
      ['law', 'separate', ['1.2.24']],
      ['law', 'general', ['1.2.37']],
      ['law', 'separate', ['4.2.16']],
      ['law', 'general', ['6.1.4']],
      ['policy', 'general', ['11', '11.officer']],
    ]);
  });

  test('backwards, what widened narrows', () => {
    const back = diffPolicies(example, policy).map(told);
    expect(back).toContain('1.2.24 removed items narrower - no -');
    expect(back).toContain('6.1.4 changed years narrower - no -');
    expect(back).toContain('4.2.16 removed recipients narrower 8.3 no -');
    expect(back).toContain('1.2.34 added entry wider 8.1 by-law general');
    expect(back).toContain('7.8.8 added entry wider 8.4 by-policy general');
  });
});

describe('one change', () => {
  const bigger = (entry: { readonly items: readonly object[] } | undefined, more: object): object => ({ items: [...(entry?.items ?? []), more] });
  const login = policy.collection.find(({ clause }) => clause === '1.1.1');
  test.each<[string, Parameters<typeof diffPolicies>[1], readonly string[]]>([
    [
      'an item of a basic function',
      edited(policy, 'collection', '1.1.1', bigger(login, item('积分信息', 'points'))),
      ['1.1.1 added items wider 8.1 by-law general'],
    ],
    ['a sensitive item', edited(policy, 'collection', '1.1.1', bigger(login, item('民族', 'ethnicity'))), ['1.1.1 added items wider 8.1 by-law separate']],
    [
      'the same item of somebody else',
      edited(policy, 'collection', '1.1.1', bigger(login, item('姓名', 'name', 'payee'))),
      ['1.1.1 added items wider 8.1 by-law separate'],
    ],
    [
      'the same item under another name',
      edited(policy, 'sharing', '4.2.16', { items: [item('运单号', 'tracking_number')] }),
      ['4.2.16 changed printed wording - no -'],
    ],
    ['extended becomes basic', edited(policy, 'collection', '1.2.16', { tier: 'basic' }), ['1.2.16 changed tier wider 8.1 by-law separate']],
    ['basic becomes extended', edited(policy, 'collection', '1.1.1', { tier: 'extended' }), ['1.1.1 changed tier narrower - no -']],
    [
      'a new platform of a permission',
      edited(policy, 'permissions', '2.1.2', { platforms: ['android', 'ios'] }),
      ['2.1.2 added platforms wider 8.1 by-law separate'],
    ],
    ['an SDK of another company', edited(policy, 'sdks', 'A-13', { collector: '示例公司' }), ['A-13 changed collector wider 8.3 by-law separate']],
    ['an SDK is gone', without(policy, 'sdks', 'A-13'), ['A-13 removed entry narrower - no -']],
    ['a scenario of provision is gone', without(policy, 'sharing', '4.2.7'), ['4.2.7 removed entry narrower 8.3 no -']],
    [
      'a safeguard is gone',
      edited(policy, 'sharing', '4.2.16', { safeguards: ['contract'] }),
      Array.from({ length: 3 }, () => '4.2.16 removed safeguards wider 8.1 by-policy separate'),
    ],
    ['a right is gone', without(policy, 'rights', '7.6'), ['7.6 removed entry wider 8.4 by-policy general']],
    ['kept for days less', edited(policy, 'shortRetention', '1.1.2.cache', { days: 3 }), ['1.1.2.cache changed days narrower - no -']],
    ['another handler', { ...policy, handler: { zh: '示例银行', en: 'Example Bank' } }, [' changed handler wider 8.2 by-law general']],
    ['a younger age', edited(policy, 'minors', '9.guardian', { minAge: 14 }), ['9.guardian changed minAge wider 8.1 by-law general']],
    [
      'an item graded as sensitive',
      { ...policy, itemDictionary: policy.itemDictionary.map((one) => (one.code === 'points' ? { ...one, sensitive: true } : one)) },
      ['points changed sensitive wider 8.1 by-law separate'],
    ],
    ['other words', edited(policy, 'storage', '6.1.location', { title: { zh: '别的', en: 'Other' } }), ['6.1.location changed title wording - no -']],
    ['other lines only', edited(policy, 'storage', '6.1.location', { lines: [1, 2] }), []],
  ])('%s', (_, after, expected) => expect(diffPolicies(policy, after).map(told)).toEqual(expected));

  test('names the people whom it concerns', () => {
    const [payee] = diffPolicies(
      policy,
      edited(
        policy,
        'collection',
        '1.2.4',
        bigger(
          policy.collection.find(({ clause }) => clause === '1.2.4'),
          item('姓名', 'name', 'payee'),
        ),
      ),
    );
    expect(payee?.whom?.en).toContain('payee');
    const [ios] = diffPolicies(policy, edited(policy, 'sdks', 'I-04', { permissions: ['相机权限', '网络权限'] }));
    expect(ios?.whom?.en).toBe('users of the iOS app');
  });
});
