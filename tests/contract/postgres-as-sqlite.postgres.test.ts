// The same events projected into SQLite and into PostgreSQL: the same digests, the same answers, page by page, also when replies get lost.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { openPostgresReadModel, postgresLineageQueries } from '../../services/adapters/postgres/postgres-read-model.ts';
import type { SqlDialect } from '../../services/adapters/sql/dialect.ts';
import { sqlLineageQueries } from '../../services/adapters/sql/sql-lineage-queries.ts';
import { sqlReadModel } from '../../services/adapters/sql/sql-read-model.ts';
import { openReadModelDialect } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import type { DataSubject, StreamName } from '../../services/core/domain/vocabulary.ts';
import { auditLedger, ledgerOf, registersLedger } from '../../services/core/domain/stream-names.ts';
import type { RecordedEvent } from '../../services/core/ports/ledger.ts';
import type { LineageQueries, Page } from '../../services/core/ports/lineage-queries.ts';
import { projector } from '../../services/projector/project.ts';
import { testCodec, type Fields } from '../support/builders.ts';
import { recordedEvents, recordedRegisters } from '../support/memory-projection.ts';
import { randomWorld } from '../support/random-events.ts';
import { policiesFolder } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { lossyProxy } from '../support/servers/lossy-proxy.ts';
import { bareClient, newSchema, onPostgres } from '../support/servers/on-postgres.ts';

const registry = loadPolicyRegistry(policiesFolder);

function worldOf(seed: number) {
  const world = randomWorld({ seed, people: 8, events: 25 });
  const withIdentity = world.registers.map((report, n) => ({ producer: 'registers', sourceEventId: `${seed}-r-${n}`, ...report }));
  const lives = [...world.people.values()];
  const turns = Array.from({ length: 25 }, (_, n) => lives.flatMap((life) => life.slice(n, n + 1)));
  const streams = new Map<StreamName, readonly RecordedEvent[]>([
    [registersLedger, recordedRegisters(withIdentity)],
    [ledgerOf(0), recordedEvents(turns.flat().filter((_, n) => n % 8 < 5))],
    [
      ledgerOf(1),
      recordedEvents(
        turns.flat().filter((_, n) => n % 8 >= 5),
        ledgerOf(1),
      ),
    ],
    [auditLedger, recordedEvents(looksAt([...world.people.keys()]), auditLedger)],
  ]);
  return { streams, people: [...world.people.keys()] as DataSubject[] };
}

/** Somebody looks at everybody three times. */
const looksAt = (people: readonly string[]): readonly Fields[] =>
  [0, 1, 2].flatMap((turn) =>
    people.map((dataSubject, n) => ({
      type: 'LineageQueried',
      producer: 'suyuan-query-api',
      sourceEventId: `look-${turn}-${n}`,
      occurredAt: '2025-09-30T10:00:00+08:00',
      dataSubject,
      phase: 'intended',
      outcome: 'unknown',
      actor: 'local-operator',
      role: 'operator',
      purpose: 'audit',
      ...(turn === 1 ? {} : { caseId: 'C-7' }),
      route: '/v1/data-subjects/{id}/lineage',
      queryHash: 'e'.repeat(64),
      fields: [],
      subjects: 1,
      rows: 0,
      responseBytes: 0,
    })),
  );

/** Projects all streams, registers in the middle so that verdicts change, `batch` events at a time. */
async function project(dialect: SqlDialect, streams: ReadonlyMap<StreamName, readonly RecordedEvent[]>, batch: number, before: (n: number) => void = () => {}) {
  const readModel = sqlReadModel(dialect);
  const running = await projector({ readModel, codec: testCodec, registry });
  let n = 0;
  for (const stream of [ledgerOf(1), registersLedger, ledgerOf(0), auditLedger]) {
    const events = streams.get(stream) ?? [];
    for (let first = 0; first < events.length; first += batch) {
      before((n += 1));
      await running.project(events.slice(first, first + batch));
    }
  }
  return readModel;
}

async function allPages<T>(page: (after: string | null) => Promise<Page<T>>): Promise<readonly T[]> {
  const rows: T[] = [];
  for (let after: string | null = null; ;) {
    const answer: Page<T> = await page(after);
    rows.push(...answer.rows);
    if (answer.next === null) return rows;
    after = answer.next;
  }
}

const byKey = <T>(rows: readonly T[]): readonly T[] => rows.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
const textOf = (value: unknown): string => JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

/** Everything that the query side tells, in an order of its own only where none is promised. */
async function everything(queries: LineageQueries, people: readonly DataSubject[]) {
  const persons = [];
  for (const subject of people) {
    const record = await queries.person(subject);
    const looks = await allPages((after) => queries.looks(subject, { after, limit: 2 }));
    expect(looks).toHaveLength(3);
    const consents = await queries.consents(subject);
    persons.push({ ...record, holdings: byKey(record.holdings), checkpoints: byKey([...record.checkpoints]), looks, consents });
  }
  return {
    persons,
    flows: await allPages((after) => queries.flows({}, { after, limit: 7 })),
    flowsTo: await allPages((after) => queries.flows({ holder: 'kuaidi100', from: '2025-08-20', to: '2025-09-20' }, { after, limit: 3 })),
    flowTotals: byKey(await queries.flowTotals('2025-08-20', null)),
    findingGroups: byKey(await queries.findingGroups({ outcome: 'violation' })),
    findings: await allPages((after) => queries.findings({}, { after, limit: 7 })),
    some: await queries.somePeople(5),
    totals: await queries.totals().then(({ outcomes, ...rest }) => ({ ...rest, outcomes: byKey([...outcomes]) })),
    event: await queries.event((await queries.person(people[0]!)).events[0]!.eventId),
  };
}

onPostgres('PostgreSQL as SQLite', (server) => {
  test.each([1, 2, 3])('seed %i: digests and answers are equal', async (seed) => {
    const { streams, people } = worldOf(seed);
    const url = new URL(server.url);
    const proxy = await lossyProxy({ host: url.hostname, port: Number(url.port) });
    const through = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href;
    const schema = newSchema(server);
    const postgres = await openPostgresReadModel({ url: through, schema, applicationName: 'suyuan-test' });
    const path = join(scratchFolder(), 'read-model.db');
    const one = await project(openReadModelDialect({ path }), streams, 1000);
    const two = await project(postgres, streams, 9, (n) => {
      if (n % 5 === 0) proxy.lose('commit\0', n % 2 === 0 ? 'reply' : 'request');
    });
    onTestFinished(async () => {
      await one.close();
      await two.close();
    });
    expect(proxy.lost()).toBeGreaterThan(2);
    expect(await two.tableDigests()).toEqual(await one.tableDigests());
    const onSqlite = sqlLineageQueries(openReadModelDialect({ path, readOnly: true }));
    const onServer = await postgresLineageQueries({ url: server.url, schema, applicationName: 'suyuan-test' });
    onTestFinished(async () => {
      await onSqlite.close();
      await onServer.close();
    });
    const [expected, found] = [await everything(onSqlite, people), await everything(onServer, people)];
    expect(expected.findings.length).toBeGreaterThan(20);
    expect(found).toEqual(expected);
  });

  // The server of these tests sorts text as people do: _ before -, capitals beside small letters.
  test('text is in the order of its bytes, whatever the locale of the server', async () => {
    const items = ['a_b', 'a-b', 'a.b', 'aB', 'ab', 'a1', 'Z', 'z', '溯源', 'é', 'e'];
    const flows = items.map(
      (item) => ({ day: '2025-09-01', holder: item, clause: '4.2', item, purpose: 'p', legalBasis: '13-1', outcome: 'gap', events: 1 }) as const,
    );
    const nothing = {
      inbox: [],
      people: [],
      events: [],
      rejudged: [],
      acquired: [],
      holdings: [],
      consents: [],
      recipients: [],
      quarantined: [],
      released: [],
      looks: [],
    };
    const schema = newSchema(server);
    const path = join(scratchFolder(), 'read-model.db');
    const told = [];
    for (const dialect of [openReadModelDialect({ path }), await openPostgresReadModel({ url: server.url, schema, applicationName: 'suyuan-test' })]) {
      const readModel = sqlReadModel(dialect);
      onTestFinished(() => readModel.close());
      await readModel.commit(ledgerOf(0), null, { revision: 0n, digest: 'd', events: 1n }, { ...nothing, flows });
      const rows = await allPages((after) => sqlLineageQueries(dialect).flows({}, { after, limit: 1 }));
      told.push({ holders: rows.map(({ holder }) => holder), digests: await readModel.tableDigests() });
    }
    expect(told[0]?.holders).toEqual(items.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    expect(told[1]).toEqual(told[0]);
  });

  test('a person is found by index, however many others there are', async () => {
    const schema = newSchema(server);
    const dialect = await openPostgresReadModel({ url: server.url, schema, applicationName: 'suyuan-test' });
    onTestFinished(() => dialect.close());
    const bare = await bareClient(server.url, schema);
    await bare.query(`insert into subject select n, gen_random_uuid(), 1 from generate_series(1, 20000) n`);
    await bare.query(
      `insert into lineage_event select n / 5, 'ledger-0', n, gen_random_uuid(), 'PersonalDataShared', n, n, (n % 10 = 0)::int, 'r' || n % 50, null, 'compliant', null, '{}' from generate_series(1, 100000) n`,
    );
    await bare.query(
      `insert into holding select n / 3, 'h' || n % 7, 'i' || n, 'p', '13-1', '4.2', 'v', null, 1, 'held', 1, null, null, '' from generate_series(1, 60000) n`,
    );
    await bare.query('analyze');
    const plan = async (query: string): Promise<string> => (await bare.query(`explain ${query}`)).rows.map((row: object) => Object.values(row)[0]).join('\n');
    const [subject] = (await bare.query('select data_subject from subject where ord = 4711')).rows as { data_subject: string }[];
    for (const query of [
      `select ord from subject where data_subject = '${subject?.data_subject}'`,
      'select * from lineage_event where ord = 4711 order by ledger, revision',
      'select * from lineage_event where fact = 1 and ord in (17, 4711)',
      'select * from holding where ord = 4711',
      `select * from lineage_event where recipient = 'r7' and occurred_at >= 99000`,
      `select * from lineage_event where outcome <> 'compliant' and outcome = 'gap' order by occurred_at desc limit 10`,
    ]) {
      const said = await plan(query);
      expect(said).toMatch(/Index|Bitmap/);
      expect(said).not.toContain('Seq Scan');
    }
  });
});
