// The producer client over Kafka: accepted means on the topic, the ledger gets each event once and in order, whatever answers get lost.
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { producerClient, type OverKafkaOptions } from '../../services/producer-client/producer-client.ts';
import type { Report } from '../../services/producer-client/report.ts';
import { kafkaProxy } from '../support/servers/kafka-proxy.ts';
import type { KafkaUnderTest } from '../support/servers/kafka.ts';
import { newGroup, newTopic, onKafka } from './on-kafka.ts';
import { newLedger, startIngester, streamOf, until } from './topic-under-test.ts';

const people = Array.from({ length: 10 }, () => randomUUID());

const use = (n: number, more: object = {}): Report => ({
  type: 'PersonalDataUsed',
  sourceEventId: `use-${n}`,
  occurredAt: '2025-09-03T10:15:00+08:00',
  dataSubject: people[n % people.length] ?? '',
  items: ['mobile_number'],
  purpose: 'login',
  legalBasis: '13-1',
  ...more,
});

async function clientOf(server: KafkaUnderTest, topic: string, more: Partial<OverKafkaOptions> & { readonly giveUpMs?: number } = {}) {
  const client = await producerClient({
    producer: 'card-service',
    kafka: { KAFKA_BROKERS: server.brokers.join(',') },
    topics: { events: topic, registers: topic },
    ...more,
  });
  onTestFinished(() => client.close());
  return client;
}

onKafka('the producer client', (server) => {
  test('events arrive once each, in order, and what breaks its contract never leaves', async () => {
    const [topic, ledger] = [await newTopic(server), newLedger().open()];
    const client = await clientOf(server, topic);
    const sent = Array.from({ length: 1_500 }, (_, n) => use(n));
    const deliveries = await Promise.all([...sent.map((report) => client.send(report)), client.send(use(1)), client.send(use(9_000, { items: [] }))]);
    expect(deliveries.slice(0, 1_501).every(({ status }) => status === 'accepted')).toBe(true);
    expect(deliveries[1_501]).toMatchObject({ status: 'rejected', problems: [{ pointer: '/items', rule: 'length' }] });
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('all are consumed', () => running.ingester.conservation().consumed === 1_501);
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(
      deliveries.slice(0, 1_500).map((delivery) => ('eventId' in delivery ? delivery.eventId : null)),
    );
    expect(running.ingester.conservation()).toMatchObject({ appended: 1_500, duplicates: 1, quarantined: 0 });
  });

  test('an identifier is refused and appears on no topic', async () => {
    const topic = await newTopic(server);
    const client = await clientOf(server, topic);
    const delivery = await client.send(use(1, { dataSubject: undefined, identifier: { type: 'mobile', value: '13800000003' } }));
    expect(delivery).toMatchObject({
      status: 'rejected',
      problems: [{ pointer: '/identifier', rule: 'http-only', expected: expect.stringContaining('HTTP') }],
    });
  });

  test('lost answers: sent again in the same order, nothing lost, nothing doubled in the ledger', async () => {
    const [topic, ledger] = [await newTopic(server), newLedger().open()];
    const [host = '', port = ''] = (server.brokers[0] ?? '').split(':');
    const proxy = await kafkaProxy({ host, port: Number(port) });
    const client = await clientOf(server, topic, { driver: { socket: proxy.socket, requestTimeoutMs: 1_500 } });
    const ids: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      proxy.lose(1, round % 2 === 0 ? 'closed' : 'swallowed');
      const deliveries = await Promise.all(Array.from({ length: 30 }, (_, n) => client.send(use(round * 30 + n))));
      ids.push(...deliveries.map((delivery) => (delivery.status === 'accepted' ? delivery.eventId : delivery.status)));
    }
    expect(proxy.lost()).toBe(4);
    expect(proxy.mostUnderWay()).toBe(1);
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('all are there', async () => (await streamOf(ledger, 'ledger-0')).length >= 120);
    await running.stop();
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(ids);
  });

  test('a topic that is not there is said, not waited for', async () => {
    const client = await clientOf(server, `${server.prefix}nowhere`);
    expect(await client.send(use(1))).toMatchObject({ status: 'unknown', because: expect.stringContaining('no such topic') });
  });
});
