// Where the brokers are and how this process proves who it is, from the environment; nothing of a person travels in clear between machines.
import { readFileSync } from 'node:fs';
import { LineageError } from '../../core/domain/errors.ts';

export interface KafkaSettings {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** Null: no encryption. Certificates are always verified. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | null;
  readonly sasl: { readonly mechanism: (typeof mechanisms)[number]; readonly username: string; readonly password: string } | null;
}

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const pemVariables = { ca: 'KAFKA_TLS_CA_FILE', cert: 'KAFKA_TLS_CERT_FILE', key: 'KAFKA_TLS_KEY_FILE' } as const;

/**
 * Reads `KAFKA_BROKERS` (`host:port,host:port`), `KAFKA_TLS` (`true`), `KAFKA_TLS_CA_FILE`, `KAFKA_TLS_CERT_FILE`, `KAFKA_TLS_KEY_FILE`,
 * `KAFKA_SASL_MECHANISM`, `KAFKA_USERNAME`, `KAFKA_PASSWORD`.
 * @param allowPlaintext development only: other machines without TLS.
 * @throws LineageError ERR_CONFIGURATION naming the variable and what it may be, never repeating a secret.
 */
export function kafkaSettings(environment: Readonly<Record<string, string | undefined>>, { allowPlaintext = false } = {}): KafkaSettings {
  const brokers = (environment['KAFKA_BROKERS'] ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  if (brokers.length === 0 || !brokers.every((broker) => /^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(broker)))
    throw wrong('KAFKA_BROKERS is a list like kafka-1.bank.example:9093,kafka-2.bank.example:9093');
  const encrypted = flag('KAFKA_TLS', environment['KAFKA_TLS']);
  if (!encrypted && !allowPlaintext && !brokers.every(isLocal))
    throw wrong('KAFKA_BROKERS leads to other machines in clear: set KAFKA_TLS=true, and KAFKA_TLS_CA_FILE for a CA of your own');
  return { brokers, tls: encrypted ? pemFiles(environment) : null, sasl: saslOf(environment) };
}

function saslOf(environment: Readonly<Record<string, string | undefined>>): KafkaSettings['sasl'] {
  const { KAFKA_SASL_MECHANISM: given, KAFKA_USERNAME: username = '', KAFKA_PASSWORD: password = '' } = environment;
  if (given === undefined && username === '' && password === '') return null;
  const mechanism = mechanisms.find((one) => one === given?.toLowerCase());
  if (!mechanism) throw wrong(`KAFKA_SASL_MECHANISM is one of ${mechanisms.join(', ')}`);
  if (username === '' || password === '') throw wrong(`KAFKA_SASL_MECHANISM ${mechanism} needs KAFKA_USERNAME and KAFKA_PASSWORD`);
  return { mechanism, username, password };
}

function pemFiles(environment: Readonly<Record<string, string | undefined>>): NonNullable<KafkaSettings['tls']> {
  const files: { ca?: string; cert?: string; key?: string } = {};
  for (const [field, variable] of Object.entries(pemVariables) as [keyof typeof pemVariables, string][]) {
    const path = environment[variable];
    if (path === undefined) continue;
    try {
      files[field] = readFileSync(path, 'utf8');
    } catch (cause) {
      throw new LineageError('ERR_CONFIGURATION', `${variable} names a file that cannot be read: ${path}`, { cause });
    }
  }
  return files;
}

function flag(variable: string, text = 'false'): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw wrong(`${variable} is true or false`);
}

const isLocal = (broker: string): boolean => /^(localhost|\[::1\]|127\.\d{1,3}\.\d{1,3}\.\d{1,3}):\d+$/.test(broker);
const wrong = (what: string): LineageError => new LineageError('ERR_CONFIGURATION', what);
