// Structure beyond what the loader refuses: definitions that nothing uses, rows of the table that no clause answers.
import type { PolicyDocument } from '../document/policy-document.ts';
import { codesOf, itemised } from '../document/policy-document.ts';
import type { PolicyCheck } from './finding.ts';

export const unusedDefinitions: PolicyCheck = {
  rule: 'P70',
  title: { zh: '定义了而没有使用', en: 'Defined and not used' },
  severity: 'I',
  resolve: { zh: '删去', en: 'Delete it' },
  source: 'schemas/policy/README.md',
  mark: 'policy',
  find: (document) => {
    const unused = (defined: readonly { code: string }[], used: ReadonlySet<string>): readonly string[] =>
      defined.map(({ code }) => code).filter((code) => !used.has(code));
    const handling = [...document.collection, ...document.permissions, ...document.cookies, ...disclosures(document)];
    const purposes = new Set([...handling, ...document.sdks].flatMap((entry) => entry.purposes));
    const classes = new Set([
      ...handling.flatMap(({ recipients }) => recipients.map((one) => one.class)),
      ...document.sdks.map(({ recipient }) => recipient?.class ?? ''),
    ]);
    const codes = [
      ...unused(document.itemDictionary, new Set(itemised(document).flatMap(({ items }) => items.flatMap(codesOf)))),
      ...unused(document.purposes, purposes),
      ...unused(document.recipientClasses, classes),
      ...unused(document.safeguards, new Set(disclosures(document).flatMap(({ safeguards }) => safeguards))),
    ];
    return codes.length === 0 ? [] : [{ clauses: [], because: { zh: `没有条款使用：${codes.join('、')}`, en: `No entry uses: ${codes.join(', ')}` } }];
  },
};

const disclosures = ({ entrusting, sharing, transfer, publication }: PolicyDocument): PolicyDocument['sharing'] => [
  ...entrusting,
  ...sharing,
  ...transfer,
  ...publication,
];
