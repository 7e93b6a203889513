// The system on its servers, to be broken: Kafka, PostgreSQL, the wire double of EventStoreDB, a process per role, and a proxy on every edge.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { startDoubleProcess, type DoubleProcess } from '../support/eventstoredb-double/process.ts';
import { startKafka, type StartedKafka } from '../support/servers/kafka-server.ts';
import { startPostgres, type StartedPostgres } from '../support/servers/postgres-server.ts';
import { chaosProxy, type ChaosProxy } from './chaos-proxy.ts';
import { roleProcess, type RoleProcess } from './role-process.ts';

export const edges = ['kafka', 'ingester-ledger', 'projector-ledger', 'projector-database', 'ingester-vault', 'api-database'] as const;
export type Edge = (typeof edges)[number];

export interface Fleet {
  readonly folder: string;
  readonly topics: { readonly events: string; readonly registers: string };
  readonly groupId: string;
  readonly edge: (name: Edge) => ChaosProxy;
  readonly kafka: StartedKafka;
  readonly postgres: StartedPostgres;
  /** Killed and started again on the same file and port. */
  readonly ledger: { kill(): Promise<void>; startAgain(): Promise<void>; pid(): number; readonly url: string; readonly prefix: string; readonly file: string };
  readonly database: { readonly url: string; readonly schema: string };
  readonly vault: { readonly url: string; readonly schema: string; readonly keyPath: string };
  readonly ingester: RoleProcess;
  readonly projector: RoleProcess;
  readonly api: RoleProcess;
  /** Another process of a role, beside the first. */
  readonly another: (role: 'ingester' | 'projector') => RoleProcess;
  /** Every process that was started, for what they said and how they ended. */
  processes(): readonly RoleProcess[];
  /** Every edge whole, every server up. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const partitions = 2;
const startMaxMs = 60_000;
export const sessionTimeoutMs = 3_000;

/** Starts everything. `ledgerFolder`: where the double keeps its file, such as a small disk. */
export async function startFleet(ledgerFolder?: string): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-chaos-'));
  const proxies = new Map<Edge, ChaosProxy>();
  const through = async (edge: Edge, port: number): Promise<number> => {
    const proxy = await chaosProxy({ host: '127.0.0.1', port });
    proxies.set(edge, proxy);
    return proxy.port;
  };
  const file = join(ledgerFolder ?? folder, 'double.log');
  const [kafka, postgres, firstDouble] = await Promise.all([
    startKafka({ advertise: (port) => through('kafka', port) }),
    startPostgres(),
    startDoubleProcess({ path: file }),
  ]);
  let double: DoubleProcess = firstDouble;
  let isLedgerUp = true;
  const watchOver = (started: DoubleProcess): void => {
    [double, isLedgerUp] = [started, true];
    void started.gone.then(() => (isLedgerUp &&= started !== double));
  };
  watchOver(firstDouble);
  const startLedger = async (): Promise<void> => watchOver(await startDoubleProcess({ path: file, port: doublePort }));
  const [lineage, vaultUrl] = [await newDatabase(postgres, 'lineage'), await newDatabase(postgres, 'vault')];
  const [doublePort, postgresPort] = [double.port, Number(new URL(postgres.url).port)];
  for (const edge of ['ingester-ledger', 'projector-ledger'] as const) await through(edge, doublePort);
  for (const edge of ['projector-database', 'ingester-vault', 'api-database'] as const) await through(edge, postgresPort);

  const edge = (name: Edge): ChaosProxy => proxies.get(name) as ChaosProxy;
  const at = (url: string, name: Edge): string => Object.assign(new URL(url), { port: String(edge(name).port) }).href;
  const ledgerAt = (name: Edge): string => `esdb://127.0.0.1:${edge(name).port}?tls=false`;
  const tag = randomBytes(4).toString('hex');
  const topics = { events: `chaos-${tag}.events`, registers: `chaos-${tag}.registers` };
  const [groupId, prefix, schema, vaultSchema] = [`chaos-${tag}`, `chaos-${tag}-`, 'chaos', 'chaos_vault'];
  mkdirSync(join(folder, 'vault'));
  const keyPath = join(folder, 'vault', 'vault.key');
  const common = {
    ALLOW_INSECURE: 'true',
    LOG_LEVEL: 'info',
    EVENTSTORE_PREFIX: prefix,
    DATABASE_SCHEMA: schema,
    VAULT_DATABASE_SCHEMA: vaultSchema,
    VAULT_KEY_FILE: keyPath,
    KAFKA_BROKERS: `127.0.0.1:${edge('kafka').port}`,
    KAFKA_EVENTS_TOPIC: topics.events,
    KAFKA_REGISTERS_TOPIC: topics.registers,
    KAFKA_GROUP: groupId,
    KAFKA_PARTITIONS: String(partitions),
    KAFKA_SESSION_TIMEOUT_MS: String(sessionTimeoutMs),
  };
  const databases = { DATABASE_URL: at(lineage, 'projector-database'), VAULT_DATABASE_URL: at(vaultUrl, 'ingester-vault') };
  const environments = {
    ingester: { ...common, ...databases, EVENTSTORE_URL: ledgerAt('ingester-ledger') },
    projector: { ...common, ...databases, EVENTSTORE_URL: ledgerAt('projector-ledger') },
    'query-api': { ...common, ...databases, EVENTSTORE_URL: ledgerAt('projector-ledger'), DATABASE_URL: at(lineage, 'api-database') },
  };
  const processes: RoleProcess[] = [];
  const start = (name: string, role: keyof typeof environments): RoleProcess => {
    const started = roleProcess(name, role, environments[role]);
    processes.push(started);
    return started;
  };
  const [ingester, projector] = [start('ingester', 'ingester'), start('projector', 'projector')];
  await listening([ingester, projector]);
  // It reads the tables that the projector lays out.
  const api = start('query-api', 'query-api');
  await listening([api]);
  let others = 1;
  return {
    folder,
    topics,
    groupId,
    edge,
    kafka,
    postgres,
    ingester,
    projector,
    api,
    ledger: {
      url: double.url,
      prefix,
      file,
      pid: () => double.pid,
      kill: () => double.kill(),
      startAgain: startLedger,
    },
    database: { url: lineage, schema },
    vault: { url: vaultUrl, schema: vaultSchema, keyPath },
    another: (role) => start(`${role} ${(others += 1)}`, role),
    processes: () => processes,
    heal: async () => {
      for (const proxy of proxies.values()) proxy.set({ kind: 'none' });
      // A server of this kind ends when its disk is full.
      if (!isLedgerUp) await startLedger();
    },
    stop: async () => {
      await Promise.all(processes.map((one) => one.stop()));
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
      await Promise.all([kafka.stop(), postgres.stop(), double.kill()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @throws Error with what they said when they do not listen in time. */
async function listening(processes: readonly RoleProcess[]): Promise<void> {
  for (const end = Date.now() + startMaxMs; Date.now() < end; await delay(100)) if (processes.every((one) => one.url() !== null)) return;
  throw new Error(`the system did not start: ${processes.map((one) => `${one.name}: ${one.said()}`).join('\n')}`);
}

async function newDatabase({ url }: StartedPostgres, name: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const password = randomBytes(18).toString('base64url');
    await client.query(`create role ${name} login password '${password}'`);
    await client.query(`create database ${name} owner ${name}`);
    return Object.assign(new URL(url), { username: name, password, pathname: `/${name}` }).href;
  } finally {
    await client.end();
  }
}
