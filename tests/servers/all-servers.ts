// The three servers of this run, and the environment that puts the system on them: topics, streams and schemas that nobody else has.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, inject } from 'vitest';
import { realServer, givenUrl, serverName } from '../eventstoredb/server-name.ts';
import { startDoubleProcess } from '../support/eventstoredb-double/process.ts';

export interface OnServers {
  /** For every process of one system. */
  readonly environment: Readonly<Record<string, string>>;
  /** The vault alone, for an embedded system that gives people the same pseudonyms. */
  readonly vaultEnvironment: Readonly<Record<string, string>>;
  readonly eventStore: { readonly url: string; readonly prefix: string };
  readonly database: { readonly url: string; readonly schema: string };
  /** Ends what this run started. */
  stop(): Promise<void>;
}

const kafka = inject('kafka');
const postgres = inject('postgres');
const missing = 'missing' in kafka ? `no Kafka, ${kafka.missing}` : 'missing' in postgres ? `no PostgreSQL, ${postgres.missing}` : null;

/** `describe` on all three; skipped with the reason in its name where one cannot be had. */
export function onServers(what: string, tests: () => void): void {
  if (missing !== null || 'missing' in kafka || 'missing' in postgres) describe.skip(`${what}: ${missing}`, tests);
  else describe(`${what} (${kafka.server}; ${serverName}; PostgreSQL ${postgres.server.replace(/ as process \d+/, '')})`, tests);
}

let made = 0;

/** A place for one system. `folder` holds the double's file and the vault's key. */
export async function placeOnServers(folder: string, partitions: number): Promise<OnServers> {
  if ('missing' in kafka || 'missing' in postgres) throw new Error(missing ?? '');
  made += 1;
  const [topics, schema] = [`${kafka.prefix}${randomUUID()}`, `${postgres.prefix}${process.pid}_${made}`];
  const double = realServer ? null : await startDoubleProcess({ path: join(folder, 'double.log') });
  const eventStore = { url: double?.url ?? givenUrl, prefix: `suyuan-test-${randomUUID()}-` };
  const database = { url: postgres.url, schema: `${schema}_lineage` };
  const vaultEnvironment = { VAULT_DATABASE_URL: postgres.vaultUrl, VAULT_DATABASE_SCHEMA: `${schema}_vault`, VAULT_KEY_FILE: join(folder, 'vault.key') };
  return {
    environment: {
      ...vaultEnvironment,
      KAFKA_BROKERS: kafka.brokers.join(','),
      KAFKA_EVENTS_TOPIC: `${topics}.events`,
      KAFKA_REGISTERS_TOPIC: `${topics}.registers`,
      KAFKA_GROUP: `${topics}.group`,
      KAFKA_PARTITIONS: String(partitions),
      EVENTSTORE_URL: eventStore.url,
      EVENTSTORE_PREFIX: eventStore.prefix,
      DATABASE_URL: database.url,
      DATABASE_SCHEMA: database.schema,
      // Whoever is killed here is to be missed soon.
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      ALLOW_INSECURE: 'true',
    },
    vaultEnvironment,
    eventStore,
    database,
    stop: async () => double?.kill(),
  };
}
