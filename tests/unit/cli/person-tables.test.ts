// The tables of one person in both languages: every title and every word, the fate of what each flow brought, and what the signs mean.
import { expect, test } from 'vitest';
import { findingLegend } from '../../../services/cli/finding-legend.ts';
import { findingColumns, findingData } from '../../../services/cli/findings-table.ts';
import { holdingColumns } from '../../../services/cli/holdings-table.ts';
import { lineageColumns, lineageHeading, type ShownFlow } from '../../../services/cli/lineage-table.ts';
import { flowColumns, recipientColumns } from '../../../services/cli/lists-tables.ts';
import { quarantineColumns } from '../../../services/cli/quarantine-table.ts';
import { timelineColumns } from '../../../services/cli/timeline-table.ts';
import type { LineageAnswer } from '../../../services/query-api/lineage-answer.ts';

const finding = (rule: string, en: string) =>
  ({ rule, outcome: 'violation', severity: 'H', clause: '4.2.16', because: { zh: `${en}的中文`, en }, facts: [] }) as const;

const flow = {
  occurredAt: '2025-09-03T10:15:00+08:00',
  late: true,
  fromName: { zh: '微众银行', en: 'WeBank' },
  toName: { zh: '快递100', en: 'Kuaidi100' },
  itemNames: [{ zh: '手机号码', en: 'Mobile number' }],
  purposeName: { zh: '物流查询', en: 'Parcel tracking' },
  legalBasis: '13-1',
  clause: '4.2.16',
  policyVersion: 'webank-app/8.8',
  verdict: { outcome: 'violation', findings: [finding('R07', 'no such item'), finding('R07', 'no such purpose')] },
  became: [
    { state: 'deleted', since: '2025-09-04T10:00:00+08:00', items: ['mobile_number'] },
    { state: 'held', since: '2025-09-03T10:15:00+08:00', items: ['name', 'delivery_address'] },
  ],
} as unknown as ShownFlow;

const shown = (language: 'zh' | 'en') => Object.fromEntries(lineageColumns(language).map(({ key, show }) => [key, show(flow)]));

test('a flow says what became of what it brought, and one mark that it is late', () => {
  expect(shown('en')).toMatchObject({
    occurredAt: '2025-09-03 10:15*',
    route: 'WeBank → Kuaidi100',
    verdict: '✗ violation\nR07',
    state: '1 deleted 2025-09-04\n2 held',
  });
  expect(shown('zh')).toMatchObject({ route: '微众银行 → 快递100', items: '手机号码', verdict: '✗ 违规\nR07', state: '1 已删除 2025-09-04\n2 持有' });
});

test('the heading counts one flow as one', () => {
  const answer = { dataSubject: 'x', asOf: 'a', knownAt: 'k', complete: true, incompleteBecause: [], holdings: [], flows: [flow] } as unknown as LineageAnswer;
  expect(lineageHeading(answer, 'en')).toMatch(/^1 flow \(0 compliant · 1 violation · 0 gap\) · held by 0 parties now$/m);
  expect(lineageHeading({ ...answer, holdings: [{ holder: 'p', state: 'held' }] } as unknown as LineageAnswer, 'en')).toMatch(/held by 1 party now/);
});

test('the legend gives each rule once, with its reasons in the language asked', () => {
  const findings = [...flow.verdict.findings, finding('R20', 'not registered'), finding('R07', 'no such item'), finding('R07', 'a third reason')];
  expect(findingLegend(findings, 'en')).toEqual(['R07  H high · no such item / no such purpose (and 1 more reason)', 'R20  H high · not registered']);
  expect(findingLegend(findings.slice(0, 1), 'zh')).toEqual(['R07  高 · no such item的中文']);
  expect(findingLegend([], 'en')).toEqual([]);
});

test('every title of every table is Chinese where Chinese was asked for', () => {
  const tables = [
    lineageColumns,
    timelineColumns,
    holdingColumns,
    findingColumns,
    flowColumns,
    recipientColumns,
    (language: 'zh' | 'en') => quarantineColumns(language, false),
  ];
  for (const table of tables) {
    expect(table('zh').filter(({ title }) => !/\p{Script=Han}/u.test(title))).toEqual([]);
    expect(table('en').filter(({ title }) => /\p{Script=Han}/u.test(title))).toEqual([]);
  }
});

test('findings as CSV are one row per rule, with codes', () => {
  const rows = findingData.rowsOf({ eventId: 'e', dataSubject: 'd', occurredAt: 'o', type: 't', verdict: flow.verdict });
  expect(rows.map((row) => findingData.columns.map(({ show }) => show(row)).join('|'))).toEqual([
    'o|violation|R07|H|4.2.16|t|d|e|no such item的中文|no such item',
    'o|violation|R07|H|4.2.16|t|d|e|no such purpose的中文|no such purpose',
  ]);
});
