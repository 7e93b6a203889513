// What every ledger promises, whatever stores it: the answers of EventStoreDB (eventstoredb-observed.md) as this system relies on them.
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import { appendLimits, type Ledger, type LedgerEvent, type LedgerMetadata, type RecordedEvent } from '../../services/core/ports/ledger.ts';

export interface LedgerUnderTest {
  /** An empty ledger (or one in which nobody uses the streams of this test), open until the test is over. */
  readonly ledger: Ledger;
  /** Another connection to the same ledger, as another process would have it. */
  readonly other: () => Promise<Ledger>;
}

const newStream = (): StreamName => `ledger-test-${randomUUID()}` as StreamName;
const schema = 'a1b2c3d4e5f60718';

const event = (n: number, metadata: Partial<LedgerMetadata> = {}, data: Uint8Array = Buffer.from(`content ${n}`)): LedgerEvent => ({
  eventId: randomUUID() as EventId,
  type: `Type${n}`,
  data,
  metadata: { schema, recordedAt: 1_760_000_000_000 + n, ...metadata },
});
const events = (count: number): readonly LedgerEvent[] => Array.from({ length: count }, (_, n) => event(n));

async function readAll(ledger: Ledger, stream: StreamName, from = 0n, batch = 500): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const read of ledger.read(stream, from, { batch })) all.push(...read);
  return all;
}

const ids = (all: readonly { readonly eventId: EventId }[]): readonly EventId[] => all.map(({ eventId }) => eventId);

/** Follows a stream until `count` events have arrived. */
async function follow(ledger: Ledger, stream: StreamName, after: bigint | 'start', count: number, batch = 3): Promise<readonly RecordedEvent[]> {
  const stop = new AbortController();
  const seen: RecordedEvent[] = [];
  for await (const read of ledger.subscribe(stream, after, { batch, signal: stop.signal })) {
    expect(read.length).toBeGreaterThan(0);
    expect(read.length).toBeLessThanOrEqual(batch);
    seen.push(...read);
    if (seen.length >= count) stop.abort();
  }
  return seen;
}

/** `open` gives a fresh ledger for each test. */
export function ledgerContract(open: () => Promise<LedgerUnderTest>): void {
  describe('append', () => {
    test('to a new stream, then with the exact revision of its last event', async () => {
      const { ledger } = await open();
      const stream = newStream();
      expect(await ledger.append(stream, 'no-stream', events(2))).toEqual({ outcome: 'appended', revision: 1n });
      expect(await ledger.append(stream, 1n, events(3))).toEqual({ outcome: 'appended', revision: 4n });
      expect((await readAll(ledger, stream)).map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
    });

    test('of the same ids with their original expectation: the original revision, nothing written', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const [first, second] = [events(2), events(2)];
      await ledger.append(stream, 'no-stream', first);
      await ledger.append(stream, 1n, second);
      expect(await ledger.append(stream, 'no-stream', first)).toEqual({ outcome: 'appended', revision: 1n });
      expect(await ledger.append(stream, 1n, second)).toEqual({ outcome: 'appended', revision: 3n });
      expect(ids(await readAll(ledger, stream))).toEqual(ids([...first, ...second]));
    });

    test('of the same ids with other content and the original expectation: answered as appended, the first content stays', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const first = event(1);
      await ledger.append(stream, 'no-stream', [first]);
      expect(await ledger.append(stream, 'no-stream', [{ ...first, data: Buffer.from('other') }])).toEqual({ outcome: 'appended', revision: 0n });
      const [stored] = await readAll(ledger, stream);
      expect(Buffer.from(stored!.data)).toEqual(first.data);
    });

    test('of ids of which only some are known: a conflict, nothing written', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const [a, b, c] = events(3) as [LedgerEvent, LedgerEvent, LedgerEvent];
      await ledger.append(stream, 'no-stream', [a, b]);
      expect(await ledger.append(stream, 'no-stream', [a, c])).toEqual({ outcome: 'conflict', actual: 1n });
      expect(await ledger.append(stream, 'no-stream', [a, b, c])).toEqual({ outcome: 'conflict', actual: 1n });
      expect(await ledger.append(stream, 0n, [b, c])).toEqual({ outcome: 'conflict', actual: 1n });
      expect(await ledger.append(stream, 'no-stream', [b, a])).toEqual({ outcome: 'conflict', actual: 1n });
      expect(ids(await readAll(ledger, stream))).toEqual(ids([a, b]));
    });

    test.each([
      ['too low', 0n],
      ['too high', 7n],
      ['no-stream', 'no-stream' as const],
    ])('with an expectation that is %s: a conflict that says where the stream is', async (_name, expected) => {
      const { ledger } = await open();
      const stream = newStream();
      const there = events(3);
      await ledger.append(stream, 'no-stream', there);
      expect(await ledger.append(stream, expected, events(1))).toEqual({ outcome: 'conflict', actual: 2n });
      expect(ids(await readAll(ledger, stream))).toEqual(ids(there));
    });

    test('to a missing stream with a revision: a conflict, and no stream comes about', async () => {
      const { ledger } = await open();
      const stream = newStream();
      expect(await ledger.append(stream, 3n, events(1))).toEqual({ outcome: 'conflict', actual: 'no-stream' });
      expect(await ledger.streams()).not.toContain(stream);
    });

    test.each([
      ['events', Array.from({ length: appendLimits.events + 1 }, (_, n) => event(n))],
      ['bytes', [event(0, {}, Buffer.alloc(appendLimits.bytes)), event(1)]],
    ])('of too many %s: ERR_TOO_LARGE, nothing written', async (_name, batch) => {
      const { ledger } = await open();
      const stream = newStream();
      await expect(ledger.append(stream, 'no-stream', batch)).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' });
      expect(await readAll(ledger, stream)).toEqual([]);
      expect(await ledger.streams()).not.toContain(stream);
    });

    test('of exactly the limits', async () => {
      const { ledger } = await open();
      const data = Buffer.alloc(Math.floor(appendLimits.bytes / appendLimits.events), 7);
      const full = Array.from({ length: appendLimits.events }, (_, n) => event(n, {}, data));
      expect(await ledger.append(newStream(), 'no-stream', full)).toEqual({ outcome: 'appended', revision: BigInt(appendLimits.events) - 1n });
    });

    test('streams do not touch each other', async () => {
      const { ledger } = await open();
      const [one, two] = [newStream(), newStream()];
      await ledger.append(one, 'no-stream', events(3));
      expect(await ledger.append(two, 'no-stream', events(1))).toEqual({ outcome: 'appended', revision: 0n });
      expect(await ledger.append(one, 2n, events(1))).toEqual({ outcome: 'appended', revision: 3n });
      const names = await ledger.streams();
      expect(names).toEqual(expect.arrayContaining([one, two]));
      expect(names).toEqual(names.toSorted());
    });

    test('two writers: the stale expectation of one conflicts, whoever it is', async () => {
      const { ledger, other } = await open();
      const second = await other();
      const stream = newStream();
      await ledger.append(stream, 'no-stream', events(1));
      const outcomes = await Promise.all([ledger.append(stream, 0n, events(2)), second.append(stream, 0n, events(2))]);
      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['appended', 'conflict']);
      expect(outcomes.find(({ outcome }) => outcome === 'conflict')).toMatchObject({ actual: 2n });
      expect(await readAll(second, stream)).toHaveLength(3);
    });
  });

  describe('what is stored', () => {
    test('comes back byte for byte, with type, id and metadata', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const sent = [
        event(0, {}, every),
        event(1, { topic: 'personal-data.events.v1', partition: 3, offset: '9007199254740993' }, randomBytes(5000).subarray(7)),
        event(2, { partition: 0, offset: '0' }, Buffer.from([0])),
      ];
      await ledger.append(stream, 'no-stream', sent);
      const read = await readAll(ledger, stream);
      expect(read.map(({ data, ...rest }) => ({ ...rest, data: Buffer.from(data).toString('hex') }))).toEqual(
        sent.map(({ data, ...rest }, n) => ({ ...rest, data: Buffer.from(data).toString('hex'), stream, revision: BigInt(n) })),
      );
    });
  });

  describe('read', () => {
    test('forwards in batches, each event once, in order', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const there = events(7);
      await ledger.append(stream, 'no-stream', there);
      const sizes: number[] = [];
      const read: RecordedEvent[] = [];
      for await (const batch of ledger.read(stream, 0n, { batch: 3 })) {
        sizes.push(batch.length);
        read.push(...batch);
      }
      expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
      expect(ids(read)).toEqual(ids(there));
      expect(read.every(({ revision, stream: of }, n) => revision === BigInt(n) && of === stream)).toBe(true);
    });

    test('from a revision, inclusive; from beyond the end, nothing; of a missing stream, nothing', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const there = events(5);
      await ledger.append(stream, 'no-stream', there);
      expect(ids(await readAll(ledger, stream, 3n, 1))).toEqual(ids(there.slice(3)));
      expect(await readAll(ledger, stream, 5n)).toEqual([]);
      expect(await readAll(ledger, stream, 500n)).toEqual([]);
      expect(await readAll(ledger, newStream())).toEqual([]);
    });

    test('stops at an abort', async () => {
      const { ledger } = await open();
      const stream = newStream();
      await ledger.append(stream, 'no-stream', events(6));
      const stop = new AbortController();
      const read: RecordedEvent[] = [];
      for await (const batch of ledger.read(stream, 0n, { batch: 2, signal: stop.signal })) {
        read.push(...batch);
        stop.abort();
      }
      expect(read).toHaveLength(2);
    });

    test('backwards: the newest first', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const there = events(4);
      await ledger.append(stream, 'no-stream', there);
      expect((await ledger.readLast(stream, 1)).map(({ revision }) => revision)).toEqual([3n]);
      expect(ids(await ledger.readLast(stream, 3))).toEqual(ids(there.toReversed().slice(0, 3)));
      expect(await ledger.readLast(stream, 10)).toHaveLength(4);
      expect(await ledger.readLast(newStream(), 2)).toEqual([]);
    });
  });

  describe('subscribe', () => {
    test('from the start, and from after a revision', async () => {
      const { ledger } = await open();
      const stream = newStream();
      const there = events(7);
      await ledger.append(stream, 'no-stream', there);
      expect(ids(await follow(ledger, stream, 'start', 7))).toEqual(ids(there));
      expect(ids(await follow(ledger, stream, 2n, 4))).toEqual(ids(there.slice(3)));
    });

    test('to a stream that comes about later: live events, in order, without holes', async () => {
      const { ledger, other } = await open();
      const writer = await other();
      const stream = newStream();
      const following = follow(ledger, stream, 'start', 20);
      const sent: LedgerEvent[] = [];
      for (let n = 0; n < 10; n += 1) {
        const two = events(2);
        sent.push(...two);
        await writer.append(stream, n === 0 ? 'no-stream' : BigInt(2 * n - 1), two);
      }
      const seen = await following;
      expect(ids(seen)).toEqual(ids(sent));
      expect(seen.map(({ revision }) => revision)).toEqual(sent.map((_, n) => BigInt(n)));
    });

    test('an abort ends it, also while nothing comes', async () => {
      const { ledger } = await open();
      const stop = new AbortController();
      const waiting = (async () => {
        let batches = 0;
        for await (const batch of ledger.subscribe(newStream(), 'start', { signal: stop.signal })) batches += batch.length;
        return batches;
      })();
      setTimeout(() => stop.abort(), 30);
      expect(await waiting).toBe(0);
    });

    test('one batch at a time: a slow consumer gets the next when it asks', async () => {
      const { ledger } = await open();
      const stream = newStream();
      await ledger.append(stream, 'no-stream', events(9));
      const stop = new AbortController();
      let atWork = 0;
      const revisions: bigint[] = [];
      for await (const batch of ledger.subscribe(stream, 'start', { batch: 2, signal: stop.signal })) {
        atWork += 1;
        expect(atWork).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        revisions.push(...batch.map(({ revision }) => revision));
        atWork -= 1;
        if (revisions.length >= 9) stop.abort();
      }
      expect(revisions).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
    });
  });
}
