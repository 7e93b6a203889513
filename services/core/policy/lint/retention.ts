// How long the policy keeps data (六(一)) against what statutes ask at least, and purposes for which it says nothing.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { PolicyCheck } from './finding.ts';

interface Statute {
  readonly products: readonly string[];
  readonly years: number;
  readonly source: string;
  readonly mark: string;
  readonly what: Bilingual;
}

/** Least periods by law, counted from the end of the relationship unless said otherwise. */
const statutes: readonly Statute[] = [
  {
    products: ['account', 'deposit', 'wealth', 'loan', 'insurance'],
    years: 10,
    source: '反洗钱法 34',
    mark: 'SF:S5',
    what: { zh: '客户身份资料和交易记录至少 10 年', en: 'customer identity data and transaction records: at least 10 years' },
  },
  {
    products: ['wealth'],
    years: 20,
    source: '证券投资基金法 102',
    mark: 'SF:S8',
    what: { zh: '基金份额登记数据至少 20 年（登记机构）', en: 'fund register data: at least 20 years (registration bodies)' },
  },
  {
    products: ['insurance'],
    years: 10,
    source: '保险法 87',
    mark: 'SF:S8',
    what: { zh: '一年以上保险合同档案至少 10 年（保险人）', en: 'contracts of more than a year: at least 10 years (insurers)' },
  },
];

export const belowStatute: PolicyCheck = {
  rule: 'P40',
  title: { zh: '保存期限短于法定最低期限', en: 'A retention period below the statutory minimum' },
  severity: 'H',
  resolve: {
    zh: '按法定最低期限保存，到期前只作存储和保护；并改政策文字',
    en: 'Keep for the statutory minimum, for storage and protection only, and correct the text',
  },
  source: '反洗钱法 34；证券投资基金法 102；保险法 87',
  mark: 'SF:S5,SF:S8',
  find: ({ retention }) =>
    retention.flatMap(({ clause, product, years }) =>
      statutes
        .filter((statute) => statute.products.includes(product) && years < statute.years)
        .map(({ source, mark, what }) => ({
          clauses: [clause],
          source,
          mark,
          because: {
            zh: `${clause}（${product}）保存 ${years} 年；法定：${what.zh}`,
            en: `${clause} (${product}) keeps for ${years} years; by law ${what.en}`,
          },
        })),
    ),
};

export const twoPeriods: PolicyCheck = {
  rule: 'P42',
  title: { zh: '同一资料有短期和长期两种期限', en: 'A short and a long period for the same data' },
  severity: 'I',
  resolve: { zh: '写明申请被拒与未完成申请各适用哪一期限', en: 'Say which applies to a refused application and which to an unfinished one' },
  source: '一(一)2、六(一)',
  mark: 'policy',
  find: ({ collection, retention, shortRetention }) =>
    shortRetention.flatMap(({ clause, days }) => {
      const products = collection.filter((one) => one.clause === clause).flatMap((one) => one.products);
      return retention
        .filter(({ product }) => products.includes(product))
        .map((rule) => ({
          clauses: [clause, rule.clause],
          because: {
            zh: `${clause} 在 ${days} 天后删除；${rule.clause} 从“${rule.startsAfter.zh}”起保存 ${rule.years} 年`,
            en: `${clause} deletes after ${days} days; ${rule.clause} keeps for ${rule.years} years after ${rule.startsAfter.en}`,
          },
        }));
    }),
};

export const noPeriod: PolicyCheck = {
  rule: 'P41',
  title: { zh: '收集场景没有保存期限', en: 'A scenario of collection for which no retention period is stated' },
  severity: 'M',
  resolve: {
    zh: '写明期限或确定期限的方法；只在使用期间保存的，明说',
    en: 'State the period or how it is determined; where data are kept only while in use, say so',
  },
  source: 'PIPL 17(1)(2)、19；网数条例 21',
  mark: 'SF:S1',
  find: ({ collection, retention, shortRetention }) => {
    const products = new Set(retention.map(({ product }) => product));
    const short = new Set(shortRetention.map(({ clause }) => clause));
    const clauses = collection
      .filter(({ clause, products: own, items }) => items.length > 0 && !short.has(clause) && !own.some((product) => products.has(product)))
      .map(({ clause }) => clause);
    return clauses.length === 0
      ? []
      : [
          {
            clauses,
            because: { zh: `${clauses.length} 个场景不属于任何有期限的产品`, en: `${clauses.length} scenarios belong to no product that has a period` },
          },
        ];
  },
};
