// The read-model contract on PostgreSQL, and how its schema is laid out, refused and shared.
import { expect, onTestFinished, test } from 'vitest';
import { postgresLineageQueries, postgresReadModel } from '../../services/adapters/postgres/postgres-read-model.ts';
import type { StreamName } from '../../services/core/domain/vocabulary.ts';
import { bareClient, newSchema, onPostgres } from '../support/servers/on-postgres.ts';
import { readModelContract } from './read-model.contract.ts';

const applicationName = 'suyuan-test';

onPostgres('the contract', (server) => {
  readModelContract(async () => {
    const options = { url: server.url, schema: newSchema(server), applicationName, connectionsMax: 2 };
    const open = async () => {
      const readModel = await postgresReadModel(options);
      onTestFinished(() => readModel.close());
      return readModel;
    };
    return { readModel: await open(), other: open };
  });
});

onPostgres('the schema', (server) => {
  const optionsOf = () => ({ url: server.url, schema: newSchema(server), applicationName, connectionsMax: 2 });

  test('is laid out once, whoever starts at the same time, and opened again as it is', async () => {
    const options = optionsOf();
    const all = await Promise.all(Array.from({ length: 4 }, () => postgresReadModel(options)));
    expect(await Promise.all(all.map((readModel) => readModel.checkpoints()))).toEqual(Array.from({ length: 4 }, () => new Map()));
    await Promise.all(all.map((readModel) => readModel.close()));
    const again = await postgresReadModel(options);
    expect(await again.lastOrdinal()).toBe(-1);
    await again.close();
  });

  test('of another version is refused, older or newer, saying what to do; nothing in it changes', async () => {
    const options = optionsOf();
    await (await postgresReadModel(options)).close();
    const bare = await bareClient(server.url, options.schema);
    for (const version of [0, 999]) {
      await bare.query('update layout set version = $1', [version]);
      for (const open of [postgresReadModel, postgresLineageQueries])
        await expect(open(options)).rejects.toMatchObject({ code: 'ERR_DATA_VERSION', message: expect.stringMatching(`layout ${version}.*suyuan rebuild`) });
      expect((await bare.query('select part, version from layout')).rows).toEqual([{ part: 'read-model', version }]);
    }
  });

  test('that is not there is not made by who only reads', async () => {
    const options = optionsOf();
    await expect(postgresLineageQueries(options)).rejects.toMatchObject({ code: 'ERR_DATA_VERSION', message: expect.stringContaining(options.schema) });
    const bare = await bareClient(server.url);
    expect((await bare.query('select 1 from pg_namespace where nspname = $1', [options.schema])).rows).toEqual([]);
  });

  test('two of them know nothing of each other', async () => {
    const [one, two] = [await postgresReadModel(optionsOf()), await postgresReadModel(optionsOf())];
    const changes = {
      inbox: [],
      people: [],
      events: [],
      rejudged: [],
      acquired: [],
      holdings: [],
      consents: [],
      flows: [],
      recipients: [],
      quarantined: [],
      released: [],
      looks: [],
    };
    await one.commit('ledger-0' as StreamName, null, { revision: 4n, digest: 'd'.repeat(64), events: 5n }, changes);
    expect(await two.checkpoints()).toEqual(new Map());
    await one.close();
    await two.close();
  });

  test.each(['', 'a b', 'Ledger', '"x"', 'x;drop', '1x', 'x'.repeat(64)])('is not named %j', async (schema) => {
    await expect(postgresReadModel({ ...optionsOf(), schema })).rejects.toMatchObject({ code: 'ERR_CONFIGURATION' });
  });
});
