// What a fact says, in a line: of a consent its kind and scope, of a register entry who it is.
import type { ConsentGranted, ConsentWithdrawn, DomainEvent, NoticeShown, PersonalDataDeleted } from '../../domain/events.ts';
import { formatInstant } from '../../domain/instants.ts';
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { RecipientRecord } from '../recipient-history.ts';

/** Codes as they are: the answer beside it has the names. */
export function factInWords(event: DomainEvent): Bilingual {
  switch (event.type) {
    case 'ConsentGranted':
      return consentInWords(event);
    case 'ConsentWithdrawn':
      return withdrawalInWords(event);
    case 'NoticeShown':
      return noticeInWords(event);
    case 'PersonalDataDeleted':
      return deletionInWords(event);
    case 'RelationshipStarted':
      return { zh: `业务关系开始：${event.product}`, en: `relationship started: ${event.product}` };
    case 'RecipientRegistered':
    case 'RecipientChanged':
      return recordInWords(event);
    case 'RecipientTerminated':
      return { zh: `与 ${event.recipient} 的合作终止`, en: `cooperation with ${event.recipient} terminated` };
    default:
      return { zh: event.type, en: event.type };
  }
}

const list = (codes: readonly string[], all: string): string => (codes.length === 0 ? all : codes.join(', '));

const kinds: Readonly<Record<ConsentGranted['kind'], Bilingual>> = {
  general: { zh: '一般同意', en: 'general consent' },
  separate: { zh: '单独同意', en: 'separate consent' },
  written: { zh: '书面同意', en: 'written consent' },
  guardian: { zh: '监护人同意', en: "guardian's consent" },
  unknown: { zh: '同意（种类不明）', en: 'consent of an unknown kind' },
};

function consentInWords({ consent, kind, recipient, purposes, items, act, validUntil }: ConsentGranted): Bilingual {
  const ends = validUntil === null ? null : formatInstant(validUntil);
  return {
    zh: `${kinds[kind].zh} ${consent}${act === 'bundled' ? '（捆绑）' : ''}：接收方 ${recipient ?? '未指定'}；目的 ${list(purposes, '不限')}；信息 ${list(items, '不限')}${ends ? `；至 ${ends}` : ''}`,
    en: `${kinds[kind].en} ${consent}${act === 'bundled' ? ' (bundled)' : ''}: recipient ${recipient ?? 'none named'}; purposes ${list(purposes, 'any')}; items ${list(items, 'any')}${ends ? `; until ${ends}` : ''}`,
  };
}

const withdrawalInWords = ({ consent, purposes, items }: ConsentWithdrawn): Bilingual => ({
  zh: `撤回同意 ${consent}：目的 ${list(purposes, '全部')}；信息 ${list(items, '全部')}`,
  en: `consent ${consent} withdrawn: purposes ${list(purposes, 'all')}; items ${list(items, 'all')}`,
});

function noticeInWords({ notice, policyVersion, recipient, elements }: NoticeShown): Bilingual {
  const version = policyVersion === null || policyVersion === notice ? '' : ` (${policyVersion})`;
  return {
    zh: `告知 ${notice}${version}${recipient === null ? '' : `，接收方 ${recipient}`}：${list(elements, '要素未注明')}`,
    en: `notice ${notice}${version}${recipient === null ? '' : `, recipient ${recipient}`}: ${list(elements, 'no elements stated')}`,
  };
}

const deletionInWords = ({ method, at, items }: PersonalDataDeleted): Bilingual => ({
  zh: `${at} 处 ${method}：${list(items, '全部信息')}`,
  en: `${method} at ${at}: ${list(items, 'all items')}`,
});

const recordInWords = ({ type, recipient, legalName, recipientClass, role }: RecipientRecord): Bilingual => ({
  zh: `${type === 'RecipientChanged' ? '变更登记' : '登记'} ${recipient}：${legalName}，类别 ${recipientClass}，角色 ${role}`,
  en: `${recipient} ${type === 'RecipientChanged' ? 'changed' : 'registered'}: ${legalName}, class ${recipientClass}, role ${role}`,
});
