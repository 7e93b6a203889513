// kafkajs' idempotent producer when an answer is lost: with overlapping sends it loses one event and doubles another, and says that all is well
// (`reliability.md` F1). And that the intake, with one request under way at a time, does neither.
import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { expect, test } from 'vitest';
import { kafkaProxy, type LostAnswer } from '../support/servers/kafka-proxy.ts';
import type { KafkaUnderTest } from '../support/servers/kafka.ts';
import { bareKafka, newGroup, newTopic, onKafka, readAll } from './on-kafka.ts';
import { eventsOf, newLedger, startIngester, startIntake, streamOf, until } from './topic-under-test.ts';

interface Figures {
  trials: number;
  /** Trials in which every send was acknowledged. */
  allAcknowledged: number;
  /** Trials in which an acknowledged event is not on the topic. */
  lost: number;
  doubled: number;
  /** Trials in which the log is not what was sent, in order, once. */
  wrong: number;
}

const target = ({ brokers }: KafkaUnderTest) => {
  const [host = '', port = ''] = (brokers[0] ?? '').split(':');
  return { host, port: Number(port) };
};

/** Eight sends of one event each by kafkajs' own idempotent producer, one answer among the first three lost. */
async function trials(server: KafkaUnderTest, { count, overlapping, how }: { count: number; overlapping: boolean; how: LostAnswer }): Promise<Figures> {
  const topic = await newTopic(server);
  const proxy = await kafkaProxy(target(server));
  const acknowledged: string[][] = [];
  const names = (trial: number) => Array.from({ length: 8 }, (_, n) => `${trial}${'ABCDEFGH'[n]}`);
  for (let trial = 0; trial < count; trial += 1) {
    const kafka = bareKafka(server, { socketFactory: proxy.socket, requestTimeout: 600, retry: { initialRetryTime: 50, retries: 8 } });
    const producer = kafka.producer({ idempotent: true, allowAutoTopicCreation: false, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, messages: [{ value: `${trial}-first` }] });
    proxy.lose(1 + (trial % 3), how);
    const sent: string[] = [];
    const send = async (value: string): Promise<void> => {
      await producer.send({ topic, messages: [{ value }] });
      sent.push(value);
    };
    if (overlapping) await Promise.allSettled(names(trial).map(send));
    else for (const value of names(trial)) await send(value);
    acknowledged.push(sent);
    await producer.disconnect();
  }
  expect(proxy.lost()).toBe(count);
  const log = await readAll(server, topic);
  const figures = { trials: count, allAcknowledged: 0, lost: 0, doubled: 0, wrong: 0 };
  for (const [trial, acks] of acknowledged.entries()) {
    const found = log.filter((value) => value.startsWith(`${trial}`) && /^\d+[A-H]$/.test(value) && Number.parseInt(value, 10) === trial);
    if (acks.length === 8) figures.allAcknowledged += 1;
    if (acks.some((value) => !found.includes(value))) figures.lost += 1;
    if (new Set(found).size < found.length) figures.doubled += 1;
    if (found.join() !== names(trial).join()) figures.wrong += 1;
  }
  return figures;
}

const told = (what: string, figures: Figures): void => void process.stdout.write(`F1, ${what}: ${JSON.stringify(figures)}\n`);

onKafka('a lost answer', (server) => {
  test.each(['closed', 'swallowed'] as const)('kafkajs idempotent, overlapping sends, connection %s', async (how) => {
    const figures = await trials(server, { count: how === 'closed' ? 20 : 10, overlapping: true, how });
    told(`overlapping, ${how}`, figures);
    expect(figures.lost).toBeGreaterThan(0);
  });

  test('kafkajs idempotent, one send after the other: whole', async () => {
    const figures = await trials(server, { count: 10, overlapping: false, how: 'closed' });
    told('sequential, closed', figures);
    expect(figures).toEqual({ trials: 10, allAcknowledged: 10, lost: 0, doubled: 0, wrong: 0 });
  });

  test('the intake: submitted at once, answers lost, everything in the ledger once and in order', async () => {
    const topic = await newTopic(server);
    const proxy = await kafkaProxy(target(server));
    const ledger = newLedger().open();
    const intake = await startIntake(server, { events: topic, registers: `${topic}-registers` }, { socket: proxy.socket, requestTimeoutMs: 600 });
    const sent = eventsOf(4_000, randomUUID());
    const submitted: Promise<unknown>[] = [];
    for (let at = 0; at < sent.length; at += 20) {
      submitted.push(intake.submit(sent.slice(at, at + 20)));
      if (at % 1_000 === 0) {
        proxy.lose(1, at % 2_000 === 0 ? 'closed' : 'swallowed');
        await submitted.at(-1);
      }
    }
    await Promise.all(submitted);
    expect([proxy.lost(), proxy.mostUnderWay()]).toEqual([4, 1]);
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('all are there', async () => (await streamOf(ledger, 'ledger-0')).length >= sent.length);
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
    await until('the repeats are known as such', () => running.ingester.conservation().duplicates >= 80);
  });
});
