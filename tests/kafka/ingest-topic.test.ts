// From a producer over a real topic into the ledger: everything once, in order per person; what cannot be read, once in quarantine.
import { expect, test } from 'vitest';
import type { PreparedEvent } from '../../services/core/ports/intake.ts';
import { collected, fang, ming, prepared, registered } from '../support/builders.ts';
import { newGroup, newTopic, onKafka, sendBare } from './on-kafka.ts';
import { eventsOf, newLedger, recordOf as record, quarantineOf, startIngester, startIntake, streamOf, until } from './topic-under-test.ts';

onKafka('from producer to ledger', (server) => {
  test('everything once and in order, over three partitions, registers in their own stream', async () => {
    const topics = { events: await newTopic(server, { partitions: 3 }), registers: await newTopic(server) };
    const ledger = newLedger().open();
    const people = await startIngester(server, { topic: topics.events, groupId: newGroup(server), ledger });
    const registers = await startIngester(server, { topic: topics.registers, groupId: newGroup(server), ledger, carries: 'registers' });
    const intake = await startIntake(server, topics);
    const sent = eventsOf(2_000);
    const entry = { ...prepared(registered(0)), stream: 'ledger-registers' as PreparedEvent['stream'] };
    const receipts = await Promise.all([intake.submit([entry]), ...[0, 500, 1_000, 1_500].map((at) => intake.submit(sent.slice(at, at + 500)))]);
    expect(receipts.flat().every(({ status }) => status === 'accepted')).toBe(true);
    // A producer that sends again what it has sent.
    await intake.submit(sent.slice(300, 400));
    await until('all are taken', () => people.ingester.conservation().consumed === 2_100 && registers.ingester.conservation().consumed === 1);

    expect(people.ingester.conservation()).toEqual({ consumed: 2_100, appended: 2_000, quarantined: 0, duplicates: 100 });
    const streams = await Promise.all([0, 1, 2].map((partition) => streamOf(ledger, `ledger-${partition}`)));
    expect(streams.every((stream) => stream.length > 0)).toBe(true);
    expect(
      streams
        .flat()
        .map(({ eventId }) => eventId)
        .toSorted(),
    ).toEqual(sent.map(({ eventId }) => eventId).toSorted());
    const place = new Map(sent.map(({ eventId }, n) => [eventId, n]));
    for (const [partition, stream] of streams.entries()) {
      const perPerson = Map.groupBy(stream, ({ eventId }) => sent[place.get(eventId)!]!.dataSubject);
      for (const events of perPerson.values()) {
        const order = events.map(({ eventId }) => place.get(eventId)!);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
      const offsets = stream.map(({ metadata }) => BigInt(metadata.offset!));
      expect(offsets.every((offset, i) => i === 0 || offset > offsets[i - 1]!)).toBe(true);
      expect(stream[0]!.metadata).toMatchObject({ topic: topics.events, partition });
    }
    const seventh = streams.flat().find(({ eventId }) => eventId === sent[7]!.eventId)!;
    expect(Buffer.from(seventh.data)).toEqual(Buffer.from(sent[7]!.bytes));
    expect((await streamOf(ledger, 'ledger-registers')).map(({ eventId }) => eventId)).toEqual([entry.eventId]);
  });

  test('what cannot be read is in quarantine once, byte for byte, and the flow goes on', async () => {
    const topic = await newTopic(server);
    const ledger = newLedger().open();
    const [first, second, third] = [prepared(collected(0)), prepared(collected(1)), prepared(collected(2))];
    const good = record(first);
    const unknown = Buffer.concat([Buffer.from('c301', 'hex'), Buffer.alloc(8, 7), Buffer.from(first.bytes)]);
    const truncated = record(second).value.subarray(0, -3);
    const bomb = Buffer.concat([good.value.subarray(0, 10), Buffer.from('feffffff0f', 'hex')]);
    const other = { ...record(prepared(collected(3, { sourceEventId: 'taken', purpose: 'login' }))), key: ming };
    const clash = record(prepared(collected(4, { sourceEventId: 'taken', purpose: 'account-login' })));
    const register = record(prepared(registered(0)));
    const poison = [
      ['undecodable', 'undecodable', { key: ming, value: Buffer.from('{"json":1}') }],
      ['undecodable', 'undecodable', { key: ming, value: Buffer.alloc(0) }],
      ['undecodable', 'tombstone', { key: fang, value: null }],
      ['unknown-schema', 'unknown-schema', { key: ming, value: unknown }],
      ['undecodable', 'undecodable', { key: ming, value: truncated }],
      ['undecodable', 'undecodable', { key: ming, value: bomb }],
      ['oversize', 'size', { key: ming, value: Buffer.alloc(300_000, 1) }],
      ['conflict', 'conflict', clash],
      ['invalid', 'key', { key: fang, value: record(third).value }],
      ['invalid', 'topic', { key: ming, value: register.value }],
    ] as const;
    const messages = [good, other, ...poison.map(([, , message]) => message), { ...record(second) }];
    await sendBare(server, topic, messages);
    // The same again, and once more a good one.
    await sendBare(server, topic, [...messages, record(third)]);
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('all are taken', () => running.ingester.conservation().consumed === 27);

    expect(running.ingester.conservation()).toEqual({ consumed: 27, appended: 4, quarantined: 10, duplicates: 13 });
    expect((await streamOf(ledger, 'ledger-0')).map(({ metadata }) => metadata.offset)).toEqual(['0', '1', '12', '26']);
    const kept = await quarantineOf(ledger, 'quarantine-0');
    expect(kept.map(({ reason, rule, offset }) => [reason, rule, offset])).toEqual(poison.map(([reason, rule], i) => [reason, rule, String(2 + i)]));
    for (const [i, [, rule, { key, value }]] of poison.entries()) expect(kept[i]!.raw).toEqual(rule === 'tombstone' ? Buffer.from(key!) : value);
    expect(kept[2]!.dataSubject).toBe(fang);
  });

  test('a record that is larger than quarantine can hold is kept by its hash and place', async () => {
    const topic = await newTopic(server);
    const ledger = newLedger().open();
    await sendBare(server, topic, [{ key: ming, value: Buffer.alloc(900_000, 1) }, record(prepared(collected(0)))]);
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('both are taken', () => running.ingester.conservation().consumed === 2);
    const [entry] = await quarantineOf(ledger, 'quarantine-0');
    expect([entry!.reason, entry!.raw.toString()]).toEqual(['oversize', expect.stringMatching(/^900000 bytes, sha256 [0-9a-f]{64}, .* 0 0$/)]);
    expect(await streamOf(ledger, 'ledger-0')).toHaveLength(1);
  });

  test.each(['gzip', 'snappy', 'lz4', 'zstd'])('a topic that its broker compresses with %s is read', async (compression) => {
    const topic = await newTopic(server, { settings: { 'compression.type': compression } });
    const ledger = newLedger().open();
    const sent = eventsOf(300);
    await sendBare(server, topic, sent.map(record));
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('all are taken', () => running.ingester.conservation().consumed === 300);
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
  });

  test('a topic that does not exist, and a broker that does not answer, are said so', async () => {
    const ledger = newLedger().open();
    const missing = startIngester(server, { topic: `${server.prefix}nothing`, groupId: newGroup(server), ledger });
    await expect(missing).rejects.toMatchObject({ code: 'ERR_CONFIGURATION' });
    const nobody = startIntake({ ...server, brokers: ['127.0.0.1:9'] }, { events: 'e', registers: 'r' });
    await expect(nobody).rejects.toMatchObject({ code: 'ERR_UNREACHABLE', message: expect.stringContaining('127.0.0.1:9') });
  });
});
