// The policy's own table of sensitive information (一(四)) against the clauses of 一(一) and (二), both ways.
import { codesOf, type PolicyDocument, type PrintedItem } from '../document/policy-document.ts';
import { namesOf, type PolicyCheck } from './finding.ts';

const covers = (items: readonly PrintedItem[], wanted: PrintedItem): boolean =>
  items.some((item) => item.of === wanted.of && codesOf(item).some((code) => codesOf(wanted).includes(code)));

/** Codes that the table lists somewhere. */
const listed = ({ sensitive }: PolicyDocument): ReadonlySet<string> => new Set(sensitive.flatMap(({ items }) => items.flatMap(codesOf)));

export const rowListsMore: PolicyCheck = {
  rule: 'P01',
  title: { zh: '敏感表列出而条款未收集', en: 'The sensitive table lists what its clauses do not collect' },
  severity: 'M',
  resolve: { zh: '在条款中补上，或从表中删去', en: 'Add it to the clause, or take it out of the table' },
  source: '一(四)',
  mark: 'policy',
  find: (document) =>
    document.sensitive.flatMap((row) => {
      const collected = document.collection.filter(({ clause }) => row.clauses.includes(clause)).flatMap(({ items }) => items);
      const extra = row.items.filter((item) => !covers(collected, item));
      if (extra.length === 0) return [];
      const names = namesOf(document, extra);
      return [
        {
          clauses: [row.row, ...row.clauses],
          because: { zh: `${row.row} 列出 ${names.zh}，${row.clauses.join('、')} 未列`, en: `${row.row} lists ${names.en}; ${row.clauses.join(', ')} do not` },
        },
      ];
    }),
};

export const rowListsLess: PolicyCheck = {
  rule: 'P02',
  title: { zh: '条款收集的敏感信息未列入该场景的敏感表', en: 'A clause collects sensitive items that its row of the table leaves out' },
  severity: 'M',
  resolve: { zh: '在该行补上，并说明必要性和影响', en: 'Add them to the row, with necessity and effect' },
  source: '一(四)；PIPL 30',
  mark: 'D(SF:S1)',
  find: (document) =>
    document.sensitive.flatMap((row) => {
      const codes = listed(document);
      return document.collection
        .filter(({ clause }) => row.clauses.includes(clause))
        .flatMap(({ clause, items }) => {
          const missing = items.filter((item) => codesOf(item).some((code) => codes.has(code)) && !covers(row.items, item));
          if (missing.length === 0) return [];
          const names = namesOf(document, missing);
          return [
            {
              clauses: [clause, row.row],
              because: {
                zh: `${clause} 收集 ${names.zh}，表中别处列为敏感，${row.row} 未列`,
                en: `${clause} collects ${names.en}, sensitive elsewhere in the table but not in ${row.row}`,
              },
            },
          ];
        });
    }),
};

export const noRowAtAll: PolicyCheck = {
  rule: 'P03',
  title: { zh: '收集敏感信息的场景不在敏感表中', en: 'A clause collects sensitive items and has no row in the table' },
  severity: 'H',
  resolve: { zh: '为该场景增加一行，说明必要性和对个人权益的影响', en: 'Add a row for it, with the necessity and the effect on the person' },
  source: 'PIPL 29、30；网数条例 21',
  mark: 'D(SF:S1,SF:S2)',
  find: (document) => {
    const withRow = new Set(document.sensitive.flatMap(({ clauses }) => clauses));
    const sensitive = new Set(document.itemDictionary.filter((item) => item.sensitive).map(({ code }) => code));
    return document.collection
      .filter(({ clause }) => !withRow.has(clause))
      .flatMap(({ clause, items }) => {
        const found = items.filter((item) => codesOf(item).some((code) => sensitive.has(code)));
        if (found.length === 0) return [];
        const names = namesOf(document, found);
        return [
          {
            clauses: [clause],
            because: { zh: `${clause} 收集 ${names.zh}，敏感表没有这个场景`, en: `${clause} collects ${names.en}; the table has no row for it` },
          },
        ];
      });
  },
};

export const noNecessityOrEffect: PolicyCheck = {
  rule: 'P04',
  title: { zh: '敏感信息未告知必要性和对个人权益的影响', en: 'The necessity of sensitive items and their effect on the person are not told' },
  severity: 'H',
  resolve: { zh: '为表增加“必要性”和“对个人权益的影响”两栏', en: 'Give the table two more columns: necessity, and effect on the person' },
  source: 'PIPL 30；网数条例 21',
  mark: 'SF:S1',
  find: ({ sensitive }) => {
    const rows = sensitive.filter(({ necessity, impact }) => !necessity || !impact).map(({ row }) => row);
    return rows.length === 0
      ? []
      : [
          {
            clauses: rows,
            because: {
              zh: `${rows.length} 行只有目的和拒绝后果，没有必要性和对权益的影响`,
              en: `${rows.length} rows state purpose and refusal, but not both necessity and effect`,
            },
          },
        ];
  },
};

export const otherPurposes: PolicyCheck = {
  rule: 'P29',
  title: { zh: '敏感表称目的仅为某项，条款另有目的', en: 'The table says what the only purpose is, and the clause has others' },
  severity: 'M',
  resolve: { zh: '统一两处的目的', en: 'State the same purposes in both places' },
  source: '一(一)(二)、一(四)；PIPL 28',
  mark: 'D(SF:S1)',
  find: ({ sensitive, collection, purposes: known }) =>
    sensitive.flatMap(({ row, clauses, purposes }) =>
      collection
        .filter(({ clause }) => clauses.includes(clause) && purposes !== undefined)
        .flatMap((entry) => {
          const more = known.filter(({ code }) => entry.purposes.includes(code) && purposes?.includes(code) !== true);
          if (more.length === 0) return [];
          return [
            {
              clauses: [row, entry.clause],
              because: {
                zh: `${row} 写明仅有的目的；${entry.clause} 另用于 ${more.map(({ label }) => label.zh).join('、')}`,
                en: `${row} states its only purpose; ${entry.clause} also serves ${more.map(({ label }) => label.en).join(', ')}`,
              },
            },
          ];
        }),
    ),
};
