// Words that leave open what they cover, documents that stand above the policy, and names of authorities that are no more.
import { codesOf, idOf, itemised } from '../document/policy-document.ts';
import { formerNames } from './former-names.ts';
import { namesOf, type PolicyCheck } from './finding.ts';

export const containerWords: PolicyCheck = {
  rule: 'P30',
  title: { zh: '没有定义的概括用语', en: 'A container word that nobody defines' },
  severity: 'M',
  resolve: { zh: '逐项列出', en: 'List the items one by one' },
  source: 'PIPL 17(1)(2)；网数条例 21',
  mark: 'SF:S1',
  find: (document) => {
    const containers = new Set(document.itemDictionary.filter(({ container }) => container).map(({ code }) => code));
    const wholesale = new Set([...document.transfer, ...document.publication].map(({ clause }) => clause));
    // Rows of the sensitive table repeat their clauses.
    return itemised(document)
      .filter((entry) => !('refusal' in entry && 'clauses' in entry))
      .flatMap((entry) => {
        const open = entry.items.filter((item) => codesOf(item).some((code) => containers.has(code)));
        if (open.length === 0) return [];
        const names = namesOf(document, open);
        const severity = wholesale.has(idOf(entry)) ? { severity: 'I' as const } : {};
        return [
          {
            clauses: [idOf(entry)],
            ...severity,
            because: { zh: `${idOf(entry)}：${names.zh} 没有说明包括什么`, en: `${idOf(entry)}: ${names.en} — what it covers is not said` },
          },
        ];
      });
  },
};

export const otherDocuments: PolicyCheck = {
  rule: 'P31',
  title: { zh: '收集内容由另一份文件规定', en: 'What is collected is said in another document' },
  severity: 'M',
  resolve: { zh: '把该文件的收集内容登记为政策数据，或在条款中列出', en: 'Register what that document says as policy data, or list it in the clause' },
  source: 'PIPL 17；网数条例 21（集中公开展示）',
  mark: 'SF:S2',
  find: ({ collection }) =>
    collection
      .filter(({ supplements }) => supplements.length > 0)
      .map(({ clause, items, supplements }) => ({
        clauses: [clause],
        because: {
          zh: `${clause} 另见${supplements.join('、')}${items.length === 0 ? '，本身没有列出任何信息' : ''}`,
          en: `${clause} refers to ${supplements.join(', ')}${items.length === 0 ? ' and lists no item itself' : ''}`,
        },
      })),
};

export const outdatedAuthority: PolicyCheck = {
  rule: 'P32',
  title: { zh: '机构名称已变更', en: 'An authority is called by a former name' },
  severity: 'M',
  resolve: {
    zh: '改用现名；文件标题可保留原名，但应核实是否仍然有效',
    en: 'Use the present name; the title of a document keeps the old one, but check that it is still in force',
  },
  source: '《党和国家机构改革方案》（2023）',
  mark: 'GK',
  find: ({ protection, collection, sensitive }) => [
    ...protection.flatMap(({ clause, authorities }) => authorities.flatMap((authority) => placesOf(clause, authority, formerNames))),
    ...[...collection, ...sensitive].flatMap((entry) =>
      entry.laws.flatMap((law) => placesOf(idOf(entry), law, formerNames).map((place) => ({ ...place, severity: 'I' as const }))),
    ),
  ],
};

function placesOf(clause: string, printed: string, names: typeof formerNames): { clauses: readonly string[]; because: { zh: string; en: string } }[] {
  return names
    .filter(({ former }) => printed.includes(former))
    .slice(0, 1)
    .map(({ former, now, since }) => ({
      clauses: [clause],
      because: { zh: `${clause} 印作“${printed}”：${former} 自 ${since} 起为 ${now}`, en: `${clause} prints ${printed}: ${former} is ${now} since ${since}` },
    }));
}
