// The wire double against the tables of observations, row by row: appends, on both of the client's paths, as EventStoreDB 24.6.0 answered them.
// On a real server with EVENTSTORE_OBSERVED=1: whether it still answers so. The adapter itself relies on less than this.
import { randomUUID } from 'node:crypto';
import {
  ANY,
  binaryEvent,
  BACKWARDS,
  END,
  NO_STREAM,
  STREAM_EXISTS,
  type AppendExpectedRevision,
  type AppendResult,
  type BinaryEventData,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needsDouble, realServer, serverName } from './server-name.ts';
import { bareClient, serverUnderTest } from './server-under-test.ts';

const server = serverUnderTest();
const skipped = realServer && process.env['EVENTSTORE_OBSERVED'] !== '1';
const made: string[] = [];
let client: EventStoreDBClient;

const newStream = (): string => {
  made.push(`suyuan-observed-${randomUUID()}`);
  return made.at(-1)!;
};
const event = (size = 20): BinaryEventData => binaryEvent({ id: randomUUID(), type: 'T', data: Buffer.alloc(size, 1) });
const read = async (stream: string): Promise<string[]> => {
  const ids: string[] = [];
  for await (const resolved of client.readStream(stream)) if (resolved.event) ids.push(resolved.event.id);
  return ids;
};

beforeAll(() => {
  if (!skipped) client = bareClient(server.url());
});
afterAll(async () => {
  if (skipped) return;
  if (realServer) await Promise.all(made.map((stream) => client.deleteStream(stream).catch(() => {})));
  await client.dispose();
});

describe.skipIf(skipped).each([
  ['batch', {}],
  ['plain', { credentials: { username: 'admin', password: 'changeit' } }],
])(`append on the %s path: ${serverName}${skipped ? needsDouble : ''}`, (_path, options) => {
  const append = (stream: string, expectedRevision: AppendExpectedRevision, events: BinaryEventData[]): Promise<AppendResult> =>
    client.appendToStream(stream, events, { expectedRevision, ...options });

  test('NO_STREAM, two new events: success, 1n, the position of the last event, both bigint', async () => {
    const stream = newStream();
    const { success, nextExpectedRevision, position } = await append(stream, NO_STREAM, [event(), event()]);
    expect({ success, nextExpectedRevision }).toEqual({ success: true, nextExpectedRevision: 1n });
    for await (const { event: last } of client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))
      expect(last?.position).toEqual(position);
    expect([typeof position?.commit, typeof position?.prepare]).toEqual(['bigint', 'bigint']);
  });

  test('the same ids again, NO_STREAM: success, the original revision and position, nothing written', async () => {
    const stream = newStream();
    const two = [event(), event()];
    const first = await append(stream, NO_STREAM, two);
    expect(await append(stream, NO_STREAM, two)).toEqual(first);
    expect(await read(stream)).toHaveLength(2);
  });

  test('exact 1n, one new event: success, 2n; the same again: 2n, nothing written; at the tail that was read again: written a second time at 3n', async () => {
    const stream = newStream();
    await append(stream, NO_STREAM, [event(), event()]);
    const one = [event()];
    expect(await append(stream, 1n, one)).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(await append(stream, 1n, one)).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(await read(stream)).toHaveLength(3);
    expect(await append(stream, 2n, one)).toMatchObject({ success: true, nextExpectedRevision: 3n });
    const ids = await read(stream);
    expect(ids[3]).toBe(ids[2]);
  });

  test('the same ids again, ANY: success, the original revision, nothing written', async () => {
    const stream = newStream();
    const two = [event(), event()];
    await append(stream, NO_STREAM, two);
    await append(stream, 1n, [event()]);
    expect(await append(stream, ANY, two)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await read(stream)).toHaveLength(3);
  });

  test('the same ids with other content, original expectation: success, original revision, the new content dropped in silence', async () => {
    const stream = newStream();
    const one = event(20);
    await append(stream, NO_STREAM, [one]);
    expect(await append(stream, NO_STREAM, [{ ...one, data: new Uint8Array(30) }])).toMatchObject({ success: true, nextExpectedRevision: 0n });
    for await (const { event: stored } of client.readStream(stream)) expect(stored?.data).toHaveLength(20);
  });

  test('first id known, second new, original expectation: wrong-expected-version', async () => {
    const stream = newStream();
    const one = event();
    await append(stream, NO_STREAM, [one, event()]);
    await expect(append(stream, NO_STREAM, [one, event()])).rejects.toMatchObject({ type: 'wrong-expected-version' });
    expect(await read(stream)).toHaveLength(2);
  });

  test('the same id twice inside one call: success, written twice', async () => {
    const stream = newStream();
    const one = event();
    expect(await append(stream, NO_STREAM, [one, one])).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await read(stream)).toEqual([one.id, one.id]);
  });

  test.each<[string, AppendExpectedRevision]>([
    ['too high', 7n],
    ['too low', 0n],
    ['no stream', NO_STREAM],
  ])('wrong exact (%s), new ids: throws with type, expected, actual and stream; no message; named "Error"', async (_name, expected) => {
    const stream = newStream();
    await append(stream, NO_STREAM, [event(), event()]);
    const error = await append(stream, expected, [event()]).catch((error: unknown) => error as Error);
    expect(error).toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: expected,
      actualVersion: 1n,
      streamName: stream,
      message: '',
      name: 'Error',
    });
  });

  test('the same with throwOnAppendFailure: false in the options of the call: still throws', async () => {
    const stream = newStream();
    const unknownOption = { expectedRevision: 5n, throwOnAppendFailure: false, ...options };
    await expect(client.appendToStream(stream, [event()], unknownOption)).rejects.toMatchObject({ type: 'wrong-expected-version' });
  });

  test.each<[string, AppendExpectedRevision]>([
    ['STREAM_EXISTS', STREAM_EXISTS],
    ['exact 3n', 3n],
  ])('%s on a missing stream: wrong-expected-version, actual "no_stream"', async (_name, expected) => {
    await expect(append(newStream(), expected, [event()])).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 'no_stream',
      expectedVersion: expected,
    });
  });

  test.each([
    ['one event of 1.2 MiB', [1.2]],
    ['four of 0.5 MiB', [0.5, 0.5, 0.5, 0.5]],
  ])('%s: maximum-append-size-exceeded, 1 MiB; the stream is not created', async (_name, mebibytes) => {
    const stream = newStream();
    const events = mebibytes.map((size) => event(size * 1024 * 1024));
    await expect(append(stream, NO_STREAM, events)).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: 1_048_576, name: 'Error' });
    await expect(read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  test('0.9 MiB in nine events: accepted', async () => {
    const events = Array.from({ length: 9 }, () => event(102 * 1024));
    expect(await append(newStream(), NO_STREAM, events)).toMatchObject({ success: true, nextExpectedRevision: 8n });
  });

  test('an empty list, ANY: success with the current revision', async () => {
    const stream = newStream();
    await append(stream, NO_STREAM, [event(), event()]);
    expect(await append(stream, ANY, [])).toMatchObject({ success: true, nextExpectedRevision: 1n });
  });

  test('a soft-deleted stream, NO_STREAM: success, the numbering goes on', async () => {
    const stream = newStream();
    await append(stream, NO_STREAM, [event(), event()]);
    await client.deleteStream(stream);
    const again = event();
    expect(await append(stream, NO_STREAM, [again])).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(await read(stream)).toEqual([again.id]);
  });

  test('a tombstoned stream: stream-deleted', async () => {
    const stream = newStream();
    await append(stream, NO_STREAM, [event()]);
    await client.tombstoneStream(stream);
    await expect(append(stream, ANY, [event()])).rejects.toMatchObject({ type: 'stream-deleted', name: 'Error' });
  });
});
