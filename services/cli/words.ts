// Codes of answers in words: outcomes, states, kinds of events, roles. A code that has no word here stands for itself.
import type { Bilingual } from '../core/domain/vocabulary.ts';
import type { Language } from './language.ts';

type Words = Readonly<Record<string, Bilingual>>;

/** The word of a code. */
export const word = (words: Words, code: string, language: Language): string => words[code]?.[language] ?? code;

export const outcomes: Words = {
  compliant: { zh: '✓ 合规', en: '✓ compliant' },
  violation: { zh: '✗ 违规', en: '✗ violation' },
  gap: { zh: '? 存疑', en: '? gap' },
};

export const severities: Words = {
  C: { zh: '严重', en: 'critical' },
  H: { zh: '高', en: 'high' },
  M: { zh: '中', en: 'medium' },
  I: { zh: '供复核', en: 'for review' },
};

export const states: Words = {
  held: { zh: '持有', en: 'held' },
  restricted: { zh: '限制处理', en: 'restricted' },
  'deletion-requested': { zh: '已要求删除', en: 'deletion requested' },
  'deletion-refused': { zh: '拒绝删除', en: 'deletion refused' },
  'deletion-overdue': { zh: '删除逾期', en: 'deletion overdue' },
  deleted: { zh: '已删除', en: 'deleted' },
  anonymised: { zh: '已匿名化', en: 'anonymised' },
  erased: { zh: '已擦除', en: 'erased' },
};

export const eventTypes: Words = {
  PersonalDataCollected: { zh: '收集', en: 'collected' },
  PersonalDataShared: { zh: '共享', en: 'shared' },
  PersonalDataUsed: { zh: '使用', en: 'used' },
  PersonalDataDeleted: { zh: '删除', en: 'deleted' },
  ConsentGranted: { zh: '同意', en: 'consent granted' },
  ConsentWithdrawn: { zh: '撤回同意', en: 'consent withdrawn' },
  NoticeShown: { zh: '告知', en: 'notice shown' },
  RelationshipStarted: { zh: '业务关系开始', en: 'relationship started' },
  RelationshipEnded: { zh: '业务关系终止', en: 'relationship ended' },
  RightsRequestReceived: { zh: '收到权利请求', en: 'rights request received' },
  RightsRequestDecided: { zh: '答复权利请求', en: 'rights request decided' },
  DeletionRequested: { zh: '要求删除', en: 'deletion requested' },
  RecipientNotified: { zh: '通知接收方', en: 'recipient notified' },
  RecipientAcknowledged: { zh: '接收方确认', en: 'recipient acknowledged' },
  SubjectNotified: { zh: '通知本人', en: 'person notified' },
};

export const recipientRoles: Words = {
  handler: { zh: '个人信息处理者', en: 'handler' },
  processor: { zh: '受托人', en: 'processor' },
  'credit-bureau': { zh: '征信机构', en: 'credit bureau' },
  'state-organ': { zh: '国家机关', en: 'state organ' },
  'joint-handler': { zh: '共同处理者', en: 'joint handler' },
};

export const quarantineReasons: Words = {
  invalid: { zh: '不符合契约', en: 'breaks its contract' },
  conflict: { zh: '标识相同而内容不同', en: 'other content under a known id' },
  undecodable: { zh: '无法解码', en: 'cannot be decoded' },
  'unknown-schema': { zh: '未知模式', en: 'unknown schema' },
  oversize: { zh: '过大', en: 'too large' },
};

export const quarantineStates: Words = {
  kept: { zh: '待处理', en: 'kept' },
  replayed: { zh: '已重放', en: 'replayed' },
  superseded: { zh: '已被取代', en: 'superseded' },
  discarded: { zh: '已弃置', en: 'discarded' },
};

export const driftDirections: Words = {
  undeclared: { zh: '未公示', en: 'undeclared' },
  unobserved: { zh: '○ 未发生', en: '○ not done' },
};

export const driftAspects: Words = {
  clause: { zh: '条款', en: 'clause' },
  sdk: { zh: 'SDK', en: 'SDK' },
  permission: { zh: '权限', en: 'permission' },
  item: { zh: '信息', en: 'item' },
  purpose: { zh: '目的', en: 'purpose' },
  recipient: { zh: '接收方', en: 'recipient' },
  'recipient-class': { zh: '接收方类别', en: 'class' },
};

export const ruleAnswers: Words = {
  holds: { zh: '✓ 成立', en: '✓ holds' },
  broken: { zh: '✗ 违反', en: '✗ broken' },
  'cannot-be-shown': { zh: '? 无法证明', en: '? cannot be shown' },
};
