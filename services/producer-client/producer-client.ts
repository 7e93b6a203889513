// What a team of the bank imports to report events: checked before they leave, batched, sent again until they are through, order kept.
import { join } from 'node:path';
import { loadContracts, rabinOf } from '../adapters/avro/contracts.ts';
import { codecOf } from '../adapters/avro/event-codec.ts';
import { wireFormat } from '../adapters/kafka/confluent-settings.ts';
import type { KafkaClientOptions } from '../adapters/kafka/kafka-client.ts';
import { kafkaSettings } from '../adapters/kafka/kafka-settings.ts';
import type { Topics } from '../adapters/kafka/topics.ts';
import { LineageError } from '../core/domain/errors.ts';
import { checkReport } from './check-report.ts';
import { deliveryQueue } from './delivery-queue.ts';
import type { Delivery } from './delivery.ts';
import { overHttp, type OverHttpOptions } from './over-http.ts';
import { overKafka } from './over-kafka.ts';
import type { Report } from './report.ts';
import type { Transport } from './transport.ts';

export interface OverKafkaOptions {
  /** `KAFKA_BROKERS` and the rest (`adapters/kafka/kafka-settings.ts`), `SCHEMA_REGISTRY_URL`: usually `process.env`. */
  readonly kafka: Readonly<Record<string, string | undefined>>;
  readonly topics?: Topics;
  /** Of the driver's, for tests. */
  readonly driver?: Pick<KafkaClientOptions, 'socket' | 'requestTimeoutMs'>;
}

export type ProducerClientOptions = {
  /** Code of the system that reports, in each of its events. */
  readonly producer: string;
  /** So long without any progress, and what waits is `unknown`. */
  readonly giveUpMs?: number;
  /** Folder of the contracts; this repository's by default. */
  readonly contracts?: string;
} & (OverHttpOptions | OverKafkaOptions);

export interface ProducerClient {
  /**
   * Sends one event; resolves with what became of it, and never rejects. Events sent one after the other arrive in that order.
   * Waits for room while 10 000 events or 32 MiB are under way: whoever awaits it, or sends page by page, is slowed down by that.
   */
  send(report: Report): Promise<Delivery>;
  /** Takes nothing more, sends what was taken, disconnects. */
  close(): Promise<void>;
}

const ownContracts = join(import.meta.dirname, '..', '..', 'schemas', 'events');

/** Opens a client over HTTP (`url`) or Kafka (`kafka`). @throws LineageError ERR_CONFIGURATION or, over Kafka, ERR_UNREACHABLE, saying what to do. */
export async function producerClient(options: ProducerClientOptions): Promise<ProducerClient> {
  const { producer, giveUpMs = 120_000 } = options;
  if (!/^\S{1,64}$/.test(producer)) throw new LineageError('ERR_CONFIGURATION', 'producer is the code of the system that reports, such as card-service');
  const contracts = loadContracts(options.contracts ?? ownContracts);
  const codec = codecOf(contracts);
  const open = async (): Promise<Transport> => {
    if ('url' in options) return overHttp(options);
    const wire = await wireFormat(options.kafka, { contracts, rabinOf, writes: true });
    return overKafka({ kafka: { ...kafkaSettings(options.kafka), ...options.driver }, wire, codec, ...(options.topics ? { topics: options.topics } : {}) });
  };
  const transport = await open();
  const queue = deliveryQueue(transport, giveUpMs);
  return {
    send: async (report) => {
      const checked = checkReport({ ...report, producer }, { codec, identifies: transport.identifies });
      if (checked.ok) return queue.deliver(checked.outgoing);
      return { status: 'rejected', sourceEventId: report.sourceEventId, eventId: null, problems: checked.problems, quarantined: false };
    },
    close: async () => {
      await queue.drain();
      await transport.close();
    },
  };
}
