// One chaos run: traffic all the time, one fault after the other, each followed by the question how soon the system works again; then everything is checked.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { randomSource, type RandomSource } from '../support/random-source.ts';
import { kafkaVersion } from '../support/servers/kafka-artifacts.ts';
import { checkFleet } from './check-fleet.ts';
import { watchCheckpoints } from './checkpoint-watcher.ts';
import { diskFull, kills, mountSmallDisk, networkFaults, otherFaults, type Strike } from './faults.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { startTraffic, type Traffic } from './traffic.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** Kills between the faults. */
  readonly kills: number;
  /** Each fault once, on one edge of its own; or each on every edge. */
  readonly faults: 'none' | 'each' | 'every-edge';
  readonly say: (line: string) => void;
  /** Stops drawing after so long. */
  readonly deadline?: number;
}

export interface ChaosReport {
  readonly line: string;
  readonly violations: readonly string[];
}

/** I16: so long after a fault an event must be in the tables. */
const recoveryMaxMs = 60_000;

export async function runChaos({ seed, kills: killCount, faults, say, deadline = Number.POSITIVE_INFINITY }: ChaosOptions): Promise<ChaosReport> {
  const random = randomSource(seed);
  const disk = mkdtempSync(join(tmpdir(), 'suyuan-chaos-disk-'));
  const unmount = mountSmallDisk(disk, 64);
  const violations: string[] = [];
  const recoveries: number[] = [];
  const struck = { kills: 0, faults: 0 };
  const fleet = await startFleet(disk);
  const watcher = watchCheckpoints(fleet.database);
  try {
    const traffic = await startTraffic(fleet, { seed, pauseMaxMs: 400 });
    const first = await recovery(fleet, traffic, violations, 'the start');
    say(`started in ${seconds(first)}`);
    for (const { name, strike, isKill } of planOf(random, killCount, faults, unmount !== null)) {
      if (Date.now() > deadline || violations.length > 0) break;
      await strike(fleet, random);
      await fleet.heal();
      const took = await recovery(fleet, traffic, violations, name);
      recoveries.push(took);
      struck[isKill ? 'kills' : 'faults'] += 1;
      say(`${name}: again after ${seconds(took)}`);
    }
    await traffic.stop();
    await settled(fleet, violations);
    await watcher.stop();
    const checked = await checkFleet(fleet, traffic);
    violations.push(...watcher.violations, ...checked.violations, ...fleet.processes().flatMap(({ ends }) => ends));
    const { acknowledged, poison, counts } = traffic;
    const line = [
      `seed ${seed}`,
      `T2 for Kafka ${kafkaVersion} and PostgreSQL, T1 for EventStoreDB (wire double)`,
      `${acknowledged.size} events acknowledged, ${checked.events} in the ledger, ${counts.again} sent again, ${counts.unknown} unknown outcomes`,
      `${poison.size} poison, ${checked.quarantined} quarantined`,
      `${struck.kills} kills, ${struck.faults} faults`,
      `${watcher.looks()} looks`,
      `violations = ${violations.length}`,
      `longest recovery ${seconds(Math.max(0, ...recoveries))}`,
    ].join(', ');
    return { line, violations };
  } finally {
    await watcher.stop();
    await fleet.stop();
    unmount?.();
    rmSync(disk, { recursive: true, force: true });
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** All strikes of a run, kills and faults mixed. */
function planOf(
  random: RandomSource,
  killCount: number,
  faults: ChaosOptions['faults'],
  hasSmallDisk: boolean,
): readonly (Strike & { readonly isKill: boolean })[] {
  const weighted = kills.flatMap((kill) => Array.from({ length: kill.weight }, () => kill));
  // Each kind of kill once, then by weight.
  const drawn = Array.from({ length: killCount }, (_, n) => kills[n] ?? random.pick(weighted)).map((strike) => ({ ...strike, isKill: true }));
  const network = Object.values(networkFaults).flatMap((onEdges) => (faults === 'every-edge' ? onEdges : [random.pick(onEdges)]));
  const others = faults === 'none' ? [] : [...network, ...otherFaults, ...(hasSmallDisk ? [diskFull] : [])];
  const all = [...drawn, ...others.map((strike) => ({ ...strike, isKill: false }))];
  return all
    .map((strike) => ({ strike, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ strike }) => strike);
}

/** Milliseconds until an event that is sent now is in the tables. */
async function recovery(fleet: Fleet, traffic: Traffic, violations: string[], after: string): Promise<number> {
  const began = Date.now();
  const late = Symbol('late');
  const timer = new AbortController();
  const outcome = await Promise.race([
    traffic.probe().then((id) => isProjected(fleet, id, timer.signal)),
    delay(recoveryMaxMs, late, { signal: timer.signal }).catch(() => late),
  ]);
  timer.abort();
  if (outcome === late) {
    violations.push(`I16: after ${after} an event was not in the tables within ${recoveryMaxMs} ms`);
    for (const one of fleet.processes()) violations.push(`${one.name} said last: ${one.said().slice(-700)}`);
  }
  return Date.now() - began;
}

async function isProjected({ database }: Fleet, id: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({ connectionString: database.url, options: `-c search_path=${database.schema}` });
    client.on('error', () => {});
    try {
      await client.connect();
      for (; !signal.aborted; await delay(50)) {
        const { rowCount } = await client.query('select 1 from inbox where event_id = $1', [Buffer.from(id.replaceAll('-', ''), 'hex')]);
        if (rowCount === 1) return;
      }
    } catch {
      await delay(100);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

interface Ready {
  readonly lagRecords?: Readonly<Record<string, number>>;
  readonly lagEvents?: Readonly<Record<string, number>>;
  readonly conservation?: { readonly consumed: number; readonly appended: number; readonly quarantined: number; readonly duplicates: number };
}

/** I16, I2: everything is taken and projected, and what was consumed adds up. */
async function settled({ ingester, projector, api }: Fleet, violations: string[]): Promise<void> {
  const ask = async (url: string | null): Promise<Ready | null> => {
    if (url === null) return null;
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    return response?.ok ? ((await response.json()) as Ready) : null;
  };
  const isZero = (lag: Readonly<Record<string, number>> | undefined): boolean => lag !== undefined && Object.values(lag).every((one) => one === 0);
  for (const end = Date.now() + recoveryMaxMs; Date.now() < end; await delay(200)) {
    const [taking, answering, projecting] = await Promise.all([ask(ingester.url()), ask(api.url()), ask(projector.url())]);
    if (taking === null || answering === null || projecting === null || !isZero(taking.lagRecords) || !isZero(answering.lagEvents)) continue;
    const { consumed = 0, appended = 0, quarantined = 0, duplicates = 0 } = taking.conservation ?? {};
    if (consumed !== appended + quarantined + duplicates) violations.push(`I2: consumed ${consumed}, but ${appended} + ${quarantined} + ${duplicates}`);
    return;
  }
  violations.push(`I16: the lag was not zero ${recoveryMaxMs} ms after the last fault`);
}
