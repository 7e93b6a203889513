// R20, R23, R27, R35: who gets the items, and what the register says of them at that time.
import { bank, type EventId } from '../../domain/vocabulary.ts';
import { askConsent } from '../consent-history.ts';
import { recipientAt, type RecipientRecord } from '../recipient-history.ts';
import { askDedicated, mayBeProvisionByConsent, questionOf } from './consent.ts';
import { broken, cannotBeShown, held, notApplicable, type Rule, type RuleResult } from './rule.ts';

/**
 * R20 (PIPL 23): the record of the recipient at the time of the event. For a provision it has contact, purpose, method and kinds of items, which are
 * what the person is told; items left open there are not limited. After the end of a cooperation nothing is shared any more (R26 of transfers afterwards).
 */
export const r20: Rule = {
  id: 'R20',
  asks: { zh: '接收方已登记，有名称、联系方式、目的、方式和种类', en: 'The recipient is registered with name, contact, purpose, method, items' },
  severity: 'C',
  source: 'PIPL 23, 21(2) SF:S1',
  judge: ({ event, recipient: at, handing }) => {
    if (event.type !== 'PersonalDataShared' || !at) return notApplicable;
    if (at.state === 'unregistered') return [cannotBeShown('发生时接收方没有登记。', 'The recipient was not registered at that time.')];
    if (at.state === 'terminated') return [broken('与该接收方的合作已终止。', 'Sharing with this recipient had been terminated.', [at.placed.eventId])];
    if (handing !== 'provision' && handing !== 'unclear') return held;
    return told(at.record, event.purpose, event.items, at.placed.eventId);
  },
};

function told({ contact, purposes, methods, items }: RecipientRecord, purpose: string, shared: readonly string[], entry: EventId): readonly RuleResult[] {
  const facts = [entry];
  const results: RuleResult[] = [];
  if (!contact)
    results.push(
      cannotBeShown('接收方登记中没有联系方式，无法证明已告知。', 'The record of the recipient has no contact, so the notice cannot be shown.', facts),
    );
  if (purposes.length === 0 || methods.length === 0)
    results.push(cannotBeShown('接收方登记中没有处理目的或方式。', 'The record of the recipient has no purpose or no method.', facts));
  else if (!purposes.includes(purpose))
    results.push(broken('目的不在接收方登记的目的之内。', 'The purpose is none of those that the recipient is registered for.', facts));
  if (items.length > 0 && !shared.every((item) => items.includes(item)))
    results.push(broken('信息种类超出接收方的登记。', 'There are items that the recipient is not registered for.', facts));
  return results.length > 0 ? results : held;
}

/** R23: once a recipient changed its purpose or method, the next provision needs a consent given since. */
export const r23: Rule = {
  id: 'R23',
  asks: { zh: '接收方变更目的或方式的，重新取得同意', en: 'After a recipient changed purpose or method: a new consent' },
  severity: 'H',
  source: 'PIPL 22, 23 SF:S1',
  judge: (subject) => {
    const { event, register, person } = subject;
    if (event.type !== 'PersonalDataShared' || !mayBeProvisionByConsent(subject)) return notApplicable;
    const change = register
      .get(event.recipient)
      ?.findLast(
        ({ event: entry }) =>
          entry.type === 'RecipientChanged' &&
          entry.occurredAt <= event.occurredAt &&
          (entry.changed.includes('purposes') || entry.changed.includes('methods')),
      );
    if (!change || askDedicated(subject).state !== 'given') return notApplicable; // R21 speaks of a consent that is missing.
    const since = askConsent(person, { ...questionOf(subject, true), since: change.event.occurredAt });
    if (since.state === 'given') return held;
    return [
      broken('接收方变更目的或方式后没有重新取得同意。', 'The recipient changed its purpose or method, and no consent was given since.', [change.eventId]),
    ];
  },
};

/** R27: a recipient passes items on only to those that the bank approved before. */
export const r27: Rule = {
  id: 'R27',
  asks: { zh: '接收方转提供须经银行事先同意', en: 'A recipient passes on only to those approved before' },
  severity: 'C',
  source: 'PIPL 21(3) SF:S1; NFRA 61 SF:S16',
  judge: ({ event, register }) => {
    if (event.type !== 'PersonalDataShared' || event.from === bank) return notApplicable;
    const from = recipientAt(register, event.from, event.occurredAt);
    if (from.state !== 'registered')
      return [cannotBeShown('转出方没有登记，无法证明转委托经过同意。', 'Who passed them on is not registered, so no approval can be shown.')];
    if (from.record.subProcessors.includes(event.recipient)) return held;
    return [broken('接收方未经同意向他人转提供。', 'The recipient passed items on to one that the bank had not approved.', [from.placed.eventId])];
  },
};

/** R35: sensitive items within the group need a separate consent; the firewall between the companies is in no event, so it cannot be shown. */
export const r35: Rule = {
  id: 'R35',
  asks: { zh: '集团内共享敏感信息须有单独同意和防火墙', en: 'Sensitive items within the group: separate consent and a firewall' },
  severity: 'H',
  source: 'NFRA 29, 59 SF:S16',
  judge: (subject) => {
    const { recipient, sensitive } = subject;
    if (recipient?.state !== 'registered' || sensitive.length === 0) return notApplicable;
    if (!recipient.record.inGroup && recipient.record.role !== 'group') return notApplicable;
    if (askDedicated(subject).state !== 'given')
      return [
        broken('向集团内公司提供敏感信息，没有单独同意。', 'Sensitive items went to a company of the group without a separate consent.', [
          recipient.placed.eventId,
        ]),
      ];
    return [cannotBeShown('无法证明集团内设有防火墙。', 'Nothing shows that there is a firewall within the group.', [recipient.placed.eventId])];
  },
};
