// What the basic functions require against what a mobile bank needs (常见类型移动互联网应用程序必要个人信息范围规定).
import { codesOf, type PolicyDocument, type PrintedItem } from '../document/policy-document.ts';
import { namesOf, type PolicyCheck } from './finding.ts';

/** 手机银行类: necessary items, as in regulation.md 2.7. From general knowledge (GK). */
const necessary: ReadonlySet<string> = new Set(['mobile_number', 'name', 'id_type', 'id_number', 'id_expiry', 'id_image', 'bank_card_number', 'bank_name']);

/** Asked by rules on customer due diligence and tax residency: necessary by another law. From general knowledge (GK). */
const byOtherLaw: ReadonlySet<string> = new Set(['gender', 'nationality', 'occupation', 'address', 'contact_details', 'tax_residency']);

const beyond = (items: readonly PrintedItem[]): readonly PrintedItem[] =>
  items.filter((item) => !codesOf(item).every((code) => necessary.has(code) || byOtherLaw.has(code)));

export const nonNecessary: PolicyCheck = {
  rule: 'P60',
  title: { zh: '基本业务功能要求非必要个人信息', en: 'A basic function requires items that are not necessary for it' },
  severity: 'H',
  resolve: { zh: '改为拓展功能或可以拒绝；确有法定要求的，写明依据', en: 'Make it an extended function or refusable; where a law asks for it, cite the law' },
  source: '常见类型移动互联网应用程序必要个人信息范围规定（手机银行类）；PIPL 16',
  mark: 'GK',
  find: (document) =>
    basic(document).flatMap(({ clause, items, laws }) => {
      const extra = beyond(items);
      if (extra.length === 0) return [];
      const names = namesOf(document, extra);
      const cited = laws.length > 0 ? { zh: `；条款引用 ${laws.join('、')}`, en: `; the clause cites ${laws.join(', ')}` } : { zh: '', en: '' };
      return [
        {
          clauses: [clause],
          // A clause that cites the law it follows is for review, not wrong on its face.
          ...(laws.length > 0 ? { severity: 'M' as const } : {}),
          because: { zh: `${clause} 是基本功能，却要求 ${names.zh}${cited.zh}`, en: `${clause} is basic and requires ${names.en}${cited.en}` },
        },
      ];
    }),
};

const basic = ({ collection, permissions }: PolicyDocument): readonly { clause: string; items: readonly PrintedItem[]; laws: readonly string[] }[] => [
  ...collection.filter(({ tier }) => tier === 'basic'),
  // Nothing works without the network, whatever is thought of the rest.
  ...permissions
    .filter(({ tier, purposes }) => tier === 'basic' && !purposes.includes('network-transport'))
    .map(({ clause, items }) => ({ clause, items, laws: [] })),
];

export const refusalCostsBasic: PolicyCheck = {
  rule: 'P61',
  title: { zh: '拒绝拓展信息会限制基本功能', en: 'Refusing extended items restricts basic functions' },
  severity: 'M',
  resolve: { zh: '改为基本功能并写明法定依据，或不作限制', en: 'Make it basic and cite the law, or do not restrict' },
  source: '一(二)；PIPL 16',
  mark: 'D(SF:S1)',
  find: ({ collection }) =>
    collection
      .filter(({ tier, limitsBasic }) => tier === 'extended' && limitsBasic === true)
      .map(({ clause, refusal }) => ({
        clauses: [clause],
        because: {
          zh: `一(二) 承诺不影响基本功能；${clause}：${refusal.zh}`,
          en: `一(二) promises that basic functions are not affected; ${clause}: ${refusal.en}`,
        },
      })),
};
