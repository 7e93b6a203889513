// Where an ingester reads on after it died, whatever the group remembers, and that it stops where records are missing.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import kafkajs, { type Admin } from 'kafkajs';
import { LineageError } from '../../services/core/domain/errors.ts';
import type { EventIndex, Ledger } from '../../services/core/ports/ledger.ts';
import { randomSource } from '../support/random-source.ts';
import { adminOf, bareKafka, newGroup, newTopic, onKafka, sendBare } from './on-kafka.ts';
import { eventsOf, newLedger, quarantineOf, recordOf, startIngester, streamOf, until } from './topic-under-test.ts';

/** Dies at its n-th append: before it is done, or when it is done and nobody knows. */
function dyingAt(ledger: Ledger & EventIndex, n: number, when: 'before' | 'after'): Ledger & EventIndex {
  let appends = 0;
  const append: Ledger['append'] = async (stream, expected, events) => {
    appends += 1;
    if (appends > n) throw new LineageError('ERR_STORAGE', 'dead already');
    if (appends < n) return ledger.append(stream, expected, events);
    if (when === 'after') await ledger.append(stream, expected, events);
    throw new LineageError('ERR_STORAGE', 'died here');
  };
  return { ...ledger, append };
}

async function deleteBefore(admin: Admin, topic: string, offset: number): Promise<void> {
  // Asked for first, so that it knows the topic.
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
}

onKafka('reading on', (server) => {
  test('twenty deaths between append and commit lose nothing and double nothing, poison included', async () => {
    const topic = await newTopic(server);
    const [file, groupId, random] = [newLedger(), newGroup(server), randomSource(4)];
    const sent = eventsOf(3_000);
    for (let at = 0; at < sent.length; at += 100)
      await sendBare(server, topic, [...sent.slice(at, at + 100).map(recordOf), { key: 'nobody', value: `poison after ${at + 100}` }]);
    for (let death = 0; death < 20; death += 1) {
      const dying = dyingAt(file.open(), 1 + random.below(4), random.chance(0.5) ? 'before' : 'after');
      const running = await startIngester(server, { topic, groupId, ledger: dying });
      const end = await Promise.race([running.done.then(String, String), delay(400, 'alive')]);
      expect(['alive', 'LineageError: died here']).toContain(end);
      await running.stop();
    }
    const ledger = file.open();
    await startIngester(server, { topic, groupId, ledger });
    await until('all are there', async () => (await streamOf(ledger, 'ledger-0')).length >= sent.length);
    await delay(500);
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
    expect((await quarantineOf(ledger, 'quarantine-0')).map(({ raw }) => raw.toString())).toEqual(
      Array.from({ length: 30 }, (_, n) => `poison after ${(n + 1) * 100}`),
    );
  });

  test('a committed offset at the end, or at the beginning, changes nothing', async () => {
    const topic = await newTopic(server);
    const [ledger, groupId, sent, admin] = [newLedger().open(), newGroup(server), eventsOf(160), await adminOf(server)];
    const take = async (count: number) => {
      const running = await startIngester(server, { topic, groupId, ledger });
      await until(`${count} are there`, async () => (await streamOf(ledger, 'ledger-0')).length === count);
      await running.stop();
      return running.ingester.conservation().consumed;
    };
    await sendBare(server, topic, sent.slice(0, 100).map(recordOf));
    expect(await take(100)).toBe(100);
    expect((await admin.fetchOffsets({ groupId, topics: [topic] }))[0]!.partitions[0]!.offset).toBe('100');
    await sendBare(server, topic, sent.slice(100, 150).map(recordOf));
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '150' }] });
    expect(await take(150)).toBe(50);
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '0' }] });
    await sendBare(server, topic, sent.slice(150).map(recordOf));
    expect(await take(160)).toBe(10);
    await admin.deleteGroups([groupId]);
    expect(await take(160)).toBe(0);
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
  });

  test('records deleted before they were read: it stops, until the gap is accepted', async () => {
    const topic = await newTopic(server);
    const [ledger, groupId, sent, admin] = [newLedger().open(), newGroup(server), eventsOf(30), await adminOf(server)];
    await sendBare(server, topic, sent.slice(0, 10).map(recordOf));
    const first = await startIngester(server, { topic, groupId, ledger });
    await until('ten are there', () => first.ingester.conservation().appended === 10);
    await first.stop();
    await sendBare(server, topic, sent.slice(10).map(recordOf));
    await deleteBefore(admin, topic, 15);
    const second = await startIngester(server, { topic, groupId, ledger });
    await expect(second.done).rejects.toMatchObject({
      code: 'ERR_INVARIANT',
      message: expect.stringContaining('begins at offset 15, but ledger-0 comes to 10'),
    });
    expect(await streamOf(ledger, 'ledger-0')).toHaveLength(10);
    await second.stop();
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '15' }] });
    const third = await startIngester(server, { topic, groupId, ledger });
    await until('the rest is there', () => third.ingester.conservation().appended === 15);
  });

  test('records deleted while it is reading: it stops instead of jumping', async () => {
    const topic = await newTopic(server);
    const [ledger, sent, admin] = [newLedger().open(), eventsOf(30), await adminOf(server)];
    const gate = Promise.withResolvers<void>();
    const slow: Ledger & EventIndex = { ...ledger, append: async (...call) => gate.promise.then(() => ledger.append(...call)) };
    await sendBare(server, topic, sent.slice(0, 10).map(recordOf));
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger: slow });
    await delay(1_000);
    await sendBare(server, topic, sent.slice(10, 20).map(recordOf));
    await deleteBefore(admin, topic, 20);
    await sendBare(server, topic, sent.slice(20).map(recordOf));
    gate.resolve();
    await expect(running.done).rejects.toMatchObject({ code: 'ERR_INVARIANT', message: expect.stringContaining('records are missing') });
    expect(await streamOf(ledger, 'ledger-0')).toHaveLength(10);
  });

  test('a topic that is shorter than what was taken of it is not the same topic', async () => {
    const topic = await newTopic(server);
    const [ledger, groupId, sent] = [newLedger().open(), newGroup(server), eventsOf(30)];
    await sendBare(server, topic, sent.map(recordOf));
    const first = await startIngester(server, { topic, groupId, ledger });
    await until('all are there', () => first.ingester.conservation().appended === 30);
    await first.stop();
    const admin = await adminOf(server);
    await admin.deleteTopics({ topics: [topic] });
    await until('it is gone', async () => !(await admin.listTopics()).includes(topic));
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] });
    await sendBare(server, topic, sent.slice(0, 5).map(recordOf));
    const second = await startIngester(server, { topic, groupId, ledger });
    await expect(second.done).rejects.toMatchObject({ code: 'ERR_INVARIANT', message: expect.stringContaining('made anew') });
  });

  test('what a transaction took back is not taken, and its marks are no gap', async () => {
    const topic = await newTopic(server);
    const [ledger, sent] = [newLedger().open(), eventsOf(12)];
    const producer = bareKafka(server).producer({
      transactionalId: `${server.prefix}${topic}`,
      maxInFlightRequests: 1,
      idempotent: true,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    for (const [at, end] of [0, 3, 6, 9].entries()) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: sent.slice(end, end + 3).map(recordOf) });
      await (at % 2 === 0 ? transaction.commit() : transaction.abort());
    }
    await producer.disconnect();
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('six are there', () => running.ingester.conservation().appended === 6);
    const more = eventsOf(2);
    await sendBare(server, topic, more.map(recordOf));
    await until('two more are there', () => running.ingester.conservation().appended === 8);
    const stream = await streamOf(ledger, 'ledger-0');
    expect(stream.map(({ eventId }) => eventId)).toEqual([...sent.slice(0, 3), ...sent.slice(6, 9), ...more].map(({ eventId }) => eventId));
    expect(stream.map(({ metadata }) => metadata.offset)).toEqual(['0', '1', '2', '8', '9', '10', '16', '17']);
  });
});
