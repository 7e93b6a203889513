// What is done to the system (reliability.md 6.2): each strikes, lasts, and leaves everything whole again.
import { execFileSync } from 'node:child_process';
import { statfsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { RandomSource } from '../support/random-source.ts';
import type { Fault } from './chaos-proxy.ts';
import { edges, sessionTimeoutMs, type Edge, type Fleet } from './fleet.ts';

export interface Strike {
  readonly name: string;
  readonly strike: (fleet: Fleet, random: RandomSource) => Promise<void>;
}

/** Those that kill with SIGKILL; the weight is how often each is drawn. */
export const kills: readonly (Strike & { readonly weight: number })[] = [
  { name: 'kill ingester', weight: 6, strike: ({ ingester }) => ingester.kill() },
  { name: 'kill projector', weight: 6, strike: ({ projector }) => projector.kill() },
  { name: 'kill query-api', weight: 1, strike: ({ api }) => api.kill() },
  { name: 'kill ingester and projector', weight: 2, strike: async ({ ingester, projector }) => void (await Promise.all([ingester.kill(), projector.kill()])) },
  { name: 'kill the ledger', weight: 4, strike: ({ ledger }) => killAndRaise(ledger) },
  {
    name: 'kill the ledger and the ingester',
    weight: 2,
    strike: async ({ ledger, ingester }) => void (await Promise.all([killAndRaise(ledger), ingester.kill()])),
  },
  { name: 'kill PostgreSQL', weight: 2, strike: ({ postgres }) => killAndRaise(postgres) },
  {
    name: 'kill PostgreSQL and the projector',
    weight: 1,
    strike: async ({ postgres, projector }) => void (await Promise.all([killAndRaise(postgres), projector.kill()])),
  },
  { name: 'kill Kafka', weight: 2, strike: ({ kafka }) => killAndRaise(kafka) },
  {
    name: 'kill everything at once',
    weight: 1,
    strike: async ({ kafka, postgres, ledger, ingester, projector, api }) => {
      await Promise.all([kafka, postgres, ledger, ingester, projector, api].map((one) => one.kill()));
      await Promise.all([kafka, postgres, ledger].map((one) => one.startAgain()));
    },
  },
];

const killAndRaise = async (server: { kill(): Promise<void>; startAgain(): Promise<void> }): Promise<void> => {
  await server.kill();
  await server.startAgain();
};

const onEdge = (name: string, lastsMs: number, fault: Fault): readonly Strike[] =>
  edges.map((edge) => ({ name: `${name} ${edge}`, strike: ({ edge: of }) => lasting(of(edge), lastsMs, fault) }));

async function lasting(proxy: ReturnType<Fleet['edge']>, ms: number, fault: Fault): Promise<void> {
  proxy.set(fault);
  await delay(ms);
  proxy.set({ kind: 'none' });
}

/** The network's faults, on every edge. */
export const networkFaults: Readonly<Record<string, readonly Strike[]>> = {
  cut: edges.map((edge: Edge) => ({ name: `cut ${edge}`, strike: async ({ edge: of }) => of(edge).cut() })),
  down: onEdge('down', 4_000, { kind: 'down' }),
  'black hole': onEdge('black hole', 8_000, { kind: 'silent', ways: ['there', 'back'] }),
  'half-open': onEdge('half-open', 8_000, { kind: 'silent', ways: ['back'] }),
  'lost answer, reset': onEdge('lost answer, reset', 2_000, { kind: 'lost-answer', leaves: 'reset' }),
  'lost answer, mute': onEdge('lost answer, mute', 2_000, { kind: 'lost-answer', leaves: 'mute' }),
  latency: onEdge('latency 250 ms', 5_000, { kind: 'latency', ms: 250 }),
  slow: onEdge('slow 20 kB/s', 5_000, { kind: 'slow', bytesPerSecond: 20_000 }),
  slices: onEdge('single bytes', 3_000, { kind: 'slices', bytes: 1 }),
};

/** Each once in a run. */
export const otherFaults: readonly Strike[] = [
  {
    name: 'zombie ingester: paused until another has its partitions, then awake',
    strike: async ({ ingester, another }) => {
      const second = another('ingester');
      await Promise.all([ingester.pause(2 * sessionTimeoutMs + 2_000), delay(1_000)]);
      await delay(3_000);
      await second.stop();
    },
  },
  {
    name: 'zombie projector: paused while another waits for its place, then awake',
    strike: async ({ projector, another }) => {
      const second = another('projector');
      await delay(3_000);
      await projector.pause(6_000);
      await second.stop();
    },
  },
  {
    name: 'Kafka paused',
    strike: async ({ kafka }) => {
      process.kill(kafka.pid(), 'SIGSTOP');
      await delay(4_000);
      process.kill(kafka.pid(), 'SIGCONT');
    },
  },
  {
    name: 'the ledger paused',
    strike: async ({ ledger }) => {
      process.kill(ledger.pid(), 'SIGSTOP');
      await delay(7_000);
      process.kill(ledger.pid(), 'SIGCONT');
    },
  },
  {
    name: 'rebalance storm: ingesters come and go',
    strike: async ({ another }) => {
      for (let n = 0; n < 3; n += 1) {
        const passing = another('ingester');
        await delay(3_000);
        await (n % 2 === 0 ? passing.stop() : passing.kill().then(() => passing.stop()));
      }
    },
  },
  { name: 'committed offsets set to the beginning', strike: (fleet) => moveOffsets(fleet, 'earliest') },
  { name: 'committed offsets set to the end', strike: (fleet) => moveOffsets(fleet, 'latest') },
];

/** The disk of the ledger is full for a while; only where it is a disk of its own. */
export const diskFull: Strike = {
  name: "the ledger's disk full",
  strike: async ({ ledger }) => {
    const ballast = join(dirname(ledger.file), 'ballast');
    const { bavail, bsize } = statfsSync(dirname(ledger.file));
    writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    await delay(5_000);
    rmSync(ballast);
  },
};

/** A small disk for the ledger's file; null where this machine lets us mount none. */
export function mountSmallDisk(folder: string, megabytes: number): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    const unmount = (): void => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
    // The last resort, should the run itself be ended.
    process.once('exit', unmount);
    return () => {
      process.off('exit', unmount);
      unmount();
    };
  } catch {
    return null;
  }
}

/** A group's offsets can be moved while it has no member: the ingester is away meanwhile, and another takes its place for good. */
async function moveOffsets({ ingester, kafka, topics, groupId }: Fleet, to: 'earliest' | 'latest'): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  const resume = await ingester.hold();
  try {
    const groups = [
      { topic: topics.events, groupId },
      { topic: topics.registers, groupId: `${groupId}-registers` },
    ];
    for (const group of groups) await untilIdle(() => admin.resetOffsets({ ...group, earliest: to === 'earliest' }));
  } finally {
    resume();
    await admin.disconnect();
  }
}

/** The brokers keep a dead member for its session. */
async function untilIdle(move: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + 3 * sessionTimeoutMs; ; await delay(500)) {
    try {
      return await move();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
