// Violations and gaps as a table: one event a row, each rule beside its clause and its reason.
import type { Finding } from '../core/policy/verdict.ts';
import type { Column } from './draw-table.ts';
import { phrase, type Language } from './language.ts';
import { minuteOf } from './lineage-table.ts';
import { outcomes, severities, word } from './words.ts';

export interface FindingRow {
  readonly eventId: string;
  readonly dataSubject: string;
  readonly occurredAt: string;
  readonly type: string;
  readonly verdict: { readonly outcome: string; readonly findings: readonly Finding[] };
}

export function findingColumns(language: Language): readonly Column<FindingRow>[] {
  const say = phrase(language);
  const list = ({ verdict }: FindingRow, show: (finding: Finding) => string): string => verdict.findings.map(show).join('\n');
  return [
    { key: 'occurredAt', title: say('Happened', '发生'), min: 10, show: ({ occurredAt }) => minuteOf(occurredAt) },
    { key: 'outcome', title: say('Outcome', '判定'), min: 11, show: ({ verdict }) => word(outcomes, verdict.outcome, language) },
    { key: 'rules', title: say('Rule', '规则'), min: 5, aligned: true, show: (row) => list(row, ({ rule, severity }) => `${rule} ${severity}`) },
    { key: 'clause', title: say('Clause', '条款'), min: 6, aligned: true, show: (row) => list(row, ({ clause }) => clause || '—') },
    { key: 'because', title: say('Because', '原因'), min: 30, aligned: true, show: (row) => list(row, ({ because }) => because[language]) },
    { key: 'dataSubject', title: say('Data subject', '主体'), whole: true, below: true, show: ({ dataSubject }) => dataSubject },
    { key: 'eventId', title: say('Event', '事件'), whole: true, below: true, show: ({ eventId }) => eventId },
  ];
}

/** The severities that occur, in words. */
export function findingEnd(rows: readonly FindingRow[], language: Language): string {
  const found = new Set<string>(rows.flatMap(({ verdict }) => verdict.findings.map(({ severity }) => severity)));
  return Object.keys(severities)
    .filter((severity) => found.has(severity))
    .map((severity) => `${severity} ${word(severities, severity, language)}`)
    .join(' · ');
}

type FindingFact = Omit<FindingRow, 'verdict'> & Finding;

/** For CSV: one row per event and rule, codes and the reason in both languages. */
export const findingData = {
  rowsOf: ({ verdict, ...event }: FindingRow): readonly FindingFact[] => verdict.findings.map((finding) => ({ ...event, ...finding })),
  columns: [
    ...(['occurredAt', 'outcome', 'rule', 'severity', 'clause', 'type', 'dataSubject', 'eventId'] as const).map((key) => ({
      key,
      title: key,
      show: (row: FindingFact) => row[key],
    })),
    { key: 'becauseZh', title: 'becauseZh', show: ({ because }: FindingFact) => because.zh },
    { key: 'becauseEn', title: 'becauseEn', show: ({ because }: FindingFact) => because.en },
  ] satisfies readonly Column<FindingFact>[],
};
