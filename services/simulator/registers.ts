// What the registers say in the simulated world: the policy as published, and every recipient, before anything is shared with it.
import type { World } from './journey.ts';
import { journal } from './journal.ts';
import { changedAfterMs, type Fault, type SimulatedRecipient } from './recipients.ts';
import { dayMs } from './rhythm.ts';
import { formatInstant } from '../core/domain/instants.ts';
import type { Instant } from '../core/domain/vocabulary.ts';

/** Lines that come first, and the one that comes last: a recipient that was registered in time and reported late. */
export function registerLines({ version, recipients, from }: World): { readonly first: readonly string[]; readonly last: readonly string[] } {
  const book = journal('register', {});
  book.note(from, 'PolicyPublished', 'register-desk', {
    policy: version.policy,
    version: version.version,
    contentHash: version.contentHash,
    effectiveFrom: new Date(version.effectiveFrom).toISOString(),
  });
  for (const one of recipients.all) book.note(from - 30 * dayMs, 'RecipientRegistered', 'register-desk', recordOf(one, from));
  for (const { fault, ...one } of recipients.faulty)
    book.note(from - (fault === 'unsupervised' ? 500 : 30) * dayMs, 'RecipientRegistered', 'register-desk', {
      ...recordOf(one, from),
      ...faultOf(fault, from),
    });
  for (const { fault, ...one } of recipients.faulty)
    if (fault === 'changed')
      book.note(from + changedAfterMs, 'RecipientChanged', 'register-desk', { ...recordOf(one, from), methods: ['provide', 'publish'], changed: ['methods'] });
  const lines = book.happenings.map(({ event }) => JSON.stringify(event));
  const late = book.happenings.findIndex(({ event }) => event['recipientClass'] === 'logistics-provider');
  return { first: lines.filter((_, i) => i !== late), last: lines.filter((_, i) => i === late) };
}

const elements = ['purpose', 'term', 'method', 'items', 'protection', 'duties', 'return-or-deletion', 'incident-report'];

/** Everything that the law wants on record of a recipient. */
function recordOf({ recipient, recipientClass, legalName, nameEn, role, purposes }: SimulatedRecipient, from: Instant) {
  return {
    recipient,
    recipientClass,
    legalName,
    nameEn,
    role,
    country: 'CN',
    contact: `privacy@${recipient.endsWith('.example') ? recipient : `${recipient}.example`}`,
    purposes,
    methods: [role === 'processor' ? 'entrust' : 'provide'],
    contract: `c-${recipient}`,
    contractElements: elements,
    contractValidFrom: formatInstant(from - 60 * dayMs),
    contractValidUntil: formatInstant(from + 3 * 365 * dayMs),
    ...(role === 'credit-bureau' ? { licence: 'licence-example' } : {}),
  };
}

const faultOf = (fault: Fault, from: Instant): Readonly<Record<string, unknown>> =>
  ({
    'incomplete-contract': { contractElements: elements.filter((element) => element !== 'protection') },
    'expired-contract': { contractValidUntil: formatInstant(from - dayMs) },
    'in-group': { inGroup: true },
    'no-contact': { contact: undefined },
    'no-licence': { licence: undefined },
    foreign: { country: 'US' },
    changed: {},
    unsupervised: {}, // registered long ago, and nothing since
  })[fault];
