// The partitions that this member of the group has now, each with the offset that comes next: asked of the handler before the first fetch.
import type { Admin, Consumer } from 'kafkajs';
import { LineageError } from '../../core/domain/errors.ts';
import type { PartitionBounds, TopicHandler } from '../../core/ports/intake-topic.ts';

export interface AssignmentOptions {
  readonly consumer: Consumer;
  readonly admin: Admin;
  readonly topic: string;
  readonly groupId: string;
  readonly handler: TopicHandler;
  readonly onFenced: (partition: number, why: LineageError) => void;
  readonly fencePauseMs: number;
  readonly fail: (error: unknown) => void;
}

export interface Assignment {
  /** Changes whenever the group deals partitions anew: what began under another number is over. */
  generation(): number;
  /** The offset that comes next; undefined while the partition is not read. */
  next(partition: number): bigint | undefined;
  advance(partition: number, next: bigint): void;
  /**
   * Writes down how far each partition is taken, for people and tools that watch a group's lag; nothing depends on it. What cannot be written now,
   * because the group is dealing anew, is written by a later call.
   */
  commit(): Promise<void>;
  /** Stops reading a partition that another writer has; if the group leaves it here, it is read on later from where the ledger is then. */
  fence(partition: number, why: LineageError): void;
  /** Nothing is read any more. */
  end(): void;
}

/** Listens to the consumer; to be called before it runs. */
export function assignment({ consumer, admin, topic, groupId, handler, onFenced, fencePauseMs, fail }: AssignmentOptions): Assignment {
  const positions = new Map<number, bigint>();
  const committed = new Map<number, bigint>();
  let generation = 0;

  const begin = async (partition: number): Promise<void> => {
    const mine = generation;
    try {
      const next = await handler.resume(partition, await boundsOf(admin, { topic, groupId, partition }));
      if (mine !== generation) return;
      positions.set(partition, next);
      consumer.seek({ topic, partition, offset: String(next) });
      consumer.resume([{ topic, partitions: [partition] }]);
      // Its last owner may have died before it could.
      await commit();
    } catch (error) {
      if (mine === generation) fail(error);
    }
  };

  const end = (): void => {
    generation += 1;
    positions.clear();
    committed.clear();
  };

  const commit = async (): Promise<void> => {
    const due = [...positions].filter(([partition, next]) => committed.get(partition) !== next);
    if (due.length === 0) return;
    try {
      await consumer.commitOffsets(due.map(([partition, next]) => ({ topic, partition, offset: String(next) })));
      for (const [partition, next] of due) committed.set(partition, next);
    } catch {
      // Later.
    }
  };

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    end();
    const partitions = payload.memberAssignment[topic] ?? [];
    consumer.pause([{ topic, partitions }]);
    for (const partition of partitions) void begin(partition);
  });
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, batchSize, firstOffset, lastOffset } }) => {
    // Nothing but marks of transactions, or what was taken back in one: kafkajs passes it over by itself.
    if (batchSize === 0 && positions.get(partition) === BigInt(firstOffset)) positions.set(partition, BigInt(lastOffset) + 1n);
  });

  return {
    end,
    commit,
    generation: () => generation,
    next: (partition) => positions.get(partition),
    advance: (partition, next) => void positions.set(partition, next),
    fence: (partition, why) => {
      positions.delete(partition);
      consumer.pause([{ topic, partitions: [partition] }]);
      onFenced(partition, why);
      const mine = generation;
      setTimeout(() => {
        if (mine === generation) void begin(partition);
      }, fencePauseMs).unref();
    },
  };
}

async function boundsOf(admin: Admin, { topic, groupId, partition }: { topic: string; groupId: string; partition: number }): Promise<PartitionBounds> {
  const [offsets, committed] = await Promise.all([admin.fetchTopicOffsets(topic), admin.fetchOffsets({ groupId, topics: [topic] })]);
  const there = offsets.find((one) => one.partition === partition);
  if (!there) throw new LineageError('ERR_UNREACHABLE', `the brokers know no partition ${partition} of ${topic}`, { retriable: true });
  const own = BigInt(committed[0]?.partitions.find((one) => one.partition === partition)?.offset ?? -1);
  return { low: BigInt(there.low), high: BigInt(there.high), committed: own < 0n ? null : own };
}
