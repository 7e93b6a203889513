// One person's lineage as a table: when, from → to, what, why, verdict, and in what state it is there now.
import { styleText } from 'node:util';
import { endedStates } from '../core/domain/holdings.ts';
import type { Bilingual } from '../core/domain/vocabulary.ts';
import type { AnsweredFlow } from '../query-api/answered-flow.ts';
import type { AnsweredHolding } from '../query-api/answered-holding.ts';
import type { LineageAnswer } from '../query-api/lineage-answer.ts';
import type { Column } from './draw-table.ts';

export type Language = keyof Bilingual;

/** `--lang`, else the terminal's own. */
export const languageOf = (flag: string | undefined, environment: NodeJS.ProcessEnv = process.env): Language =>
  (flag ?? environment['LC_ALL'] ?? environment['LANG'] ?? 'en').startsWith('zh') ? 'zh' : 'en';

const titles = {
  en: { when: 'When', route: 'From → to', what: 'What', why: 'Why', verdict: 'Verdict', state: 'There now' },
  zh: { when: '时间', route: '从 → 到', what: '信息', why: '缘由', verdict: '判定', state: '现状' },
} as const;
const outcomes = {
  en: { compliant: '✓ compliant', violation: '✗ violation', gap: '? gap' },
  zh: { compliant: '✓ 合规', violation: '✗ 违规', gap: '? 存疑' },
} as const;
const states: Readonly<Record<string, Bilingual>> = {
  held: { zh: '持有', en: 'held' },
  restricted: { zh: '限制处理', en: 'restricted' },
  'deletion-requested': { zh: '已要求删除', en: 'deletion requested' },
  'deletion-refused': { zh: '拒绝删除', en: 'deletion refused' },
  'deletion-overdue': { zh: '删除逾期', en: 'deletion overdue' },
  deleted: { zh: '已删除', en: 'deleted' },
  anonymised: { zh: '已匿名化', en: 'anonymised' },
  erased: { zh: '已擦除', en: 'erased' },
};

/** Columns of the table; each row is one flow of the answer. */
export function lineageColumns(answer: LineageAnswer, language: Language): readonly Column<AnsweredFlow>[] {
  const title = titles[language];
  const holdings = Map.groupBy(answer.holdings, (holding) => `${holding.holder}\n${holding.purpose}\n${holding.legalBasis}\n${holding.clause}`);
  const stateOf = (flow: AnsweredFlow): string => {
    const items = new Set<string>(flow.type === 'PersonalDataUsed' ? flow.derivedItems : flow.items);
    const there = holdings.get(`${flow.to}\n${flow.purpose}\n${flow.legalBasis}\n${flow.clause ?? ''}`)?.filter(({ item }) => items.has(item)) ?? [];
    return statesInWords(there, language);
  };
  return [
    {
      key: 'occurredAt',
      title: title.when,
      min: 11,
      show: ({ occurredAt, late }) => `${occurredAt.slice(0, 10)} ${occurredAt.slice(11, 16)}${late ? (language === 'zh' ? '\n补录' : '\nlate entry') : ''}`,
    },
    { key: 'route', title: title.route, min: 16, show: (flow) => `${flow.fromName[language]} → ${flow.toName[language]}` },
    { key: 'items', title: title.what, min: 16, show: (flow) => itemsInWords(flow, language) },
    { key: 'why', title: title.why, min: 18, show: (flow) => why(flow, language) },
    { key: 'verdict', title: title.verdict, min: 12, show: ({ verdict }) => verdictInWords(verdict, language) },
    { key: 'state', title: title.state, min: 10, show: stateOf },
  ];
}

/** Columns of CSV: codes and whole lists, one fact a column. */
export const lineageData: readonly Column<AnsweredFlow>[] = [
  ...(['eventId', 'type', 'occurredAt', 'recordedAt', 'from', 'to', 'purpose', 'legalBasis', 'clause', 'policyVersion'] as const).map((key) => ({
    key,
    title: key,
    show: (flow: AnsweredFlow) => flow[key] ?? '',
  })),
  { key: 'items', title: 'items', show: ({ items }) => items.join(' ') },
  { key: 'outcome', title: 'outcome', show: ({ verdict }) => verdict.outcome },
  { key: 'rules', title: 'rules', show: ({ verdict }) => [...new Set(verdict.findings.map(({ rule }) => rule))].join(' ') },
];

const itemsShown = 6;

/** The first items by name, the rest as a number: the whole list is in every other format. */
function itemsInWords({ itemNames }: AnsweredFlow, language: Language): string {
  const [names, more] = [itemNames.slice(0, itemsShown).map((name) => name[language]), itemNames.length - itemsShown];
  const list = names.join(language === 'zh' ? '、' : ', ');
  return more > 0 ? list + (language === 'zh' ? ` 等 ${itemNames.length} 项` : ` and ${more} more`) : list;
}

/** Purpose, basis, clause. */
function why({ purposeName, legalBasis, clause, policyVersion }: AnsweredFlow, language: Language): string {
  const basis = /^13-\d$/.test(legalBasis) ? `PIPL 13(${legalBasis.slice(3)})` : language === 'zh' ? '依据未说明' : 'basis not stated';
  return `${purposeName[language]}\n${basis} · ${clause ?? '—'}${policyVersion ? ` (${policyVersion.split('/').at(-1)})` : ''}`;
}

function verdictInWords({ outcome, findings }: AnsweredFlow['verdict'], language: Language): string {
  const colour = outcome === 'compliant' ? 'green' : outcome === 'gap' ? 'yellow' : 'red';
  const word = outcomes[language][outcome];
  const rules = [...new Set(findings.map(({ rule }) => rule))].join(' ');
  return (process.stdout.isTTY ? styleText(colour, word) : word) + (rules ? `\n${rules}` : '');
}

function statesInWords(holdings: readonly AnsweredHolding[], language: Language): string {
  const byState = Map.groupBy(holdings, ({ state }) => state);
  return [...byState]
    .map(([state, those]) => {
      const word = states[state]?.[language] ?? state;
      const since = state === 'held' ? '' : ` ${those[0]?.stateSince.slice(0, 10) ?? ''}`;
      return byState.size > 1 ? `${those.length} ${word}${since}` : `${word}${since}`;
    })
    .join('\n');
}

/** The lines above the table: who, as of when, whether it is all there is. */
export function lineageHeading(answer: LineageAnswer, language: Language): string {
  const zh = language === 'zh';
  const counts = Map.groupBy(answer.flows, ({ verdict }) => verdict.outcome);
  const verdicts = (['compliant', 'violation', 'gap'] as const)
    .map((outcome) => `${counts.get(outcome)?.length ?? 0} ${outcomes[language][outcome].slice(2)}`)
    .join(' · ');
  const holders = new Set(answer.holdings.filter(({ state }) => !(endedStates as readonly string[]).includes(state)).map(({ holder }) => holder));
  const complete = answer.complete
    ? zh
      ? '完整'
      : 'complete'
    : `${zh ? '不完整' : 'INCOMPLETE'}: ${answer.incompleteBecause.map(({ because }) => because[language]).join(' ')}`;
  return [
    `${zh ? '主体' : 'Data subject'} ${answer.dataSubject}`,
    zh ? `截至 ${answer.asOf} · 已知于 ${answer.knownAt} · ${complete}` : `as of ${answer.asOf} · known at ${answer.knownAt} · ${complete}`,
    zh
      ? `${answer.flows.length} 次流转(${verdicts})· 现由 ${holders.size} 方持有`
      : `${answer.flows.length} flows (${verdicts}) · held by ${holders.size} parties now`,
  ].join('\n');
}
