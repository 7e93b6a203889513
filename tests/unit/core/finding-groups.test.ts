// The work list: findings grouped by one, two or three of rule, clause and recipient, the worst first.
import { expect, test } from 'vitest';
import { groupFindings, type FindingGroup } from '../../../services/core/policy/finding-groups.ts';

const group = (rule: string, clause: string, recipient: string, fields: Partial<FindingGroup> = {}): FindingGroup => ({
  rule,
  clause,
  recipient,
  severity: 'H',
  outcome: 'violation',
  findings: 1,
  first: 100,
  last: 200,
  ...fields,
});

const groups = [
  group('R07', '4.2', 'parcel', { findings: 5 }),
  group('R07', '4.2', 'parcel', { outcome: 'gap', findings: 2, first: 50 }),
  group('R07', '1.1', '', { findings: 1, last: 300 }),
  group('R21', '4.2', 'parcel', { severity: 'C', findings: 1 }),
  group('R11', '1.1', '', { outcome: 'gap', findings: 90 }),
];

test('by rule: counts add up, first and last reach over all, severity before outcome before number', () => {
  expect(groupFindings(groups, ['rule'])).toEqual([
    { rule: 'R21', clause: null, recipient: null, severity: 'C', outcome: 'violation', violations: 1, gaps: 0, first: 100, last: 200 },
    { rule: 'R07', clause: null, recipient: null, severity: 'H', outcome: 'violation', violations: 6, gaps: 2, first: 50, last: 300 },
    { rule: 'R11', clause: null, recipient: null, severity: 'H', outcome: 'gap', violations: 0, gaps: 90, first: 100, last: 200 },
  ]);
});

test('by clause: the worst severity of the group is its own', () => {
  expect(groupFindings(groups, ['clause']).map(({ clause, severity }) => [clause, severity])).toEqual([
    ['4.2', 'C'],
    ['1.1', 'H'],
  ]);
});

test('by all three, both outcomes of one stand together', () => {
  expect(groupFindings(groups, ['rule', 'clause', 'recipient']).map(({ rule, clause, recipient }) => `${rule} ${clause} ${recipient}`)).toEqual([
    'R21 4.2 parcel',
    'R07 4.2 parcel',
    'R07 1.1 ',
    'R11 1.1 ',
  ]);
});
