// kill -9 at any moment loses nothing that was acknowledged and doubles nothing: while ingesting, while projecting, while rebuilding.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { checkDataFolder, nothingWrong } from '../support/checker/check-everything.ts';
import { checkConservation, type Conservation } from '../support/checker/check-ledger.ts';
import { liveReadModel } from '../support/checker/read-model-file.ts';
import { watch } from '../support/checker/watcher.ts';
import { sqliteReadModel } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import { drive } from '../support/driver.ts';
import { endEveryProcess, runCommand, serve, startCommand, startServe, type Server } from '../support/processes.ts';
import { randomWorld, type Report } from '../support/random-events.ts';
import { randomSource } from '../support/random-source.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** `KILLS=200` for a longer run. */
const kills = Number(process.env['KILLS'] ?? 20);
const connections = 4;
const waitMaxMs = 60_000;

afterAll(endEveryProcess);

/** Events of one list come from whole people, so that each person's order holds; the registers go over a connection of their own. */
function listsOf(people: number): readonly (readonly Report[])[] {
  const world = randomWorld({ seed, people, events: 30, disorder: 0.1 });
  const random = randomSource(seed + 1);
  const lists: Report[][] = Array.from({ length: connections }, () => []);
  for (const [i, events] of [...world.people.values()].entries()) lists[i % connections]?.push(...events);
  return [...lists.map((list) => interleaved(list, random)), world.registers];
}

/** People mixed, each person's events in their order; one in fifty is followed by a report that no contract takes. */
function interleaved(list: readonly Report[], random: ReturnType<typeof randomSource>): readonly Report[] {
  const queues = [...Map.groupBy(list, (report) => report['dataSubject']).values()];
  const mixed: Report[] = [];
  while (queues.length > 0) {
    const at = random.below(queues.length);
    const report = queues[at]?.shift();
    if (report) mixed.push(report);
    else queues.splice(at, 1);
    if (report && random.chance(0.02)) mixed.push({ ...report, sourceEventId: `${String(report['sourceEventId'])}-poison`, nickname: 'x' });
  }
  return mixed;
}

const numberOf = (sourceEventId: string): number => Number(sourceEventId.split('-').at(-1));

interface Ready {
  readonly lagEvents: Readonly<Record<string, number>>;
  readonly conservation: Conservation;
}

/** Waits until the projection has caught up. @throws Error when it does not in a minute, or the system says that it cannot. */
async function caughtUp({ url }: Server): Promise<Ready> {
  for (const deadline = Date.now() + waitMaxMs; Date.now() < deadline; await delay(50)) {
    const answer = await fetch(new URL('/readyz', url));
    if (!answer.ok) throw new Error(`not ready: ${await answer.text()}`);
    const ready = (await answer.json()) as Ready;
    if (Object.values(ready.lagEvents).every((lag) => lag === 0)) return ready;
  }
  throw new Error(`the projection did not catch up within ${waitMaxMs} ms`);
}

async function digests(data: string): Promise<Readonly<Record<string, string>>> {
  const readModel = sqliteReadModel({ path: liveReadModel(data), readOnly: true });
  try {
    return Object.fromEntries(await readModel.tableDigests());
  } finally {
    await readModel.close();
  }
}

test(`${kills} kills while ingesting and projecting: nothing acknowledged is lost, nothing is doubled (SEED=${seed})`, async () => {
  const folder = scratchFolder();
  const [data, acknowledgedLog] = [join(folder, 'data'), join(folder, 'acked.log')];
  mkdirSync(data);
  writeFileSync(acknowledgedLog, '');
  const random = randomSource(seed + 2);
  const watcher = watch(data);
  let up: Server | null = null;
  const driver = drive({ lists: listsOf(kills * 35), url: () => up?.url ?? null, acknowledgedLog, random: randomSource(seed + 3), pauseMaxMs: 15 });
  const refused = new AbortController();
  driver.done.catch((error: unknown) => refused.abort(error));

  let early = 0;
  for (let kill = 0; kill < kills && !refused.signal.aborted; kill += 1) {
    const starting = startServe(data);
    // A quarter die while they start; some of the rest find their tables gone and a whole ledger to project.
    if (random.chance(0.25)) {
      await delay(random.below(900));
      early += 1;
      starting.ready.catch(() => {});
    } else {
      up = await starting.ready;
      await delay(100 + random.below(1500));
    }
    up = null;
    await starting.kill();
    if (kill % 7 === 6) {
      rmSync(join(data, 'read-model'), { recursive: true, force: true });
      await watcher.forget();
    }
  }

  const server = await serve(data);
  up = server;
  await driver.done;
  const ready = await caughtUp(server);
  const watched = await watcher.stop();
  await server.stop();

  const counts = driver.counts();
  const acknowledged = readFileSync(acknowledgedLog, 'utf8').split('\n').filter(Boolean);
  process.stdout.write(`kill test: seed ${seed}, ${kills} kills (${early} while starting), ${JSON.stringify(counts)}, ${watched.looks} looks\n`);
  expect(counts.acknowledged).toBe(counts.events);
  expect(watched.looks).toBeGreaterThan(kills);
  expect({
    ...(await checkDataFolder(data, { acknowledged, numberOf })),
    conservation: checkConservation(ready.conservation),
    watched: watched.violations,
  }).toEqual({ ...nothingWrong, conservation: [], watched: [] });
  const before = await digests(data);
  await runCommand(['rebuild', '--verify', '--data', data]);
  expect(await digests(data)).toEqual(before);
});

test(`a rebuild that is killed leaves the live tables as they were (SEED=${seed})`, async () => {
  const folder = scratchFolder();
  const [data, file] = [join(folder, 'data'), join(folder, 'events.ndjson')];
  const random = randomSource(seed + 4);
  const reports = listsOf(120).flat();
  writeFileSync(file, reports.map((report) => `${JSON.stringify(report)}\n`).join(''));
  await runCommand(['ingest', file, '--data', data]);
  const before = await digests(data);

  const started = Date.now();
  await runCommand(['rebuild', '--verify', '--data', data]);
  const wholeMs = Date.now() - started;
  for (let kill = 0; kill < 5; kill += 1) {
    const rebuilding = startCommand(['rebuild', ...(random.chance(0.5) ? ['--verify'] : []), '--data', data]);
    await Promise.race([delay(random.below(wholeMs)), rebuilding.finished]);
    await rebuilding.kill();
    expect(await digests(data)).toEqual(before);
  }

  const server = await serve(data);
  await caughtUp(server);
  expect(await digests(data)).toEqual(before);
  await server.stop();
  const files = readdirSync(join(data, 'read-model')).filter((name) => name.endsWith('.db'));
  expect(files).toEqual([basename(liveReadModel(data))]);
  await runCommand(['rebuild', '--verify', '--data', data]);
  expect(await digests(data)).toEqual(before);
});
