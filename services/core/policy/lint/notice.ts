// What a notice must hold: PIPL 17, 24, 44–50 and 网数条例 21, and people of whom data are taken without having seen it.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { PolicyDocument } from '../document/policy-document.ts';
import { namesOf, type PolicyCheck } from './finding.ts';

const rights: Readonly<Record<string, Bilingual>> = {
  access: { zh: '查阅', en: 'access' },
  copy: { zh: '复制', en: 'copy' },
  transfer: { zh: '转移', en: 'transfer' },
  correct: { zh: '更正', en: 'correction' },
  supplement: { zh: '补充', en: 'supplementing' },
  delete: { zh: '删除', en: 'deletion' },
  restrict: { zh: '限制处理', en: 'restriction' },
  'close-account': { zh: '注销账号', en: 'closing the account' },
  withdraw: { zh: '撤回同意', en: 'withdrawal of consent' },
  'explain-rules': { zh: '对处理规则的解释说明', en: 'explanation of the rules' },
  'explain-decision': { zh: '对自动化决策的说明', en: 'explanation of an automated decision' },
  'refuse-decision': { zh: '拒绝仅以自动化决策作出决定', en: 'refusal of a decision made by automation alone' },
  'near-relatives': { zh: '近亲属对死者信息的权利', en: 'rights of near relatives of the dead' },
};

const missingRights = ({ rights: stated }: PolicyDocument, wanted: readonly string[]): readonly Bilingual[] =>
  wanted.filter((right) => !stated.some(({ grants }) => grants.includes(right))).map((right) => rights[right] ?? { zh: right, en: right });

const rightsPlace = (missing: readonly Bilingual[]): ReturnType<PolicyCheck['find']> =>
  missing.length === 0
    ? []
    : [
        {
          clauses: ['7'],
          because: { zh: `没有这些权利的途径：${missing.map(({ zh }) => zh).join('、')}`, en: `No way is given to: ${missing.map(({ en }) => en).join(', ')}` },
        },
      ];

export const rightsRoutes: PolicyCheck = {
  rule: 'P50',
  title: { zh: '处理规则缺少法定的权利途径', en: 'The rules lack a route to a right that they must hold' },
  severity: 'H',
  resolve: { zh: '在第七条补上途径', en: 'Add the route to chapter 七' },
  source: '网数条例 21、23',
  mark: 'SF:S2',
  find: (document) =>
    rightsPlace(missingRights(document, ['access', 'copy', 'transfer', 'correct', 'supplement', 'delete', 'restrict', 'close-account', 'withdraw'])),
};

export const furtherRights: PolicyCheck = {
  rule: 'P51',
  title: { zh: '缺少自动化决策、解释说明或近亲属的权利', en: 'Rights about automated decisions, explanation or near relatives are missing' },
  severity: 'M',
  resolve: { zh: '在第七条补上', en: 'Add them to chapter 七' },
  source: 'PIPL 24、48、49',
  mark: 'SF:S1',
  find: (document) => rightsPlace(missingRights(document, ['explain-rules', 'explain-decision', 'refuse-decision', 'near-relatives'])),
};

export const noticeElements: PolicyCheck = {
  rule: 'P52',
  title: { zh: '告知要素缺失', en: 'An element of the notice is missing' },
  severity: 'H',
  resolve: { zh: '补上该要素', en: 'Add it' },
  source: 'PIPL 17、52、57',
  mark: 'SF:S1',
  find: (document) => {
    const elements: readonly (readonly [present: boolean, zh: string, en: string])[] = [
      [document.handler.zh !== '' && document.contact !== '', '处理者的名称和联系方式', 'name and contact of the handler'],
      [document.retention.length > 0, '保存期限', 'retention periods'],
      [document.rights.length > 0 && document.responseDeadlines.length > 0, '行使权利的方式和程序', 'how to exercise rights'],
      [document.contacts.some(({ clause }) => clause.endsWith('officer')), '个人信息保护负责人的联系方式', 'contact of the protection officer'],
      [document.breachNotice.some(({ contents, channels }) => contents.length > 0 && channels.length > 0), '泄露事件的告知', 'notice of an incident'],
      [document.majorChanges.length > 0, '变更的告知', 'notice of changes'],
    ];
    const withoutPurpose = document.collection.filter(({ purposes }) => purposes.length === 0).map(({ clause }) => clause);
    return [
      ...elements.filter(([present]) => !present).map(([, zh, en]) => ({ clauses: [], because: { zh: `没有${zh}`, en: `No ${en}` } })),
      ...(withoutPurpose.length === 0 ? [] : [{ clauses: withoutPurpose, because: { zh: '没有处理目的', en: 'No purpose is stated' } }]),
    ];
  },
};

export const notAsList: PolicyCheck = {
  rule: 'P53',
  title: { zh: '收集和提供没有以清单列明', en: 'Collection and provision are not printed as lists' },
  severity: 'M',
  resolve: { zh: '附上双清单（见报告 X03、X04）', en: 'Attach the two lists (reports X03, X04)' },
  source: '网数条例 21',
  mark: 'SF:S2',
  find: ({ tables, collection, sharing }) => {
    const prose = [
      ...(tables.includes('collection') ? [] : [{ zh: '一(一)(二) 收集', en: 'collection (一)', clauses: collection.map(({ clause }) => clause) }]),
      ...(tables.includes('sharing') ? [] : [{ zh: '四(二) 对外提供', en: 'provision (四)', clauses: sharing.map(({ clause }) => clause) }]),
    ];
    return prose.map(({ zh, en, clauses }) => ({ clauses, because: { zh: `${zh} 是行文，不是清单`, en: `${en} is prose, not a list` } }));
  },
};

/** The user, and what is recorded of the enterprise that the user represents. */
const own: ReadonlySet<string> = new Set(['user', 'legal-representative', 'enterprise']);

export const otherPeople: PolicyCheck = {
  rule: 'P54',
  title: { zh: '收集他人信息，而他人没有看到本政策', en: 'Data of people who never saw this policy' },
  severity: 'M',
  resolve: {
    zh: '说明如何告知他们、依据是什么；被保险人、受益人可能是儿童',
    en: 'Say how they are told and on which basis; the insured and beneficiaries may be children',
  },
  source: 'PIPL 13、17、31',
  mark: 'D(SF:S1)',
  find: (document) =>
    document.collection.flatMap(({ clause, items }) => {
      const others = items.filter(({ of }) => !own.has(of));
      if (others.length === 0) return [];
      const names = namesOf(document, others);
      return [{ clauses: [clause], because: { zh: `${clause} 收集他人的 ${names.zh}`, en: `${clause} collects of others: ${names.en}` } }];
    }),
};

export const withdrawalEndsAll: PolicyCheck = {
  rule: 'P56',
  title: { zh: '撤回同意即终止全部服务', en: 'Withdrawing consent ends every service' },
  severity: 'H',
  resolve: { zh: '区分必需与非必需的处理，允许只撤回后者', en: 'Tell what is necessary from what is not, and let the latter be withdrawn by itself' },
  source: 'PIPL 15、16',
  mark: 'SF:S1',
  find: ({ rights: stated }) =>
    stated
      .filter(({ grants, endsService }) => grants.includes('withdraw') && endsService === true)
      .map(({ clause, title }) => ({
        clauses: [clause],
        because: { zh: `${clause} ${title.zh}：撤回后不能使用客户端的任何服务`, en: `${clause} ${title.en}: afterwards no service of the app can be used` },
      })),
};

export const agesWithoutRule: PolicyCheck = {
  rule: 'P55',
  title: { zh: '未成年人的年龄段没有规则', en: 'An age of minors without a rule' },
  severity: 'M',
  resolve: { zh: '在第九条补上', en: 'Add it to chapter 九' },
  source: 'PIPL 31；未成年人网络保护条例 31–36',
  mark: 'SF:S1,SF:S6',
  find: ({ minors }) => {
    const covered = (age: number): boolean => minors.some(({ minAge = 0, maxAge }) => maxAge !== undefined && minAge <= age && age <= maxAge);
    const open = Array.from({ length: 18 }, (_, age) => age).filter((age) => !covered(age));
    return open.length === 0
      ? []
      : [{ clauses: minors.map(({ clause }) => clause), because: { zh: `没有规则的年龄：${open.join('、')}`, en: `Ages without a rule: ${open.join(', ')}` } }];
  },
};
