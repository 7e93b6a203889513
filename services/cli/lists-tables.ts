// Flow counts and recipients as tables.
import type { Bilingual } from '../core/domain/vocabulary.ts';
import type { FlowRow } from '../core/ports/lineage-queries.ts';
import type { Column } from './draw-table.ts';
import { phrase, type Language } from './language.ts';
import { outcomes, recipientRoles, word } from './words.ts';

/** As the API answers it: with names beside the codes. */
export type ShownFlowCount = FlowRow & { readonly holderName: Bilingual; readonly itemName: Bilingual; readonly purposeName: Bilingual };

export function flowColumns(language: Language): readonly Column<ShownFlowCount>[] {
  const say = phrase(language);
  return [
    { key: 'day', title: say('Day', '日期'), whole: true, show: ({ day }) => day },
    { key: 'holder', title: say('Holder', '持有方'), show: ({ holderName }) => holderName[language], data: ({ holder }) => holder },
    { key: 'item', title: say('Item', '信息'), show: ({ itemName }) => itemName[language], data: ({ item }) => item },
    { key: 'purpose', title: say('Purpose', '目的'), below: true, show: ({ purposeName }) => purposeName[language], data: ({ purpose }) => purpose },
    { key: 'legalBasis', title: say('Basis', '依据'), min: 4, show: ({ legalBasis }) => legalBasis },
    { key: 'clause', title: say('Clause', '条款'), min: 6, show: ({ clause }) => clause || '—', data: ({ clause }) => clause },
    { key: 'outcome', title: say('Verdict', '判定'), min: 11, show: ({ outcome }) => word(outcomes, outcome, language), data: ({ outcome }) => outcome },
    { key: 'events', title: say('Events', '事件数'), min: 6, show: ({ events }) => String(events) },
  ];
}

export interface RecipientRow {
  readonly recipient: string;
  readonly legalName: string;
  readonly recipientClass: string;
  readonly role: string;
  readonly contact?: string;
  readonly contract?: string;
  readonly terminated: boolean;
}

export function recipientColumns(language: Language): readonly Column<RecipientRow>[] {
  const say = phrase(language);
  return [
    { key: 'recipient', title: say('Code', '代码'), whole: true, show: ({ recipient }) => recipient },
    { key: 'legalName', title: say('Legal name', '名称'), min: 14, show: ({ legalName }) => legalName },
    { key: 'recipientClass', title: say('Class', '类别'), below: true, show: ({ recipientClass }) => recipientClass },
    { key: 'role', title: say('Role', '角色'), show: ({ role }) => word(recipientRoles, role, language), data: ({ role }) => role },
    {
      key: 'state',
      title: say('State', '状态'),
      show: ({ terminated }) => (terminated ? say('terminated', '已终止') : say('registered', '已登记')),
      data: ({ terminated }) => (terminated ? 'terminated' : 'registered'),
    },
    {
      key: 'contact',
      title: say('Contact', '联系方式'),
      whole: true,
      below: true,
      show: ({ contact }) => contact ?? say('— none', '— 无'),
      data: ({ contact }) => contact ?? '',
    },
    { key: 'contract', title: say('Contract', '合同'), whole: true, below: true, show: ({ contract }) => contract ?? '' },
  ];
}
