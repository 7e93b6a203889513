// Who holds which item of one person, as a table.
import type { AnsweredHolding } from '../query-api/answered-holding.ts';
import type { Column } from './draw-table.ts';
import { phrase, type Language } from './language.ts';
import { states, word } from './words.ts';

export function holdingColumns(language: Language): readonly Column<AnsweredHolding>[] {
  const say = phrase(language);
  return [
    { key: 'holder', title: say('Holder', '持有方'), show: ({ holderName }) => holderName[language], data: ({ holder }) => holder },
    { key: 'item', title: say('Item', '信息'), show: ({ itemName }) => itemName[language], data: ({ item }) => item },
    { key: 'since', title: say('Since', '起于'), whole: true, show: ({ since }) => since.slice(0, 10), data: ({ since }) => since },
    { key: 'purpose', title: say('Purpose', '目的'), show: ({ purpose }) => purpose },
    { key: 'legalBasis', title: say('Basis', '依据'), min: 4, show: ({ legalBasis }) => legalBasis },
    { key: 'clause', title: say('Clause', '条款'), whole: true, show: ({ clause }) => clause || '—', data: ({ clause }) => clause },
    { key: 'state', title: say('State', '状态'), min: 8, show: ({ state }) => word(states, state, language), data: ({ state }) => state },
    {
      key: 'stateSince',
      title: say('State since', '状态起于'),
      whole: true,
      below: true,
      show: ({ state, stateSince }) => (state === 'held' ? '' : stateSince.slice(0, 10)),
      data: ({ stateSince }) => stateSince,
    },
    {
      key: 'retainUntil',
      title: say('Keep until', '保存至'),
      whole: true,
      below: true,
      show: ({ retainUntil }) => retainUntil?.slice(0, 10) ?? '',
      data: ({ retainUntil }) => retainUntil ?? '',
    },
  ];
}
