// The intake on Kafka: a producer is answered once all in-sync replicas have its event. One request is under way at a time:
// with two, kafkajs 2.2.4 loses one event and doubles another when an answer is lost, idempotent or not (`DECISIONS.md`).
import kafkajs, { type CompressionTypes, type Message, type Producer } from 'kafkajs';
import { LineageError } from '../../core/domain/errors.ts';
import type { EventCodec } from '../../core/ports/event-codec.ts';
import type { WireFormat } from '../../core/ports/intake-topic.ts';
import type { Intake, PreparedEvent, Receipt } from '../../core/ports/intake.ts';
import { checkBrokerVersions } from './broker-versions.ts';
import { kafkaClient, translated, type KafkaClientOptions } from './kafka-client.ts';
import { bankTopics, keyOf, topicOf, type Topics } from './topics.ts';

export interface KafkaIntakeOptions {
  readonly kafka: KafkaClientOptions;
  readonly wire: WireFormat;
  readonly codec: EventCodec;
  readonly topics?: Topics;
  readonly compression?: 'none' | 'gzip' | 'zstd';
}

export interface KafkaIntake extends Intake {
  /** Sends what was handed in, then disconnects; nothing more is taken. */
  close(): Promise<void>;
}

/** Far below a topic's `max.message.bytes` (1 MiB unless set): all of one partition travel as one batch. */
const sendMax = { events: 2_000, bytes: 512 * 1024 } as const;
/** Events that may wait; a submitter beyond it waits for room. */
const queueEventsMax = 20_000;

interface Waiting {
  readonly topic: string;
  readonly message: Message & { readonly value: Buffer };
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Connects. @throws LineageError ERR_UNREACHABLE or ERR_CONFIGURATION saying what to do. */
export async function kafkaIntake({ kafka, wire, codec, topics = bankTopics, compression = 'none' }: KafkaIntakeOptions): Promise<KafkaIntake> {
  await checkBrokerVersions(kafka);
  const producer = kafkaClient(kafka).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
  });
  await producer.connect().catch((error: unknown) => {
    throw translated(error, 'the intake cannot connect');
  });
  const queue: Waiting[] = [];
  let sending: Promise<void> | null = null;
  let closing = false;

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      try {
        await send(producer, batch, compressions[compression]);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        const fault = unsent(error);
        // What waits behind it fails too: sent now it would overtake what its producer sends again.
        for (const { reject } of [...batch, ...queue.splice(0)]) reject(fault);
      }
    }
    sending = null;
  };

  const submit = async (events: readonly PreparedEvent[]): Promise<readonly Receipt[]> => {
    if (closing) throw new LineageError('ERR_OVERLOADED', 'the intake is stopping: send it again to the next one', { retriable: true });
    const messages = events.map((event) => messageOf(event, { wire, codec, topics }));
    while (queue.length >= queueEventsMax) await sending;
    const sent = messages.map((message) => new Promise<void>((resolve, reject) => queue.push({ ...message, resolve, reject })));
    sending ??= run();
    const outcomes = await Promise.allSettled(sent);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return events.map(({ eventId }) => ({ status: 'accepted', eventId }));
  };

  return {
    submit,
    // There is no quarantine on this side of the topic: its producer is there to be told.
    quarantine: async (reports) => reports.map(({ eventId, problems }) => ({ status: 'rejected', eventId, problems })),
    close: async () => {
      closing = true;
      await sending;
      await producer.disconnect();
    },
  };
}

const compressions = { none: kafkajs.CompressionTypes.None, gzip: kafkajs.CompressionTypes.GZIP, zstd: kafkajs.CompressionTypes.ZSTD } as const;

function messageOf(event: PreparedEvent, { wire, codec, topics }: { wire: WireFormat; codec: EventCodec; topics: Topics }): Pick<Waiting, 'topic' | 'message'> {
  const topic = topicOf(event, topics);
  if (topic === null) throw new LineageError('ERR_INVARIANT', `an event for ${event.stream} does not travel by topic`);
  return { topic, message: { key: keyOf(event, codec), value: Buffer.from(wire.wrap(event.schema, event.bytes)) } };
}

/** The head of the queue, in its order, as much as one request takes. */
function takeBatch(queue: Waiting[]): Waiting[] {
  let [end, bytes] = [0, 0];
  while (end < queue.length && end < sendMax.events) {
    bytes += queue[end]?.message.value.length ?? 0;
    if (end > 0 && bytes > sendMax.bytes) break;
    end += 1;
  }
  return queue.splice(0, end);
}

async function send(producer: Producer, batch: readonly Waiting[], compression: CompressionTypes): Promise<void> {
  const byTopic = Map.groupBy(batch, ({ topic }) => topic);
  const topicMessages = [...byTopic].map(([topic, waiting]) => ({ topic, messages: waiting.map(({ message }) => message) }));
  await producer.sendBatch({ acks: -1, compression, topicMessages });
}

function unsent(error: unknown): LineageError {
  const { code, message } = translated(error, 'the events may or may not be on the topic');
  return new LineageError(code === 'ERR_UNREACHABLE' ? 'ERR_STORAGE' : code, `${message}; sending them again is safe`, {
    cause: error,
    retriable: code === 'ERR_UNREACHABLE',
  });
}
