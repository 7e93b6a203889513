// What the environment and the flags say, checked once at the start.
import { join } from 'node:path';
import { kafkaSettings, type KafkaSettings } from '../adapters/kafka/kafka-settings.ts';
import { registrySettings } from '../adapters/kafka/confluent-settings.ts';
import type { Topics } from '../adapters/kafka/topics.ts';
import { parsePostgresUrl } from '../adapters/postgres/postgres-url.ts';
import { LineageError } from '../core/domain/errors.ts';
import { readSettings, type SettingName, type Settings } from './settings.ts';

export interface Configuration {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** People of the sample that an empty ledger is filled with; 0 for none. */
  readonly samplePeople: number;
  readonly schemas: string;
  readonly policies: string;
  /** Null: by the command. */
  readonly logLevel: string | null;
  /** Development only: see `settings.ts`. */
  readonly allowInsecure: boolean;
  /** Null, here and below: embedded. */
  readonly kafka: KafkaConfiguration | null;
  readonly eventStore: { readonly url: string; readonly prefix: string } | null;
  readonly database: DatabaseConfiguration | null;
  readonly vaultDatabase: DatabaseConfiguration | null;
  /** Null: in the data folder. */
  readonly vaultKey: string | null;
  /** As they were given, for those who read more of them. */
  readonly settings: Settings;
}

export interface KafkaConfiguration {
  readonly connection: KafkaSettings;
  readonly topics: Topics;
  readonly group: string;
  /** Of topics that have to be made. */
  readonly partitions: number;
  readonly replication: number | null;
  readonly sessionTimeoutMs: number;
}

export interface DatabaseConfiguration {
  readonly url: string;
  readonly schema: string;
}

const root = join(import.meta.dirname, '..', '..');
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export interface Flags {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
}

/** Flags before environment before defaults. @throws LineageError ERR_CONFIGURATION naming the variable and what it may be. */
export function configuration(flags: Flags = {}, environment: NodeJS.ProcessEnv = process.env): Configuration {
  const settings = readSettings(environment);
  const allowInsecure = flag('ALLOW_INSECURE', settings);
  const host = flags.host ?? settings['HOST'] ?? '127.0.0.1';
  if (!isLoopback(host) && !allowInsecure)
    throw wrong(`HOST ${host} is not a loopback address: without access control this server listens on 127.0.0.1 or ::1 only`);
  const { LOG_LEVEL: logLevel = null, EVENTSTORE_URL: eventStore } = settings;
  if (logLevel !== null && !logLevels.includes(logLevel)) throw wrong(`LOG_LEVEL is one of ${logLevels.join(', ')}`);
  const kafka = kafkaOf(settings, allowInsecure);
  const database = databaseOf('DATABASE', 'suyuan', settings, allowInsecure);
  const vaultDatabase = databaseOf('VAULT_DATABASE', 'suyuan_vault', settings, allowInsecure);
  // A bank's empty ledger is not the place for invented people.
  const embedded = kafka === null && eventStore === undefined && database === null && vaultDatabase === null;
  return {
    data: flags.data ?? settings['SUYUAN_DATA'] ?? './data',
    host,
    port: whole('PORT', flags.port ?? settings['PORT'] ?? '8080', { max: 65_535 }),
    samplePeople: whole('SAMPLE', settings['SAMPLE'] ?? (embedded ? '200' : '0'), { max: 1_000_000 }),
    schemas: join(root, 'schemas', 'events'),
    policies: join(root, 'schemas', 'policy'),
    logLevel,
    allowInsecure,
    kafka,
    eventStore: eventStore === undefined ? null : { url: eventStore, prefix: settings['EVENTSTORE_PREFIX'] ?? '' },
    database,
    vaultDatabase,
    vaultKey: settings['VAULT_KEY_FILE'] ?? null,
    settings,
  };
}

function kafkaOf(settings: Settings, allowPlaintext: boolean): KafkaConfiguration | null {
  registrySettings(settings, allowPlaintext);
  if (settings['KAFKA_BROKERS'] === undefined) return null;
  const { KAFKA_EVENTS_TOPIC: events = 'personal-data.events.v1', KAFKA_REGISTERS_TOPIC: registers = 'personal-data.registers.v1' } = settings;
  for (const [name, topic] of Object.entries({ KAFKA_EVENTS_TOPIC: events, KAFKA_REGISTERS_TOPIC: registers }))
    if (!/^[\w.-]{1,249}$/.test(topic)) throw wrong(`${name} is a topic's name: letters, digits, dots, dashes and _`);
  return {
    connection: kafkaSettings(settings, { allowPlaintext }),
    topics: { events, registers },
    group: settings['KAFKA_GROUP'] ?? 'suyuan-ingester',
    partitions: whole('KAFKA_PARTITIONS', settings['KAFKA_PARTITIONS'] ?? '6', { min: 1, max: 1000 }),
    replication: settings['KAFKA_REPLICATION'] === undefined ? null : whole('KAFKA_REPLICATION', settings['KAFKA_REPLICATION'], { min: 1, max: 9 }),
    sessionTimeoutMs: whole('KAFKA_SESSION_TIMEOUT_MS', settings['KAFKA_SESSION_TIMEOUT_MS'] ?? '45000', { min: 1_000, max: 300_000 }),
  };
}

function databaseOf(name: 'DATABASE' | 'VAULT_DATABASE', byDefault: string, settings: Settings, allowPlaintext: boolean): DatabaseConfiguration | null {
  const url = settings[`${name}_URL`];
  if (url === undefined) return null;
  parsePostgresUrl(url, { name: `${name}_URL`, allowPlaintext });
  const schema = settings[`${name}_SCHEMA`] ?? byDefault;
  if (!/^[a-z_][a-z0-9_]{0,52}$/.test(schema)) throw wrong(`${name}_SCHEMA is a name of small letters, digits and _ that begins with a letter`);
  return { url, schema };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
const wrong = (what: string): LineageError => new LineageError('ERR_CONFIGURATION', what);

function flag(name: SettingName, settings: Settings): boolean {
  const text = settings[name] ?? 'false';
  if (text === 'true' || text === 'false') return text === 'true';
  throw wrong(`${name} is true or false`);
}

function whole(name: SettingName, text: string, { min = 0, max }: { readonly min?: number; readonly max: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw wrong(`${name} is a whole number from ${min} to ${max}`);
}
