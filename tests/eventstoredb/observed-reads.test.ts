// The wire double against the tables of observations, row by row: reads and subscriptions, as EventStoreDB 24.6.0 answered them.
// On a real server with EVENTSTORE_OBSERVED=1: whether it still answers so.
import { randomUUID } from 'node:crypto';
import { BACKWARDS, binaryEvent, END, NO_STREAM, streamNameFilter, type EventStoreDBClient, type Position, type ResolvedEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needsDouble, realServer, serverName } from './server-name.ts';
import { bareClient, serverUnderTest } from './server-under-test.ts';

const server = serverUnderTest();
const skipped = realServer && process.env['EVENTSTORE_OBSERVED'] !== '1';
const made: string[] = [];
let client: EventStoreDBClient;

const event = () => binaryEvent({ id: randomUUID(), type: 'T', data: Buffer.from('data'), metadata: Buffer.from([1, 2, 3]) });
async function streamOf(count: number, name = `suyuan-observed-${randomUUID()}`): Promise<string> {
  made.push(name);
  await client.appendToStream(
    name,
    Array.from({ length: count }, () => event()),
    { expectedRevision: NO_STREAM },
  );
  return name;
}
async function collect(reading: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> {
  const all: ResolvedEvent[] = [];
  for await (const resolved of reading) all.push(resolved);
  return all;
}

beforeAll(() => {
  if (!skipped) client = bareClient(server.url());
});
afterAll(async () => {
  if (skipped) return;
  if (realServer) await Promise.all(made.map((stream) => client.deleteStream(stream).catch(() => {})));
  await client.dispose();
});

describe.skipIf(skipped)(`read: ${serverName}${skipped ? needsDouble : ''}`, () => {
  test('an event: revision and position bigint, created a Date, data and metadata Uint8Array, not Buffer', async () => {
    const [resolved] = await collect(client.readStream(await streamOf(1)));
    const { revision, position, created, data, metadata } = resolved!.event!;
    expect([revision, typeof position?.commit, typeof position?.prepare]).toEqual([0n, 'bigint', 'bigint']);
    expect(Math.abs(created.getTime() - Date.now())).toBeLessThan(60_000);
    expect([data, metadata].map((bytes) => (bytes as object).constructor)).toEqual([Uint8Array, Uint8Array]);
  });

  test('a missing stream: stream-not-found on iteration, not on the call', async () => {
    const reading = client.readStream(`suyuan-observed-${randomUUID()}`);
    await expect(collect(reading)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  test('a soft-deleted stream: stream-not-found', async () => {
    const stream = await streamOf(2);
    await client.deleteStream(stream);
    await expect(collect(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  test('a tombstoned stream: stream-deleted, gRPC 9', async () => {
    const stream = await streamOf(1);
    await client.tombstoneStream(stream);
    await expect(collect(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-deleted', code: 9 });
  });

  test('from a revision beyond the end: ends, no event, no error', async () => {
    expect(await collect(client.readStream(await streamOf(2), { fromRevision: 9n }))).toEqual([]);
  });

  test('backwards from END, maxCount 1: the last event', async () => {
    const read = await collect(client.readStream(await streamOf(3), { direction: BACKWARDS, fromRevision: END, maxCount: 1 }));
    expect(read.map((resolved) => resolved.event?.revision)).toEqual([2n]);
  });
});

describe.skipIf(skipped)(`subscriptions: ${serverName}${skipped ? needsDouble : ''}`, () => {
  test('to a stream from revision 1n: exclusive, with confirmation, then caughtUp once the end is reached, then live', async () => {
    const stream = await streamOf(4);
    const subscription = client.subscribeToStream(stream, { fromRevision: 1n });
    const told: string[] = [];
    for (const kind of ['confirmation', 'caughtUp']) subscription.on(kind as 'confirmation', () => told.push(kind));
    const caughtUp = new Promise((resolve) => subscription.once('caughtUp' as 'confirmation', () => resolve(null)));
    const revisions: bigint[] = [];
    for await (const { event: seen } of subscription) {
      revisions.push(seen!.revision);
      if (revisions.length === 2) void caughtUp.then(() => client.appendToStream(stream, [event()], { expectedRevision: 3n }));
      if (revisions.length === 3) break;
    }
    await subscription.unsubscribe();
    expect(revisions).toEqual([2n, 3n, 4n]);
    expect(told).toEqual(['confirmation', 'caughtUp']);
  });

  test('to $all with a prefix filter, checkpointInterval 1: only those streams; checkpointReached gets a bigint position', async () => {
    const prefix = `suyuan-observed-all-${randomUUID()}`;
    await streamOf(3, `${prefix}-a`);
    await streamOf(40);
    await streamOf(2, `${prefix}-b`);
    const checkpoints: Position[] = [];
    const filter = streamNameFilter({
      prefixes: [prefix],
      checkpointInterval: 1,
      checkpointReached: (_subscription, position) => void checkpoints.push(position),
    });
    const subscription = client.subscribeToAll({ filter });
    const streams: string[] = [];
    for await (const { event: seen } of subscription) {
      streams.push(seen!.streamId);
      if (streams.length === 5) break;
    }
    await subscription.unsubscribe();
    expect(streams).toEqual([...Array(3).fill(`${prefix}-a`), ...Array(2).fill(`${prefix}-b`)]);
    expect(typeof checkpoints[0]?.commit).toBe('bigint');
  });

  test('$all can be read forwards and backwards', async () => {
    const stream = await streamOf(2);
    const [last] = await collect(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
    const from = last!.event!.position!;
    expect((await collect(client.readAll({ fromPosition: from, maxCount: 1 })))[0]?.event?.id).toBe(last!.event!.id);
    if (!realServer) expect(last!.event!.streamId).toBe(stream);
  });
});
