// Makes the topics that are missing, as the rest of the system needs them; those that are there are left as they are.
import type { Admin } from 'kafkajs';
import { kafkaClient, translated, type KafkaClientOptions } from './kafka-client.ts';
import type { Topics } from './topics.ts';

export interface MakeTopicsOptions {
  readonly kafka: KafkaClientOptions;
  readonly topics: Topics;
  /** Of the events topic; the registers have one. Never changed afterwards: it decides which ledger stream a person is in. */
  readonly partitions: number;
  /** Null: as the brokers have it. */
  readonly replication: number | null;
}

/** Kept until they are in the ledger, however long that takes: nothing is deleted by time, and nothing is compacted. */
const settings = Object.entries({ 'cleanup.policy': 'delete', 'retention.ms': '-1', 'max.message.bytes': '1048588' }).map(([name, value]) => ({ name, value }));

/** Resolves with the topics that were made. @throws LineageError ERR_UNREACHABLE, or ERR_CONFIGURATION when this user may not. */
export async function makeTopics({ kafka, topics, partitions, replication }: MakeTopicsOptions): Promise<readonly string[]> {
  const admin = kafkaClient(kafka).admin();
  try {
    await admin.connect();
    const there = new Set(await admin.listTopics());
    const wanted = [
      { topic: topics.events, numPartitions: partitions },
      { topic: topics.registers, numPartitions: 1 },
    ].filter(({ topic }) => !there.has(topic));
    if (wanted.length > 0) await make(admin, wanted, replication);
    return wanted.map(({ topic }) => topic);
  } catch (error) {
    throw translated(error, 'the topics cannot be looked up or made');
  } finally {
    await admin.disconnect();
  }
}

async function make(admin: Admin, wanted: readonly { readonly topic: string; readonly numPartitions: number }[], replication: number | null): Promise<void> {
  const topics = wanted.map((topic) => ({ ...topic, configEntries: settings, ...(replication === null ? {} : { replicationFactor: replication }) }));
  // False when another process made them meanwhile, which is as good.
  await admin.createTopics({ waitForLeaders: true, topics });
}
