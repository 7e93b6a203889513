// Reads a topic as a member of a group. Where to read on is asked of the handler, never of the group: committed offsets are
// written for monitoring, and kafkajs jumps without a word when they expire or point nowhere.
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { LineageError } from '../../core/domain/errors.ts';
import type { TopicHandler, TopicReading } from '../../core/ports/intake-topic.ts';
import { assignment, type Assignment } from './assignment.ts';
import { checkBrokerVersions } from './broker-versions.ts';
import { isKafkaJsError, kafkaClient, translated, type KafkaClientOptions } from './kafka-client.ts';
import { recordsFrom } from './records-from.ts';

export interface KafkaTopicOptions {
  readonly kafka: KafkaClientOptions;
  readonly topic: string;
  readonly groupId: string;
  readonly handler: TopicHandler;
  /** Told when another writer has taken a partition over. */
  readonly onFenced?: (partition: number, why: LineageError) => void;
  /** So long a fenced partition is left alone; if the group has not taken it away by then, it is read on from where the ledger is. */
  readonly fencePauseMs?: number;
  /** A member that is not heard of for so long loses its partitions. */
  readonly sessionTimeoutMs?: number;
}

/** So often a commit that failed is tried again. */
const commitEveryMs = 5_000;
/** Records handed over at once. */
const takeMax = 500;
/** One answer of a broker, all partitions; and one partition's part of it. */
const fetchBytes = { all: 8 * 1024 * 1024, partition: 1024 * 1024 } as const;

/** Joins the group and reads until `stop`, or until it cannot go on. @throws LineageError ERR_UNREACHABLE or ERR_CONFIGURATION at the start. */
export async function readKafkaTopic(options: KafkaTopicOptions): Promise<TopicReading> {
  const { kafka: settings, topic, groupId, handler, onFenced = () => {}, fencePauseMs = 60_000, sessionTimeoutMs = 45_000 } = options;
  await checkBrokerVersions(settings);
  const kafka = kafkaClient(settings);
  const heartbeatInterval = Math.min(3_000, Math.floor(sessionTimeoutMs / 3));
  const [admin, consumer] = [kafka.admin(), consumerOf(kafka, { groupId, sessionTimeout: sessionTimeoutMs, heartbeatInterval })];
  const { promise: done, resolve: end, reject } = Promise.withResolvers<void>();
  // Nobody may be waiting yet.
  done.catch(() => {});
  let stopping = false;
  const disconnect = async (): Promise<void> => {
    stopping = true;
    clearInterval(committing);
    assigned.end();
    await Promise.allSettled([consumer.disconnect(), admin.disconnect()]);
  };
  const fail = (error: unknown): void => {
    if (stopping) return;
    reject(isKafkaJsError(error) ? translated(error, `${topic} cannot be read on`) : error);
    // Not awaited: the consumer waits for the batch that failed.
    void disconnect();
  };
  const assigned = assignment({ consumer, admin, topic, groupId, handler, onFenced, fencePauseMs, fail });
  const committing = setInterval(() => void assigned.commit(), commitEveryMs);
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  const eachBatch = batchTaker({ assigned, handler, heartbeatInterval, fail });
  try {
    await Promise.all([consumer.connect(), admin.connect()]);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 4, eachBatch });
  } catch (error) {
    await disconnect();
    throw translated(error, `${topic} cannot be read`);
  }
  const stop = async (): Promise<void> => {
    await disconnect();
    end();
  };
  return { done, stop };
}

const consumerOf = (kafka: Kafka, group: { groupId: string; sessionTimeout: number; heartbeatInterval: number }): Consumer =>
  kafka.consumer({
    ...group,
    maxBytes: fetchBytes.all,
    maxBytesPerPartition: fetchBytes.partition,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
    // Dying loudly and being started anew is the one way of recovery.
    retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 8, restartOnFailure: () => Promise.resolve(false) },
  });

interface BatchTakerOptions {
  readonly assigned: Assignment;
  readonly handler: TopicHandler;
  readonly heartbeatInterval: number;
  readonly fail: (error: unknown) => void;
}

/** Hands batches over in parts, and goes on only when each is durable. kafkajs sees no error but its own: it would fetch the same again for ever. */
function batchTaker({ assigned, handler, heartbeatInterval, fail }: BatchTakerOptions): (payload: EachBatchPayload) => Promise<void> {
  return async (payload) => {
    const { partition } = payload.batch;
    const [mine, from] = [assigned.generation(), assigned.next(partition)];
    const isOver = (): boolean => mine !== assigned.generation();
    if (from === undefined) return;
    const beating = setInterval(() => void payload.heartbeat().catch(() => {}), heartbeatInterval);
    try {
      const { records, next } = recordsFrom(payload.batch, from);
      for (let at = 0; at < records.length; at += takeMax) {
        if (isOver() || !payload.isRunning() || payload.isStale()) return;
        await handler.take(partition, records.slice(at, at + takeMax));
        if (isOver()) return;
        // Behind the last record come the marks of transactions, if any.
        const reached = records[at + takeMax]?.offset ?? next;
        assigned.advance(partition, reached);
        payload.resolveOffset(String(reached - 1n));
        await payload.heartbeat();
      }
      await assigned.commit();
    } catch (error) {
      if (isKafkaJsError(error)) throw error;
      if (isOver()) return;
      if (error instanceof LineageError && error.code === 'ERR_LOCKED') assigned.fence(partition, error);
      else fail(error);
    } finally {
      clearInterval(beating);
    }
  };
}
