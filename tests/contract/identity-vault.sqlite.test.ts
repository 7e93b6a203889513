// The identity-vault contract on SQLite, and the rules of its key file.
import { chmodSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sqliteVault } from '../../services/adapters/sqlite/sqlite-vault.ts';
import { parseIdentifier, type Identifier } from '../../services/core/domain/identifier.ts';
import type { IdentityVault } from '../../services/core/ports/identity-vault.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { identityVaultContract } from './identity-vault.contract.ts';

const closing = (vault: IdentityVault): IdentityVault => {
  onTestFinished(() => vault.close());
  return vault;
};

function inFolder() {
  const folder = scratchFolder();
  const paths = { path: join(folder, 'vault.db'), keyPath: join(folder, 'vault.key') };
  return { folder, ...paths, open: () => closing(sqliteVault(paths)) };
}

const mobile = parseIdentifier('mobile', '19900001234') as Identifier;

describe('SQLite', () => {
  identityVaultContract(async () => {
    const { folder, path, open } = inFolder();
    return {
      vault: open(),
      other: async () => open(),
      destroyKey: async (subject) => {
        const db = new DatabaseSync(path);
        db.prepare('DELETE FROM subject_key WHERE data_subject = ?').run(subject);
        db.close();
      },
      stored: async () =>
        Buffer.concat(
          readdirSync(folder)
            .filter((name) => name.startsWith('vault.db'))
            .map((name) => readFileSync(join(folder, name))),
        ),
    };
  });
});

describe('the key file', () => {
  test('is made at first start, for its owner alone, and not made again', () => {
    const { keyPath, open } = inFolder();
    open();
    expect(statSync(keyPath).mode & 0o777).toBe(0o600);
    const key = readFileSync(keyPath, 'utf8');
    open();
    expect(readFileSync(keyPath, 'utf8')).toBe(key);
  });

  test.each([0o640, 0o604, 0o660, 0o666])('of mode %o is refused: others could read it', (mode) => {
    const { keyPath, open } = inFolder();
    open();
    chmodSync(keyPath, mode);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION', message: expect.stringContaining('chmod 600') }));
  });

  test('that is missing is not made anew for a vault with content', async () => {
    const { keyPath, open } = inFolder();
    await open().resolve([mobile]);
    rmSync(keyPath);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION', message: expect.stringContaining('backup') }));
  });

  test('that is not this vault’s own is refused: under it everybody would be somebody new', async () => {
    const { keyPath, open } = inFolder();
    await open().resolve([mobile]);
    writeFileSync(keyPath, `${Buffer.alloc(32, 7).toString('base64')}\n`);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION', message: expect.stringContaining('is not the key file') }));
  });

  test.each(['', 'short', 'not base64 at all !!'])('with the content %j is refused', (content) => {
    const { keyPath, open } = inFolder();
    open();
    writeFileSync(keyPath, content);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION' }));
  });
});
