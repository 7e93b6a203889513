// Reports of two invented people with everything filled in that a test does not care about, and events with their place in a ledger.
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import type { DomainEvent } from '../../services/core/domain/events.ts';
import { formatInstant } from '../../services/core/domain/instants.ts';
import type { PlacedEvent, PlacedPersonEvent } from '../../services/core/domain/placed-event.ts';
import { ledgerOf } from '../../services/core/domain/stream-names.ts';
import type { DataSubject, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { RecipientEvent } from '../../services/core/policy/recipient-history.ts';
import type { JudgedEvent } from '../../services/core/policy/rules/rule.ts';
import type { EncodedEvent } from '../../services/core/ports/event-codec.ts';
import type { PreparedEvent } from '../../services/core/ports/intake.ts';
import { contractsFolder } from './repository-folders.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const testCodec = avroEventCodec({ directory: contractsFolder });

export const ming = '11111111-1111-4111-8111-111111111111' as DataSubject;
export const fang = '22222222-2222-4222-8222-222222222222' as DataSubject;

/** Second 0 of all tests: 1 September 2025, 10:00 in Shanghai. `at` of a report counts seconds from here. */
export const zero = Date.parse('2025-09-01T10:00:00+08:00');
export const second = (at: number): number => zero + Math.round(at * 1000);

let made = 0;

/** A flat JSON report at second `at`. */
function report(type: string, at: number, fields: Fields): Fields {
  made += 1;
  return { type, producer: 'test-app', sourceEventId: `r-${made}`, occurredAt: formatInstant(second(at)), ...fields };
}

const aboutMing = { dataSubject: ming };
const loginByConsent = { items: ['mobile_number'], purpose: 'login', legalBasis: '13-1', policyVersion: 'test-bank/2', clause: '1.1' };
const parcelByConsent = { items: ['mobile_number'], purpose: 'parcel-tracking', legalBasis: '13-1', policyVersion: 'test-bank/2', clause: '4.2' };

export const collected = (at: number, fields: Fields = {}): Fields => report('PersonalDataCollected', at, { ...aboutMing, ...loginByConsent, ...fields });
export const used = (at: number, fields: Fields = {}): Fields =>
  report('PersonalDataUsed', at, { ...aboutMing, ...loginByConsent, activity: 'used', ...fields });
/** An event that the items came from. */
const anOrigin = '33333333-3333-8333-8333-333333333333';
/** Provided to the parcel service under consent. */
export const shared = (at: number, fields: Fields = {}): Fields =>
  report('PersonalDataShared', at, { ...aboutMing, ...parcelByConsent, recipient: 'parcel', mode: 'provided', causedBy: [anOrigin], ...fields });
/** The policy as shown, with every element that a notice must have. */
export const noticeShown = (at: number, fields: Fields = {}): Fields =>
  report('NoticeShown', at, {
    ...aboutMing,
    notice: 'test-bank/2',
    policyVersion: 'test-bank/2',
    elements: ['name', 'contact', 'purpose', 'method', 'items', 'retention', 'rights', 'necessity', 'impact'],
    ...fields,
  });
/** A separate consent for the parcel service. */
export const granted = (at: number, fields: Fields = {}): Fields =>
  report('ConsentGranted', at, {
    ...aboutMing,
    consent: 'c-1',
    kind: 'separate',
    items: ['mobile_number'],
    purposes: ['parcel-tracking'],
    recipient: 'parcel',
    ...fields,
  });
export const withdrawn = (at: number, fields: Fields = {}): Fields => report('ConsentWithdrawn', at, { ...aboutMing, consent: 'c-1', ...fields });
export const deleted = (at: number, fields: Fields = {}): Fields =>
  report('PersonalDataDeleted', at, { ...aboutMing, at: 'webank', items: [], method: 'deleted', reason: 'requested', ...fields });
export const deletionRequested = (at: number, fields: Fields = {}): Fields =>
  report('DeletionRequested', at, { ...aboutMing, deletionRequest: 'd-1', at: 'webank', items: [], reason: 'requested', ...fields });
export const notified = (at: number, fields: Fields = {}): Fields =>
  report('RecipientNotified', at, { ...aboutMing, deletionRequest: 'd-1', recipient: 'parcel', items: [], ...fields });
export const acknowledged = (at: number, fields: Fields = {}): Fields =>
  report('RecipientAcknowledged', at, { ...aboutMing, deletionRequest: 'd-1', recipient: 'parcel', items: [], outcome: 'deleted', ...fields });
export const relationshipStarted = (at: number, fields: Fields = {}): Fields =>
  report('RelationshipStarted', at, { ...aboutMing, relationship: 'rel-1', product: 'account', ...fields });
export const relationshipEnded = (at: number, fields: Fields = {}): Fields =>
  report('RelationshipEnded', at, { ...aboutMing, relationship: 'rel-1', product: 'account', ...fields });
export const registered = (at: number, fields: Fields = {}): Fields =>
  report('RecipientRegistered', at, {
    recipient: 'parcel',
    recipientClass: 'logistics',
    legalName: 'Parcel (invented)',
    contact: 'privacy@parcel.example',
    role: 'handler',
    purposes: ['parcel-tracking', 'credit-enquiry', 'login'],
    methods: ['provide'],
    ...fields,
  });
/** The parcel service as a processor, under a whole contract. */
export const processorRegistered = (at: number, fields: Fields = {}): Fields =>
  registered(at, {
    role: 'processor',
    contract: 'contract-1',
    contractElements: ['purpose', 'term', 'method', 'items', 'protection', 'duties', 'return-or-deletion', 'incident-report'],
    contractValidFrom: formatInstant(second(-10_000_000)),
    contractValidUntil: formatInstant(second(100_000_000)),
    ...fields,
  });
export const changed = (at: number, fields: Fields = {}): Fields => ({ ...registered(at, fields), type: 'RecipientChanged' });
export const terminated = (at: number, fields: Fields = {}): Fields => report('RecipientTerminated', at, { recipient: 'parcel', ...fields });

/** The event of a report. @throws Error when it breaks its contract: a fault of the test. */
export function encoded(fields: Fields): EncodedEvent {
  const outcome = testCodec.fromJson(fields);
  if (!outcome.ok) throw new Error(`${String(fields['type'])}: ${JSON.stringify(outcome.problems)}`);
  return outcome.value;
}

/** Ready to be taken into the ledger. */
export function prepared(fields: Fields, stream: StreamName = ledgerOf(0)): PreparedEvent {
  const { eventId, event, bytes, schema } = encoded(fields);
  return { eventId, type: event.type, stream, bytes, schema, dataSubject: 'dataSubject' in event ? (event.dataSubject as DataSubject) : null };
}

export interface Place {
  readonly revision?: number;
  readonly stream?: StreamName;
  readonly recordedAt?: number;
}

/** The event of a report at its place in a ledger. */
export function placed<E extends DomainEvent = PlacedPersonEvent['event']>(
  fields: Fields,
  { revision = 0, stream = ledgerOf(0), recordedAt }: Place = {},
): PlacedEvent<E> {
  const { eventId, event } = encoded(fields);
  return { eventId, event: event as E, stream, revision: BigInt(revision), recordedAt: recordedAt ?? event.occurredAt };
}

export const placedJudged = (fields: Fields, place: Place = {}): PlacedEvent<JudgedEvent> => placed<JudgedEvent>(fields, place);
export const placedRecipient = (fields: Fields, place: Place = {}): PlacedEvent<RecipientEvent> =>
  placed<RecipientEvent>(fields, { stream: 'ledger-registers' as StreamName, ...place });

/** Reports in the order of the ledger: the first is revision 0. */
export const inLedgerOrder = (reports: readonly Fields[], stream: StreamName = ledgerOf(0)): readonly PlacedPersonEvent[] =>
  reports.map((fields, revision) => placed(fields, { revision, stream }));
