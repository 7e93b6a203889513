// Whatever the order of arrival, the batches and the size of the cache: the tables are the fold of the set, and a plain recomputation agrees.
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { dayOf } from '../../../services/core/domain/instants.ts';
import type { PlacedEvent, PlacedPersonEvent } from '../../../services/core/domain/placed-event.ts';
import { ledgerOf } from '../../../services/core/domain/stream-names.ts';
import { foldPerson } from '../../../services/core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../../../services/core/policy/recipient-history.ts';
import type { RecordedEvent } from '../../../services/core/ports/ledger.ts';
import * as build from '../../support/builders.ts';
import { memoryProjection, recordedEvents, recordedRegisters, sortedHoldings, type MemoryProjection } from '../../support/memory-projection.ts';
import { brokenConsentRules, consentStates } from '../../support/naive-consents.ts';
import { smallRegistry } from '../../support/small-registry.ts';

type Make = (at: number, fields: build.Fields) => build.Fields;

// Few values of everything, so that instants, scopes and consents collide.
const seconds = fc.integer({ min: 0, max: 4 });
const people = fc.constantFrom(build.ming, build.ming, build.fang);
const items = fc.constantFrom(['mobile_number'], ['mobile_number', 'address'], ['address']);
const scope = fc.constantFrom([], [], ['mobile_number'], ['mobile_number', 'address']);
const purposes = fc.constantFrom([], ['parcel-tracking'], ['login']);
const recipient = fc.constantFrom('parcel', 'parcel', 'other');
const consent = fc.constantFrom('c-1', 'c-1', 'c-2');
const due = fc.constantFrom({}, { dueAt: '2025-09-20T00:00:00+08:00' }, { dueAt: '2025-09-21T00:00:00+08:00' });

const one = (make: Make, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<build.Fields> =>
  fc.tuple(seconds, people, fc.record(fields)).map(([at, dataSubject, rest]) => make(at, { dataSubject, ...rest }));
const withDue = (make: Make, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<build.Fields> =>
  fc.tuple(seconds, people, fc.record(fields), due).map(([at, dataSubject, rest, more]) => make(at, { dataSubject, ...rest, ...more }));

const basis = fc.constantFrom('13-1', '13-1', '13-1', '13-2');
const personEvent = fc.oneof(
  { weight: 4, arbitrary: one(build.shared, { items, recipient, legalBasis: basis, mode: fc.constantFrom('provided', 'provided', 'entrusted') }) },
  { weight: 2, arbitrary: one(build.collected, { items: fc.constant(['mobile_number']), legalBasis: basis, product: fc.constantFrom('account', 'loan') }) },
  { weight: 1, arbitrary: one(build.used, { activity: fc.constantFrom('used', 'stored'), derivedItems: fc.constantFrom([], ['name']) }) },
  { weight: 4, arbitrary: one(build.granted, { consent, kind: fc.constantFrom('separate', 'general', 'written'), items: scope, purposes, recipient }) },
  { weight: 3, arbitrary: one(build.withdrawn, { consent, items: scope, purposes: fc.constantFrom([], [], ['parcel-tracking']) }) },
  {
    weight: 2,
    arbitrary: one(build.deleted, { at: fc.constantFrom('webank', 'parcel'), items: scope, method: fc.constantFrom('deleted', 'anonymised', 'restricted') }),
  },
  { weight: 1, arbitrary: withDue(build.deletionRequested, { at: fc.constantFrom('webank', 'parcel'), items: scope }) },
  { weight: 1, arbitrary: withDue(build.notified, { items: scope }) },
  { weight: 1, arbitrary: one(build.acknowledged, { items: scope, outcome: fc.constantFrom('deleted', 'restricted', 'refused', 'unknown') }) },
  {
    weight: 1,
    arbitrary: one(build.relationshipStarted, { relationship: fc.constantFrom('rel-1', 'rel-2'), product: fc.constantFrom('account', 'account', 'loan') }),
  },
  {
    weight: 1,
    arbitrary: one(build.relationshipEnded, { relationship: fc.constantFrom('rel-1', 'rel-2'), product: fc.constantFrom('account', 'account', 'loan') }),
  },
);
const registerEvent = fc
  .tuple(seconds, recipient, fc.constantFrom('logistics', 'sms-provider'), fc.constantFrom(build.registered, build.changed, build.terminated))
  .map(([at, of, recipientClass, make]) => (make === build.terminated ? make(at, { recipient: of }) : make(at, { recipient: of, recipientClass })));

interface Delivery {
  readonly streams: readonly (readonly RecordedEvent[])[];
  /** Which stream comes next (modulo those with something left), and how many events of it. */
  readonly steps: readonly { readonly stream: number; readonly events: number }[];
}

/** Delivers everything, each stream in its own order, the streams interleaved by the steps. */
async function deliver({ projector }: MemoryProjection, { streams, steps }: Delivery): Promise<void> {
  const left = streams.map((events) => [...events]);
  for (let i = 0; left.some((events) => events.length > 0); i += 1) {
    const open = left.filter((events) => events.length > 0);
    const { stream, events } = steps[i % steps.length]!;
    await projector.project(open[stream % open.length]!.splice(0, events));
  }
}

const place = (recorded: RecordedEvent): PlacedEvent => {
  const decoded = build.testCodec.decode(recorded.metadata.schema, recorded.data);
  if (!decoded.ok) throw new Error(decoded.detail);
  return { eventId: recorded.eventId, event: decoded.event, stream: recorded.stream, revision: recorded.revision, recordedAt: recorded.metadata.recordedAt };
};

/** Compares the tables with foldPerson of the set and with the plain recomputation of R04, R21 and the consents. */
async function expectFoldOfTheSet(projection: MemoryProjection, streams: readonly (readonly RecordedEvent[])[]): Promise<void> {
  const seen = new Set<string>();
  const all = streams
    .flat()
    .filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId))
    .map(place);
  const recipients = new Map<string, PlacedEvent<RecipientEvent>[]>();
  for (const event of all)
    if (event.event.type.startsWith('Recipient') && 'recipientClass' in event.event) registerRecipient(recipients, event as PlacedEvent<RecipientEvent>);
  for (const event of all) if (event.event.type === 'RecipientTerminated') registerRecipient(recipients, event as PlacedEvent<RecipientEvent>);
  const verdicts = await projection.verdicts();
  const holdings = await projection.holdings();
  const flows = new Map<string, number>();
  const consents: unknown[] = [];
  let judged = 0;
  for (const [person, events] of Map.groupBy(all.filter(isOfPerson), ({ event }) => event.dataSubject)) {
    const fold = foldPerson(events, { registry: smallRegistry, recipients });
    expect(holdings.get(person) ?? []).toEqual(sortedHoldings(fold.holdings.values()));
    for (const [eventId, verdict] of fold.verdicts) {
      judged += 1;
      expect(verdicts.get(eventId)).toEqual({ outcome: verdict.outcome, findings: JSON.parse(JSON.stringify(verdict.findings)) });
      const event = events.find((candidate) => candidate.eventId === eventId)!;
      const rules = new Set(verdict.findings.map(({ rule }) => rule));
      expect(['R02', 'R04', 'R21'].filter((rule) => rules.has(rule))).toEqual(brokenConsentRules(event, events));
      count(flows, event, verdict.outcome);
    }
    consents.push(...consentStates(events).map((state) => ({ person, ...state })));
  }
  expect(verdicts.size).toBe(judged);
  expect(new Map((await projection.flows()).map((f) => [flowKey(f), Number(f.events)]))).toEqual(flows);
  const rows = (await projection.consents()).map((row) => ({
    person: row.data_subject,
    consent: row.consent,
    grantedAt: Number(row.granted_at),
    withdrawnAt: row.withdrawn_at === null ? null : Number(row.withdrawn_at),
    inPart: row.withdrawn_in_part === 1,
  }));
  expect(inOrder(rows)).toEqual(inOrder(consents));
}

const isOfPerson = (event: PlacedEvent): event is PlacedPersonEvent => 'dataSubject' in event.event;
const inOrder = (values: readonly unknown[]): readonly unknown[] => values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const flowKey = (f: {
  readonly day: string;
  readonly holder: string;
  readonly clause: string;
  readonly item: string;
  readonly purpose: string;
  readonly legal_basis: string;
  readonly outcome: string;
}) => [f.day, f.holder, f.clause, f.item, f.purpose, f.legal_basis, f.outcome].join(' ');

function count(flows: Map<string, number>, { event }: PlacedPersonEvent, outcome: string): void {
  if (event.type !== 'PersonalDataShared' && event.type !== 'PersonalDataCollected' && event.type !== 'PersonalDataUsed') return;
  const holder = event.type === 'PersonalDataShared' ? event.recipient : 'webank';
  for (const item of event.items) {
    const key = flowKey({
      day: dayOf(event.occurredAt),
      holder,
      clause: event.clause ?? '',
      item,
      purpose: event.purpose,
      legal_basis: event.legalBasis,
      outcome,
    });
    flows.set(key, (flows.get(key) ?? 0) + 1);
  }
}

const steps = fc.array(fc.record({ stream: fc.nat(3), events: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 6 });

async function check(delivery: Delivery, peopleWeightMax?: number): Promise<ReadonlyMap<string, string>> {
  const projection = await memoryProjection(peopleWeightMax === undefined ? {} : { peopleWeightMax });
  try {
    await deliver(projection, delivery);
    await expectFoldOfTheSet(projection, delivery.streams);
    return await projection.tableDigests();
  } finally {
    await projection.close();
  }
}

/** `RUNS=20` looks twenty times as long. */
const factor = Number(process.env['RUNS'] ?? 1);
const runs = (usual: number) => ({ numRuns: usual * factor });
vi.setConfig({ testTimeout: 30_000 * factor });

describe('random histories', () => {
  test('any order of arrival, any batches: the fold of the set', async () => {
    expect.hasAssertions();
    const histories = fc.tuple(fc.array(personEvent, { minLength: 1, maxLength: 9 }), fc.array(registerEvent, { maxLength: 3 }), steps);
    await fc.assert(
      fc.asyncProperty(histories, async ([person, registers, order]) => {
        await check({ streams: [recordedEvents(person), recordedRegisters(registers)], steps: order });
      }),
      runs(80),
    );
  });

  test('a resend in the same stream counts once', async () => {
    expect.hasAssertions();
    const histories = fc.tuple(fc.array(personEvent, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }), steps);
    await fc.assert(
      fc.asyncProperty(histories, async ([person, again, order]) => {
        const resent = [...person, ...again.map((i) => person[i % person.length]!)];
        await check({ streams: [recordedEvents(resent), recordedRegisters([build.registered(0)])], steps: order });
      }),
      runs(40),
    );
  });

  test('people are forgotten and read again: nothing changes', async () => {
    const histories = fc.tuple(fc.array(personEvent, { minLength: 1, maxLength: 9 }), fc.array(registerEvent, { maxLength: 2 }), steps);
    await fc.assert(
      fc.asyncProperty(histories, async ([person, registers, order]) => {
        const streams = [recordedEvents(person), recordedRegisters(registers)];
        const kept = await check({ streams, steps: order });
        expect(await check({ streams, steps: order }, 0)).toEqual(kept);
        expect(await check({ streams, steps: [{ stream: 0, events: 1 }] }, 25)).toEqual(kept);
      }),
      runs(30),
    );
  });

  test('a person whose partition changed: two streams, read in any interleaving', async () => {
    const histories = fc.tuple(fc.array(personEvent, { minLength: 1, maxLength: 5 }), fc.array(personEvent, { minLength: 1, maxLength: 5 }), steps, steps);
    await fc.assert(
      fc.asyncProperty(histories, async ([before, after, order, otherOrder]) => {
        const streams = [recordedEvents(before), recordedEvents(after, ledgerOf(1)), recordedRegisters([build.registered(1), build.terminated(3)])];
        expect(await check({ streams, steps: otherOrder }, 15)).toEqual(await check({ streams, steps: order }));
      }),
      runs(40),
    );
  });
});

describe('every permutation', () => {
  const permutations = <T>(all: readonly T[]): readonly (readonly T[])[] =>
    all.length <= 1 ? [all] : all.flatMap((first, i) => permutations(all.toSpliced(i, 1)).map((rest) => [first, ...rest]));

  test.each([
    ['consent, withdrawal, consent again under one id, two shares', [build.granted(0), build.withdrawn(1), build.shared(2), build.granted(3), build.shared(4)]],
    ['everything in one millisecond', [build.granted(1), build.withdrawn(1), build.shared(1), build.deleted(1, { at: 'parcel' }), build.shared(1)]],
    ['held, deleted, held again, asked for', [build.shared(0), build.acknowledged(1), build.shared(2), build.notified(3)]],
    ['collected twice, never deleted', [build.collected(0), build.collected(0, { product: 'account' }), build.collected(2), build.relationshipEnded(1)]],
  ])('%s', async (_name, reports) => {
    expect.hasAssertions();
    const registers = [build.registered(0), build.terminated(4)];
    for (const [i, order] of permutations(reports).entries()) {
      const delivery = {
        streams: [recordedEvents(order), recordedRegisters(registers)],
        steps: [
          { stream: 0, events: 1 + (i % 3) },
          { stream: 1, events: 1 },
        ],
      };
      await check(delivery, i % 2 === 0 ? undefined : 0);
    }
  });

  test('a person in two streams, everything in one millisecond: every interleaving', async () => {
    expect.hasAssertions();
    const first = recordedEvents([build.granted(1), build.collected(1, { product: 'account' }), build.shared(1)]);
    const second = recordedEvents([build.withdrawn(1), build.shared(1), build.collected(1, { product: 'loan' })], ledgerOf(1));
    for (const ones of permutations([0, 1, 2, 3, 4, 5]).filter(([a, b, c, d, e, f]) => a! < b! && b! < c! && d! < e! && e! < f!)) {
      const steps = [0, 1, 2, 3, 4, 5].map((i) => ({ stream: ones.indexOf(i) < 3 ? 0 : 1, events: 1 }));
      for (const peopleWeightMax of [undefined, 0]) await check({ streams: [first, second], steps }, peopleWeightMax);
    }
  });
});

test('rows and digests do not depend on where batches end', async () => {
  const person = [build.granted(1), build.shared(0), build.shared(2), build.withdrawn(1.5), build.deleted(3, { at: 'parcel' }), build.collected(2.5)];
  const streams = [recordedEvents(person), recordedRegisters([build.registered(0), build.changed(2, { recipientClass: 'sms-provider' })])];
  const digests = await check({ streams, steps: [{ stream: 0, events: 100 }] });
  for (const events of [1, 2, 3, 5]) expect(await check({ streams, steps: [{ stream: events, events }] })).toEqual(digests);
});

test('a stream that skips a revision is refused', async () => {
  const projection = await memoryProjection();
  const events = recordedEvents([build.shared(0), build.shared(1), build.shared(2)]);
  await projection.projector.project(events.slice(0, 1));
  await expect(projection.projector.project(events.slice(2))).rejects.toMatchObject({ code: 'ERR_INVARIANT' });
  await projection.close();
});
