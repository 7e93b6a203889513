// Every event about one person, as a table.
import type { Column } from './draw-table.ts';
import { phrase, type Language } from './language.ts';
import { lateMark, minuteOf } from './lineage-table.ts';
import { eventTypes, outcomes, word } from './words.ts';

export interface TimelineEvent {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly late: boolean;
  readonly items?: readonly string[];
  readonly recipient?: string;
  readonly clause?: string;
  readonly verdict: { readonly outcome: string } | null;
}

export function timelineColumns(language: Language): readonly Column<TimelineEvent>[] {
  const say = phrase(language);
  return [
    {
      key: 'occurredAt',
      title: say('Happened', '发生'),
      min: 10,
      show: ({ occurredAt, late }) => minuteOf(occurredAt) + (late ? lateMark : ''),
      data: ({ occurredAt }) => occurredAt,
    },
    { key: 'type', title: say('Event', '事件'), min: 10, show: ({ type }) => word(eventTypes, type, language), data: ({ type }) => type },
    { key: 'recipient', title: say('Recipient', '接收方'), show: ({ recipient }) => recipient ?? '' },
    { key: 'items', title: say('Items', '信息'), min: 16, show: ({ items }) => (items ?? []).join(', '), data: ({ items }) => (items ?? []).join(' ') },
    { key: 'clause', title: say('Clause', '条款'), min: 6, show: ({ clause }) => clause ?? '' },
    {
      key: 'verdict',
      title: say('Verdict', '判定'),
      min: 11,
      show: ({ verdict }) => (verdict ? word(outcomes, verdict.outcome, language) : ''),
      data: ({ verdict }) => verdict?.outcome ?? '',
    },
    { key: 'eventId', title: say('Event id', '事件标识'), whole: true, below: true, show: ({ eventId }) => eventId },
    {
      key: 'recordedAt',
      title: say('Recorded', '入账'),
      whole: true,
      below: true,
      show: ({ recordedAt }) => minuteOf(recordedAt),
      data: ({ recordedAt }) => recordedAt,
    },
  ];
}
