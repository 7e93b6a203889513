// Other content under an identity that is taken, and reports kept aside: nothing is overwritten, and the person's answer says that it is not complete.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventIdOf } from '../../services/core/domain/event-id.ts';
import { quarantineOf, ledgerOf } from '../../services/core/domain/stream-names.ts';
import { sqliteVault } from '../../services/adapters/sqlite/sqlite-vault.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { quarantined } from '../../services/ingester/quarantine.ts';
import type { DataSubject } from '../../services/core/domain/vocabulary.ts';
import { expectProblem, runningSystem } from '../support/running-system.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { validShare, type Fields } from '../support/valid-reports.ts';

interface Lineage {
  readonly complete: boolean;
  readonly incompleteBecause: readonly { reason: string }[];
  readonly flows: readonly Fields[];
}
interface Entry {
  readonly entry: string;
  readonly reason: string;
  readonly dataSubject: string | null;
  readonly released: boolean;
}
type System = Awaited<ReturnType<typeof runningSystem>>;

const lineageOf = async (system: System, person: unknown): Promise<Lineage> => {
  await system.caughtUp();
  return (await system.ask(`/v1/data-subjects/${String(person)}/lineage`)).json as Lineage;
};
const entriesOf = async (system: System): Promise<readonly Entry[]> => ((await system.ask('/v1/quarantine')).json as { entries: Entry[] }).entries;
const replay = async (system: System, entry: string): Promise<Fields> =>
  (await system.ask(`/v1/quarantine/${entry}/replay`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).json as Fields;

test('the same identity with other content is 409, quarantined, and the first content stays', async () => {
  const system = await runningSystem();
  const first = validShare();
  const other = { ...first, items: ['name'] };
  expect((await system.report(first)).status).toBe(201);
  expect((await system.report(first)).status).toBe(200);
  for (let again = 0; again < 2; again += 1) {
    expect(expectProblem(await system.report(other), 409, 'ERR_CONFLICT')).toEqual([
      { pointer: '/sourceEventId', rule: 'conflict', expected: expect.any(String) },
    ]);
  }
  expect(await system.conservation()).toEqual({ consumed: 4, appended: 1, quarantined: 1, duplicates: 2 });
  expect(await entriesOf(system)).toEqual([expect.objectContaining({ reason: 'conflict', dataSubject: first['dataSubject'], released: false })]);
  const lineage = await lineageOf(system, first['dataSubject']);
  expect(lineage).toMatchObject({ complete: false, incompleteBecause: [{ reason: 'quarantine' }], flows: [{ items: ['mobile_number'] }] });
  const [entry] = await entriesOf(system);
  expect(await replay(system, entry?.entry ?? '')).toMatchObject({ status: 'quarantined' });
  expect((await lineageOf(system, first['dataSubject'])).complete).toBe(false);
  const somebodyElse = validShare();
  expect((await system.report(somebodyElse)).status).toBe(201);
  expect((await lineageOf(system, somebodyElse['dataSubject'])).complete).toBe(true);
});

test('a conflict within one array, within one stream, and with a stranger: both people are told', async () => {
  const system = await runningSystem();
  const [first, stranger] = [validShare(), randomUUID()];
  const array = await system.report([first, first, { ...first, dataSubject: stranger }]);
  expect(array.status).toBe(207);
  expect((array.json as Fields[]).map(({ status, quarantined: kept }) => [status, kept])).toEqual([
    ['recorded', undefined],
    ['duplicate', undefined],
    ['rejected', true],
  ]);
  const streamed = await system.stream([first, { ...first, items: ['name'] }]);
  expect(streamed.map(({ status }) => status)).toEqual(['duplicate', 'rejected']);
  expect(await lineageOf(system, stranger)).toMatchObject({ complete: false, flows: [] });
  expect(await lineageOf(system, first['dataSubject'])).toMatchObject({
    complete: false,
    flows: [{ eventId: eventIdOf(String(first['producer']), String(first['sourceEventId'])) }],
  });
});

test('a quarantined report makes the answer of its person incomplete, and of nobody else', async () => {
  const system = await runningSystem();
  const good = validShare();
  const bad = { ...validShare({ dataSubject: good['dataSubject'] }), colour: 'red' };
  await system.report(good);
  expectProblem(await system.report(bad, '?invalid=quarantine'), 422, 'ERR_EVENT');
  expect(await lineageOf(system, good['dataSubject'])).toMatchObject({ complete: false, incompleteBecause: [{ reason: 'quarantine' }] });
  const [entry] = await entriesOf(system);
  expect(await replay(system, entry?.entry ?? '')).toMatchObject({ status: 'quarantined', errors: [{ pointer: '/colour', rule: 'unknown-field' }] });
  expect(await lineageOf(system, good['dataSubject'])).toMatchObject({ complete: false });
  expectProblem(await system.ask('/v1/quarantine/42'), 404, 'ERR_NOT_FOUND');
  expectProblem(await system.ask('/v1/quarantine/42/replay', { method: 'POST' }), 404, 'ERR_NOT_FOUND');
});

test('an entry that is acceptable by now is recorded by replay, and the answer is complete again', async () => {
  const data = join(scratchFolder(), 'data');
  await (await runningSystem({ data })).close();
  // As an older program left it: a report that it could not accept, and that this one can.
  const report = validShare();
  const vault = sqliteVault({ path: join(data, 'vault', 'vault.db'), keyPath: join(data, 'vault', 'vault.key') });
  const ledger = sqliteLedger({ path: join(data, 'ledger', 'ledger.db') });
  const kept = await quarantined(
    {
      raw: Buffer.from(JSON.stringify(report)),
      encoding: 'json',
      reason: 'invalid',
      problems: [{ pointer: '/mode', rule: 'enum', expected: 'provided' }],
      dataSubject: report['dataSubject'] as DataSubject,
      eventId: eventIdOf(String(report['producer']), String(report['sourceEventId'])),
    },
    vault,
  );
  const { eventId, type, bytes, schema } = kept;
  await ledger.append(quarantineOf(ledgerOf(0)), 'no-stream', [{ eventId, type, data: bytes, metadata: { schema, recordedAt: Date.now() } }]);
  await ledger.close();
  await vault.close();

  const system = await runningSystem({ data });
  expect(await lineageOf(system, report['dataSubject'])).toMatchObject({ complete: false, flows: [] });
  expect(await replay(system, eventId)).toMatchObject({ entry: eventId, status: 'recorded' });
  // Again changes nothing, and leaves nothing behind.
  for (let again = 0; again < 2; again += 1) expect(await replay(system, eventId)).toMatchObject({ entry: eventId, status: 'duplicate' });
  expect(await entriesOf(system)).toEqual([expect.objectContaining({ entry: eventId, released: true })]);
  const lineage = await lineageOf(system, report['dataSubject']);
  expect(lineage).toMatchObject({ complete: true, incompleteBecause: [] });
  expect(lineage.flows).toHaveLength(1);
  expect(await replay(system, eventId)).toMatchObject({ status: 'duplicate' });
  expect((await lineageOf(system, report['dataSubject'])).flows).toHaveLength(1);
});

test('values that look personal are refused wherever only codes belong, and are found in no answer, no log and no file', async () => {
  const planted = {
    mobile: '13912345678',
    mobileWithCountry: '+8613912345679',
    idCard: '11010519491231002X',
    card: '6222020200112230',
    email: 'ming.li@mail.example',
    name: '张三丰',
  };
  const values = Object.values(planted);
  const system = await runningSystem();
  const answers: string[] = [];
  const say = async (answer: ReturnType<System['ask']>): Promise<number> => {
    const { text, status, headers } = await answer;
    answers.push(text, JSON.stringify([...headers]));
    return status;
  };
  const codeFields = ['producer', 'purpose', 'recipient', 'mode', 'legalBasis', 'occurredAt', 'dataSubject', 'type', 'system', 'channel', 'actor'];
  for (const value of values) {
    for (const field of codeFields) {
      if (value === planted.name && ['system', 'channel', 'actor'].includes(field)) continue; // A name in free text cannot be told from a department's.
      expect([field, value, await say(system.report(validShare({ [field]: value }), '?invalid=quarantine'))]).toEqual([field, value, 422]);
    }
    for (const spoiled of [
      { items: [value] },
      { [value]: 1 },
      { sealed: [{ [value]: 1 }] },
      { identifier: { type: 'mobile', value } },
      { references: [{ kind: value, value }] },
    ])
      expect(await say(system.report(validShare(spoiled), '?invalid=quarantine'))).toBe(422);
    await say(system.report(`{"${value}": `));
    await say(system.ask('/v1/events', { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: `{"${value}\n"${value}"\n` }));
    for (const path of [
      '/v1/events/',
      '/v1/items/',
      '/v1/recipients/',
      '/v1/data-subjects/',
      `/v1/findings?cursor=`,
      '/v1/flows?from=',
      '/v1/findings?outcome=',
      '/nowhere/',
    ])
      expect(await say(system.ask(path + encodeURIComponent(value)))).toBeGreaterThanOrEqual(400);
    for (const path of [
      `/v1/data-subjects/${encodeURIComponent(value)}/lineage`,
      `/v1/findings?${encodeURIComponent(value)}=1`,
      `/v1/quarantine/${encodeURIComponent(value)}`,
    ])
      expect(await say(system.ask(path))).toBeGreaterThanOrEqual(400);
    const search = JSON.stringify({ type: 'device', value: `!${value}`, [value]: value });
    expect(await say(system.ask('/v1/data-subjects/search', { method: 'POST', headers: { 'content-type': 'application/json' }, body: search }))).toBe(400);
  }
  await say(system.ask('/v1/quarantine'));
  await say(system.ask('/metrics'));
  await system.caughtUp();
  await system.close();
  const files = ['ledger/ledger.db', 'read-model/read-model-0.db', 'vault/vault.db'].map((file) => [file, readFileSync(join(system.data, file))] as const);
  for (const value of values) {
    expect(answers.filter((text) => text.includes(value) || text.includes(encodeURIComponent(value)))).toEqual([]);
    expect(system.log()).not.toContain(value);
    for (const [file, bytes] of files) expect([file, value, bytes.includes(value)]).toEqual([file, value, false]);
  }
});
