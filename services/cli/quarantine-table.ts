// Quarantine entries as a table: what is wrong, whom it is about, and what became of it.
import type { FieldProblem } from '../core/ports/event-codec.ts';
import type { Column } from './draw-table.ts';
import { phrase, type Language } from './language.ts';
import { minuteOf } from './lineage-table.ts';
import { quarantineReasons, quarantineStates, word } from './words.ts';

export interface QuarantineRow {
  readonly entry: string;
  readonly recordedAt: string;
  readonly reason: string;
  readonly dataSubject: string | null;
  readonly eventId: string | null;
  readonly errors: readonly FieldProblem[];
  readonly state: string;
  readonly supersededBy: { readonly ledger: string; readonly revision: string } | null;
  readonly discarded: { readonly reason: string; readonly at: string } | null;
}

const expectedMax = 90;

/** `inFull`: everything that was expected, however long. */
export function quarantineColumns(language: Language, inFull: boolean): readonly Column<QuarantineRow>[] {
  const say = phrase(language);
  const cut = (text: string): string => (inFull || text.length <= expectedMax ? text : `${text.slice(0, expectedMax)}…`);
  const problem = ({ pointer, rule, expected }: FieldProblem): string => `${pointer || '/'} ${rule}: ${say('expected', '应为')} ${cut(expected)}`;
  return [
    { key: 'recordedAt', title: say('Since', '起于'), min: 10, show: ({ recordedAt }) => minuteOf(recordedAt), data: ({ recordedAt }) => recordedAt },
    { key: 'reason', title: say('Reason', '原因'), min: 10, show: ({ reason }) => word(quarantineReasons, reason, language), data: ({ reason }) => reason },
    { key: 'errors', title: say('What is wrong', '问题'), min: 28, show: ({ errors }) => errors.map(problem).join('\n') },
    { key: 'state', title: say('State', '状态'), min: 12, show: (row) => stateInWords(row, language), data: ({ state }) => state },
    { key: 'entry', title: say('Entry', '条目'), whole: true, below: true, show: ({ entry }) => entry },
    {
      key: 'dataSubject',
      title: say('About', '主体'),
      whole: true,
      below: true,
      show: ({ dataSubject }) => dataSubject ?? say('— unknown', '— 未知'),
      data: ({ dataSubject }) => dataSubject ?? '',
    },
    { key: 'eventId', title: say('Event', '事件'), whole: true, below: true, show: ({ eventId }) => eventId ?? '' },
  ];
}

function stateInWords({ state, supersededBy, discarded }: QuarantineRow, language: Language): string {
  const say = phrase(language);
  const text = word(quarantineStates, state, language);
  if (supersededBy) return `${text} ${say('by', '于')} ${supersededBy.ledger} ${supersededBy.revision}`;
  return discarded ? `${text} ${discarded.at.slice(0, 10)}: ${discarded.reason}` : text;
}
