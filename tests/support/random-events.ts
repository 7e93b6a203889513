// Random but valid events of a few people living with the bank, from a seed: consents, shares, deletions, late facts, all mixed.
// They mean to collide: few clauses, few recipients, few instants, so that every order and overlap comes up.
import { randomSource, type RandomSource } from './random-source.ts';

export type Report = Readonly<Record<string, unknown>>;

export interface RandomWorld {
  /** Facts about recipients, in the order in which they are sent. */
  readonly registers: readonly Report[];
  /** Each person's events, in the order in which they are sent: not the order in which they happened. */
  readonly people: ReadonlyMap<string, readonly Report[]>;
}

export interface RandomWorldOptions {
  readonly seed: number;
  readonly people: number;
  /** Events of each person. */
  readonly events: number;
  /** Share of events that happened long before they are sent; when left out, nothing is in order. */
  readonly disorder?: number;
}

interface ClauseUse {
  readonly clause: string;
  readonly items: readonly string[];
  readonly purposes: readonly string[];
  readonly recipient?: string;
}

/** Uses that the policy allows; the generator breaks them now and then. */
const collections: readonly ClauseUse[] = [
  { clause: '1.1.1', items: ['name', 'id_type', 'id_number', 'mobile_number'], purposes: ['account-login'] },
  { clause: '1.1.2', items: ['name', 'id_number', 'mobile_number', 'occupation'], purposes: ['account-opening', 'identity-verification'] },
  { clause: '1.2.2', items: ['name', 'mobile_number'], purposes: ['card-binding', 'transfer'] },
];
const shares: readonly ClauseUse[] = [
  { clause: '4.2.7', items: ['mobile_number'], purposes: ['sms-verification'], recipient: 'swift-sms' },
  { clause: '4.2.9', items: ['name'], purposes: ['transfer'], recipient: 'clear-house' },
  { clause: '4.2.1', items: ['name', 'id_number'], purposes: ['real-name-verification'], recipient: 'baihang-credit' },
  { clause: '4.2.5', items: ['name', 'mobile_number'], purposes: ['credit-enquiry'], recipient: 'baihang-credit' },
  { clause: '4.2.16', items: ['mobile_number'], purposes: ['parcel-tracking'], recipient: 'kuaidi100' },
];
const recipients = ['swift-sms', 'clear-house', 'baihang-credit', 'kuaidi100', 'quiet-partner', 'nobody-known'];
const classes = ['sms-provider', 'clearing-institution', 'credit-agency', 'logistics-information-provider', 'product-provider'];
const contractElements = 'purpose term method items protection duties return-or-deletion incident-report rights-split rights-contact'.split(' ');
const noticeElements = ['name', 'contact', 'purpose', 'method', 'items', 'retention', 'rights', 'necessity', 'impact', 'adverse-information'];
const items = ['name', 'id_number', 'mobile_number', 'occupation', 'marital_status'];
const products = ['account', 'loan', 'wealth', 'unheard-of'];
const relationships = ['rel-1', 'rel-2'];
const bases = ['13-1', '13-1', '13-1', '13-1', '13-2', '13-3', '13-4', 'unknown'];
const consents = ['c-1', 'c-2', 'c-3', 'c-4'];

const start = Date.parse('2025-08-10T00:00:00+08:00');
/** Instants are hours apart, so that some fall together. */
const hours = 24 * 60;
/** Shares that a recipient passes on. */
const onwardShare = 0.1;

/** Deterministic for its options. The numbers in `sourceEventId` rise in the order of sending. */
export function randomWorld({ seed, people, events, disorder }: RandomWorldOptions): RandomWorld {
  const random = randomSource(seed);
  const world = new Map<string, readonly Report[]>();
  for (let i = 0; i < people; i += 1) {
    const dataSubject = random.uuid();
    const moments = Array.from({ length: events }, () => moment(random));
    const sent = disorder === undefined ? moments : moments.toSorted().map((at, n, all) => (random.chance(disorder) ? (all[random.below(n + 1)] ?? at) : at));
    world.set(
      dataSubject,
      sent.map((occurredAt, n) => {
        const event = personEvent(random, { dataSubject, producer: 'app', sourceEventId: `${seed}.${i}-${n}`, occurredAt });
        return event['type'] === 'PersonalDataShared' && random.chance(onwardShare) ? { ...event, from: random.pick(recipients) } : event;
      }),
    );
  }
  return { registers: registerEvents(random, seed), people: world };
}

const moment = (random: RandomSource): string => new Date(start + random.below(hours) * 3_600_000).toISOString();
const some = (random: RandomSource, all: readonly string[]): readonly string[] => all.filter(() => random.chance(0.5));
const maybe = (random: RandomSource, chance: number, fields: Report): Report => (random.chance(chance) ? fields : {});

function registerEvents(random: RandomSource, seed: number): readonly Report[] {
  const known = recipients.filter((recipient) => recipient !== 'nobody-known');
  const first = known.map((recipient, i): Report => recordOf(random, 'RecipientRegistered', recipient, classes[i] ?? '', registeredAt(random)));
  const later = Array.from({ length: 8 }, (): Report => {
    const recipient = random.pick(recipients);
    if (random.chance(0.3)) return { type: 'RecipientTerminated', recipient, occurredAt: moment(random) };
    return recordOf(random, random.chance(0.5) ? 'RecipientChanged' : 'RecipientRegistered', recipient, random.pick(classes), moment(random));
  });
  return [...first, ...later].map((report, n) => ({ ...report, producer: 'registers', sourceEventId: `${seed}.r-${n}` }));
}

/** As the policy prints them. */
const printedNames: Readonly<Record<string, string>> = { 'baihang-credit': '百行征信有限公司', kuaidi100: '深圳前海百递网络 有限公司' };

/** Some for longer than a year, so that they should have been supervised. */
const registeredAt = (random: RandomSource): string => new Date(random.chance(0.7) ? start : start - 400 * 24 * 3_600_000).toISOString();

const recordOf = (random: RandomSource, type: string, recipient: string, recipientClass: string, occurredAt: string): Report => ({
  type,
  recipient,
  recipientClass,
  legalName: random.chance(0.8) ? (printedNames[recipient] ?? `${recipient} (invented)`) : random.pick([`${recipient} (invented)`, '朴道征信有限公司']),
  role: random.pick(['handler', 'handler', 'processor', 'joint', 'unknown', 'credit-bureau', 'state-organ']),
  occurredAt,
  ...maybe(random, 0.8, { contact: `privacy@${recipient}.example` }),
  ...maybe(random, 0.8, { purposes: some(random, [...new Set(shares.flatMap(({ purposes }) => purposes))]) }),
  ...maybe(random, 0.8, { methods: ['provide'] }),
  ...maybe(random, 0.1, { items: ['name', 'mobile_number'] }),
  ...maybe(random, 0.7, { contract: 'c-1', contractElements: contractElements.filter(() => random.chance(0.97)) }),
  ...maybe(random, 0.7, { contractValidFrom: new Date(start).toISOString() }),
  ...maybe(random, 0.2, { contractValidUntil: moment(random) }),
  ...maybe(random, 0.2, { country: 'SG' }),
  ...maybe(random, 0.1, { inGroup: true }),
  ...maybe(random, 0.5, { licence: 'licence-1' }),
  ...maybe(random, 0.3, { subProcessors: [random.pick(recipients)] }),
  ...maybe(random, 0.3, { supervisedAt: '2024-09-01T00:00:00+08:00' }),
  ...(type === 'RecipientChanged' ? { changed: random.pick([['contact'], ['purposes'], ['methods', 'purposes']]) } : {}),
});

function personEvent(random: RandomSource, base: Report): Report {
  const kind = random.below(100);
  if (kind < 22)
    return { type: 'PersonalDataCollected', ...base, ...use(random, random.pick(collections)), ...maybe(random, 0.5, { product: random.pick(products) }) };
  if (kind < 50) return shareOf(random, base);
  if (kind < 58) return usedOf(random, base);
  if (kind < 72) return consentOf(random, base);
  if (kind < 75) return noticeOf(random, base);
  if (kind < 82)
    return {
      type: 'ConsentWithdrawn',
      ...base,
      consent: random.pick(consents),
      items: some(random, random.chance(0.6) ? [] : items),
      purposes: random.chance(0.8) ? [] : ['sms-verification'],
    };
  if (kind < 86) return deletedOf(random, base);
  if (kind < 90)
    return {
      type: 'DeletionRequested',
      ...base,
      deletionRequest: 'd-1',
      at: random.chance(0.3) ? 'webank' : random.pick(recipients),
      items: itemsOrAll(random),
      ...maybe(random, 0.5, { dueAt: moment(random) }),
    };
  if (kind < 93)
    return {
      type: 'RecipientNotified',
      ...base,
      deletionRequest: 'd-1',
      recipient: random.pick(recipients),
      items: itemsOrAll(random),
      ...maybe(random, 0.7, { dueAt: moment(random) }),
    };
  if (kind < 97)
    return {
      type: 'RecipientAcknowledged',
      ...base,
      deletionRequest: 'd-1',
      recipient: random.pick(recipients),
      items: itemsOrAll(random),
      outcome: random.pick(['deleted', 'anonymised', 'restricted', 'refused', 'unknown']),
    };
  return random.chance(0.5)
    ? { type: 'RelationshipEnded', ...base, relationship: random.pick(relationships), product: random.pick(products) }
    : { type: 'RelationshipStarted', ...base, relationship: random.pick(relationships), product: random.pick(products) };
}

const noticeOf = (random: RandomSource, base: Report): Report => ({
  type: 'NoticeShown',
  ...base,
  notice: 'n-1',
  elements: noticeElements.filter(() => random.chance(0.95)),
  ...maybe(random, 0.9, { policyVersion: 'webank-app/8.8' }),
  ...maybe(random, 0.3, { recipient: random.pick(recipients) }),
  ...maybe(random, 0.2, { purposes: [random.pick(shares).purposes[0] ?? ''] }),
  ...maybe(random, 0.2, { items: some(random, items) }),
});

/** What any act may state beside what it handles. */
const further = (random: RandomSource): Report => ({
  ...maybe(random, 0.1, { ageBand: random.pick(['under-14', 'age-14-to-15', 'age-16-to-17', 'adult']) }),
  ...maybe(random, 0.1, { subjectType: 'payee' }),
  ...maybe(random, 0.1, { disclosureClass: random.pick(['suppressed-aml', 'privileged']), ...maybe(random, 0.5, { exemptionGround: '反洗钱法 7' }) }),
  ...maybe(random, 0.5, { basisEvidence: 'contract-1' }),
  ...maybe(random, 0.1, { storageLocation: random.pick(['CN', 'CN', 'US']) }),
  ...maybe(random, 0.1, { sdk: random.pick(['A-01', 'I-01', 'Z-99']) }),
  ...maybe(random, 0.3, { platform: random.pick(['android', 'ios']) }),
  ...maybe(random, 0.5, { causedBy: ['33333333-3333-8333-8333-333333333333'] }),
});

const itemsOrAll = (random: RandomSource): readonly string[] => (random.chance(0.5) ? [] : some(random, items));

/** Clause, items, purpose and basis of a use, true nine times in ten and broken otherwise. */
function use(random: RandomSource, { clause, items: allowed, purposes }: ClauseUse): Report {
  const taken = allowed.filter(() => random.chance(0.7));
  const stray = random.chance(0.1) ? [random.pick(['marital_status', 'face_image', 'gesture_password'])] : [];
  const consent = maybe(random, 0.4, { consent: random.chance(0.9) ? random.pick(consents) : 'c-unheard-of' });
  return {
    items: [...new Set([...(taken.length > 0 ? taken : allowed), ...stray])],
    purpose: random.chance(0.92) ? random.pick(purposes) : 'backup',
    legalBasis: random.pick(bases),
    ...consent,
    ...further(random),
    ...(random.chance(0.95) ? { policyVersion: random.chance(0.97) ? 'webank-app/8.8' : 'webank-app/7.0' } : {}),
    ...(random.chance(0.95) ? { clause: random.chance(0.95) ? clause : '9.9.9' } : {}),
  };
}

function shareOf(random: RandomSource, base: Report): Report {
  const share = random.pick(shares);
  return {
    type: 'PersonalDataShared',
    ...base,
    ...use(random, share),
    recipient: random.chance(0.85) ? share.recipient : random.pick(recipients),
    ...maybe(random, 0.1, { adverse: true }),
    ...maybe(random, 0.1, { transferMechanism: 'mechanism-1' }),
    ...maybe(random, 0.1, { pia: 'pia-1', approver: 'staff-1' }),
    mode: random.pick(['published', 'transferred', 'provided', 'provided', 'provided', 'entrusted', 'sdk-direct', 'statutory', 'joint', 'unknown']),
  };
}

const usedOf = (random: RandomSource, base: Report): Report => ({
  type: 'PersonalDataUsed',
  ...base,
  ...use(random, random.pick(collections)),
  activity: random.pick(['used', 'derived', 'stored', 'accessed']),
  ...maybe(random, 0.4, { derivedItems: ['credit_score'], product: random.pick(products) }),
});

const consentOf = (random: RandomSource, base: Report): Report => ({
  type: 'ConsentGranted',
  ...base,
  consent: random.pick(consents),
  kind: random.pick(['general', 'general', 'separate', 'separate', 'written', 'guardian']),
  items: random.chance(0.5) ? [] : some(random, items),
  purposes: random.chance(0.5) ? [] : [random.pick(shares).purposes[0] ?? '', 'account-login'],
  ...maybe(random, 0.6, { recipient: random.pick(recipients) }),
  ...maybe(random, 0.2, { validUntil: moment(random) }),
  ...maybe(random, 0.2, { methods: [random.pick(['collect', 'provide', 'use'])] }),
  ...maybe(random, 0.2, { act: random.pick(['dedicated', 'bundled']) }),
});

const deletedOf = (random: RandomSource, base: Report): Report => ({
  type: 'PersonalDataDeleted',
  ...base,
  at: random.chance(0.5) ? 'webank' : random.pick(recipients),
  items: itemsOrAll(random),
  method: random.pick(['deleted', 'deleted', 'anonymised', 'restricted', 'unknown']),
  reason: 'requested',
  ...maybe(random, 0.3, { purpose: random.pick(shares).purposes[0] ?? '' }),
});
