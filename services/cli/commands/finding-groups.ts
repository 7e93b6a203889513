// suyuan findings --by: the work list of findings, grouped by rule, clause and recipient.
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import type { WorkItem } from '../../core/policy/finding-groups.ts';
import type { Column } from '../draw-table.ts';
import { phrase, type Language } from '../language.ts';
import { outcomes, severities, word } from '../words.ts';
import type { SystemClient } from '../system-client.ts';

/** As the API answers it. */
export interface FindingGroupRow extends Omit<WorkItem, 'first' | 'last'> {
  readonly first: string;
  readonly last: string;
  readonly asks: Bilingual | null;
  readonly recipientName: Bilingual | null;
}

export interface FindingGroupsAnswer {
  readonly by: readonly string[];
  readonly groups: readonly FindingGroupRow[];
}

export const askFindingGroups = async (client: SystemClient, query: Readonly<Record<string, string | undefined>>): Promise<FindingGroupsAnswer> =>
  (await client.get('/v1/findings/groups', query)) as FindingGroupsAnswer;

/** Only what it is grouped by has a column. */
export function findingGroupColumns(by: readonly string[], language: Language): readonly Column<FindingGroupRow>[] {
  const say = phrase(language);
  const keys: readonly (Column<FindingGroupRow> & { readonly key: string })[] = [
    { key: 'rule', title: say('Rule', '规则'), whole: true, show: ({ rule }) => rule ?? '' },
    { key: 'clause', title: say('Clause', '条款'), min: 6, show: ({ clause }) => clause || '—', data: ({ clause }) => clause ?? '' },
    {
      key: 'recipient',
      title: say('Recipient', '接收方'),
      min: 10,
      show: ({ recipientName }) => recipientName?.[language] ?? '—',
      data: ({ recipient }) => recipient ?? '',
    },
  ];
  return [
    {
      key: 'severity',
      title: say('Severity', '级别'),
      min: 8,
      show: ({ severity }) => `${severity} ${word(severities, severity, language)}`,
      data: ({ severity }) => severity,
    },
    { key: 'outcome', title: say('Outcome', '判定'), min: 11, show: ({ outcome }) => word(outcomes, outcome, language), data: ({ outcome }) => outcome },
    ...keys.filter(({ key }) => by.includes(key)),
    ...(by.includes('rule')
      ? [{ key: 'asks', title: say('What must hold', '要求'), min: 24, below: true as const, show: ({ asks }: FindingGroupRow) => asks?.[language] ?? '' }]
      : []),
    { key: 'violations', title: say('Violations', '违规'), min: 6, show: ({ violations }) => String(violations) },
    { key: 'gaps', title: say('Gaps', '存疑'), min: 4, show: ({ gaps }) => String(gaps) },
    { key: 'first', title: say('First', '首次'), whole: true, show: ({ first }) => first.slice(0, 10), data: ({ first }) => first },
    { key: 'last', title: say('Last', '最近'), whole: true, show: ({ last }) => last.slice(0, 10), data: ({ last }) => last },
  ];
}
