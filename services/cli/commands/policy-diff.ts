// suyuan policy diff: two versions compared by clause and item, and what that comes to.
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import type { Difference } from '../../core/policy/diff/difference.ts';
import { diffPolicies } from '../../core/policy/diff/policy-diff.ts';
import { summaryOf, type DiffSummary } from '../../core/policy/diff/summary.ts';
import { languageOf, phrase, type Language } from '../language.ts';
import { formatOf, print, printRows } from '../output.ts';
import { documentOf, idOfVersion } from './policy-versions.ts';

interface DiffOptions {
  readonly format: string;
  readonly lang?: string;
}

export function diffVersions(before: string, after: string, { format, lang }: DiffOptions): void {
  const language = languageOf(lang);
  const shape = formatOf(format);
  const title = phrase(language);
  const [old, new_] = [documentOf(before), documentOf(after)];
  const differences = diffPolicies(old, new_);
  const summary = summaryOf(differences);
  printRows(
    shape,
    differences,
    [
      { key: 'entry', title: title('Entry', '条目'), whole: true, show: ({ section, entry }) => (entry === '' ? section : entry) },
      { key: 'title', title: title('Title', '标题'), min: 14, show: (difference) => difference.title[language] },
      { key: 'change', title: title('Change', '变更'), min: 8, show: ({ kind, field }) => `${field} ${kind}` },
      { key: 'before', title: title('Before', '原'), min: 12, show: ({ before: text }) => text?.[language] ?? '' },
      { key: 'after', title: title('After', '新'), min: 12, show: ({ after: text }) => text?.[language] ?? '' },
      { key: 'effect', title: title('Effect', '影响'), show: ({ effect }) => effects[effect][language], data: ({ effect }) => effect },
      { key: 'majorChange', title: title('Major', '重大变更'), show: ({ majorChange }) => majorChange ?? '' },
      {
        key: 'consentAgain',
        title: title('Consent again', '重新同意'),
        min: 12,
        show: (difference) => consentAgain(difference, language),
        data: (difference) => difference.consentAgain,
      },
      { key: 'because', title: title('Because', '原因'), min: 20, show: ({ because }) => because[language] },
    ],
    { before: idOfVersion(old), after: idOfVersion(new_), summary, differences },
  );
  if (shape === 'table') print(summaryText(summary, language));
}

const effects: Readonly<Record<Difference['effect'], Bilingual>> = {
  wider: { zh: '扩大', en: 'wider' },
  narrower: { zh: '缩小', en: 'narrower' },
  wording: { zh: '文字', en: 'wording' },
};

const askedBy: Readonly<Record<Difference['consentAgain'], Bilingual>> = {
  'by-law': { zh: '法律要求', en: 'by law' },
  'by-policy': { zh: '政策承诺', en: 'by the policy’s promise' },
  no: { zh: '', en: '' },
};

const consentKinds: Readonly<Record<'general' | 'separate', Bilingual>> = {
  general: { zh: '同意', en: 'general' },
  separate: { zh: '单独同意', en: 'separate' },
};

const consentAgain = ({ consentAgain: by, consentKind, whom }: Difference, language: Language): string =>
  consentKind === null ? '' : `${askedBy[by][language]}, ${consentKinds[consentKind][language]}: ${whom?.[language] ?? ''}`;

function summaryText({ differences, wider, narrower, wording, majorChanges, consentAgain: again }: DiffSummary, language: Language): string {
  const say = phrase(language);
  const people = again.map(
    ({ by, kind, whom, entries }) =>
      `  ${askedBy[by === 'law' ? 'by-law' : 'by-policy'][language]}, ${consentKinds[kind][language]}: ${whom[language]} — ${entries.join(', ')}`,
  );
  const none = say('none', '无');
  return [
    '',
    say(
      `${differences} differences: ${wider} wider, ${narrower} narrower, ${wording} of wording`,
      `${differences} 处差异：扩大 ${wider}，缩小 ${narrower}，文字 ${wording}`,
    ),
    say(
      `major changes of 八: ${majorChanges.join(', ') || none} (8.6, a high risk found by an assessment, is not in the text)`,
      `第八条重大变更：${majorChanges.join('、') || none}（8.6 评估发现高风险，不在文本中）`,
    ),
    `${say('consent again', '须重新同意')}: ${again.length === 0 ? none : ''}`.trimEnd(),
    ...people,
  ].join('\n');
}
