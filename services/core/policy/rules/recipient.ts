// R20: who gets the items must be known: registered, with legal name and, for a provision, a contact.
import { recipientAt } from '../recipient-history.ts';
import { broken, cannotBeShown, holds, type Rule } from './rule.ts';

/** R20 (PIPL 23): the record of the recipient at the time of the event. */
export const r20: Rule = {
  id: 'R20',
  severity: 'C',
  source: 'PIPL 23 SF:S1',
  judge: ({ event }, facts) => {
    if (event.type !== 'PersonalDataShared') return [];
    const at = recipientAt(facts.recipients, event.recipient, event.occurredAt);
    if (at.state === 'unregistered') return [cannotBeShown('发生时接收方没有登记。', 'The recipient was not registered at that time.')];
    if (at.state === 'terminated') return [broken('与该接收方的合作已终止。', 'Sharing with this recipient had been terminated.', [at.placed.eventId])];
    if (event.mode === 'provided' && !at.record.contact) {
      return [
        cannotBeShown('接收方登记中没有联系方式，无法证明已告知。', 'The record of the recipient has no contact, so the notice cannot be shown.', [
          at.placed.eventId,
        ]),
      ];
    }
    return [holds];
  },
};
