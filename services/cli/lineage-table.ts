// One person's lineage as a table: when, from → to, what, why, verdict, and what became of what each flow brought.
import { styleText } from 'node:util';
import { endedStates } from '../core/domain/holdings.ts';
import type { LineageAnswer } from '../query-api/lineage-answer.ts';
import type { Column } from './draw-table.ts';
import { counted, phrase, type Language } from './language.ts';
import { outcomes, states, word } from './words.ts';

export type ShownFlow = LineageAnswer['flows'][number];

/** Columns of the table; each row is one flow of the answer. */
export function lineageColumns(language: Language): readonly Column<ShownFlow>[] {
  const say = phrase(language);
  return [
    { key: 'occurredAt', title: say('When', '时间'), min: 10, show: ({ occurredAt, late }) => `${minuteOf(occurredAt)}${late ? lateMark : ''}` },
    { key: 'route', title: say('From → to', '从 → 到'), min: 12, show: (flow) => `${flow.fromName[language]} → ${flow.toName[language]}` },
    { key: 'items', title: say('What', '信息'), min: 13, show: (flow) => itemsInWords(flow, language) },
    { key: 'why', title: say('Why', '缘由'), min: 15, show: (flow) => why(flow, language) },
    { key: 'verdict', title: say('Verdict', '判定'), min: 11, show: ({ verdict }) => verdictInWords(verdict, language) },
    { key: 'state', title: say('There now', '现状'), min: 10, show: ({ became }) => becameInWords(became, language) },
  ];
}

/** Columns of CSV: codes and whole lists, one fact a column. */
export const lineageData: readonly Column<ShownFlow>[] = [
  ...(['eventId', 'type', 'occurredAt', 'recordedAt', 'from', 'to', 'purpose', 'legalBasis', 'clause', 'policyVersion'] as const).map((key) => ({
    key,
    title: key,
    show: (flow: ShownFlow) => flow[key] ?? '',
  })),
  { key: 'items', title: 'items', show: ({ items }) => items.join(' ') },
  { key: 'outcome', title: 'outcome', show: ({ verdict }) => verdict.outcome },
  { key: 'rules', title: 'rules', show: ({ verdict }) => [...new Set(verdict.findings.map(({ rule }) => rule))].join(' ') },
  { key: 'became', title: 'became', show: ({ became }) => became.map(({ state, since, items }) => `${state} ${since} ${items.join(' ')}`).join('; ') },
];

/** Marks what was recorded late (R98); the legend says so. */
export const lateMark = '*';

/** `2025-09-03 10:15` of an instant. */
export const minuteOf = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;

const itemsShown = 6;

/** The first items by name, the rest as a number: the whole list is in every other format. */
function itemsInWords({ itemNames }: ShownFlow, language: Language): string {
  const [names, more] = [itemNames.slice(0, itemsShown).map((name) => name[language]), itemNames.length - itemsShown];
  const list = names.join(language === 'zh' ? '、' : ', ');
  return more > 0 ? list + (language === 'zh' ? ` 等 ${itemNames.length} 项` : ` and ${more} more`) : list;
}

/** Purpose, basis, clause. */
function why({ purposeName, legalBasis, clause, policyVersion }: ShownFlow, language: Language): string {
  const basis = /^13-\d$/.test(legalBasis) ? `PIPL 13(${legalBasis.slice(3)})` : phrase(language)('basis not stated', '依据未说明');
  return `${purposeName[language]}\n${basis} · ${clause ?? '—'}${policyVersion ? ` (${policyVersion.split('/').at(-1)})` : ''}`;
}

function verdictInWords({ outcome, findings }: ShownFlow['verdict'], language: Language): string {
  const colour = outcome === 'compliant' ? 'green' : outcome === 'gap' ? 'yellow' : 'red';
  const text = word(outcomes, outcome, language);
  const rules = [...new Set(findings.map(({ rule }) => rule))].join(' ');
  return (process.stdout.isTTY ? styleText(colour, text) : text) + (rules ? `\n${rules}` : '');
}

/** Each state with its day; how many items only where they went different ways. */
const becameInWords = (became: ShownFlow['became'], language: Language): string =>
  [...Map.groupBy(became, ({ state, since }) => (state === 'held' ? state : `${state} ${since.slice(0, 10)}`))]
    .map(([key, those]) => {
      const [state = '', day] = key.split(' ');
      const items = those.reduce((sum, { items: some }) => sum + some.length, 0);
      return `${became.length > those.length ? `${items} ` : ''}${word(states, state, language)}${day === undefined ? '' : ` ${day}`}`;
    })
    .join('\n');

/** The lines above the table: who, as of when, whether it is all there is. */
export function lineageHeading(answer: LineageAnswer, language: Language): string {
  const say = phrase(language);
  const counts = Map.groupBy(answer.flows, ({ verdict }) => verdict.outcome);
  const verdicts = (['compliant', 'violation', 'gap'] as const)
    .map((outcome) => `${counts.get(outcome)?.length ?? 0} ${word(outcomes, outcome, language).slice(2)}`)
    .join(' · ');
  const holders = new Set(answer.holdings.filter(({ state }) => !(endedStates as readonly string[]).includes(state)).map(({ holder }) => holder)).size;
  return [
    `${say('Data subject', '主体')} ${answer.dataSubject}`,
    say(`as of ${answer.asOf} · known at ${answer.knownAt}`, `截至 ${answer.asOf} · 已知于 ${answer.knownAt}`) + ` · ${completeness(answer, language)}`,
    say(
      `${counted(answer.flows.length, 'flow')} (${verdicts}) · held by ${counted(holders, 'party', 'parties')} now`,
      `${answer.flows.length} 次流转(${verdicts})· 现由 ${holders} 方持有`,
    ),
  ].join('\n');
}

/** Whether it is all there is, else why not. */
export function completeness({ complete, incompleteBecause }: Pick<LineageAnswer, 'complete' | 'incompleteBecause'>, language: Language): string {
  const say = phrase(language);
  return complete ? say('complete', '完整') : `${say('INCOMPLETE', '不完整')}: ${incompleteBecause.map(({ because }) => because[language]).join(' ')}`;
}
