// The ledger contract on EventStoreDB, and what only this adapter promises: prefixes, the list of streams, many events, an index of the newest.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { withRecentEvents } from '../../services/adapters/eventstoredb/recent-events.ts';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { Ledger, LedgerEvent } from '../../services/core/ports/ledger.ts';
import { ledgerContract } from '../contract/ledger.contract.ts';
import { serverName } from './server-name.ts';
import { serverUnderTest } from './server-under-test.ts';

const server = serverUnderTest();
const stream = 'ledger-0' as StreamName;
const events = (count: number): readonly LedgerEvent[] =>
  Array.from({ length: count }, (_, n) => ({
    eventId: randomUUID() as EventId,
    type: 'T',
    data: Buffer.alloc(600, n),
    metadata: { schema: 's', recordedAt: 1_760_000_000_000 + n, topic: 'personal-data.events.v1', partition: 0, offset: String(n) },
  }));

async function fill(ledger: Ledger, batches: number): Promise<readonly EventId[]> {
  const ids: EventId[] = [];
  for (let n = 0; n < batches; n += 1) {
    const batch = events(500);
    const outcome = await ledger.append(stream, n === 0 ? 'no-stream' : BigInt(500 * n - 1), batch);
    expect(outcome).toEqual({ outcome: 'appended', revision: BigInt(500 * (n + 1) - 1) });
    ids.push(...batch.map(({ eventId }) => eventId));
  }
  return ids;
}

describe(`the ledger contract on ${serverName}`, () => {
  ledgerContract(async () => {
    const { ledger, prefix } = server.open();
    return { ledger, other: async () => server.open({ prefix }).ledger };
  });
});

describe(`the EventStoreDB ledger on ${serverName}`, () => {
  test('ten thousand events: read, followed and found again by another connection, each once and in order', async () => {
    const { ledger, prefix } = server.open();
    const other = server.open({ prefix }).ledger;
    const sent = await fill(ledger, 20);
    const read: EventId[] = [];
    for await (const batch of other.read(stream, 0n)) read.push(...batch.map(({ eventId }) => eventId));
    expect(read).toEqual(sent);
    const stop = new AbortController();
    const followed: EventId[] = [];
    const live = events(3);
    for await (const batch of other.subscribe(stream, 4_999n, { signal: stop.signal })) {
      followed.push(...batch.map(({ eventId }) => eventId));
      if (followed.length === 5_000) await ledger.append(stream, 9_999n, live);
      if (followed.length >= 5_003) stop.abort();
    }
    expect(followed).toEqual([...sent.slice(5_000), ...live.map(({ eventId }) => eventId)]);
  });

  test('its streams are those under its prefix that have events, known to every connection', async () => {
    const { ledger, prefix } = server.open();
    expect(await ledger.streams()).toEqual([]);
    await ledger.append('quarantine-0' as StreamName, 'no-stream', events(1));
    await ledger.append(stream, 'no-stream', events(2));
    await ledger.append('ledger-1' as StreamName, 5n, events(1));
    await server.open().ledger.append('ledger-7' as StreamName, 'no-stream', events(1));
    expect(await ledger.streams()).toEqual(['ledger-0', 'quarantine-0']);
    expect(await server.open({ prefix }).ledger.streams()).toEqual(['ledger-0', 'quarantine-0']);
  });

  test('a subscriber that takes its time gets everything, in batches no larger than asked for', async () => {
    const { ledger } = server.open();
    await fill(ledger, 2);
    const stop = new AbortController();
    let seen = 0;
    for await (const batch of ledger.subscribe(stream, 'start', { batch: 100, signal: stop.signal })) {
      expect(batch.length).toBeLessThanOrEqual(100);
      expect(batch[0]!.revision).toBe(BigInt(seen));
      seen += batch.length;
      if (seen === 1_000) await ledger.append(stream, 999n, events(500));
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (seen >= 1_500) stop.abort();
    }
    expect(seen).toBe(1_500);
  });

  test('closing it ends its subscriptions', async () => {
    const { ledger } = server.open();
    const stop = new AbortController();
    const following = (async () => {
      for await (const batch of ledger.subscribe(stream, 'start', { signal: stop.signal })) throw new Error(`${batch.length} events, but nothing was written`);
    })();
    setTimeout(() => void ledger.close(), 100);
    await following;
  });
});

describe(`the index of the newest events on ${serverName}`, () => {
  test('finds what this process and others wrote, with the hash of the first content', async () => {
    const { ledger: bare, prefix } = server.open();
    const ledger = withRecentEvents(bare);
    const [before, own, foreign] = [events(3), events(2), events(1)];
    await bare.append(stream, 'no-stream', before);
    expect((await ledger.find([before[1]!.eventId])).get(before[1]!.eventId)).toMatchObject({
      stream,
      revision: 1n,
      recordedAt: before[1]!.metadata.recordedAt,
    });
    await ledger.append(stream, 2n, own);
    await server.open({ prefix }).ledger.append('ledger-1' as StreamName, 'no-stream', foreign);
    const found = await ledger.find([...own, ...foreign].map(({ eventId }) => eventId));
    expect([...found.values()].map(({ stream, revision }) => [stream, revision])).toEqual([
      ['ledger-0', 3n],
      ['ledger-0', 4n],
      ['ledger-1', 0n],
    ]);
    expect(found.get(own[0]!.eventId)!.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await ledger.find([randomUUID() as EventId])).toEqual(new Map());
  });

  test('looks only into the streams it covers', async () => {
    const { ledger } = server.open();
    const [zero, one] = [events(1), events(1)];
    await ledger.append(stream, 'no-stream', zero);
    await ledger.append('ledger-1' as StreamName, 'no-stream', one);
    const index = withRecentEvents(ledger, { covers: (name) => name === stream });
    expect([...(await index.find([zero[0]!.eventId, one[0]!.eventId])).keys()]).toEqual([zero[0]!.eventId]);
  });

  test('a writer that gets its stream back after another had it knows what that one wrote', async () => {
    const { ledger: bare } = server.open();
    const ledger = withRecentEvents(bare);
    await ledger.append(stream, 'no-stream', events(1));
    const foreign = events(2);
    await bare.append(stream, 0n, foreign);
    // As at the beginning of an assignment: the end is read, and what is appended goes right behind it.
    expect((await ledger.readLast(stream, 1))[0]?.revision).toBe(2n);
    expect((await ledger.find(foreign.map(({ eventId }) => eventId))).size).toBe(2);
  });

  test('keeps no more than its limit, the newest, and reads again what a conflict tells of', async () => {
    const { ledger: bare } = server.open();
    const ledger = withRecentEvents(bare, { limit: 4 });
    const first = events(6);
    await bare.append(stream, 'no-stream', first);
    expect([...(await ledger.find(first.map(({ eventId }) => eventId))).values()].map(({ revision }) => revision)).toEqual([2n, 3n, 4n, 5n]);
    const [own, foreign] = [events(1), events(1)];
    await ledger.append(stream, 5n, own);
    await bare.append(stream, 6n, foreign);
    expect(await ledger.append(stream, 6n, events(1))).toEqual({ outcome: 'conflict', actual: 7n });
    expect((await ledger.find([foreign[0]!.eventId])).get(foreign[0]!.eventId)?.revision).toBe(7n);
  });
});
