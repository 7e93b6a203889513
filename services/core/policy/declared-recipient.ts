// Whether a clause declares a recipient: by its class, or by its name where the clause names whom it means.
import { canonicalName, legalNameOf, printedNames } from './named-recipients.ts';
import type { RecipientRecord } from './recipient-history.ts';
import type { Clause, ClauseRecipient, PolicyVersion } from './registry.ts';

/** `renamed`: of a class that the clause leaves open, but the policy prints that recipient under another name. */
export type Declaration = 'declared' | 'other-class' | 'not-named' | 'renamed';

/** As R07 judges it. */
export function declarationOf(version: PolicyVersion, clause: Clause, record: RecipientRecord): Declaration {
  const ofClass = clause.recipients.filter((recipient) => recipient.class === record.recipientClass);
  if (ofClass.length === 0) return 'other-class';
  if (ofClass.some(({ named }) => !named)) return isItself(version, record) ? 'declared' : 'renamed';
  return ofClass.some((recipient) => isMeant(version, recipient, record)) ? 'declared' : 'not-named';
}

/** Whether what the clause prints, a name or a class, means this recipient. */
export function isMeant(version: PolicyVersion, recipient: ClauseRecipient, record: RecipientRecord): boolean {
  if (!recipient.named) return recipient.class === record.recipientClass;
  return canonicalName(recipient.printed) === legalNameOf(record) || (recipient.code === record.recipient && isItself(version, record));
}

/** The same code may be printed under several names: one of them is the name registered, or the policy names nobody by that code. */
function isItself(version: PolicyVersion, record: RecipientRecord): boolean {
  return printedNames(version, record.recipient)?.has(legalNameOf(record)) ?? true;
}
