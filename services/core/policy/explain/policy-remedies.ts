// Remedies of the rules about the policy's own words, places and origins.
import type { Bilingual } from '../../domain/vocabulary.ts';
import { declarationOf } from '../declared-recipient.ts';
import { versionInForce, type Clause, type PolicyVersion } from '../registry.ts';
import type { Case } from '../rules/rule.ts';
import type { Remedies } from './remedy.ts';

export const policyRemedies: Remedies = {
  R07: ({ subject }) => byPolicy(subject),
  R37: ({ recipient }) => ({ zh: `不向 ${recipient} 提供或委托用户鉴别信息。`, en: `Handing no authentication information to ${recipient}.` }),
  R38: ({ subject: { event, version } }) => {
    const rows = [...(version?.clauses.values() ?? [])].filter(({ kind, platforms }) => kind === 'sdk' && platforms?.includes(event.platform));
    return {
      zh: `引用政策中 ${event.platform} 平台 SDK 清单的条目（共 ${rows.length} 条），或先将该 SDK 列入政策。`,
      en: `Citing a row of the SDK list for ${event.platform} (there are ${rows.length}), or listing the SDK in the policy first.`,
    };
  },
  R65: ({ subject: { event } }) => ({
    zh: `政策规定 ${event.product ?? ''} 业务信息的保存期限。`,
    en: `A retention rule for ${event.product ?? ''} in the policy.`,
  }),
  R69: () => ({
    zh: '限制处理之后只存储和保护；重新建立业务关系或取得同意后才可处理。',
    en: 'Only storing and protecting after the restriction, until a new relationship or a new consent.',
  }),
  R97: () => ({ zh: '写明信息来自哪些事件（causedBy）。', en: 'Naming the events that the items come from (causedBy).' }),
  R41: () => ({
    zh: '在中国大陆境内存储和处理；或先修改政策的承诺。',
    en: 'Storing and handling in mainland China; or changing the promise of the policy first.',
  }),
};

const clausesMax = 8;

/** Which clauses of the version say all that the event did; else what would have to change. */
function byPolicy(subject: Case): Bilingual {
  const { event, version, clause, registry } = subject;
  const inForce = versionInForce(registry, event.occurredAt);
  if (!version || version !== inForce)
    return {
      zh: `引用当时生效的政策版本：${inForce?.id ?? '当时没有'}。`,
      en: `Citing the policy version in force then: ${inForce?.id ?? 'there was none'}.`,
    };
  const covering = [...version.clauses.values()].filter((one) => covers(one, subject, version)).map(({ id }) => id);
  if (covering.length > 0 && !covering.includes(clause?.id ?? '')) {
    const shown = `${covering.slice(0, clausesMax).join(', ')}${covering.length > clausesMax ? ' …' : ''}`;
    return { zh: `引用列明这些信息、目的和接收方的条款：${shown}。`, en: `Citing a clause that lists these items, purpose and recipient: ${shown}.` };
  }
  if (!clause)
    return {
      zh: '引用列明这些信息、目的和接收方的条款；该版本没有这样的条款，须先修改政策。',
      en: 'Citing a clause that lists these items, purpose and recipient; there is none in this version: the policy would have to change first.',
    };
  const changes = changesWithin(clause, subject, version);
  return {
    zh: `按条款 ${clause.id}：${changes.map(({ zh }) => zh).join('；')}；或先修改政策。`,
    en: `By clause ${clause.id}: ${changes.map(({ en }) => en).join(', ')}; or changing the policy first.`,
  };
}

/** A clause of the kind of the one cited, with all items, the purpose and the recipient. */
const covers = (one: Clause, subject: Case, version: PolicyVersion): boolean =>
  (subject.clause === null || one.kind === subject.clause.kind) && changesWithin(one, subject, version).length === 0;

/** What the event would have to do otherwise under a clause. */
function changesWithin(clause: Clause, { event, recipient }: Case, version: PolicyVersion): readonly Bilingual[] {
  const beyond = event.items.filter((item) => !clause.items.some(({ code }) => code === item));
  const isDeclared = recipient?.state !== 'registered' || declarationOf(version, clause, recipient.record) === 'declared';
  const recipients = clause.recipients.map(({ printed }) => printed);
  return [
    ...(beyond.length === 0 ? [] : [{ zh: `不处理 ${beyond.join(', ')}`, en: `leaving out ${beyond.join(', ')}` }]),
    ...(clause.purposes.includes(event.purpose) ? [] : [{ zh: `只用于 ${clause.purposes.join(', ')}`, en: `only for ${clause.purposes.join(', ')}` }]),
    ...(isDeclared
      ? []
      : [
          {
            zh: `只提供给条款列出的接收方：${recipients.join('、') || '无'}`,
            en: `giving only to whom the clause lists: ${recipients.join(', ') || 'nobody'}`,
          },
        ]),
  ];
}
