// Every setting there is: its name in the environment, its default, what it is for. Parsed in `configuration.ts`, told in services/README.md.
import { readFileSync } from 'node:fs';
import { LineageError } from '../core/domain/errors.ts';

export interface Setting {
  readonly name: string;
  /** What holds when it is unset; absent: nothing. */
  readonly byDefault?: string;
  /** May come from a file instead, named by `NAME_FILE`: what stands in the environment is seen by every tool that lists processes. */
  readonly secret?: true;
  readonly says: string;
}

export const settings = [
  { name: 'SUYUAN_DATA', byDefault: './data', says: 'folder of everything embedded, and of the vault key' },
  { name: 'HOST', byDefault: '127.0.0.1', says: 'address to listen on; loopback only, until there is access control' },
  { name: 'PORT', byDefault: '8080', says: 'port to listen on; 0 for any that is free' },
  { name: 'SAMPLE', byDefault: '200, with servers 0', says: 'people that an empty ledger is filled with by `serve`' },
  { name: 'LOG_LEVEL', byDefault: 'warn, roles info', says: 'fatal, error, warn, info, debug, trace or silent' },
  { name: 'KAFKA_BROKERS', says: 'intake on Kafka: `host:port`, several separated by commas' },
  { name: 'KAFKA_TLS', byDefault: 'false', says: 'true: encrypted; needed where the brokers are on other machines' },
  { name: 'KAFKA_TLS_CA_FILE', says: 'PEM of the CA, where it is your own' },
  { name: 'KAFKA_TLS_CERT_FILE', says: 'PEM of the client certificate' },
  { name: 'KAFKA_TLS_KEY_FILE', says: 'PEM of its key' },
  { name: 'KAFKA_SASL_MECHANISM', says: 'plain, scram-sha-256 or scram-sha-512' },
  { name: 'KAFKA_USERNAME', says: 'user of SASL' },
  { name: 'KAFKA_PASSWORD', secret: true, says: 'password of SASL' },
  { name: 'KAFKA_EVENTS_TOPIC', byDefault: 'personal-data.events.v1', says: 'topic of events about people' },
  { name: 'KAFKA_REGISTERS_TOPIC', byDefault: 'personal-data.registers.v1', says: 'topic of events about no single person' },
  { name: 'KAFKA_GROUP', byDefault: 'suyuan-ingester', says: 'consumer group of the ingesters' },
  { name: 'KAFKA_PARTITIONS', byDefault: '6', says: 'partitions of the events topic when an ingester has to make it; never changed afterwards' },
  { name: 'KAFKA_REPLICATION', byDefault: "the brokers' own", says: 'replicas of a topic that an ingester has to make' },
  { name: 'KAFKA_SESSION_TIMEOUT_MS', byDefault: '45000', says: 'so long the brokers wait for an ingester that died before others get its partitions' },
  { name: 'SCHEMA_REGISTRY_URL', says: "Confluent's wire format by this registry; unset: Avro single-object encoding" },
  { name: 'SCHEMA_REGISTRY_USERNAME', says: 'user of the registry' },
  { name: 'SCHEMA_REGISTRY_PASSWORD', secret: true, says: 'password of the registry' },
  { name: 'EVENTSTORE_URL', secret: true, says: 'ledger in EventStoreDB: `esdb://user:password@host:2113?tlsCAFile=FILE`' },
  { name: 'EVENTSTORE_PREFIX', byDefault: '', says: 'put before every stream name, where several ledgers live in one server' },
  { name: 'EVENTSTORE_ADMIN_URL', secret: true, says: "administrator's connection, read by `stream-rights` only" },
  { name: 'DATABASE_URL', secret: true, says: 'read model in PostgreSQL: `postgres://user:password@host:5432/database?sslmode=verify-full`' },
  { name: 'DATABASE_SCHEMA', byDefault: 'suyuan', says: 'schema of the read model' },
  { name: 'VAULT_DATABASE_URL', secret: true, says: 'identity vault in PostgreSQL: another database, other credentials' },
  { name: 'VAULT_DATABASE_SCHEMA', byDefault: 'suyuan_vault', says: 'schema of the vault' },
  { name: 'VAULT_KEY_FILE', byDefault: 'vault/vault.key in SUYUAN_DATA', says: "the vault's key file; the same for every process that uses the vault" },
  { name: 'ALLOW_INSECURE', byDefault: 'false', says: 'true, for development only: servers on other machines without TLS, listening beyond loopback' },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]['name'];
export type Settings = Readonly<Partial<Record<SettingName, string>>>;

/** What is set, from the environment or the files it names; an empty value counts as unset. @throws LineageError ERR_CONFIGURATION naming the variable, never a value. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const found: Partial<Record<SettingName, string>> = {};
  for (const { name, ...setting } of settings) {
    const value = 'secret' in setting ? secretOf(name, environment) : environment[name];
    if (value !== undefined && value !== '') found[name] = value;
  }
  return found;
}

function secretOf(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return environment[name];
  if ((environment[name] ?? '') !== '') throw new LineageError('ERR_CONFIGURATION', `${name} and ${name}_FILE are both set: keep one of them`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new LineageError('ERR_CONFIGURATION', `${name}_FILE names a file that cannot be read: ${file}`, { cause });
  }
}
