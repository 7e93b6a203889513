// How a schema is brought forward: step by step, all or nothing, never back.
import { expect, onTestFinished, test } from 'vitest';
import { prepareLayout, type Layout } from '../../services/adapters/postgres/postgres-layout.ts';
import { postgresPool } from '../../services/adapters/postgres/postgres-pool.ts';
import { bareClient, newSchema, onPostgres } from '../support/servers/on-postgres.ts';

const first: Layout = {
  part: 'identity-vault',
  version: 1,
  statements: ['create table kept (a integer)', 'insert into kept values (7)'],
  otherVersion: 'advice',
};
const third: Layout = {
  ...first,
  version: 3,
  statements: ['create table kept (a integer, b integer, c integer)'],
  steps: { 1: ['alter table kept add b integer'], 2: ['alter table kept add c integer', 'update kept set c = a'] },
};

onPostgres('layouts', (server) => {
  const open = async () => {
    const options = { url: server.url, schema: newSchema(server), applicationName: 'suyuan-test', connectionsMax: 4 };
    const pool = postgresPool(options);
    onTestFinished(() => pool.end());
    const bare = await bareClient(server.url, options.schema);
    const told = async () => ({ layout: (await bare.query('select part, version from layout')).rows, kept: (await bare.query('select * from kept')).rows });
    return { pool, told };
  };

  test('an old one is brought forward step by step, once, and its rows stay', async () => {
    const { pool, told } = await open();
    await prepareLayout(pool, first, false);
    await Promise.all(Array.from({ length: 3 }, () => prepareLayout(pool, third, false)));
    expect(await told()).toEqual({ layout: [{ part: 'identity-vault', version: 3 }], kept: [{ a: 7, b: null, c: 7 }] });
  });

  test('a step that fails leaves the one before, whole', async () => {
    const { pool, told } = await open();
    await prepareLayout(pool, first, false);
    const before = await told();
    const broken = { ...third, steps: { ...third.steps, 2: ['alter table kept add c integer', 'update nowhere set a = 1'] } };
    await expect(prepareLayout(pool, broken, false)).rejects.toMatchObject({ details: { sqlState: '42P01' } });
    expect(await told()).toEqual(before);
    await prepareLayout(pool, third, false);
    expect((await told()).layout).toEqual([{ part: 'identity-vault', version: 3 }]);
  });

  test.each([
    ['a newer one', third, first],
    ['one from which no step leads on', first, { ...third, steps: { 2: [] } }],
  ])('%s is refused, with the advice, and not touched', async (_name, there, wanted) => {
    const { pool, told } = await open();
    await prepareLayout(pool, there, false);
    const before = await told();
    for (const readOnly of [false, true])
      await expect(prepareLayout(pool, wanted, readOnly)).rejects.toMatchObject({ code: 'ERR_DATA_VERSION', message: expect.stringContaining('advice') });
    expect(await told()).toEqual(before);
  });

  test('two parts lie in one schema, each with a version of its own', async () => {
    const { pool, told } = await open();
    await prepareLayout(pool, first, false);
    await prepareLayout(pool, { part: 'read-model', version: 9, statements: ['create table other (a integer)'], otherVersion: '' }, false);
    expect((await told()).layout).toHaveLength(2);
  });
});
