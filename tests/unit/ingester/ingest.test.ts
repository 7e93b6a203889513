// The ingester: each event once, every outcome known, and no second writer beside it.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LineageError } from '../../../services/core/domain/errors.ts';
import { ledgerOf } from '../../../services/core/domain/stream-names.ts';
import type { PreparedEvent } from '../../../services/core/ports/intake.ts';
import { appendLimits, type RecordedEvent } from '../../../services/core/ports/ledger.ts';
import { ingester } from '../../../services/ingester/ingest.ts';
import { prepared, shared } from '../../support/builders.ts';
import { memoryLedger, type MemoryLedger } from '../../support/memory-ledger.ts';

const stream = ledgerOf(0);

function setUp(now: () => number = () => 1000) {
  const ledger = memoryLedger();
  return { ledger, ...ingester({ ledger, index: ledger, now }) };
}

async function stored(ledger: MemoryLedger): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const batch of ledger.read(stream, 0n)) all.push(...batch);
  return all;
}

const some = (count: number): readonly PreparedEvent[] => Array.from({ length: count }, (_, n) => prepared(shared(n)));
/** The same producer and sourceEventId with other content. */
const otherContent = (event: PreparedEvent): PreparedEvent => ({ ...event, bytes: Buffer.from([...event.bytes, 1]) });
const statuses = (results: readonly { readonly status: string }[]): readonly string[] => results.map(({ status }) => status);

describe('recording', () => {
  test('receipts come in the order of the events, with revision and time', async () => {
    const { ledger, ingest } = setUp();
    const events = some(3);
    const results = await ingest(stream, events);
    expect(results).toEqual(events.map(({ eventId }, n) => ({ status: 'recorded', eventId, ledger: stream, revision: BigInt(n), recordedAt: 1000 })));
    expect((await ingest(stream, some(1)))[0]).toMatchObject({ revision: 3n });
    expect((await stored(ledger)).map(({ data }) => Buffer.from(data).toString('hex')).slice(0, 3)).toEqual(
      events.map(({ bytes }) => Buffer.from(bytes).toString('hex')),
    );
  });

  test('schema, and where it came from, stand beside the bytes', async () => {
    const { ledger, ingest } = setUp();
    const [event] = some(1) as [PreparedEvent];
    await ingest(stream, [{ ...event, source: { topic: 't', partition: 2, offset: '17' } }]);
    expect((await stored(ledger))[0]?.metadata).toEqual({ schema: event.schema, recordedAt: 1000, topic: 't', partition: 2, offset: '17' });
  });

  test('recorded times never go back, whatever the clock does, also after a restart', async () => {
    let now = 5000;
    const { ledger, ingest } = setUp(() => now);
    await ingest(stream, some(1));
    now = 3000;
    await ingest(stream, some(1));
    await ingester({ ledger, index: ledger, now: () => 10 }).ingest(stream, some(1));
    now = 7000;
    expect((await stored(ledger)).map(({ metadata }) => metadata.recordedAt)).toEqual([5000, 5000, 5000]);
  });

  test('more than one append holds is split by events and by bytes, each with the exact expectation', async () => {
    const { ledger, ingest } = setUp();
    const [event] = some(1) as [PreparedEvent];
    const large = Array.from({ length: 5 }, (_, n) => ({ ...prepared(shared(n)), bytes: Buffer.alloc(200 * 1024, n) }));
    await ingest(stream, large);
    expect(ledger.calls.map(({ expected, ids }) => [expected, ids.length])).toEqual([
      ['no-stream', 2],
      [1n, 2],
      [3n, 1],
    ]);
    ledger.calls.length = 0;
    await ingest(stream, [event, ...some(appendLimits.events)]);
    expect(ledger.calls.map(({ expected, ids }) => [expected, ids.length])).toEqual([
      [4n, 500],
      [504n, 1],
    ]);
  });
});

describe('what is there already', () => {
  test('a resend is a duplicate, with the first receipt’s place', async () => {
    const { ledger, ingest } = setUp();
    const events = some(3);
    const first = await ingest(stream, events);
    expect(await ingest(stream, events)).toEqual(first.map((receipt) => ({ ...receipt, status: 'duplicate' })));
    expect(await stored(ledger)).toHaveLength(3);
  });

  test('twice in one batch: recorded once, the other a duplicate of it', async () => {
    const { ledger, ingest } = setUp();
    const [a, b] = some(2) as [PreparedEvent, PreparedEvent];
    const results = await ingest(stream, [a, b, a]);
    expect(statuses(results)).toEqual(['recorded', 'recorded', 'duplicate']);
    expect(results[2]).toMatchObject({ revision: 0n, eventId: a.eventId });
    expect(await stored(ledger)).toHaveLength(2);
  });

  test('other content under the same identity is a conflict: the first content stays', async () => {
    const { ledger, ingest } = setUp();
    const [a, b] = some(2) as [PreparedEvent, PreparedEvent];
    await ingest(stream, [a]);
    const conflicting = otherContent(a);
    const results = await ingest(stream, [b, conflicting, otherContent(b), b]);
    expect(statuses(results)).toEqual(['recorded', 'conflict', 'conflict', 'duplicate']);
    expect(results[1]).toEqual({ status: 'conflict', event: conflicting });
    expect((await stored(ledger)).map(({ eventId }) => eventId)).toEqual([a.eventId, b.eventId]);
    expect(Buffer.from((await stored(ledger))[0]!.data)).toEqual(Buffer.from(a.bytes));
  });

  test('only duplicates: nothing is appended', async () => {
    const { ledger, ingest } = setUp();
    const events = some(2);
    await ingest(stream, events);
    ledger.calls.length = 0;
    await ingest(stream, events);
    expect(ledger.calls).toEqual([]);
  });

  test('it finds out after a restart too', async () => {
    const { ledger, ingest } = setUp();
    const events = some(2);
    await ingest(stream, events);
    const again = ingester({ ledger, index: ledger, now: () => 2000 });
    expect(statuses(await again.ingest(stream, [...events, ...some(1)]))).toEqual(['duplicate', 'duplicate', 'recorded']);
  });
});

describe('an append whose outcome is not known', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(['lost-before', 'lost-after'] as const)('%s it was written: sent again with the same ids and the same expectation, written once', async (fault) => {
    const { ledger, ingest } = setUp();
    await ingest(stream, some(2));
    ledger.calls.length = 0;
    ledger.faults.push(fault, fault);
    const events = some(2);
    expect(await ingest(stream, events)).toEqual(
      events.map(({ eventId }, n) => ({ status: 'recorded', eventId, ledger: stream, revision: BigInt(2 + n), recordedAt: 1000 })),
    );
    expect(ledger.calls).toEqual([ledger.calls[0], ledger.calls[0], ledger.calls[0]]);
    expect(await stored(ledger)).toHaveLength(4);
  });

  test('again and again: gives up with an error that may be retried, and the next call starts from the ledger', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const { ledger, ingest } = setUp();
    await ingest(stream, some(1));
    ledger.faults.push('lost-after', 'lost-before', 'lost-before', 'lost-before', 'lost-before');
    const events = some(1);
    const [failing] = await Promise.allSettled([ingest(stream, events), vi.runAllTimersAsync()]);
    expect(failing).toMatchObject({ status: 'rejected', reason: { code: 'ERR_STORAGE', retriable: true } });
    vi.useRealTimers();
    expect(statuses(await ingest(stream, [...events, ...some(1)]))).toEqual(['duplicate', 'recorded']);
    expect(await stored(ledger)).toHaveLength(3);
  });
});

test('a right that is missing, or a stream that was deleted for ever, is told at once and as such', async () => {
  const ledger = memoryLedger();
  const denied = new LineageError('ERR_STORAGE', 'EventStoreDB refused an append of 1 events: its user may not do this');
  let appends = 0;
  const append: typeof ledger.append = async () => {
    appends += 1;
    return { outcome: 'unknown', cause: denied };
  };
  const { ingest } = ingester({ ledger: { ...ledger, append }, index: ledger, now: () => 1000 });
  await expect(ingest(stream, some(1))).rejects.toMatchObject({ code: 'ERR_STORAGE', retriable: false, message: expect.stringContaining('may not do this') });
  expect(appends).toBe(1);
});

describe('a foreign writer', () => {
  test('this one stops, for good, and writes nothing', async () => {
    const { ledger, ingest } = setUp();
    await ingest(stream, some(1));
    const foreign = ingester({ ledger, index: ledger, now: () => 1000 });
    await foreign.ingest(stream, some(1));
    await expect(ingest(stream, some(1))).rejects.toMatchObject({ code: 'ERR_LOCKED' });
    await expect(ingest(stream, some(1))).rejects.toMatchObject({ code: 'ERR_LOCKED' });
    expect(await stored(ledger)).toHaveLength(2);
    expect(statuses(await foreign.ingest(stream, some(1)))).toEqual(['recorded']);
  });

  test('other streams are not touched by it', async () => {
    const { ledger, ingest } = setUp();
    await ingest(stream, some(1));
    await ingester({ ledger, index: ledger, now: () => 1000 }).ingest(stream, some(1));
    await expect(ingest(stream, some(1))).rejects.toMatchObject({ code: 'ERR_LOCKED' });
    expect(statuses(await ingest(ledgerOf(1), some(1)))).toEqual(['recorded']);
  });
});
