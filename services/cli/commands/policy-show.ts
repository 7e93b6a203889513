// suyuan policy show: one entry of the policy, readable, with the lines of the printed text beside it.
import { LineageError } from '../../core/domain/errors.ts';
import { codesOf, idOf, sections, type PolicyDocument, type Section, type SectionEntry } from '../../core/policy/document/policy-document.ts';
import { languageOf, phrase, type Language } from '../language.ts';
import { formatOf, print, printRows } from '../output.ts';
import { printedLines, type PrintedLine } from './policy-text.ts';
import { entryText } from './policy-entry-text.ts';
import type { PolicyOptions } from './policy-list.ts';
import { documentOf, idOfVersion } from './policy-versions.ts';

interface Shown {
  readonly section: Section;
  readonly entry: SectionEntry;
  readonly printedText: readonly PrintedLine[] | null;
}

export function showEntry(id: string, { policy, format, lang, text }: PolicyOptions & { readonly text?: string }): void {
  const shape = formatOf(format);
  const document = documentOf(policy);
  const found = sections.flatMap((section) => document[section].filter((entry) => idOf(entry) === id).map((entry) => ({ section, entry })));
  if (found.length === 0)
    throw new LineageError('ERR_NOT_FOUND', `${idOfVersion(document)} has no clause, row or rule ${id}: \`suyuan policy list\` lists the clauses`);
  const file = text ?? process.env['SUYUAN_POLICY_TEXT'];
  const shown = found.map((one) => ({ ...one, printedText: file === undefined ? null : printedLines(file, document, one.entry.lines) }));
  if (shape !== 'table') {
    const rows = shown.map(({ section, entry, printedText }) => ({ policyVersion: idOfVersion(document), section, ...entry, printedText }));
    return printRows(shape, rows, [{ key: 'entry', title: 'Entry', show: (row) => JSON.stringify(row) }], rows.length === 1 ? rows[0] : rows);
  }
  for (const one of shown) printEntry(document, one, languageOf(lang));
}

function printEntry(document: PolicyDocument, { section, entry, printedText }: Shown, language: Language): void {
  const [first, last] = entry.lines;
  const title = phrase(language);
  const place = `${idOfVersion(document)} · ${section} · ${title('lines', '行')} ${first}–${last}`;
  const left = entryText(document, entry, language);
  print(`${idOf(entry)}  ${place}`);
  printRows(
    'table',
    [{ left, right: printedText?.map(({ line, text }) => `${line}  ${text}`).join('\n') ?? hint(document, language) }],
    [
      { key: 'left', title: title('As data', '登记'), min: 40, show: (row) => row.left },
      { key: 'right', title: title('As printed', '政策原文'), min: 40, show: (row) => row.right },
    ],
  );
  if (!('items' in entry) || entry.items.length === 0) return;
  const dictionary = new Map(document.itemDictionary.map((item) => [item.code, item]));
  print('');
  printRows(
    'table',
    entry.items.flatMap((item) => codesOf(item).map((code) => ({ ...item, code, known: dictionary.get(code) }))),
    [
      { key: 'printed', title: title('Item as printed', '印刷名称'), show: ({ printed, group }) => (group === undefined ? printed : `${group}: ${printed}`) },
      { key: 'code', title: title('Code', '代码'), show: ({ code }) => code },
      { key: 'label', title: title('In the dictionary', '字典'), show: ({ known }) => known?.label[language] ?? '' },
      { key: 'sensitive', title: title('Sensitive', '敏感'), show: ({ known }) => (known?.sensitive === true ? title('yes', '是') : '') },
      {
        key: 'grades',
        title: title('Other gradings', '其他分级'),
        show: ({ known }) => known?.grades.map(({ label, scheme, mark }) => `${scheme} ${label[language]} [${mark}]`).join('; ') ?? '',
      },
      { key: 'of', title: title('Of', '主体'), show: ({ of }) => of },
    ],
  );
}

const hint = ({ text }: PolicyDocument, language: Language): string =>
  phrase(language)(
    `The text is not part of this repository. Name it by --text FILE or SUYUAN_POLICY_TEXT, and its lines stand here (${text.file}, SHA-256 ${text.sha256.slice(0, 12)}…).`,
    `原文不在仓库中。用 --text FILE 或 SUYUAN_POLICY_TEXT 指定（${text.file}，SHA-256 ${text.sha256.slice(0, 12)}…），即在此显示。`,
  );
