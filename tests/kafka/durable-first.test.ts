// Nothing is passed before it is durable: while a part of a partition is being taken, nothing behind it is handed over and no offset beyond it is committed.
import { expect, onTestFinished, test } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { readKafkaTopic } from '../../services/adapters/kafka/kafka-topic.ts';
import { adminOf, newGroup, newTopic, onKafka, sendBare } from './on-kafka.ts';
import { settingsOf, until } from './topic-under-test.ts';

onKafka('a topic', (server) => {
  test('is passed only as far as it is durable', async () => {
    const [topic, groupId, admin] = [await newTopic(server), newGroup(server), await adminOf(server)];
    const count = 1_200;
    await sendBare(
      server,
      topic,
      Array.from({ length: count }, (_, n) => ({ value: `${n}` })),
    );
    const committed = async (): Promise<number> => Number((await admin.fetchOffsets({ groupId, topics: [topic] }))[0]?.partitions[0]?.offset ?? -1);
    const gate = Promise.withResolvers<void>();
    let [taken, underWay, most] = [0, 0, 0];
    const reading = await readKafkaTopic({
      kafka: settingsOf(server),
      topic,
      groupId,
      sessionTimeoutMs: 6_000,
      handler: {
        resume: async () => 0n,
        take: async (_partition, records) => {
          most = Math.max(most, (underWay += 1));
          await gate.promise;
          underWay -= 1;
          taken += records.length;
        },
      },
    });
    onTestFinished(() => reading.stop());
    // Before that: hooks run backwards.
    onTestFinished(() => gate.resolve());
    await until('the first part is being taken', () => underWay > 0);
    await delay(1_500);
    expect([most, taken]).toEqual([1, 0]);
    expect(await committed()).toBeLessThanOrEqual(0);
    gate.resolve();
    await until('all is taken and committed', async () => taken === count && (await committed()) === count);
    expect(most).toBe(1);
  });
});
