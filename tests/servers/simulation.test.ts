// People living with the bank, through Kafka, EventStoreDB and PostgreSQL with every role a process of its own, some of them killed on the way:
// the same events, answers and tables as the embedded default gives.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import { eventStoreDbLedger } from '../../services/adapters/eventstoredb/eventstoredb-ledger.ts';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { openPostgresReadModel, postgresLineageQueries } from '../../services/adapters/postgres/postgres-read-model.ts';
import { snapshotOf } from '../../services/adapters/sql/table-digests.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { rebuildInto } from '../../services/cli/rebuild.ts';
import type { QuarantineEntry } from '../../services/core/domain/quarantine.ts';
import { isPersonLedger, isQuarantine, registersLedger } from '../../services/core/domain/stream-names.ts';
import type { Ledger } from '../../services/core/ports/ledger.ts';
import { endEveryProcess, runCommand, serve, startRole, type RunningCommand, type Server } from '../support/processes.ts';
import { contractsFolder, policiesFolder } from '../support/repository-folders.ts';
import { sharedScratchFolder } from '../support/scratch-folder.ts';
import { onServers, placeOnServers, type OnServers } from './all-servers.ts';

/** `PEOPLE=10000` for the whole town. */
const people = Number(process.env['PEOPLE'] ?? 150);
const seed = Number(process.env['SEED'] ?? 11);
const partitions = 3;
const asked = 60;
const setUpMaxMs = 60 * 60_000;

const folder = sharedScratchFolder();
const [data, file] = [join(folder, 'embedded'), join(folder, 'sample', 'events.ndjson')];

onServers('on servers as embedded', () => {
  let place: OnServers;
  let answering: RunningCommand & Server;
  let embedded: Server;
  let running: readonly (RunningCommand & Server)[];
  let logs = '';

  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    process.stdout.write(`${people} people, seed ${seed}: ${name} ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    return result;
  };

  beforeAll(async () => {
    place = await placeOnServers(folder, partitions);
    await step('simulate', () => runCommand(['simulate', '--people', String(people), '--seed', String(seed), '--out', join(folder, 'sample')]));
    await step('embedded', () => runCommand(['ingest', file, '--data', data], { ...place.vaultEnvironment, SAMPLE: '0' }));
    await step('on servers', () => throughServers());
    embedded = await serve(data, place.vaultEnvironment);
  }, setUpMaxMs);
  afterAll(async () => {
    await endEveryProcess();
    await place.stop();
  });

  /** Collector, two ingesters, two projectors; one of each is killed while events are on their way, and a third ingester joins. */
  async function throughServers(): Promise<void> {
    const begin = (role: string) => startRole(role, place.environment);
    const [ingesterA, ingesterB] = [await begin('ingester'), await begin('ingester')];
    const [projectorA, projectorB] = [await begin('projector'), await begin('projector')];
    const collector = await begin('collector');
    answering = await begin('query-api');
    const ingesting = runCommand(['ingest', file, '--url', collector.url], place.environment);
    ingesting.catch(() => {});
    await delay(1_500);
    await ingesterA.kill();
    await projectorA.kill();
    const ingesterC = await begin('ingester');
    await ingesting;
    running = [ingesterB, ingesterC, projectorB, collector, answering];
    for (const role of [ingesterA, projectorA, ...running]) logs += role.said();
  }

  const ledgerOnServer = (): Ledger => eventStoreDbLedger({ ...place.eventStore, allowInsecure: true });

  test('the ledgers hold the same events with the same bytes, each once, and quarantine the same reports', async () => {
    const [there, here] = [ledgerOnServer(), sqliteLedger({ path: join(data, 'ledger', 'ledger.db'), readOnly: true })];
    const [onServer, atHome] = [await contentOf(there), await contentOf(here)];
    await there.close();
    await here.close();
    expect(atHome.size).toBeGreaterThan(people * 10);
    expect(onServer.doubled).toEqual([]);
    expect([...onServer].filter((event) => !atHome.has(event))).toEqual([]);
    expect([...atHome].filter((event) => !onServer.has(event))).toEqual([]);
  });

  test(`the lineage of ${asked} people is the same`, async () => {
    const queries = await postgresLineageQueries({ ...place.database, applicationName: 'suyuan-test' });
    const subjects = await queries.somePeople(asked);
    await queries.close();
    expect(subjects).toHaveLength(asked);
    for (const subject of subjects) expect(await lineageAt(answering, subject)).toEqual(await lineageAt(embedded, subject));
  });

  test('the tables are those that the embedded read model makes of the same ledger', async () => {
    const live = await openPostgresReadModel({ ...place.database, applicationName: 'suyuan-test', readOnly: true });
    const { checkpoints, digests } = await snapshotOf(live);
    await live.close();
    const dependencies = {
      codec: avroEventCodec({ directory: contractsFolder }),
      registry: loadPolicyRegistry(policiesFolder),
      ledger: { kind: 'eventstoredb', ...place.eventStore, allowInsecure: true } as const,
    };
    const rebuilt = await rebuildInto({ kind: 'sqlite', path: join(folder, 'rebuilt.db') }, checkpoints, dependencies, () => {});
    expect(Object.fromEntries(rebuilt.digests)).toEqual(Object.fromEntries(digests));
  });

  test('a rebuild on PostgreSQL beside the running projector: verified, swapped, and still answered from', async () => {
    const [before] = await samePeople(1);
    const expected = await lineageAt(answering, before as string);
    const { stdout, stderr } = await runCommand(['rebuild', '--verify', '--format', 'json'], place.environment);
    expect(JSON.parse(stdout)).toMatchObject({ verified: true });
    expect(stderr).toContain('The new tables are live.');
    expect(await lineageAt(answering, before as string)).toEqual(expected);
  });

  test('neither logs nor metrics hold who anybody is', async () => {
    const metrics = await (await fetch(new URL('/metrics', answering.url))).text();
    expect(metrics).toContain('suyuan_projection_lag_events');
    const told = `${logs}${metrics}`;
    const events = readFileSync(file, 'utf8');
    const personal = new Set([...events.matchAll(/"(?:dataSubject|value|sourceEventId)":"([^"]{6,})"/g)].map(([, value]) => value as string));
    expect(personal.size).toBeGreaterThan(people);
    expect([...personal, ...(await samePeople(asked))].filter((value) => told.includes(value))).toEqual([]);
    for (const line of logs.split('\n').filter((text) => text.startsWith('{'))) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  test('every role ends cleanly when it is told to', async () => {
    expect((await Promise.all(running.map((role) => role.stop()))).map(({ code }) => code)).toEqual(running.map(() => 0));
  });

  async function samePeople(count: number): Promise<readonly string[]> {
    const queries = await postgresLineageQueries({ ...place.database, applicationName: 'suyuan-test' });
    const subjects = await queries.somePeople(count);
    await queries.close();
    return subjects;
  }
});

/** Ids and content of all events about people and in the registers, and what is in quarantine; whatever stands twice is told apart. */
async function contentOf(ledger: Ledger): Promise<Set<string> & { doubled: string[] }> {
  const found = Object.assign(new Set<string>(), { doubled: [] as string[] });
  for (const stream of await ledger.streams()) {
    if (!isPersonLedger(stream) && stream !== registersLedger && !isQuarantine(stream)) continue;
    for await (const events of ledger.read(stream, 0n)) {
      for (const { eventId, data } of events) {
        const event = isQuarantine(stream) ? reportOf(data) : `${eventId} ${Buffer.from(data).toString('base64')}`;
        if (found.has(event) && !isQuarantine(stream)) found.doubled.push(event);
        found.add(event);
      }
    }
  }
  return found;
}

/** What was not accepted and why. The entries differ: of a conflict, the topic's record is kept whole, with its envelope. */
function reportOf(entry: Uint8Array): string {
  const { reason, dataSubject, reported, problems } = JSON.parse(Buffer.from(entry).toString()) as QuarantineEntry;
  return JSON.stringify({ reason, dataSubject, reported, problems });
}

/** A person's lineage without what depends on when and where it was recorded. */
async function lineageAt({ url }: Server, subject: string): Promise<unknown> {
  const headers = { 'suyuan-purpose': 'test', 'suyuan-case': 'test' };
  const response = await fetch(new URL(`/v1/data-subjects/${subject}/lineage`, url), { headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  const { positions: _positions, asOf: _asOf, knownAt: _knownAt, incompleteBecause, ...answer } = (await response.json()) as Record<string, unknown>;
  const reasons = (incompleteBecause as readonly { readonly reason: string }[]).map(({ reason }) => reason);
  return JSON.parse(JSON.stringify({ ...answer, reasons }, (key, value: unknown) => (key === 'recordedAt' ? undefined : value))) as unknown;
}
