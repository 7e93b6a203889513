// Withdrawing a consent, asking for deletion, closing the account.
import type { Instant } from '../core/domain/vocabulary.ts';
import type { SeparateConsent } from './journal.ts';
import { later, type Life } from './journey.ts';
import { dayMs, hourMs, minuteMs } from './rhythm.ts';

/** Takes one consent back; nothing is provided under it afterwards. */
export function withdraw(life: Life, agreed: SeparateConsent): void {
  const at = later(life, agreed.at + dayMs, 60);
  if (at === null) return;
  agreed.endsAt = at;
  agreed.withdrawn = life.journal.note(at, 'ConsentWithdrawn', 'app-gateway', {
    policyVersion: life.world.version.id,
    consent: agreed.consent,
    channel: 'app',
    causedBy: [agreed.granted.eventId],
  });
}

/** What becomes of the request at a recipient. */
const answers = ['deleted', 'deleted', 'deleted', 'deleted', 'anonymised', 'refused', 'silence'] as const;

/** Asks the bank to have items deleted where they were provided: requested, passed on, acknowledged, refused, or left without an answer. */
export function askForDeletion(life: Life, agreed: SeparateConsent, at: Instant): void {
  const { random, journal, person, world } = life;
  const request = `r-${person.number}-${journal.happenings.length}`;
  const deletionRequest = `d-${person.number}-${journal.happenings.length}`;
  const dueAt = at + 21 * dayMs;
  const base = { policyVersion: world.version.id };
  const received = journal.note(at, 'RightsRequestReceived', 'rights-desk', { ...base, request, right: 'deletion', channel: 'app' });
  journal.note(at + 5 * hourMs, 'RightsRequestDecided', 'rights-desk', { ...base, request, decision: 'granted', causedBy: [received.eventId] });
  const { recipient } = agreed.recipient;
  journal.note(at + 6 * hourMs, 'DeletionRequested', 'rights-desk', {
    ...base,
    deletionRequest,
    request,
    at: recipient,
    items: [],
    reason: 'requested',
    dueAt: rfc(dueAt),
  });
  journal.note(at + 6 * hourMs + minuteMs, 'RecipientNotified', 'rights-desk', { ...base, deletionRequest, recipient, items: [], dueAt: rfc(dueAt) });
  agreed.endsAt = at;
  const outcome = random.pick(answers);
  const answeredAt = at + random.between(1, 18) * dayMs;
  if (outcome === 'silence' || answeredAt >= world.to) return;
  const reason = outcome === 'refused' ? { reason: 'statutory-retention' } : {};
  journal.note(answeredAt, 'RecipientAcknowledged', 'rights-desk', { ...base, deletionRequest, recipient, items: [], outcome, ...reason });
}

/** Closes the account: the relationship ends, the bank keeps what it must and restricts it. */
export function closeAccount(life: Life, at: Instant): void {
  const { journal, person, world } = life;
  if (at >= life.endsAt) return;
  life.endsAt = at;
  journal.note(at, 'RelationshipEnded', 'account-service', { relationship: `account-${person.number}`, product: 'account' });
  journal.note(at + hourMs, 'PersonalDataDeleted', 'account-service', {
    policyVersion: world.version.id,
    at: 'webank',
    items: [],
    method: 'restricted',
    reason: 'account-closed',
    statute: '反洗钱法 34',
  });
}

const rfc = (at: Instant): string => new Date(at).toISOString();

const withdrawsShare = 0.12;
const asksShare = 0.06;

/** After everything else is written: some take back what they agreed to, or ask for deletion. What was still to be provided then is not. */
export function changeMind(life: Life): void {
  for (const agreed of life.separate.values()) {
    if (life.random.chance(withdrawsShare)) withdraw(life, agreed);
    else if (life.random.chance(asksShare)) {
      const at = later(life, agreed.at + dayMs, 60);
      if (at !== null) askForDeletion(life, agreed, at);
    }
  }
  const { happenings } = life.journal;
  const kept = happenings.filter(({ at, separate }) => separate === null || at < separate.endsAt);
  happenings.splice(0, happenings.length, ...kept);
}
