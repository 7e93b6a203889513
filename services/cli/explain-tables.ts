// An explained verdict as tables: the rules with their answers, and the facts that they name by number.
import type { ExplainedRule } from '../core/policy/explain/explain.ts';
import type { VerdictAnswer } from '../query-api/verdict-answer.ts';
import type { Column } from './draw-table.ts';
import { phrase, type Language } from './language.ts';
import { minuteOf } from './lineage-table.ts';
import { ruleAnswers, word } from './words.ts';

type Numbers = ReadonlyMap<string, number>;

const articlesInWords = ({ articles }: ExplainedRule): string => articles.map(({ article, mark }) => `${article} [${mark}]`).join('; ');

/** A mark that is no source (SF) stands beside its article: it was not verified. */
export function explainedRuleColumns(language: Language, numbers: Numbers): readonly Column<ExplainedRule>[] {
  const say = phrase(language);
  return [
    { key: 'rule', title: say('Rule', '规则'), whole: true, show: ({ rule, severity }) => `${rule} ${severity}` },
    { key: 'answer', title: say('Answer', '结论'), min: 10, show: ({ answer }) => word(ruleAnswers, answer, language) },
    {
      key: 'because',
      title: say('Because', '原因'),
      min: 30,
      show: ({ asks, because }) => (because.length === 0 ? asks[language] : because.map((one) => one[language]).join('\n')),
    },
    { key: 'facts', title: say('Facts', '事实'), min: 5, show: ({ facts }) => facts.map((id) => `[${numbers.get(id) ?? '?'}]`).join(' ') },
    { key: 'articles', title: say('Article [mark]', '条文 [核实标记]'), min: 16, below: true, show: articlesInWords },
  ];
}

export function factColumns(language: Language, numbers: Numbers): readonly Column<VerdictAnswer['facts'][number]>[] {
  const say = phrase(language);
  return [
    { key: 'number', title: '', whole: true, show: ({ eventId }) => `[${numbers.get(eventId) ?? '?'}]` },
    { key: 'occurredAt', title: say('Happened', '发生'), min: 10, show: ({ occurredAt }) => minuteOf(occurredAt) },
    { key: 'recordedAt', title: say('Recorded', '入账'), min: 10, show: ({ recordedAt }) => minuteOf(recordedAt) },
    { key: 'what', title: say('What', '内容'), min: 30, show: ({ what }) => what[language] },
    { key: 'eventId', title: say('Event', '事件'), whole: true, below: true, show: ({ eventId }) => eventId },
  ];
}

/** For CSV: one rule a row. */
export const ruleData: readonly Column<ExplainedRule>[] = [
  ...(['rule', 'severity', 'answer'] as const).map((key) => ({ key, title: key, show: (row: ExplainedRule) => row[key] })),
  { key: 'articles', title: 'articles', show: articlesInWords },
  { key: 'facts', title: 'facts', show: ({ facts }) => facts.join(' ') },
  { key: 'becauseZh', title: 'becauseZh', show: ({ because }) => because.map(({ zh }) => zh).join(' ') },
  { key: 'becauseEn', title: 'becauseEn', show: ({ because }) => because.map(({ en }) => en).join(' ') },
  { key: 'remedyZh', title: 'remedyZh', show: ({ remedy }) => remedy?.zh ?? '' },
  { key: 'remedyEn', title: 'remedyEn', show: ({ remedy }) => remedy?.en ?? '' },
];
