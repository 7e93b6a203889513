// One kafkajs client as this system needs it: patient with brokers that restart, mute but for a few safe words, every codec readable.
import type { Socket } from 'node:net';
import kafkajs, { type Kafka, type KafkaConfig, type LogEntry } from 'kafkajs';
import { LineageError } from '../../core/domain/errors.ts';
import { registerCodecs } from './codecs.ts';
import { idleQuietly } from './idle-quietly.ts';
import type { KafkaSettings } from './kafka-settings.ts';

export interface KafkaClientOptions extends KafkaSettings {
  /** Told to the brokers, for their logs and quotas. */
  readonly clientId?: string;
  /** What kafkajs has to say, in its own words without its objects: those hold keys and values. */
  readonly log?: (level: 'error' | 'warn', message: string) => void;
  /** Opens connections by another way, for tests. */
  readonly socket?: (address: { readonly host: string; readonly port: number; readonly onConnect: () => void }) => Socket;
  /** After so long without an answer a request is over, its outcome unknown. */
  readonly requestTimeoutMs?: number;
}

/** Connects at first use. */
export function kafkaClient(options: KafkaClientOptions): Kafka {
  registerCodecs();
  idleQuietly();
  const { brokers, tls, sasl, clientId = 'suyuan', log = () => {}, socket, requestTimeoutMs = 30_000 } = options;
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    ssl: tls === null ? false : { ...tls, rejectUnauthorized: true },
    ...(sasl === null ? {} : { sasl: sasl as NonNullable<KafkaConfig['sasl']> }),
    connectionTimeout: 5_000,
    requestTimeout: requestTimeoutMs,
    // A broker that restarts is away for some ten seconds.
    retry: { initialRetryTime: 200, maxRetryTime: 5_000, retries: 8 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => log(entry.level === kafkajs.logLevel.ERROR ? 'error' : 'warn', safeText(entry)),
    ...(socket ? { socketFactory: socket } : {}),
  });
}

const safeText = ({ namespace, log }: LogEntry): string => `${namespace}: ${log.message}`;

export const isKafkaJsError = (error: unknown): boolean => error instanceof Error && error.name.startsWith('KafkaJS');

/** What an operator can do about it; the driver's own text is kept as the cause only. */
export function translated(error: unknown, doing: string): LineageError {
  if (error instanceof LineageError) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (/SASL|authenti/i.test(text))
    return new LineageError(
      'ERR_CONFIGURATION',
      `${doing}: the brokers do not accept who this is: check KAFKA_SASL_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD`,
      { cause: error },
    );
  if (/TOPIC_AUTHORIZATION|GROUP_AUTHORIZATION|CLUSTER_AUTHORIZATION|not authorized/i.test(text))
    return new LineageError('ERR_CONFIGURATION', `${doing}: the brokers do not allow it to this user`, { cause: error });
  if (/does not host this topic|UNKNOWN_TOPIC/i.test(text))
    return new LineageError('ERR_CONFIGURATION', `${doing}: there is no such topic, or this user may not see it`, { cause: error });
  return new LineageError('ERR_UNREACHABLE', `${doing}: the brokers do not answer as they should`, { cause: error, retriable: true });
}
