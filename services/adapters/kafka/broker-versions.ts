// Asks a broker which requests it understands, before kafkajs finds out the hard way: it never looks at a broker's oldest version.
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LineageError } from '../../core/domain/errors.ts';
import type { KafkaSettings } from './kafka-settings.ts';

/** The requests this system sends through kafkajs 2.2.4: key on the wire, oldest and newest version that it can speak. */
export const spokenRequests = {
  Produce: { key: 0, min: 0, max: 7 },
  Fetch: { key: 1, min: 0, max: 11 },
  ListOffsets: { key: 2, min: 0, max: 3 },
  Metadata: { key: 3, min: 0, max: 6 },
  OffsetCommit: { key: 8, min: 0, max: 5 },
  OffsetFetch: { key: 9, min: 1, max: 4 },
  FindCoordinator: { key: 10, min: 0, max: 2 },
  JoinGroup: { key: 11, min: 0, max: 5 },
  Heartbeat: { key: 12, min: 0, max: 3 },
  LeaveGroup: { key: 13, min: 0, max: 3 },
  SyncGroup: { key: 14, min: 0, max: 3 },
  SaslHandshake: { key: 17, min: 0, max: 1 },
} as const;

export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

const answerMaxMs = 5_000;
const correlation = 20_811;

/**
 * Compares what the first broker that answers understands with what is spoken here.
 * @throws LineageError ERR_UNREACHABLE when none answers; ERR_CONFIGURATION naming the requests on which they do not meet.
 */
export async function checkBrokerVersions({ brokers, tls }: KafkaSettings): Promise<void> {
  const failures: string[] = [];
  for (const broker of brokers) {
    let understood: ReadonlyMap<number, VersionRange>;
    try {
      understood = await askVersions(broker, tls);
    } catch (error) {
      failures.push(`${broker}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    const apart = notUnderstood(understood);
    if (apart.length === 0) return;
    throw new LineageError(
      'ERR_CONFIGURATION',
      `the broker ${broker} is too new or too old for kafkajs 2.2.4 (Kafka 2.1 to 4.x are spoken): ${apart.join('; ')}`,
    );
  }
  throw new LineageError('ERR_UNREACHABLE', `no broker answers: ${failures.join('; ')}. Is KAFKA_BROKERS right, and KAFKA_TLS as the brokers have it?`, {
    retriable: true,
  });
}

/** The requests on which both do not meet, each with both ranges. */
export function notUnderstood(understood: ReadonlyMap<number, VersionRange>): string[] {
  return Object.entries(spokenRequests).flatMap(([name, { key, min, max }]) => {
    const there = understood.get(key);
    if (!there) return [`${name} is unknown to it`];
    return there.min > max || there.max < min ? [`${name} is ${there.min} to ${there.max} there, ${min} to ${max} here`] : [];
  });
}

/** ApiVersions version 0, which every broker answers before anybody logs in. */
function askVersions(broker: string, tls: KafkaSettings['tls']): Promise<ReadonlyMap<number, VersionRange>> {
  const { host, port } = addressOf(broker);
  return new Promise((resolve, reject) => {
    const socket: Socket = tls === null ? connectPlain({ host, port }) : connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...tls });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    let received = Buffer.alloc(0);
    socket.setTimeout(answerMaxMs, () => fail(new Error(`no answer within ${answerMaxMs} ms`)));
    socket.once('error', fail).once('close', () => fail(new Error('it closed the connection')));
    socket.once(tls === null ? 'connect' : 'secureConnect', () => socket.write(question));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      try {
        resolve(readVersions(received));
      } catch {
        reject(new Error('it answers what is no Kafka'));
      }
      socket.destroy();
    });
  });
}

function addressOf(broker: string): { readonly host: string; readonly port: number } {
  const [host = '', port = ''] = broker.split(/:(?=\d+$)/);
  return { host: host.replaceAll(/^\[|\]$/g, ''), port: Number(port) };
}

const clientId = Buffer.from('suyuan');
const question = Buffer.alloc(4 + 2 + 2 + 4 + 2 + clientId.length);
question.writeInt32BE(question.length - 4, 0);
question.writeInt16BE(18, 4);
question.writeInt16BE(0, 6);
question.writeInt32BE(correlation, 8);
question.writeInt16BE(clientId.length, 12);
clientId.copy(question, 14);

function readVersions(answer: Buffer): ReadonlyMap<number, VersionRange> {
  if (answer.readInt32BE(4) !== correlation || answer.readInt16BE(8) !== 0) throw new RangeError('not an answer');
  const versions = new Map<number, VersionRange>();
  for (let i = 0, at = 14; i < answer.readInt32BE(10); i += 1, at += 6)
    versions.set(answer.readInt16BE(at), { min: answer.readInt16BE(at + 2), max: answer.readInt16BE(at + 4) });
  return versions;
}
