// What the registers say in the simulated world: the policy as published, and every recipient, before anything is shared with it.
import type { World } from './journey.ts';
import { journal } from './journal.ts';
import { dayMs } from './rhythm.ts';

/** Lines that come first, and the one that comes last: a recipient that was registered in time and reported late. */
export function registerLines({ version, recipients, from }: World): { readonly first: readonly string[]; readonly last: readonly string[] } {
  const book = journal('register', {});
  book.note(from, 'PolicyPublished', 'register-desk', {
    policy: version.policy,
    version: version.version,
    contentHash: version.contentHash,
    effectiveFrom: new Date(version.effectiveFrom).toISOString(),
  });
  for (const { recipient, recipientClass, legalName, nameEn, role } of recipients.all) {
    book.note(from - 30 * dayMs, 'RecipientRegistered', 'register-desk', {
      recipient,
      recipientClass,
      legalName,
      nameEn,
      role,
      country: 'CN',
      contact: `privacy@${recipient.endsWith('.example') ? recipient : `${recipient}.example`}`,
      contract: `c-${recipient}`,
    });
  }
  const lines = book.happenings.map(({ event }) => JSON.stringify(event));
  const late = book.happenings.findIndex(({ event }) => event['recipientClass'] === 'logistics-provider');
  return { first: lines.filter((_, i) => i !== late), last: lines.filter((_, i) => i === late) };
}
