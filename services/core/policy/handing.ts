// What a share is in truth: the mode that its producer states, checked against the role that the recipient is registered with.
import type { PersonalDataShared } from '../domain/events.ts';
import type { RecipientAt } from './recipient-history.ts';

/**
 * `provision`: to another handler (PIPL 23). `entrusting`: to a processor (PIPL 21). `unclear`: the register does not bear out what is stated.
 * `other`: taken by an SDK, given by law, published or passed on to a successor, which have rules of their own.
 */
export type Handing = 'provision' | 'entrusting' | 'unclear' | 'other';

/** By the worked rule of regulation.md 3: whoever is not registered as a processor (受托人) gets a provision, whatever the mode says. */
export function handingOf({ mode }: PersonalDataShared, at: RecipientAt): Handing {
  const role = at.state === 'registered' ? at.record.role : 'unknown';
  switch (mode) {
    case 'provided':
    case 'joint':
      return role === 'processor' ? 'unclear' : 'provision';
    case 'entrusted':
      return role === 'processor' ? 'entrusting' : role === 'unknown' ? 'unclear' : 'provision';
    case 'unknown':
      return 'unclear';
    default:
      return 'other';
  }
}
