// Drift as a table for people: clause by clause, what is of one kind in one row; and as CSV, one difference a row.
import type { AnsweredDrift } from '../query-api/drift-answer.ts';
import type { Column } from './draw-table.ts';
import { phrase, type Language } from './language.ts';
import { driftAspects, driftDirections, outcomes, word } from './words.ts';

/** Differences of one clause, way, kind, outcome and reason. */
export interface DriftRow {
  readonly first: AnsweredDrift;
  readonly all: readonly AnsweredDrift[];
  /** The clause stands once above its rows. */
  readonly newClause: boolean;
}

/** What practice did and the policy does not say comes before what nobody did. */
export function driftRows(differences: readonly AnsweredDrift[]): readonly DriftRow[] {
  const ordered = [...differences.filter(({ direction }) => direction === 'undeclared'), ...differences.filter(({ direction }) => direction === 'unobserved')];
  const groups = [
    ...Map.groupBy(ordered, (one) => [one.direction, one.policyVersion, one.clause, one.aspect, one.outcome, one.because.en].join('\n')).values(),
  ];
  return groups.map((all, i) => {
    const [first, before] = [all[0] as AnsweredDrift, groups[i - 1]?.[0]];
    return { first, all, newClause: before?.clause !== first.clause || before.direction !== first.direction || before.policyVersion !== first.policyVersion };
  });
}

export function driftColumns(language: Language): readonly Column<DriftRow>[] {
  const say = phrase(language);
  const list = language === 'zh' ? '、' : ', ';
  const days = ({ all }: DriftRow, pick: 'firstDay' | 'lastDay'): string => {
    const seen = all.flatMap((one) => one[pick] ?? []).toSorted();
    return (pick === 'firstDay' ? seen[0] : seen.at(-1)) ?? '';
  };
  return [
    {
      key: 'clause',
      title: say('Clause', '条款'),
      min: 12,
      show: ({ first, newClause }) => (newClause ? clauseInWords(first, language) : ''),
    },
    {
      key: 'direction',
      title: say('Drift', '偏差'),
      min: 11,
      show: ({ first }) => (first.outcome === null ? word(driftDirections, first.direction, language) : word(outcomes, first.outcome, language)),
    },
    { key: 'aspect', title: say('Of', '方面'), whole: true, show: ({ first }) => word(driftAspects, first.aspect, language) },
    { key: 'names', title: say('Which', '内容'), min: 14, show: ({ all }) => all.map(({ name }) => name[language]).join(list) },
    { key: 'because', title: say('Because', '原因'), min: 20, below: true, show: ({ first }) => first.because[language] },
    { key: 'count', title: say('Count', '次数'), whole: true, show: ({ all }) => String(all.reduce((sum, { count }) => sum + count, 0) || '') },
    { key: 'firstDay', title: say('First', '首次'), whole: true, show: (row) => days(row, 'firstDay') },
    { key: 'lastDay', title: say('Last', '最近'), whole: true, show: (row) => days(row, 'lastDay') },
  ];
}

const clauseInWords = ({ clause, clauseTitle }: AnsweredDrift, language: Language): string =>
  clause === '' ? '—' : clauseTitle[language] === clause ? clause : `${clause} ${clauseTitle[language]}`;

/** For CSV: one difference a row, codes and both languages. */
export const driftData: readonly Column<AnsweredDrift>[] = [
  ...(['policyVersion', 'clause', 'direction', 'outcome', 'aspect', 'code', 'count', 'firstDay', 'lastDay'] as const).map((key) => ({
    key,
    title: key,
    show: (row: AnsweredDrift) => String(row[key] ?? ''),
  })),
  { key: 'declaredUnder', title: 'declaredUnder', show: ({ declaredUnder }) => declaredUnder.join(' ') },
  { key: 'nameZh', title: 'nameZh', show: ({ name }) => name.zh },
  { key: 'nameEn', title: 'nameEn', show: ({ name }) => name.en },
  { key: 'becauseZh', title: 'becauseZh', show: ({ because }) => because.zh },
  { key: 'becauseEn', title: 'becauseEn', show: ({ because }) => because.en },
];
