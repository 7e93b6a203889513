// Chapter 四 (who gets what) against PIPL 21–23, against its own preamble, and against what 一 says is passed on.
import { codesOf, type PolicyDocument, type PrintedRecipient } from '../document/policy-document.ts';
import { namesOf, type PolicyCheck } from './finding.ts';

const printed = (recipients: readonly PrintedRecipient[], separator: string): string => recipients.map((recipient) => recipient.printed).join(separator);

export const unnamed: PolicyCheck = {
  rule: 'P20',
  title: { zh: '接收方没有名称', en: 'A recipient without a name' },
  severity: 'H',
  resolve: { zh: '写出名称，或在提供前以弹窗、清单逐一告知', en: 'Name it, or tell the name before each provision by dialogue or list' },
  source: 'PIPL 23；网数条例 21',
  mark: 'SF:S1',
  find: ({ sharing }) =>
    sharing.flatMap(({ clause, consent, recipients }) => {
      const nameless = recipients.filter(({ named }) => !named);
      if (nameless.length === 0) return [];
      return [
        {
          clauses: [clause],
          // Statutory provision to an authority is told by the procedure, not by the policy.
          ...(consent?.kind === 'statutory' ? { severity: 'I' as const } : {}),
          because: { zh: `${clause} 只有类别：${printed(nameless, '、')}`, en: `${clause} states a class only: ${printed(nameless, '; ')}` },
        },
      ];
    }),
};

export const withoutContact: PolicyCheck = {
  rule: 'P21',
  title: { zh: '接收方有名称而没有联系方式', en: 'A named recipient without a contact' },
  severity: 'M',
  resolve: { zh: '写出联系方式', en: 'Print how to reach it' },
  source: 'PIPL 23',
  mark: 'SF:S1',
  find: ({ sharing }) =>
    sharing.flatMap(({ clause, recipients }) => {
      const silent = recipients.filter(({ named, contact }) => named && contact === undefined);
      return silent.length === 0
        ? []
        : [{ clauses: [clause], because: { zh: `${clause}：${printed(silent, '、')}`, en: `${clause}: ${printed(silent, '; ')}` } }];
    }),
};

export const withoutMethod: PolicyCheck = {
  rule: 'P22',
  title: { zh: '对外提供未告知处理方式', en: 'A provision that does not tell the method' },
  severity: 'M',
  resolve: { zh: '写明提供和处理的方式（接口、文件、SDK；查询、留存）', en: 'Say how: interface, file or SDK; whether it is looked up or kept' },
  source: 'PIPL 23',
  mark: 'SF:S1',
  find: ({ sharing }) => {
    const clauses = sharing.filter(({ method }) => !method).map(({ clause }) => clause);
    return clauses.length === 0
      ? []
      : [{ clauses, because: { zh: `${clauses.length} 个场景没有处理方式`, en: `${clauses.length} scenarios state no method` } }];
  },
};

export const entrustedUnderProvision: PolicyCheck = {
  rule: 'P23',
  title: { zh: '委托处理列在对外提供之下', en: 'Entrusting listed under provision' },
  severity: 'M',
  resolve: {
    zh: '移到四(一)并按委托签约、监督；或承认接收方是独立处理者',
    en: 'Move it to 四(一) with a processor contract, or treat the recipient as a handler of its own',
  },
  source: 'PIPL 21、23',
  mark: 'SF:S1',
  find: ({ sharing, collection }) =>
    sharing
      .filter(({ role }) => role === 'entrusted')
      .map(({ clause, recipients, purposes }) => ({
        clauses: [clause, ...collection.filter((one) => one.purposes.some((purpose) => purposes.includes(purpose))).map((one) => one.clause)],
        because: {
          zh: `${clause} 的接收方印作“${printed(recipients, '、')}”，却列在对外提供之下`,
          en: `${clause} stands under provision and calls its recipient entrusted: ${printed(recipients, '; ')}`,
        },
      })),
};

export const noContract: PolicyCheck = {
  rule: 'P24',
  title: { zh: '场景没有重复总则承诺的合同', en: 'A scenario leaves out the contract that the preamble promises for each' },
  severity: 'M',
  resolve: { zh: '补上合同承诺，或说明由谁的规则约束接收方', en: 'Promise the contract, or say whose rules bind the recipient' },
  source: '四(二)；网数条例 12',
  mark: 'SF:S2',
  find: ({ sharing }) =>
    sharing
      .filter(({ safeguards, consent }) => consent?.kind !== 'statutory' && !safeguards.includes('contract'))
      .map(({ clause, title }) => ({
        clauses: [clause],
        because: { zh: `${clause} ${title.zh} 没有提到与接收方的合同`, en: `${clause} ${title.en} mentions no contract with the recipient` },
      })),
};

export const outsideTheList: PolicyCheck = {
  rule: 'P25',
  title: { zh: '第一条提到的提供不在对外提供的封闭清单中', en: 'Chapter 一 passes items on, and the closed list of 四(二) does not know it' },
  severity: 'H',
  resolve: { zh: '在四(二)增加该场景，或不再提供', en: 'Add the scenario to 四(二), or do not provide' },
  source: '四(二)；PIPL 23',
  mark: 'D(SF:S1)',
  find: ({ collection, sharing, entrusting }) =>
    collection.flatMap(({ clause, recipients, purposes }) => {
      const lists = [...sharing, ...entrusting].filter((one) => one.purposes.some((purpose) => purposes.includes(purpose)));
      const unknown = recipients.filter((recipient) => !lists.some((one) => one.recipients.some((other) => other.class === recipient.class)));
      return unknown.length === 0
        ? []
        : [
            {
              clauses: [clause],
              because: {
                zh: `${clause} 向“${printed(unknown, '、')}”提供，四(二)没有这个场景`,
                en: `${clause} passes items to ${printed(unknown, '; ')}; no scenario of 四(二) does`,
              },
            },
          ];
    }),
};

/** Every code that the bank collects from anywhere, with whose it is. */
function collected({ collection, permissions, sdks, cookies }: PolicyDocument): ReadonlySet<string> {
  return new Set(
    [...collection, ...permissions, ...sdks, ...cookies].flatMap(({ items }) => items.flatMap((item) => codesOf(item).map((code) => `${code} ${item.of}`))),
  );
}

export const neverCollected: PolicyCheck = {
  rule: 'P26',
  title: { zh: '对外提供的信息从未收集', en: 'An item is shared and nowhere collected' },
  severity: 'M',
  resolve: { zh: '在第一条补上收集场景，或改正提供的信息', en: 'Add its collection to chapter 一, or correct what is shared' },
  source: '一、四(二)；PIPL 17(1)(2)',
  mark: 'policy',
  find: (document) => {
    const known = collected(document);
    return [...document.sharing, ...document.entrusting].flatMap((entry) => {
      const lost = entry.items.filter((item) => !codesOf(item).some((code) => known.has(`${code} ${item.of}`)) && !isContainer(document, item.code));
      if (lost.length === 0) return [];
      const names = namesOf(document, lost);
      return [
        {
          clauses: [entry.clause],
          because: { zh: `${entry.clause} 提供 ${names.zh}，没有条款收集`, en: `${entry.clause} shares ${names.en}; no clause collects it` },
        },
      ];
    });
  },
};

const isContainer = ({ itemDictionary }: PolicyDocument, code: string): boolean => itemDictionary.some((item) => item.code === code && item.container);
