// What every read model promises, whatever database it is: rows and checkpoint together or not at all, and a digest that tells what the tables say.
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Holding } from '../../services/core/domain/holdings.ts';
import type { DataSubject, EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { Changes, Checkpoint, NewEvent, ReadModel } from '../../services/core/ports/read-model.ts';

export interface ReadModelUnderTest {
  /** Empty, open until the test is over. */
  readonly readModel: ReadModel;
  /** Another connection to the same tables. */
  readonly other: () => Promise<ReadModel>;
}

const ledger = 'ledger-0' as StreamName;
const idOf = (name: string): EventId => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as EventId;
};
const person = (n: number): DataSubject => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as DataSubject;

const nothing: Changes = {
  inbox: [],
  people: [],
  events: [],
  rejudged: [],
  acquired: [],
  holdings: [],
  consents: [],
  flows: [],
  recipients: [],
  quarantined: [],
  released: [],
  looks: [],
};

const checkpoint = (revision: number, digest = 'd'.repeat(64)): Checkpoint => ({ revision: BigInt(revision), digest, events: BigInt(revision + 1) });

const newEvent = (ordinal: number, revision: number, fields: Partial<NewEvent> = {}): NewEvent => ({
  ordinal,
  eventId: idOf(`event ${revision}`),
  stream: ledger,
  revision: BigInt(revision),
  recordedAt: 1_760_000_000_000 + revision,
  occurredAt: 1_750_000_000_000 + revision,
  type: 'PersonalDataShared',
  json: `{"n":${revision},"zh":"溯源"}`,
  fact: false,
  recipient: 'parcel',
  passedBy: null,
  causes: [],
  outcome: 'violation',
  findings: '[{"rule":"R21"}]',
  ...fields,
});

const holding = (fields: Partial<Holding> = {}): Holding => ({
  holder: 'parcel',
  item: 'mobile_number',
  purpose: 'parcel-tracking',
  legalBasis: '13-1',
  clause: '4.2',
  policyVersion: 'test-bank/2',
  product: null,
  since: 1_750_000_000_000,
  state: 'held',
  stateSince: 1_750_000_000_000,
  dueAt: null,
  retainUntil: null,
  events: [idOf('event 0')],
  ...fields,
});

const inboxOf = (event: NewEvent) => ({
  eventId: event.eventId,
  stream: event.stream,
  revision: event.revision,
  recordedAt: event.recordedAt,
  contentHash: 'c'.repeat(32),
});

/** One event of one person with everything that comes with it. */
function changesOf(ordinal: number, subject: DataSubject, events: readonly NewEvent[], more: Partial<Changes> = {}): Changes {
  return { ...nothing, inbox: events.map(inboxOf), people: [{ ordinal, dataSubject: subject, latest: events.at(-1)?.occurredAt ?? 0 }], events, ...more };
}

const flow = (events: number): Changes['flows'][number] => ({
  day: '2025-09-01',
  holder: 'parcel',
  clause: '4.2',
  item: 'mobile_number',
  purpose: 'p',
  legalBasis: '13-1',
  outcome: 'violation',
  events,
});

/** `open` gives an empty read model for each test. */
export function readModelContract(open: () => Promise<ReadModelUnderTest>): void {
  describe('commit', () => {
    test('moves rows and checkpoint, and all is read back as it was written', async () => {
      const { readModel, other } = await open();
      const [fact, share] = [newEvent(0, 0, { fact: true, outcome: null, findings: null, recipient: null }), newEvent(0, 1)];
      const held = holding({ dueAt: 1_760_000_000_001, retainUntil: 1_900_000_000_000, product: 'account', events: [fact.eventId, share.eventId] });
      const to = checkpoint(1);
      expect(await readModel.commit(ledger, null, to, changesOf(0, person(1), [fact, share], { holdings: [{ ...held, ordinal: 0 }] }))).toEqual({
        outcome: 'committed',
      });
      for (const reader of [readModel, await other()]) {
        expect(await reader.checkpoints()).toEqual(new Map([[ledger, to]]));
        expect(await reader.applied([fact.eventId, share.eventId, idOf('another')])).toEqual(
          new Map([fact.eventId, share.eventId].map((id) => [id, 'c'.repeat(32)])),
        );
        expect(await reader.lastOrdinal()).toBe(0);
        const [storedFact, storedShare] = await reader.eventsOf(0);
        const { ordinal: _o, fact: _f, recipient: _r, passedBy: _p, causes: _c, ...asStored } = share;
        expect(storedShare).toEqual(asStored);
        expect(await reader.people([person(1), person(2)])).toEqual(new Map([[person(1), { ordinal: 0, latest: share.occurredAt, facts: [storedFact] }]]));
      }
    });

    // Far beyond any stream: at 10,000 events a second 2^53 takes 28,000 years.
    test('revisions stay exact up to 2^53', async () => {
      const { readModel } = await open();
      const revision = 9_007_199_254_740_990n;
      const event = newEvent(0, 0, { revision, fact: true, outcome: null, findings: null });
      await readModel.commit(ledger, null, { revision, digest: 'd'.repeat(64), events: revision + 1n }, changesOf(0, person(1), [event]));
      expect((await readModel.checkpoints()).get(ledger)).toEqual({ revision, digest: 'd'.repeat(64), events: revision + 1n });
      expect((await readModel.eventsOf(0))[0]?.revision).toBe(revision);
      expect((await readModel.people([person(1)])).get(person(1))?.facts[0]?.revision).toBe(revision);
    });

    test.each([
      ['of nothing where there is something', null],
      ['of an older one', 0n],
      ['of one that never was', 7n],
    ])('with the checkpoint %s is fenced and leaves nothing', async (_name, from) => {
      const { readModel, other } = await open();
      await readModel.commit(ledger, null, checkpoint(0), changesOf(0, person(1), [newEvent(0, 0)]));
      await readModel.commit(ledger, 0n, checkpoint(1), changesOf(0, person(1), [newEvent(0, 1)]));
      const before = await readModel.tableDigests();
      const late = await other();
      expect(await late.commit(ledger, from, checkpoint(2), changesOf(0, person(1), [newEvent(0, 2)]))).toEqual({ outcome: 'fenced' });
      expect(await readModel.tableDigests()).toEqual(before);
      expect(await readModel.applied([newEvent(0, 2).eventId])).toEqual(new Map());
    });

    test('of an event that is there already fails and leaves nothing, not even the checkpoint', async () => {
      const { readModel } = await open();
      await readModel.commit(ledger, null, checkpoint(0), changesOf(0, person(1), [newEvent(0, 0)]));
      const before = await readModel.tableDigests();
      const twice = [newEvent(1, 5), newEvent(0, 0, { revision: 1n })];
      await expect(readModel.commit(ledger, 0n, checkpoint(2), changesOf(1, person(2), twice, { flows: [flow(1)] }))).rejects.toBeInstanceOf(Error);
      expect(await readModel.tableDigests()).toEqual(before);
      expect((await readModel.checkpoints()).get(ledger)).toEqual(checkpoint(0));
      expect(await readModel.people([person(2)])).toEqual(new Map());
      // And it can go on: the connection is not left in a broken transaction.
      expect(await readModel.commit(ledger, 0n, checkpoint(1), changesOf(0, person(1), [newEvent(0, 1)]))).toEqual({ outcome: 'committed' });
    });

    test('streams have a checkpoint each', async () => {
      const { readModel } = await open();
      const registers = 'ledger-registers' as StreamName;
      await readModel.commit(ledger, null, checkpoint(4), nothing);
      expect(await readModel.commit(registers, null, checkpoint(0), nothing)).toEqual({ outcome: 'committed' });
      expect(await readModel.commit(ledger, 4n, checkpoint(9), nothing)).toEqual({ outcome: 'committed' });
      expect([...(await readModel.checkpoints())].map(([stream, { revision }]) => `${stream} ${revision}`).toSorted()).toEqual([
        'ledger-0 9',
        'ledger-registers 0',
      ]);
    });

    // Two projectors would give one ordinal to two people, each in a stream of its own.
    test('after another writer moved another stream is fenced, until the checkpoints are read again', async () => {
      const { readModel, other } = await open();
      const registers = 'ledger-registers' as StreamName;
      const late = await other();
      for (const writer of [readModel, late]) expect(await writer.checkpoints()).toEqual(new Map());
      await readModel.commit(ledger, null, checkpoint(0), changesOf(0, person(1), [newEvent(0, 0)]));
      const before = await readModel.tableDigests();
      expect(await late.commit(registers, null, checkpoint(0), changesOf(0, person(2), []))).toEqual({ outcome: 'fenced' });
      expect(await readModel.tableDigests()).toEqual(before);
      expect([...(await late.checkpoints()).keys()]).toEqual([ledger]);
      expect(await late.commit(registers, null, checkpoint(0), changesOf(1, person(2), []))).toEqual({ outcome: 'committed' });
      expect(await readModel.commit(ledger, 0n, checkpoint(1), nothing)).toEqual({ outcome: 'fenced' });
    });

    test('what is acquired again stays as it is held, and begins anew where it had ended', async () => {
      const acquired = (since: number) => ({ ...nothing, acquired: [{ ...holding({ since, stateSince: since }), ordinal: 0 }] });
      const { readModel } = await open();
      await readModel.commit(ledger, null, checkpoint(0), changesOf(0, person(1), [newEvent(0, 0)], { acquired: [{ ...holding(), ordinal: 0 }] }));
      await readModel.commit(ledger, 0n, checkpoint(1), acquired(1_750_000_000_001));
      expect(await readModel.holdings([0, 1])).toEqual(new Map([[0, [holding()]]]));
      await readModel.commit(ledger, 1n, checkpoint(2), { ...nothing, holdings: [{ ...holding({ state: 'deleted' }), ordinal: 0 }] });
      await readModel.commit(ledger, 2n, checkpoint(3), acquired(1_750_000_000_003));
      expect(await readModel.holdings([0])).toEqual(new Map([[0, [holding({ since: 1_750_000_000_003, stateSince: 1_750_000_000_003 })]]]));
      const both = {
        acquired: [{ ...holding({ item: 'name' }), ordinal: 0 }],
        holdings: [{ ...holding({ item: 'name', state: 'restricted' as const }), ordinal: 0 }],
      };
      await readModel.commit(ledger, 3n, checkpoint(4), { ...nothing, ...both });
      expect((await readModel.holdings([0])).get(0)?.find(({ item }) => item === 'name')?.state).toBe('restricted');
    });

    test('holdings are replaced, verdicts change, flows add up, also below', async () => {
      const { readModel } = await open();
      const share = newEvent(0, 0);
      await readModel.commit(ledger, null, checkpoint(0), changesOf(0, person(1), [share], { holdings: [{ ...holding(), ordinal: 0 }], flows: [flow(2)] }));
      const digest = (await readModel.tableDigests()).get('flow');
      await readModel.commit(ledger, 0n, checkpoint(1), {
        ...nothing,
        holdings: [{ ...holding({ state: 'deleted', stateSince: 1_750_000_000_009 }), ordinal: 0 }],
        flows: [flow(-1)],
        rejudged: [
          {
            ordinal: 0,
            stream: ledger,
            revision: 0n,
            before: { outcome: 'violation', findings: share.findings },
            after: { outcome: 'compliant', findings: [] },
            by: { stream: ledger, revision: 1n, recordedAt: 1 },
          },
        ],
      });
      expect(await readModel.holdings([0])).toEqual(new Map([[0, [holding({ state: 'deleted', stateSince: 1_750_000_000_009 })]]]));
      expect((await readModel.eventsOf(0))[0]).toMatchObject({ outcome: 'compliant', findings: null });
      expect((await readModel.tableDigests()).get('flow')).not.toBe(digest);
      await readModel.commit(ledger, 1n, checkpoint(2), { ...nothing, flows: [flow(1)] });
      expect((await readModel.tableDigests()).get('flow')).toBe(digest);
    });
  });

  describe('reading', () => {
    test('events that a recipient got or passed on since an instant, each once, however many', async () => {
      const { readModel } = await open();
      const count = 1203;
      const events = Array.from({ length: count }, (_, n) =>
        newEvent(n % 7, n, n % 3 === 0 ? { recipient: 'other', passedBy: n % 2 === 0 ? 'parcel' : null } : {}),
      );
      const people = Array.from({ length: 7 }, (_, n) => ({ ordinal: n, dataSubject: person(n), latest: 0 }));
      await readModel.commit(ledger, null, checkpoint(count - 1), { ...nothing, inbox: events.map(inboxOf), people, events });
      const since = 1_750_000_000_000 + 200;
      const found = [];
      for await (const rows of readModel.eventsOfParty('parcel', since)) found.push(...rows);
      const expected = events.filter((event) => (event.recipient === 'parcel' || event.passedBy === 'parcel') && event.occurredAt >= since);
      expect(found.map(({ eventId }) => eventId).toSorted()).toEqual(expected.map(({ eventId }) => eventId).toSorted());
      expect(found.every((row) => row.dataSubject === person(row.ordinal))).toBe(true);
      const asked = [...people.map(({ dataSubject }) => dataSubject), ...Array.from({ length: 1200 }, () => randomUUID() as DataSubject)];
      expect((await readModel.people(asked)).size).toBe(7);
      expect((await readModel.applied(events.map(({ eventId }) => eventId))).size).toBe(count);
    });

    test('of an empty one: nothing', async () => {
      const { readModel } = await open();
      expect(await readModel.checkpoints()).toEqual(new Map());
      expect(await readModel.lastOrdinal()).toBe(-1);
      expect(await readModel.eventsOf(0)).toEqual([]);
      expect(await readModel.recipients()).toEqual([]);
    });
  });

  describe('digest', () => {
    const two = (a: number, b: number): readonly Changes[] => [
      changesOf(a, person(1), [newEvent(a, 0)], { holdings: [{ ...holding(), ordinal: a }], flows: [flow(1)] }),
      changesOf(b, person(2), [newEvent(b, 1)], { holdings: [{ ...holding({ item: 'name' }), ordinal: b }], flows: [flow(1)] }),
    ];
    const merged = (all: readonly Changes[]): Changes => ({
      ...nothing,
      inbox: all.flatMap(({ inbox }) => inbox),
      people: all.flatMap(({ people }) => people),
      events: all.flatMap(({ events }) => events),
      holdings: all.flatMap(({ holdings }) => holdings),
      flows: [flow(2)],
    });

    test('is the same whatever the batches, and whatever ordinals people were given', async () => {
      const digests = [];
      for (const batches of [two(0, 1), [merged(two(0, 1))], [merged(two(1, 0).toReversed())]]) {
        const { readModel } = await open();
        let from: bigint | null = null;
        for (const [i, changes] of batches.entries()) {
          const to = checkpoint(i === batches.length - 1 ? 1 : 0);
          expect(await readModel.commit(ledger, from, to, changes)).toEqual({ outcome: 'committed' });
          from = to.revision;
        }
        digests.push(await readModel.tableDigests());
      }
      expect(digests[1]).toEqual(digests[0]);
      expect(digests[2]).toEqual(digests[0]);
    });

    test('tells every difference, in the table where it is', async () => {
      const { readModel } = await open();
      await readModel.commit(ledger, null, checkpoint(0), changesOf(0, person(1), [newEvent(0, 0)], { holdings: [{ ...holding(), ordinal: 0 }] }));
      const before = await readModel.tableDigests();
      await readModel.commit(ledger, 0n, checkpoint(1), { ...nothing, holdings: [{ ...holding({ state: 'restricted' }), ordinal: 0 }] });
      const after = await readModel.tableDigests();
      expect(
        [...after]
          .filter(([table, digest]) => before.get(table) !== digest)
          .map(([table]) => table)
          .toSorted(),
      ).toEqual(['checkpoint', 'holding']);
    });
  });

  test('quarantine: an entry counts once, and its release is kept', async () => {
    const { readModel } = await open();
    const stream = 'quarantine-0' as StreamName;
    const entry = { entry: idOf('q'), stream, revision: 0n, recordedAt: 1, reason: 'invalid', dataSubject: person(1), reported: null };
    await readModel.commit(stream, null, checkpoint(0), { ...nothing, quarantined: [entry] });
    const kept = (await readModel.tableDigests()).get('quarantine_entry');
    await readModel.commit(stream, 0n, checkpoint(1), { ...nothing, quarantined: [{ ...entry, revision: 1n, recordedAt: 2 }] });
    expect((await readModel.tableDigests()).get('quarantine_entry')).toBe(kept);
    await readModel.commit(stream, 1n, checkpoint(2), { ...nothing, released: [{ entry: entry.entry, recordedAt: 3 }] });
    expect((await readModel.tableDigests()).get('quarantine_entry')).toBe(kept);
    const early = await open();
    // The word of its end stands in another stream and is projected first; an older one that comes later changes nothing.
    await early.readModel.commit('quarantine-collector' as StreamName, null, checkpoint(0), { ...nothing, released: [{ entry: entry.entry, recordedAt: 3 }] });
    await early.readModel.commit(stream, null, checkpoint(0), { ...nothing, quarantined: [entry], released: [{ entry: entry.entry, recordedAt: 2 }] });
    for (const table of ['quarantine_entry', 'quarantine_end'])
      expect((await early.readModel.tableDigests()).get(table)).toBe((await readModel.tableDigests()).get(table));
    const twice = { ...entry, entry: idOf('q2'), revision: 3n };
    const releases = [3, 4].map((recordedAt) => ({ entry: twice.entry, recordedAt }));
    expect(await readModel.commit(stream, 2n, checkpoint(3), { ...nothing, quarantined: [twice, twice], released: releases })).toEqual({
      outcome: 'committed',
    });
  });
}
