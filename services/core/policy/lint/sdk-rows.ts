// The SDK tables (一(三)) against chapters 二 and 四: what they claim, whom they name, which permissions they take.
import { codesOf, type PolicyDocument, type PrintedItem, type SdkEntry } from '../document/policy-document.ts';
import { namesOf, type PolicyCheck } from './finding.ts';

/** The row says that nothing is shared. */
const claimsNoSharing = ({ method }: SdkEntry): boolean => /不涉及数据共享|不向第三方共享/.test(method);

const common = (a: readonly PrintedItem[], b: readonly PrintedItem[]): readonly PrintedItem[] => {
  const codes = new Set(b.flatMap(codesOf));
  return a.filter((item) => codesOf(item).some((code) => codes.has(code)));
};

export const sharedAfterAll: PolicyCheck = {
  rule: 'P05',
  title: { zh: 'SDK 称不涉及共享，对外提供条款却向同一方提供', en: 'An SDK row says nothing is shared, and a clause of provision shares with the same party' },
  severity: 'H',
  resolve: {
    zh: '二者择一：改 SDK 行的收集方式，或写明该提供不经 SDK',
    en: 'Settle which is true: change the row, or say that the provision does not go through the SDK',
  },
  source: '一(三)、四(二)',
  mark: 'policy',
  find: (document) =>
    document.sharing.flatMap((clause) => {
      const rows = document.sdks.filter((row) => {
        const recipient = row.recipient;
        if (!recipient || !claimsNoSharing(row) || common(row.items, clause.items).length === 0) return false;
        const isNamed = clause.recipients.some(({ code }) => code === recipient.code);
        return isNamed || (clause.recipients.some(({ named }) => !named) && row.purposes.some((purpose) => clause.purposes.includes(purpose)));
      });
      if (rows.length === 0) return [];
      const names = namesOf(
        document,
        common(
          clause.items,
          rows.flatMap(({ items }) => items),
        ),
      );
      const ids = rows.map(({ row }) => row);
      return [
        {
          clauses: [clause.clause, ...ids],
          because: {
            zh: `${clause.clause} 向第三方提供 ${names.zh}；${ids.join('、')} 由这样的一方采集同样的信息，却称不涉及共享`,
            en: `${clause.clause} provides ${names.en}; the collectors of ${ids.join(', ')} are such parties and collect the same, said not to be shared`,
          },
        },
      ];
    }),
};

export const handedOver: PolicyCheck = {
  rule: 'P06',
  title: { zh: 'App 把信息传给 SDK，却称不涉及共享', en: 'The app hands items to the SDK, and the row says nothing is shared' },
  severity: 'H',
  resolve: {
    zh: '写明 SDK 提供方是受托人还是独立处理者，并列入对外提供',
    en: 'Say whether the vendor is a processor or a handler of its own, and list it under chapter 四',
  },
  source: '一(三)；PIPL 21、23',
  mark: 'D(SF:S1)',
  find: ({ sdks }) =>
    sdks
      .filter((row) => claimsNoSharing(row) && /传送给 ?SDK/.test(row.method))
      .map(({ row, collector }) => ({
        clauses: [row],
        because: {
          zh: `${row} 由 App 把信息传给 ${collector} 的 SDK，同一栏又称不涉及数据共享`,
          en: `${row} says the app hands items to the SDK of ${collector}, and in the same cell that nothing is shared`,
        },
      })),
};

export const vendorCollects: PolicyCheck = {
  rule: 'P07',
  title: { zh: '数据收集方是第三方，却称不涉及共享', en: 'The collector is another company, and the rows say nothing is shared' },
  severity: 'I',
  resolve: {
    zh: '以流量证据确认；向其服务器发送数据的，是受托人或独立处理者',
    en: 'Show it by traffic evidence; a vendor that receives data is a processor or a handler of its own',
  },
  source: '一(三)；PIPL 20、21、23',
  mark: 'D(SF:S23)',
  find: ({ sdks }) =>
    [
      ...grouped(
        sdks.filter((row) => row.recipient && claimsNoSharing(row)),
        ({ recipient }) => recipient?.code ?? '',
      ),
    ].map(([code, rows]) => ({
      clauses: rows.map(({ row }) => row),
      because: {
        zh: `${rows.map(({ row }) => row).join('、')} 的数据收集方是 ${rows[0]?.collector ?? code}`,
        en: `${rows.length} rows name ${rows[0]?.collector ?? code} as the collector`,
      },
    })),
};

export const severalNames: PolicyCheck = {
  rule: 'P08',
  title: { zh: '同一收集方印有不同名称', en: 'One collector is printed under several names' },
  severity: 'M',
  resolve: { zh: '统一为登记的法定名称', en: 'Print the registered legal name throughout' },
  source: 'PIPL 23（名称）',
  mark: 'D(SF:S1)',
  find: ({ sdks }) =>
    [
      ...grouped(
        sdks.filter(({ recipient }) => recipient),
        ({ recipient }) => recipient?.code ?? '',
      ),
    ].flatMap(([, rows]) => {
      const names = [...new Set(rows.map(({ collector }) => collector))];
      return names.length < 2
        ? []
        : [
            {
              clauses: rows.map(({ row }) => row),
              because: { zh: `同一收集方印作：${names.join('；')}`, en: `The same collector is printed as ${names.join('; ')}` },
            },
          ];
    }),
};

export const platformsDisagree: PolicyCheck = {
  rule: 'P09',
  title: { zh: '同一 SDK 在不同平台的收集方不一致', en: 'The platforms disagree on who collects through an SDK' },
  severity: 'M',
  resolve: { zh: '核实各平台实际的数据收集方', en: 'Find out who collects on each platform' },
  source: '一(三)',
  mark: 'policy',
  find: ({ sdks }) =>
    [...grouped(sdks, ({ name }) => name.replaceAll(/\s/g, ''))].flatMap(([, rows]) => {
      const who = new Set(rows.map(({ recipient }) => recipient?.code ?? '—'));
      return who.size < 2
        ? []
        : [
            {
              clauses: rows.map(({ row }) => row),
              because: {
                zh: `${rows[0]?.name ?? ''}：${rows.map(({ row, collector }) => `${row} ${collector}`).join('；')}`,
                en: `${rows[0]?.name ?? ''}: ${rows.map(({ row, collector }) => `${row} ${collector}`).join('; ')}`,
              },
            },
          ];
    }),
};

export const noPrivacyPolicy: PolicyCheck = {
  rule: 'P10',
  title: { zh: 'SDK 行缺少隐私政策链接', en: 'An SDK row links no privacy policy of its vendor' },
  severity: 'M',
  resolve: { zh: '补上链接；没有规则的 SDK 不应上架', en: 'Add the link; an SDK without published rules should not ship' },
  source: '网信办 2026-06-11 通报（SDK 清单不完整）',
  mark: 'SF:S14',
  find: ({ sdks }) => {
    const rows = sdks.filter(({ recipient, privacyUrl }) => recipient && privacyUrl === undefined);
    return rows.map(({ row, name, collector }) => ({
      clauses: [row],
      because: { zh: `${row} ${name}（${collector}）没有链接`, en: `${row} ${name} (${collector}) has no link` },
    }));
  },
};

export const collectedAfterAll: PolicyCheck = {
  rule: 'P11',
  title: { zh: '条款称不收集，SDK 却收集', en: 'A clause says an item is not collected, and an SDK row collects it' },
  severity: 'H',
  resolve: { zh: '改条款的表述，或让 SDK 停止读取', en: 'Change the clause, or stop the SDK from reading it' },
  source: '一(二)、一(三)',
  mark: 'policy',
  find: (document) =>
    document.collection.flatMap(({ clause, notCollected }) => {
      const rows = document.sdks.filter(({ items }) => items.some((item) => codesOf(item).some((code) => notCollected.includes(code))));
      if (rows.length === 0) return [];
      const names = namesOf(
        document,
        rows.flatMap(({ items }) => items.filter((item) => notCollected.includes(item.code))),
      );
      const ids = rows.map(({ row }) => row);
      return [
        {
          clauses: [clause, ...ids],
          because: {
            zh: `${clause} 称后台不收集；${ids.join('、')} 收集 ${names.zh}`,
            en: `${clause} says it is not collected; ${ids.join(', ')} collect ${names.en}`,
          },
        },
      ];
    }),
};

export const abroad: PolicyCheck = {
  rule: 'P18',
  title: { zh: '承诺不出境，SDK 的收集方却在境外', en: 'Data are promised to stay in mainland China, and a collector is abroad' },
  severity: 'H',
  resolve: {
    zh: '以流量证据确认是否出境；出境的须有机制、告知和单独同意',
    en: 'Show by traffic evidence whether data leave; if so there must be a mechanism, a notice and a separate consent',
  },
  source: '六(一)；PIPL 38、39',
  mark: 'D(SF:S1)',
  find: ({ sdks, storage }) => {
    const promises = storage.filter(({ mainlandOnly }) => mainlandOnly === true).map(({ clause }) => clause);
    if (promises.length === 0) return [];
    return sdks
      .filter(({ recipient }) => recipient?.country !== undefined && recipient.country !== 'CN')
      .map(({ row, collector, recipient }) => ({
        clauses: [...promises, row],
        because: { zh: `${row} 由 ${collector}（${recipient?.country ?? ''}）采集`, en: `${row} is collected by ${collector} (${recipient?.country ?? ''})` },
      }));
  },
};

export const unsafeLink: PolicyCheck = {
  rule: 'P19',
  title: { zh: '隐私政策链接不是 https', en: 'The link to a privacy policy is not https' },
  severity: 'I',
  resolve: { zh: '换成提供方正式的 https 地址', en: 'Use the vendor’s public https address' },
  source: '一(三)',
  mark: 'policy',
  find: ({ sdks }) =>
    sdks
      .filter(({ privacyUrl }) => privacyUrl !== undefined && !privacyUrl.startsWith('https://'))
      .map(({ row, privacyUrl }) => ({ clauses: [row], because: { zh: `${row}：${privacyUrl ?? ''}`, en: `${row}: ${privacyUrl ?? ''}` } })),
};

/** Groups in order of first appearance. */
export function grouped<Row>(rows: readonly Row[], by: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, by);
}

/** Rows that print a system permission. */
export const rowsWith = ({ sdks }: PolicyDocument, permission: string): readonly SdkEntry[] =>
  sdks.filter(({ permissions }) => permissions.includes(permission));
