// suyuan policy list: the clauses and rows that an event can cite.
import { citable, idOf, type PrintedRecipient } from '../../core/policy/document/policy-document.ts';
import { languageOf, phrase } from '../language.ts';
import { formatOf, printRows } from '../output.ts';
import { documentOf } from './policy-versions.ts';

export interface PolicyOptions {
  readonly policy?: string;
  readonly format: string;
  readonly lang?: string;
}

export function listClauses({ policy, format, lang }: PolicyOptions): void {
  const language = languageOf(lang);
  const title = phrase(language);
  const document = documentOf(policy);
  const rows = citable.flatMap((section) => document[section].map((entry) => ({ section, entry })));
  printRows(formatOf(format), rows, [
    { key: 'clause', title: title('Clause', '条款'), show: ({ entry }) => idOf(entry) },
    { key: 'kind', title: title('Section', '部分'), show: ({ section }) => section },
    {
      key: 'title',
      title: title('Title', '标题'),
      show: ({ entry }) => ('title' in entry ? entry.title[language] : [entry.name, entry.version].filter(Boolean).join(' ')),
    },
    { key: 'purposes', title: title('Purposes', '目的'), show: ({ entry }) => entry.purposes.join(', ') },
    { key: 'items', title: title('Items', '信息'), show: ({ entry }) => String(entry.items.length) },
    { key: 'recipients', title: title('Recipients', '接收方'), show: ({ entry }) => ('recipients' in entry ? printed(entry.recipients) : entry.collector) },
  ]);
}

const printed = (recipients: readonly PrintedRecipient[]): string => recipients.map((recipient) => recipient.printed).join('、');
