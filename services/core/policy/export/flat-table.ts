// The policy as one flat table, a row for each item of each entry, for spreadsheets; entries without items have one row.
import type { Bilingual } from '../../domain/vocabulary.ts';
import { codesOf, idOf, sections, type PolicyDocument, type PrintedItem, type Section, type SectionEntry } from '../document/policy-document.ts';

export const flatColumns = [
  'section',
  'entry',
  'title_zh',
  'title_en',
  'purpose_zh',
  'purpose_en',
  'purposes',
  'tier',
  'platform',
  'group',
  'printed',
  'codes',
  'of',
  'sensitive',
  'recipients',
  'consent',
  'safeguards',
  'refusal_zh',
  'refusal_en',
  'value',
  'first_line',
  'last_line',
] as const;

export type FlatRow = Readonly<Record<(typeof flatColumns)[number], string>>;

/** Rows in the order of the policy. Pure. */
export function flatTable(document: PolicyDocument): readonly FlatRow[] {
  const sensitive = new Set(document.itemDictionary.filter((item) => item.sensitive).map(({ code }) => code));
  return sections.flatMap((section) =>
    document[section].flatMap((entry): readonly FlatRow[] => {
      const items = 'items' in entry && entry.items.length > 0 ? entry.items : [null];
      return items.map((item) => ({ ...entryCells(section, entry), ...itemCells(item, sensitive) }));
    }),
  );
}

const itemCells = (item: PrintedItem | null, sensitive: ReadonlySet<string>): Pick<FlatRow, 'group' | 'printed' | 'codes' | 'of' | 'sensitive'> => ({
  group: item?.group ?? '',
  printed: item?.printed ?? '',
  codes: item ? codesOf(item).join(' ') : '',
  of: item?.of ?? '',
  sensitive: item && codesOf(item).some((code) => sensitive.has(code)) ? 'yes' : '',
});

function entryCells(section: Section, entry: SectionEntry): Omit<FlatRow, 'group' | 'printed' | 'codes' | 'of' | 'sensitive'> {
  const own: Readonly<Record<string, unknown>> = { ...entry };
  const text = (key: string): string => (typeof own[key] === 'string' || typeof own[key] === 'number' ? String(own[key]) : '');
  const texts = (key: string): string => (Array.isArray(own[key]) ? own[key].map(String).join(' ') : '');
  const both = (key: string): Bilingual => (own[key] as Bilingual | undefined) ?? { zh: '', en: '' };
  const title = 'title' in entry ? entry.title : 'scene' in entry ? { zh: entry.name, en: entry.name } : { zh: entry.product, en: entry.product };
  const purpose = own['purpose'] === undefined ? both('scene') : both('purpose');
  const recipients = 'recipients' in entry ? entry.recipients.map(({ printed }) => printed) : 'collector' in entry ? [entry.collector] : [];
  return {
    section,
    entry: idOf(entry),
    title_zh: title.zh,
    title_en: title.en,
    purpose_zh: purpose.zh,
    purpose_en: purpose.en,
    purposes: texts('purposes'),
    tier: text('tier'),
    platform: text('platform') || texts('platforms'),
    recipients: recipients.join('; '),
    consent: 'consent' in entry ? (entry.consent?.kind ?? '') : '',
    safeguards: texts('safeguards'),
    refusal_zh: both('refusal').zh,
    refusal_en: both('refusal').en,
    value: ['years', 'days', 'workingDays', 'legalBasis', 'path', 'channel', 'privacyUrl'].map(text).find((value) => value !== '') ?? '',
    first_line: String(entry.lines[0]),
    last_line: String(entry.lines[1]),
  };
}
