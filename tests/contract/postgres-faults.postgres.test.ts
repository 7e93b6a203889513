// What only a server does: it ends connections, loses replies, makes writers wait. Nothing half, nothing twice, the process goes on.
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import type { PostgresOptions } from '../../services/adapters/postgres/postgres-pool.ts';
import { openPostgresReadModel } from '../../services/adapters/postgres/postgres-read-model.ts';
import { snapshot } from '../../services/adapters/sql/snapshot.ts';
import { sqlReadModel } from '../../services/adapters/sql/sql-read-model.ts';
import { ledgerOf } from '../../services/core/domain/stream-names.ts';
import type { DataSubject, EventId } from '../../services/core/domain/vocabulary.ts';
import type { Changes } from '../../services/core/ports/read-model.ts';
import { lossyProxy, type Loss } from '../support/servers/lossy-proxy.ts';
import { bareClient, newSchema, onPostgres } from '../support/servers/on-postgres.ts';
import type { PostgresUnderTest } from '../support/servers/postgres.ts';

const stream = ledgerOf(0);
const other = ledgerOf(1);
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const to = (revision: number) => ({ revision: BigInt(revision), digest: 'd'.repeat(64), events: BigInt(revision + 1) });

/** One event of person `n`, with a flow count. */
const changesOf = (n: number): Changes => ({
  inbox: [{ eventId: uuid(n) as EventId, stream, revision: BigInt(n), recordedAt: 1, contentHash: 'c'.repeat(32) }],
  people: [{ ordinal: n, dataSubject: uuid(n) as DataSubject, latest: 1 }],
  events: [],
  rejudged: [],
  acquired: [],
  holdings: [],
  consents: [],
  flows: [{ day: '2025-09-01', holder: 'parcel', clause: '4.2', item: 'name', purpose: 'p', legalBasis: '13-1', outcome: 'compliant', events: 1 }],
  recipients: [],
  quarantined: [],
  released: [],
  looks: [],
});

async function openOn(server: PostgresUnderTest, more: Partial<PostgresOptions> = {}) {
  const options = { url: server.url, schema: newSchema(server), connectionsMax: 2, ...more };
  const applicationName = `suyuan-${options.schema}`.slice(0, 60);
  const dialect = await openPostgresReadModel({ ...options, applicationName });
  const readModel = sqlReadModel(dialect);
  onTestFinished(() => readModel.close());
  const bare = await bareClient(server.url, options.schema);
  /** Ends the adapter's backends, those that wait for a lock or all. */
  const terminate = async (which: 'waiting' | 'all'): Promise<void> => {
    for (let ended = 0; ended === 0; await delay(10)) {
      const waiting = which === 'waiting' ? "and wait_event_type = 'Lock'" : '';
      const found = await bare.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 ${waiting}`, [applicationName]);
      ended = found.rows.length;
    }
  };
  return { ...options, dialect, readModel, bare, terminate };
}

onPostgres('connections that end', (server) => {
  test('in a transaction: nothing of it is there, it can be tried again, and then all is', async () => {
    const { readModel, bare, terminate } = await openOn(server);
    await readModel.commit(stream, null, to(0), changesOf(0));
    const before = await readModel.tableDigests();
    await bare.query('begin');
    await bare.query('lock table flow in access exclusive mode');
    const committing = readModel.commit(stream, 0n, to(1), changesOf(1));
    const [ended] = await Promise.allSettled([committing, terminate('waiting')]);
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'ERR_UNREACHABLE', retriable: true } });
    await bare.query('rollback');
    expect(await readModel.tableDigests()).toEqual(before);
    expect(await readModel.commit(stream, 0n, to(1), changesOf(1))).toEqual({ outcome: 'committed' });
    expect((await readModel.checkpoints()).get(stream)).toEqual(to(1));
  });

  test('while idle or between two reads: reported, replaced, and never the end of the process', async () => {
    const lost: string[] = [];
    const { readModel, dialect, terminate } = await openOn(server, { onConnectionLost: ({ code }) => void lost.push(code) });
    await readModel.checkpoints();
    await terminate('all');
    await delay(100);
    expect(lost).toContain('ERR_UNREACHABLE');
    expect(await readModel.checkpoints()).toEqual(new Map());
    const reading = snapshot(dialect.kysely, async (at) => {
      await at.selectFrom('subject').selectAll().execute();
      await terminate('all');
      await delay(100);
      return at.selectFrom('subject').selectAll().execute();
    });
    await expect(reading).rejects.toMatchObject({ code: 'ERR_UNREACHABLE', retriable: true });
    expect(await readModel.checkpoints()).toEqual(new Map());
  });

  test.each([
    ['the reply is lost: it happened', 'reply', true],
    ['the request is lost: it did not happen', 'request', false],
    ['there is no answer at all', 'silence', true],
    ['the request is on its way while it is read back', 'late', true],
  ] as const)('at the commit, and %s; the outcome is unknown, and reading back tells', async (_name, loss: Loss, happened) => {
    const url = new URL(server.url);
    const proxy = await lossyProxy({ host: url.hostname, port: Number(url.port) });
    const timeouts = { statement: 1000, answerGrace: 500 };
    const { readModel, bare } = await openOn(server, { url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href, timeouts });
    await readModel.commit(stream, null, to(0), changesOf(0));
    proxy.lose('commit\0', loss);
    expect(await readModel.commit(stream, 0n, to(1), changesOf(1))).toMatchObject({ outcome: 'unknown', cause: { code: 'ERR_UNREACHABLE' } });
    expect(proxy.lost()).toBe(1);
    expect((await readModel.checkpoints()).get(stream)).toEqual(to(happened ? 1 : 0));
    const { rows } = await bare.query('select (select count(*) from inbox) as events, (select events from flow) as counted');
    expect(rows).toEqual([happened ? { events: '2', counted: '2' } : { events: '1', counted: '1' }]);
    // Who applies it again without reading back is stopped where it would count twice.
    const again = await readModel.commit(stream, 0n, to(1), changesOf(1));
    expect(again).toEqual({ outcome: happened ? 'fenced' : 'committed' });
  });
});

onPostgres('two projectors on one read model', (server) => {
  test('with the same batch: one commits, the other is fenced, however close they are', async () => {
    const { readModel, schema, bare } = await openOn(server);
    const rival = (await openOn(server, { schema })).readModel;
    await readModel.commit(stream, null, to(0), changesOf(0));
    for (let n = 1; n <= 10; n += 1) {
      const from = BigInt(n - 1);
      const outcomes = await Promise.all([readModel.commit(stream, from, to(n), changesOf(n)), rival.commit(stream, from, to(n), changesOf(n))]);
      expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['committed', 'fenced']);
    }
    expect((await bare.query('select events from flow')).rows).toEqual([{ events: '11' }]);
  });

  // Both give the next free ordinal to somebody new: without a fence over all streams one person would take the other's rows over.
  test('in different streams: the second is fenced as well, until it has read what the first did', async () => {
    const { readModel, schema, bare } = await openOn(server);
    const rival = (await openOn(server, { schema })).readModel;
    for (const each of [readModel, rival]) await each.checkpoints();
    const outcomes = await Promise.all([
      readModel.commit(stream, null, to(0), changesOf(0)),
      rival.commit(other, null, to(0), { ...changesOf(1), people: [] }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['committed', 'fenced']);
    expect((await bare.query('select * from checkpoint')).rows).toHaveLength(1);
    for (const each of [readModel, rival]) await each.checkpoints();
    const late = outcomes[0]?.outcome === 'fenced' ? readModel : rival;
    const free = outcomes[0]?.outcome === 'fenced' ? stream : other;
    expect(await late.commit(free, null, to(0), changesOf(2))).toEqual({ outcome: 'committed' });
  });
});

onPostgres('a reader', (server) => {
  test('sees one state in all its reads, whatever is committed meanwhile, and cannot write', async () => {
    const { readModel, schema, bare } = await openOn(server);
    await readModel.commit(stream, null, to(0), changesOf(0));
    const reader = await openPostgresReadModel({ url: server.url, schema, applicationName: 'suyuan-test', readOnly: true });
    onTestFinished(() => reader.close());
    const counts = await snapshot(reader.kysely, async (at) => {
      const first = await at.selectFrom('inbox').select('event_id').execute();
      expect(await readModel.commit(stream, 0n, to(1), changesOf(1))).toEqual({ outcome: 'committed' });
      return [
        first.length,
        (await at.selectFrom('inbox').select('event_id').execute()).length,
        (await at.selectFrom('checkpoint').selectAll().execute())[0]?.revision,
      ];
    });
    expect(counts).toEqual([1, 1, '0']);
    expect((await bare.query('select 1 from inbox')).rows).toHaveLength(2);
    await expect(reader.kysely.deleteFrom('inbox').execute()).rejects.toMatchObject({ details: { sqlState: '25006' } });
  });
});

onPostgres('errors', (server) => {
  test('a lock that is not free in time is retriable, and the connection goes on', async () => {
    const { readModel, bare } = await openOn(server, { timeouts: { lock: 200 } });
    await bare.query('begin');
    await bare.query('lock table inbox in access exclusive mode');
    await expect(readModel.commit(stream, null, to(0), changesOf(0))).rejects.toMatchObject({ code: 'ERR_STORAGE', retriable: true });
    await bare.query('rollback');
    expect(await readModel.commit(stream, null, to(0), changesOf(0))).toEqual({ outcome: 'committed' });
  });

  test('a statement that runs too long is cancelled by the server', async () => {
    const { dialect } = await openOn(server, { timeouts: { statement: 200 } });
    await expect(sql`select pg_sleep(30)`.execute(dialect.kysely)).rejects.toMatchObject({
      code: 'ERR_STORAGE',
      retriable: true,
      details: { sqlState: '57014' },
    });
  });

  test('of rows and of input name table and code, and no value of them', async () => {
    const { readModel, dialect } = await openOn(server);
    await readModel.commit(stream, null, to(0), changesOf(0));
    const failed = await readModel.commit(stream, 0n, to(1), changesOf(0)).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'ERR_STORAGE', retriable: false, details: { sqlState: '23505', table: 'inbox' } });
    const canary = '19900001234';
    const unread = await dialect.kysely
      .selectFrom('lineage_event')
      .selectAll()
      .where('event_id', '=', canary)
      .execute()
      .catch((error: unknown) => error);
    expect(unread).toMatchObject({ code: 'ERR_STORAGE', details: { sqlState: '22P02' } });
    for (const error of [failed, unread] as Error[]) {
      for (const told of [error.message, String(error.cause), JSON.stringify(error), error.stack ?? '']) {
        expect(told).not.toContain(canary);
        expect(told).not.toContain(uuid(0));
      }
    }
  });

  test('a server that is not there is unreachable, a wrong password is not', async () => {
    const url = new URL(server.url);
    const schema = newSchema(server);
    const opening = (address: URL) => openPostgresReadModel({ url: address.href, schema, applicationName: 'suyuan-test', timeouts: { connect: 2000 } });
    await expect(opening(Object.assign(new URL(url), { port: '1' }))).rejects.toMatchObject({ code: 'ERR_UNREACHABLE', retriable: true });
    const refused = await opening(Object.assign(new URL(url), { password: 'wrong-canary' })).catch((error: unknown) => error as Error);
    expect(refused).toMatchObject({ code: 'ERR_CONFIGURATION', retriable: false, message: expect.not.stringContaining('canary') });
  });

  test.skipIf(server.certificate === null)('TLS by the URL: on with the right certificate, refused with a wrong one or another name', async () => {
    const opened = (host: string, parameters: Record<string, string>) => {
      const url = Object.assign(new URL(server.url), { hostname: host, search: new URLSearchParams(parameters).toString() });
      return openOn(server, { url: url.href });
    };
    const sslrootcert = String(server.certificate);
    for (const sslmode of ['verify-full', 'require']) {
      const { dialect } = await opened('localhost', { sslmode, sslrootcert });
      expect((await sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(dialect.kysely)).rows).toEqual([{ ssl: true }]);
    }
    const refused = { code: 'ERR_CONFIGURATION', message: expect.stringContaining('TLS failed') };
    await expect(opened('localhost', { sslmode: 'verify-full' })).rejects.toMatchObject(refused);
    await expect(opened('127.0.0.1', { sslmode: 'verify-full', sslrootcert })).rejects.toMatchObject(refused);
  });
});
