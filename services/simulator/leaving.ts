// Withdrawing a consent, asking for deletion, closing the account.
import type { Instant } from '../core/domain/vocabulary.ts';
import { idOf, type Happening, type SeparateConsent } from './journal.ts';
import { later, type Life } from './journey.ts';
import { dayMs, hourMs, minuteMs } from './rhythm.ts';

/** Takes one consent back; nothing is provided under it afterwards. */
function withdraw(life: Life, agreed: SeparateConsent): void {
  const at = later(life, agreed.at + dayMs, 60);
  if (at === null) return;
  agreed.endsAt = at;
  agreed.withdrawn = life.journal.note(at, 'ConsentWithdrawn', 'app-gateway', {
    policyVersion: life.world.version.id,
    consent: agreed.consent,
    channel: 'app',
    causedBy: [idOf(agreed.granted)],
  });
}

/** Takes the tick box back and goes on with what the contract needs. */
function withdrawGeneral(life: Life): void {
  const { general, journal, world } = life;
  const at = later(life, general.at + 20 * dayMs, 120);
  if (at === null) return;
  general.withdrawn = journal.note(at, 'ConsentWithdrawn', 'app-gateway', {
    policyVersion: world.version.id,
    consent: general.consent,
    channel: 'app',
    causedBy: [idOf(general.granted)],
  });
}

/** What becomes of the request at a recipient. */
const answers = ['deleted', 'deleted', 'deleted', 'deleted', 'anonymised', 'refused', 'silence'] as const;

/** Asks the bank to have items deleted where they were provided: requested, passed on, acknowledged, refused, or left without an answer. */
function askForDeletion(life: Life, agreed: SeparateConsent, at: Instant): void {
  const { random, journal, person, world } = life;
  const request = `r-${person.number}-${journal.happenings.length}`;
  const deletionRequest = `d-${person.number}-${journal.happenings.length}`;
  const dueAt = at + 21 * dayMs;
  const base = { policyVersion: world.version.id };
  const received = journal.note(at, 'RightsRequestReceived', 'rights-desk', { ...base, request, right: 'deletion', channel: 'app' });
  journal.note(at + 5 * hourMs, 'RightsRequestDecided', 'rights-desk', { ...base, request, decision: 'granted', causedBy: [idOf(received)] });
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
  deleteAtBank(life, at + 7 * hourMs, received);
  const outcome = random.pick(answers);
  const answeredAt = at + random.between(1, 18) * dayMs;
  if (outcome === 'silence' || answeredAt >= world.to) return;
  const reason = outcome === 'refused' ? { reason: 'statutory-retention' } : {};
  journal.note(answeredAt, 'RecipientAcknowledged', 'rights-desk', { ...base, deletionRequest, recipient, items: [], outcome, ...reason });
}

/** The bank deletes what it collected under the general consent for one purpose; what the contract needs stays. */
function deleteAtBank(life: Life, at: Instant, received: Happening): void {
  const byConsent = life.journal.happenings.filter(
    (one) => one.at < at && one.event.type === 'PersonalDataCollected' && one.event['consent'] === life.general.consent && one.clause?.tier === 'extended',
  );
  if (byConsent.length === 0) return;
  const { clause, items, purpose, policyVersion } = life.random.pick(byConsent).event;
  const how = { at: 'webank', items, purpose, method: 'deleted', reason: 'requested', causedBy: [idOf(received)] };
  life.journal.note(at, 'PersonalDataDeleted', 'rights-desk', { policyVersion, clause, ...how });
}

/** Closes the account: the relationship ends, the bank keeps what it must and restricts it. */
export function closeAccount(life: Life, at: Instant): void {
  const { journal, person, world } = life;
  if (at >= life.endsAt) return;
  life.endsAt = at;
  life.restrictedAt = at + hourMs;
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
const withdrawsGeneralShare = 0.02;

/** After everything else is written: some take back what they agreed to, or ask for deletion. What was still to be provided then is not. */
export function changeMind(life: Life): void {
  for (const agreed of life.separate.values()) {
    if (life.random.chance(withdrawsShare)) withdraw(life, agreed);
    else if (life.random.chance(asksShare)) {
      const at = later(life, agreed.at + dayMs, 60);
      if (at !== null) askForDeletion(life, agreed, at);
    }
  }
  if (life.random.chance(withdrawsGeneralShare)) withdrawGeneral(life);
  keep(life, ({ at, separate }) => separate === null || at < separate.endsAt);
  const { withdrawn } = life.general;
  if (withdrawn) keep(life, ({ at, event }) => event['legalBasis'] !== '13-1' || at < withdrawn.at);
}

/** Strikes out what did not come to pass. What follows from an event comes after it, so no cause is lost. */
export function keep({ journal: { happenings } }: Life, isKept: (happening: Happening) => boolean): void {
  happenings.splice(0, happenings.length, ...happenings.filter(isKept));
}
