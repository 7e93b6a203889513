// The ingester behind Kafka: both topics into the ledger, begun again when what stopped it has passed.
import type { Logger } from 'pino';
import { checkBrokerVersions } from '../../adapters/kafka/broker-versions.ts';
import type { KafkaClientOptions } from '../../adapters/kafka/kafka-client.ts';
import { readKafkaTopic } from '../../adapters/kafka/kafka-topic.ts';
import { makeTopics } from '../../adapters/kafka/make-topics.ts';
import type { EventCodec } from '../../core/ports/event-codec.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import type { WireFormat } from '../../core/ports/intake-topic.ts';
import type { Conservation } from '../../core/ports/intake.ts';
import { topicIngester, type TopicIngester } from '../../ingester/ingest-topic.ts';
import type { KafkaConfiguration } from '../configuration.ts';
import type { OpenedLedger } from './places.ts';
import { supervise, type Supervised } from './supervise.ts';

export interface Consuming {
  conservation(): Conservation;
  /** Why it stopped for good; null while it runs or waits for a server. */
  fault(): string | null;
  /** Resolves once it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Finishes what is being taken, leaves the groups. */
  stop(): Promise<void>;
}

export interface ConsumingOptions {
  readonly kafka: KafkaConfiguration;
  readonly ledger: OpenedLedger;
  readonly vault: IdentityVault;
  readonly codec: EventCodec;
  readonly wire: WireFormat;
  readonly logger: Logger | null;
  readonly onFenced: () => void;
}

/** Two topics, two groups: members of one group have to ask for the same topics. */
export const groupsOf = ({ topics, group }: KafkaConfiguration) => [
  { topic: topics.events, groupId: group, carries: 'people' as const },
  { topic: topics.registers, groupId: `${group}-registers`, carries: 'registers' as const },
];

/** Makes missing topics, joins, reads. @throws LineageError when the brokers cannot be used at the start. */
export async function startConsuming({ kafka, ledger: opened, logger, onFenced, ...dependencies }: ConsumingOptions): Promise<Consuming> {
  const client = clientOf(kafka, logger);
  // Asked by itself: kafkajs would try for a quarter of a minute before it says that nobody is there.
  await checkBrokerVersions(kafka.connection);
  const made = await makeTopics({ kafka: client, topics: kafka.topics, partitions: kafka.partitions, replication: kafka.replication });
  if (made.length > 0) logger?.info({ topics: made }, 'topics made');
  const ingesters: TopicIngester[] = [];
  // Of the partitions that this process has at the moment: what others write is theirs to know.
  const ledger = opened.indexed((stream) => ingesters.some((one) => one.writes(stream)));
  const readings: Supervised[] = [];
  for (const { topic, groupId, carries } of groupsOf(kafka)) {
    const handler = topicIngester({ ...dependencies, ledger, topic, carries, now: Date.now });
    ingesters.push(handler);
    const fenced = (partition: number): void => {
      onFenced();
      logger?.warn({ code: 'ERR_LOCKED', topic, partition }, 'another ingester has this partition: it is left alone for a while');
    };
    readings.push(
      await supervise(() => readKafkaTopic({ kafka: client, topic, groupId, handler, onFenced: fenced, sessionTimeoutMs: kafka.sessionTimeoutMs }), {
        onPause: ({ message }) => logger?.warn({ code: 'ERR_INGESTER_PAUSED', topic, reason: message }, 'the ingester pauses'),
        onFault: ({ message }) => {
          logger?.error({ code: 'ERR_INGESTER_STOPPED', topic, reason: message }, 'the ingester stopped');
          if (!logger) process.stderr.write(`the ingester stopped: ${message}\n`);
        },
      }),
    );
  }
  return {
    conservation: () => sum(ingesters.map((one) => one.conservation())),
    fault: () => readings.map((one) => one.fault()).find((fault) => fault !== null) ?? null,
    ended: Promise.race(readings.map(({ done }) => done)),
    stop: async () => {
      await Promise.all(readings.map((one) => one.stop()));
    },
  };
}

/** kafkajs' own words go to the log, without its objects. */
export const clientOf = ({ connection }: KafkaConfiguration, logger: Logger | null): KafkaClientOptions => ({
  ...connection,
  log: (level, message) => logger?.[level]({ part: 'kafka' }, message),
});

/** Of several parts, each counting its own. */
export const sum = (parts: readonly Conservation[]): Conservation => {
  const total = (key: keyof Conservation): number => parts.reduce((all, part) => all + part[key], 0);
  return { consumed: total('consumed'), appended: total('appended'), quarantined: total('quarantined'), duplicates: total('duplicates') };
};
