// What people do with the bank's products: each a short story of collections, consents and shares.
import type { Instant } from '../core/domain/vocabulary.ts';
import { idOf, type Happening } from './journal.ts';
import { agree, collect, later, provide, share, type Life } from './journey.ts';
import { dayMs, minuteMs } from './rhythm.ts';

/** Opens the account. Null when the person gives up on the way: what was cached is deleted within seven days (一(一)2). */
export function openAccount(life: Life, at: Instant): Instant | null {
  const { person, random, journal } = life;
  if (person.givesUp) {
    collect(life, at, '1.1.2.cache', { producer: 'account-service' });
    const deletedAt = at + random.between(2, 7) * dayMs - random.between(1, 20) * minuteMs;
    if (deletedAt < life.endsAt) {
      const more = { at: 'webank', items: [], purpose: 'account-opening-resume', method: 'deleted', reason: 'unfinished-application' };
      journal.note(deletedAt, 'PersonalDataDeleted', 'account-service', { policyVersion: life.world.version.id, clause: '1.1.2.cache', ...more });
    }
    return null;
  }
  const [clause, purpose] = random.chance(0.1) ? ['1.1.3', 'we2000-quick-opening'] : ['1.1.2', 'account-opening'];
  const form = collect(life, at, clause, { purpose, legalBasis: '13-2', producer: 'account-service', product: 'account' });
  share(life, at + minuteMs, '4.2.1', { legalBasis: '13-3', mode: 'statutory', producer: 'account-service', causedBy: [form] });
  oneTapCheck(life, at + 2 * minuteMs, form);
  const openedAt = at + random.between(5, 40) * minuteMs;
  journal.note(openedAt, 'RelationshipStarted', 'account-service', { relationship: `account-${person.number}`, product: 'account' });
  return openedAt;
}

/** 本机号码一键验证: a separate consent, then the operator is asked. */
function oneTapCheck(life: Life, at: Instant, form: Happening | null): void {
  const agreed = agree(life, at, '4.2.10', { purpose: 'one-tap-number-check' });
  provide(life, at + life.random.between(2, 20) * 1000, agreed, { producer: 'app-gateway', causedBy: [form] });
}

export function bindCard(life: Life, at: Instant): void {
  const form = collect(life, at, '1.2.2', { purpose: 'card-binding', legalBasis: '13-2', producer: 'card-service', product: 'account' });
  const agreed = agree(life, at + minuteMs, '4.2.8');
  provide(life, at + 2 * minuteMs, agreed, {
    producer: 'card-service',
    product: 'account',
    causedBy: [form],
    more: { references: [{ kind: 'order-no', value: `B${life.person.number}` }] },
  });
}

/** Payer and payee are two people: two events, one correlationId. */
export function transfer(life: Life, at: Instant): void {
  const correlationId = life.random.uuid();
  const payee = life.random.uuid();
  const form = collect(life, at, '1.1.4', { legalBasis: '13-2', producer: 'payment-service', product: 'account', more: { correlationId } });
  if (!form) return;
  life.journal.note(
    at,
    'PersonalDataCollected',
    'payment-service',
    {
      policyVersion: life.world.version.id,
      clause: '1.1.4',
      items: ['name', 'bank_card_number'],
      purpose: 'transfer',
      legalBasis: '13-2',
      correlationId,
      identifier: undefined, // the payer may be known by identifier; the payee is somebody else
      dataSubject: payee,
      subjectType: 'payee',
      origin: 'third-party',
    },
    form.clause,
  );
  share(life, at + 2000, '4.2.9', {
    legalBasis: '13-2',
    mode: 'provided',
    producer: 'payment-service',
    product: 'account',
    causedBy: [form],
    more: { correlationId },
  });
}

/** The card in the post, and later the parcel looked up at 快递100. */
export function orderCard(life: Life, at: Instant): void {
  const form = collect(life, at, '1.2.31', { legalBasis: '13-2', producer: 'card-service', product: 'account' });
  share(life, at + 3 * 60 * minuteMs, '4.2.14', { legalBasis: '13-2', mode: 'entrusted', producer: 'card-service', product: 'account', causedBy: [form] });
  const asked = later(life, at + dayMs, 3);
  if (asked === null) return;
  const agreed = agree(life, asked, '4.2.16');
  for (let look = life.random.between(1, 4), when: Instant | null = asked + minuteMs; look > 0 && when !== null; look -= 1) {
    provide(life, when, agreed, {
      producer: 'card-service',
      causedBy: [form],
      more: { references: [{ kind: 'tracking-no', value: `SF${life.person.number}${look}` }] },
    });
    when = later(life, when, 2);
  }
}

/** A loan: written consent, credit enquiry, automated decision, drawn down. */
export function takeLoan(life: Life, at: Instant): void {
  const form = collect(life, at, '1.2.27.1.a', { purpose: 'loan-assessment', legalBasis: '13-2', producer: 'credit-service', product: 'loan' });
  const agreed = agree(life, at + minuteMs, '4.2.5', {
    purpose: 'credit-enquiry',
    kind: 'written',
    recipient: life.random.pick(life.world.recipients.all.filter(({ recipientClass }) => recipientClass === 'credit-agency')),
  });
  provide(life, at + 2 * minuteMs, agreed, { producer: 'credit-service', product: 'loan', causedBy: [form] });
  if (form && life.random.chance(0.7))
    life.journal.note(at + 10 * minuteMs, 'RelationshipStarted', 'credit-service', { relationship: `loan-${life.person.number}`, product: 'loan' });
}

export function buyFund(life: Life, at: Instant): void {
  const form = collect(life, at, '1.2.4', { purpose: 'wealth-purchase', legalBasis: '13-2', producer: 'wealth-service', product: 'wealth' });
  assessRisk(life, at + minuteMs);
  provide(life, at + 5 * minuteMs, agree(life, at + 4 * minuteMs, '4.2.6'), { producer: 'wealth-service', product: 'wealth', causedBy: [form] });
  if (form)
    life.journal.note(at + 6 * minuteMs, 'RelationshipStarted', 'wealth-service', {
      relationship: `wealth-${life.person.number}-${life.journal.happenings.length}`,
      product: 'wealth',
    });
}

/** Answers become a risk preference: a derived item. */
function assessRisk(life: Life, at: Instant): void {
  const answers = collect(life, at, '1.2.21', { purpose: 'investor-risk-assessment', legalBasis: '13-3', producer: 'wealth-service', product: 'wealth' });
  if (!answers) return;
  const { items, clause, policyVersion, purpose, legalBasis } = answers.event;
  life.journal.note(
    at + 30_000,
    'PersonalDataUsed',
    'wealth-service',
    {
      items,
      clause,
      policyVersion,
      purpose,
      legalBasis,
      basisEvidence: 'suitability-rules',
      activity: 'derived',
      derivedItems: ['risk_preference'],
      product: 'wealth',
      causedBy: [idOf(answers)],
    },
    answers.clause,
  );
}

export function insure(life: Life, at: Instant): void {
  const form = collect(life, at, '1.2.5', { purpose: 'insurance-purchase', legalBasis: '13-2', producer: 'insurance-service', product: 'insurance' });
  provide(life, at + 5 * minuteMs, agree(life, at + 4 * minuteMs, '4.2.6'), { producer: 'insurance-service', product: 'insurance', causedBy: [form] });
}

/** 数字人民币: binding and topping up at the operating institution. */
export function useEcny(life: Life, at: Instant): void {
  const form = collect(life, at, '1.2.29', { purpose: 'ecny-card-binding', legalBasis: '13-2', producer: 'ecny-service', product: 'account' });
  provide(life, at + 2 * minuteMs, agree(life, at + minuteMs, '4.2.12', { purpose: 'ecny-card-binding' }), { producer: 'ecny-service', causedBy: [form] });
}
