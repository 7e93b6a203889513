// One Kafka per run for the project `kafka`: the one that KAFKA_BROKERS names, else one started here on the machine's Java.
import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { kafkaVersion } from './kafka-artifacts.ts';
import { deleteAll, kafkaAnswers } from './kafka-admin.ts';
import { startKafka } from './kafka-server.ts';

export interface KafkaUnderTest {
  readonly brokers: readonly string[];
  /** Begins the name of every topic and group of this run. */
  readonly prefix: string;
  readonly server: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    kafka: KafkaUnderTest | { readonly missing: string };
  }
}

// oxlint-disable-next-line import/no-default-export -- vitest calls a global setup by its default export
export default async function provideServer(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `suyuan-test-${randomBytes(5).toString('hex')}.`;
  const named = process.env['KAFKA_BROKERS']?.split(',');
  if (named) {
    // Who names a broker wants the tests on that one, not their absence.
    if (!(await kafkaAnswers(named))) throw new Error('no broker of KAFKA_BROKERS answers');
    return provide(project, { brokers: named, prefix, server: 'the brokers that KAFKA_BROKERS names' }, () => deleteAll(named, prefix));
  }
  try {
    const started = await startKafka();
    return provide(project, { brokers: started.brokers, prefix, server: `Kafka ${kafkaVersion}, started here` }, () => started.stop());
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    process.stdout.write(`Kafka: none, its tests are skipped: ${missing}\n`);
    project.provide('kafka', { missing });
    return async () => {};
  }
}

function provide(project: TestProject, kafka: KafkaUnderTest, stop: () => Promise<void>): () => Promise<void> {
  process.stdout.write(`Kafka: ${kafka.server}\n`);
  project.provide('kafka', kafka);
  return stop;
}
