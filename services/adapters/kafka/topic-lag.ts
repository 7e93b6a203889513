// How many records of a topic are not in the ledger yet, by what the group of the ingesters has committed: seen from any process.
import type { Admin } from 'kafkajs';
import { kafkaClient, translated, type KafkaClientOptions } from './kafka-client.ts';

export interface TopicLag {
  /** Records by `topic/partition`. @throws LineageError ERR_UNREACHABLE. */
  records(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** Connects at the first question. */
export function topicLag(kafka: KafkaClientOptions, groups: readonly { readonly topic: string; readonly groupId: string }[]): TopicLag {
  let connected: Promise<Admin> | null = null;
  const connect = async (): Promise<Admin> => {
    const admin = kafkaClient(kafka).admin();
    await admin.connect();
    return admin;
  };
  const records = async (): Promise<ReadonlyMap<string, number>> => {
    try {
      const admin = await (connected ??= connect());
      const lags = await Promise.all(groups.map((group) => lagOf(admin, group)));
      return new Map(lags.flat());
    } catch (error) {
      connected = null;
      throw translated(error, 'the lag of the topics cannot be asked for');
    }
  };
  const close = async (): Promise<void> => {
    const admin = await connected?.catch(() => null);
    await admin?.disconnect();
  };
  return { records, close };
}

async function lagOf(admin: Admin, { topic, groupId }: { readonly topic: string; readonly groupId: string }): Promise<readonly [string, number][]> {
  // Committed first: what is taken in between makes the lag too large for a moment, never too small.
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const ends = await admin.fetchTopicOffsets(topic);
  return ends.map(({ partition, low, high }) => {
    const taken = Number(committed?.partitions.find((one) => one.partition === partition)?.offset ?? -1);
    return [`${topic}/${partition}`, Number(high) - Math.max(taken, Number(low))];
  });
}
