// A real Kafka without a container: one process that is broker and controller (KRaft), on free loopback ports, with a folder of its own.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { kafkaJars } from './kafka-artifacts.ts';
import { kafkaAnswers } from './kafka-admin.ts';
import { endWithRun, freePort, killServer, stopServer, type Ending } from './server-process.ts';

export interface StartedKafka {
  readonly brokers: readonly string[];
  /** Of the process that runs now. */
  pid(): number;
  /** SIGKILL; resolves once the process is gone. */
  kill(): Promise<void>;
  /** After `kill`: the same broker again, on the same folder and ports. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface KafkaOptions {
  /** The port that clients are sent to, by the broker's own: where a proxy stands in front. */
  readonly advertise?: (port: number) => Promise<number>;
}

const run = promisify(execFile);
const startMaxMs = 60_000;
const stopMaxMs = 15_000;

/** Starts an empty broker. @throws Error when it cannot be had or does not answer, with what it said. */
export async function startKafka({ advertise = async (port) => port }: KafkaOptions = {}): Promise<StartedKafka> {
  const classPath = join(await kafkaJars(), '*');
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-kafka-'));
  try {
    const [port, controllerPort] = [await freePort(), await freePort()];
    const properties = join(folder, 'server.properties');
    writeFileSync(properties, settings(port, { controllerPort, advertised: await advertise(port), data: join(folder, 'data') }));
    const clusterId = randomBytes(16).toString('base64url');
    await run('java', ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties]);
    const brokers = [`127.0.0.1:${port}`];
    const launch = async (): Promise<ChildProcess> => {
      const server = spawn('java', ['-Xmx512m', '-XX:+UseSerialGC', '-cp', classPath, 'kafka.Kafka', properties], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      endWithRun(server, 'SIGKILL');
      await answering(server, brokers);
      return server;
    };
    let server = await launch();
    return {
      brokers,
      pid: () => server.pid ?? 0,
      kill: () => killServer(server),
      startAgain: async () => {
        server = await launch();
      },
      stop: () => stopServer(server, folder, ending),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const settings = (port: number, { controllerPort, advertised, data }: { controllerPort: number; advertised: number; data: string }): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertised}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    // Tests start and stop group members all the time: nobody waits for more of them.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    // A segment that retention may take is looked for at once.
    'log.retention.check.interval.ms': 500,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

async function answering(server: ChildProcess, brokers: readonly string[]): Promise<void> {
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  for (const deadline = Date.now() + startMaxMs; Date.now() < deadline; await delay(200)) {
    if (server.exitCode !== null) throw new Error(`Kafka ended at its start: ${said}`);
    if (await kafkaAnswers(brokers)) return;
  }
  server.kill('SIGKILL');
  throw new Error(`Kafka did not answer within ${startMaxMs} ms: ${said}`);
}

const ending: Ending = { gentle: 'SIGTERM', hard: 'SIGKILL', patienceMs: stopMaxMs };
