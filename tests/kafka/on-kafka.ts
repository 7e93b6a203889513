// What the tests of the project `kafka` need: its broker, topics and groups of their own, a bare producer, a look at what a topic holds.
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import kafkajs, { type Admin, type Kafka, type KafkaConfig, type Message, type Producer } from 'kafkajs';
import { describe, inject, onTestFinished } from 'vitest';
import type { KafkaUnderTest } from '../support/servers/kafka.ts';

const nowhere: KafkaUnderTest = { brokers: [], prefix: '', server: '' };

/** `describe` on the broker of this run; without one every test in it is skipped, with the reason in its name. */
export function onKafka(what: string, tests: (server: KafkaUnderTest) => void): void {
  const provided = inject('kafka');
  if ('missing' in provided) describe.skip(`${what}: no Kafka, ${provided.missing}`, () => tests(nowhere));
  else describe(`${what} (${provided.server})`, () => tests(provided));
}

/** kafkajs with nothing of the adapter in between, mute. */
export const bareKafka = (server: KafkaUnderTest, config: Partial<KafkaConfig> = {}): Kafka =>
  new kafkajs.Kafka({ clientId: 'suyuan-tests', brokers: [...server.brokers], logLevel: kafkajs.logLevel.NOTHING, ...config });

export interface TopicOptions {
  readonly partitions?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A new topic, deleted when the test is over. */
export async function newTopic(server: KafkaUnderTest, { partitions = 1, settings = {} }: TopicOptions = {}): Promise<string> {
  const topic = `${server.prefix}${randomUUID()}`;
  const admin = await adminOf(server);
  const configEntries = Object.entries({ 'max.message.bytes': '2097152', ...settings }).map(([name, value]) => ({ name, value }));
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }] });
  onTestFinished(() => admin.deleteTopics({ topics: [topic] }).catch(() => {}));
  return topic;
}

export const newGroup = ({ prefix }: KafkaUnderTest): string => `${prefix}group-${randomUUID()}`;

export async function adminOf(server: KafkaUnderTest): Promise<Admin> {
  const admin = bareKafka(server).admin();
  await admin.connect();
  // After what was registered later, the deletion of topics: hooks run backwards.
  onTestFinished(() => admin.disconnect());
  return admin;
}

export async function bareProducer(server: KafkaUnderTest): Promise<Producer> {
  const producer = bareKafka(server).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  return producer;
}

/** Sends bare messages to one partition, in one batch. */
export async function sendBare(server: KafkaUnderTest, topic: string, messages: readonly Message[], partition = 0): Promise<void> {
  const producer = await bareProducer(server);
  await producer.send({ topic, acks: -1, messages: messages.map((message) => ({ ...message, partition })) });
}

/** All that partition 0 of a topic holds, as text. */
export const readAll = async (server: KafkaUnderTest, topic: string): Promise<readonly string[]> => (await readAllBytes(server, topic)).map(String);

/** All that partition 0 of a topic holds. */
export async function readAllBytes(server: KafkaUnderTest, topic: string): Promise<readonly Buffer[]> {
  const admin = await adminOf(server);
  const high = Number((await admin.fetchTopicOffsets(topic))[0]?.high ?? 0);
  const found: Buffer[] = [];
  if (high === 0) return found;
  const consumer = bareKafka(server).consumer({ groupId: newGroup(server) });
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const signal = new EventTarget();
  const whole = once(signal, 'whole');
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ message }) => {
      found.push(message.value ?? Buffer.alloc(0));
      if (Number(message.offset) === high - 1) signal.dispatchEvent(new Event('whole'));
      return Promise.resolve();
    },
  });
  await whole;
  await consumer.disconnect();
  return found;
}
