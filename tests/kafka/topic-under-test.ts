// An ingester of one topic on a ledger file of its own, as a process would have it: to be started, cut off and started again.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadContracts } from '../../services/adapters/avro/contracts.ts';
import { kafkaIntake } from '../../services/adapters/kafka/kafka-intake.ts';
import type { KafkaClientOptions } from '../../services/adapters/kafka/kafka-client.ts';
import { readKafkaTopic, type KafkaTopicOptions } from '../../services/adapters/kafka/kafka-topic.ts';
import { singleObjectEncoding } from '../../services/adapters/kafka/single-object.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import type { DataSubject, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { WireFormat } from '../../services/core/ports/intake-topic.ts';
import type { EventIndex, Ledger, RecordedEvent } from '../../services/core/ports/ledger.ts';
import type { QuarantineEntry } from '../../services/core/domain/quarantine.ts';
import { topicIngester, type TopicIngester } from '../../services/ingester/ingest-topic.ts';
import type { PreparedEvent } from '../../services/core/ports/intake.ts';
import { collected, prepared, testCodec } from '../support/builders.ts';
import { memoryVault } from '../support/memory-vault.ts';
import { contractsFolder } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import type { KafkaUnderTest } from '../support/servers/kafka.ts';

export const wire = singleObjectEncoding(loadContracts(contractsFolder));
export const vault = memoryVault();

export const settingsOf = (server: KafkaUnderTest, more: Partial<KafkaClientOptions> = {}): KafkaClientOptions => ({
  brokers: server.brokers,
  tls: null,
  sasl: null,
  ...more,
});

const people = Array.from({ length: 20 }, () => randomUUID() as DataSubject);

/** Events of twenty people in turn. */
export const eventsOf = (count: number, tag: string = randomUUID().slice(0, 8)): readonly PreparedEvent[] =>
  Array.from({ length: count }, (_, n) => prepared(collected(n, { dataSubject: people[n % people.length], sourceEventId: `${tag}-${n}` })));

/** The record that carries an event. */
export const recordOf = (event: PreparedEvent) => ({ key: event.dataSubject, value: Buffer.from(wire.wrap(event.schema, event.bytes)) });

/** A ledger file that several ingesters of one test may open. */
export function newLedger(): { readonly open: () => Ledger & EventIndex } {
  const path = join(scratchFolder(), 'ledger.db');
  const open = () => {
    const ledger = sqliteLedger({ path });
    onTestFinished(() => ledger.close().catch(() => {}));
    return ledger;
  };
  return { open };
}

export interface RunningIngester {
  readonly ingester: TopicIngester;
  readonly done: Promise<void>;
  readonly fenced: readonly number[];
  stop(): Promise<void>;
}

/** Starts an ingester; stopped when the test is over. */
export async function startIngester(
  server: KafkaUnderTest,
  options: Pick<KafkaTopicOptions, 'topic' | 'groupId'> &
    Partial<KafkaTopicOptions> & { readonly ledger: Ledger & EventIndex; readonly carries?: 'people' | 'registers'; readonly format?: WireFormat },
): Promise<RunningIngester> {
  const { topic, ledger, carries = 'people', format = wire, ...rest } = options;
  const ingester = topicIngester({ topic, carries, ledger, vault, codec: testCodec, wire: format, now: Date.now });
  const fenced: number[] = [];
  const reading = await readKafkaTopic({
    kafka: settingsOf(server),
    topic,
    handler: ingester,
    sessionTimeoutMs: 6_000,
    onFenced: (partition) => fenced.push(partition),
    ...rest,
  });
  onTestFinished(() => reading.stop());
  return { ingester, fenced, done: reading.done, stop: () => reading.stop() };
}

export async function startIntake(
  server: KafkaUnderTest,
  topics: { readonly events: string; readonly registers: string },
  more: Partial<KafkaClientOptions> = {},
) {
  const intake = await kafkaIntake({ kafka: settingsOf(server, more), wire, codec: testCodec, topics });
  onTestFinished(() => intake.close());
  return intake;
}

export async function streamOf(ledger: Ledger, stream: string): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const events of ledger.read(stream as StreamName, 0n)) all.push(...events);
  return all;
}

/** Entries of a quarantine stream, with the bytes that were kept. */
export async function quarantineOf(
  ledger: Ledger,
  stream: string,
): Promise<readonly { readonly reason: string; readonly rule: string; readonly raw: Buffer; readonly offset: string; readonly dataSubject: string | null }[]> {
  const entries = await streamOf(ledger, stream);
  return Promise.all(
    entries.map(async ({ data, metadata }) => {
      const { reason, problems, sealed, dataSubject } = JSON.parse(Buffer.from(data).toString()) as QuarantineEntry;
      const raw = Buffer.from(await vault.unsealQuarantined(Buffer.from(sealed, 'base64')));
      return { reason, rule: problems[0]?.rule ?? '', raw, offset: metadata.offset ?? '', dataSubject };
    }),
  );
}

/** Waits until the check holds. @throws Error when it does not in time. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, maxMs = 30_000): Promise<void> {
  for (const deadline = Date.now() + maxMs; Date.now() < deadline; await delay(50)) if (await holds()) return;
  throw new Error(`not within ${maxMs} ms: ${what}`);
}
