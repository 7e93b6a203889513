// The identity-vault contract on PostgreSQL, and what several processes on one vault see of each other.
import { sealOne } from '../support/seal-one.ts';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { postgresVault } from '../../services/adapters/postgres/postgres-vault.ts';
import { parseIdentifier, type Identifier } from '../../services/core/domain/identifier.ts';
import type { DataSubject, EventId } from '../../services/core/domain/vocabulary.ts';
import type { IdentityVault } from '../../services/core/ports/identity-vault.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { bareClient, newSchema, onPostgres } from '../support/servers/on-postgres.ts';
import type { PostgresUnderTest } from '../support/servers/postgres.ts';
import { identityVaultContract } from './identity-vault.contract.ts';

function vaultOf(server: PostgresUnderTest) {
  const options = { url: server.vaultUrl, schema: newSchema(server), applicationName: 'suyuan-test-vault', connectionsMax: 2 };
  const keyPath = join(scratchFolder(), 'vault.key');
  const open = async (key = keyPath): Promise<IdentityVault> => {
    const vault = await postgresVault({ ...options, keyPath: key });
    onTestFinished(() => vault.close());
    return vault;
  };
  return { ...options, keyPath, open };
}

const mobile = (n: number): Identifier => parseIdentifier('mobile', `1990000${String(n).padStart(4, '0')}`) as Identifier;

onPostgres('the contract', (server) => {
  identityVaultContract(async () => {
    const { schema, open } = vaultOf(server);
    const vault = await open();
    const bare = await bareClient(server.vaultUrl, schema);
    return {
      vault,
      other: () => open(),
      destroyKey: async (subject) => void (await bare.query('delete from subject_key where data_subject = $1', [subject])),
      stored: async () => {
        const rows = [];
        for (const table of ['identifier', 'subject_key', 'key_check']) rows.push(...(await bare.query(`select * from ${table}`)).rows);
        return Buffer.concat(rows.flatMap((row: object) => Object.values(row).map((cell) => (Buffer.isBuffer(cell) ? cell : Buffer.from(String(cell))))));
      },
    };
  });
});

onPostgres('several processes on one vault', (server) => {
  test('make one person of one identifier, however many ask at once, in whatever order', async () => {
    const { open } = vaultOf(server);
    const vaults = await Promise.all(Array.from({ length: 4 }, () => open()));
    for (let round = 0; round < 5; round += 1) {
      const asked = Array.from({ length: 200 }, (_, n) => mobile(round * 150 + n));
      const answers = await Promise.all(vaults.map((vault, i) => vault.resolve(i % 2 === 0 ? asked : asked.toReversed())));
      for (const [i, answer] of answers.entries()) expect(i % 2 === 0 ? answer : answer.toReversed()).toEqual(answers[0]);
      expect(new Set(answers[0]).size).toBe(asked.length);
    }
  });

  test('resolve a batch in a few statements, not in one per identifier', async () => {
    const { schema, open } = vaultOf(server);
    const vault = await open();
    const bare = await bareClient(server.vaultUrl, schema);
    const committed = async (): Promise<number> => {
      await bare.query('select pg_stat_clear_snapshot()');
      const counted = await bare.query('select pg_stat_get_db_xact_commit(oid) as n from pg_database where datname = current_database()');
      return Number((counted.rows[0] as { readonly n: string }).n);
    };
    const asked = Array.from({ length: 1000 }, (_, n) => mobile(n));
    const before = await committed();
    await vault.resolve(asked);
    await vault.resolve(asked);
    // Statistics arrive late, but a statement per identifier would be two thousand.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect((await committed()) - before).toBeLessThan(100);
  });

  test('seal under one key, also when both seal for a new person at once', async () => {
    const { open } = vaultOf(server);
    const [one, two] = [await open(), await open()];
    for (let round = 0; round < 20; round += 1) {
      const [subject, eventId] = [randomUUID() as DataSubject, randomUUID() as EventId];
      const [a, b] = await Promise.all([sealOne(one, subject, eventId, 'order-no', '4711'), sealOne(two, subject, eventId, 'order-no', '4711')]);
      expect(b).toEqual(a);
    }
  });

  test('with two key files: whoever starts first decides, the other is refused', async () => {
    const { keyPath, open } = vaultOf(server);
    const opened = await Promise.allSettled([open(), open(`${keyPath}.2`)]);
    expect(opened.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = opened.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'ERR_CONFIGURATION', message: expect.stringContaining('backup') });
    writeFileSync(`${keyPath}.3`, `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
    await expect(open(`${keyPath}.3`)).rejects.toMatchObject({ code: 'ERR_CONFIGURATION', message: expect.stringContaining('is not the key file') });
  });

  test('without the key file: refused, and none is made for a vault with content', async () => {
    const { keyPath, open } = vaultOf(server);
    await (await open()).resolve([mobile(1)]);
    const key = readFileSync(keyPath, 'utf8');
    rmSync(keyPath);
    await expect(open()).rejects.toMatchObject({ code: 'ERR_CONFIGURATION', message: expect.stringContaining('backup') });
    expect(existsSync(keyPath)).toBe(false);
    expect(key).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
  });
});

onPostgres('credentials', (server) => {
  test.skipIf(server.url === server.vaultUrl)('of the read model open no vault', async () => {
    const url = Object.assign(new URL(server.url), { pathname: new URL(server.vaultUrl).pathname }).href;
    const opening = postgresVault({ url, schema: newSchema(server), applicationName: 'suyuan-test', keyPath: join(scratchFolder(), 'vault.key') });
    await expect(opening).rejects.toMatchObject({ code: 'ERR_CONFIGURATION', retriable: false });
  });
});
