// Data folders that cannot be used: of another version, damaged, held by another process, without their key. Each says what to do; nothing is overwritten.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { startSystem } from '../../services/cli/system/system.ts';
import { command, saidLines } from '../support/command.ts';
import { endEveryProcess, serve } from '../support/processes.ts';
import { policiesFolder, repository } from '../support/repository-folders.ts';
import { askAt, configurationOf, runningSystem } from '../support/running-system.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { validShare } from '../support/valid-reports.ts';

afterAll(endEveryProcess);

/** A data folder with one event and one person in it, not in use. */
async function usedFolder(): Promise<string> {
  const data = join(scratchFolder(), 'data');
  const system = await runningSystem({ data });
  const { dataSubject: _person, ...report } = validShare();
  expect((await system.report({ ...report, identifier: { type: 'mobile', value: '13800000000' } })).status).toBe(201);
  await system.caughtUp();
  await system.close();
  // All in the files themselves: a WAL would heal what a test damages.
  for (const file of ['ledger/ledger.db', 'vault/vault.db', 'read-model/read-model-0.db']) {
    const db = new DatabaseSync(join(data, file));
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
  }
  return data;
}

/** Opens a system that should not open; closes it if it does. */
async function open(data: string, policies?: string): Promise<void> {
  await (await startSystem(configurationOf(data, policies), null)).close();
}

async function expectRefused(data: string, code: string, says: RegExp): Promise<void> {
  const ledger = readFileSync(join(data, 'ledger', 'ledger.db'));
  await expect(open(data)).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  expect(readFileSync(join(data, 'ledger', 'ledger.db')).equals(ledger)).toBe(true);
}

/** A spoiled copy of the folder, so that each fault is met alone. */
function spoiled(data: string, spoil: (copy: string) => void): string {
  const copy = join(scratchFolder(), 'data');
  cpSync(data, copy, { recursive: true });
  chmodSync(join(copy, 'vault', 'vault.key'), 0o600);
  spoil(copy);
  return copy;
}

function setVersion(path: string, version: number): void {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA user_version = ${version}`);
  db.close();
}

test('another version of the folder, the ledger or the vault is refused, and the program that can read it is asked for', async () => {
  const data = await usedFolder();
  const otherProgram = /use the program version that wrote it, or another (data )?folder/;
  await expectRefused(
    spoiled(data, (copy) => writeFileSync(join(copy, 'VERSION'), '99\n')),
    'ERR_DATA_VERSION',
    /layout 99, this program needs 1/,
  );
  await expectRefused(
    spoiled(data, (copy) => writeFileSync(join(copy, 'VERSION'), 'nonsense')),
    'ERR_DATA_VERSION',
    /\(unreadable\)/,
  );
  await expectRefused(
    spoiled(data, (copy) => setVersion(join(copy, 'ledger', 'ledger.db'), 99)),
    'ERR_DATA_VERSION',
    otherProgram,
  );
  await expectRefused(
    spoiled(data, (copy) => setVersion(join(copy, 'vault', 'vault.db'), 99)),
    'ERR_DATA_VERSION',
    otherProgram,
  );
});

test('a ledger or vault that is damaged is refused, never made anew', async () => {
  const data = await usedFolder();
  for (const file of ['ledger/ledger.db', 'vault/vault.db']) {
    const garbage = (copy: string) => writeFileSync(join(copy, file), 'no database '.repeat(1000));
    await expectRefused(spoiled(data, garbage), 'ERR_STORAGE', /is damaged, or no file of this system: restore it from its backup/);
    await expectRefused(
      spoiled(data, (copy) => truncateSync(join(copy, file), 5000)),
      'ERR_STORAGE',
      /is damaged/,
    );
  }
});

test('a key file that is missing, of another vault, open to others or damaged is refused with what to do', async () => {
  const data = await usedFolder();
  const key = (copy: string): string => join(copy, 'vault', 'vault.key');
  await expectRefused(
    spoiled(data, (copy) => rmSync(key(copy))),
    'ERR_CONFIGURATION',
    /is missing: restore it from its backup/,
  );
  await expectRefused(
    spoiled(data, (copy) => chmodSync(key(copy), 0o644)),
    'ERR_CONFIGURATION',
    /can be read by other users: chmod 600/,
  );
  for (const content of ['', 'nonsense', `${Buffer.alloc(31).toString('base64')}\n`])
    await expectRefused(
      spoiled(data, (copy) => writeFileSync(key(copy), content)),
      'ERR_CONFIGURATION',
      /does not hold a 256-bit key: restore it from its backup/,
    );
  const other = spoiled(data, (copy) => writeFileSync(key(copy), `${Buffer.alloc(32, 7).toString('base64')}\n`));
  await expectRefused(other, 'ERR_CONFIGURATION', /not the key file/);
  expect(statSync(key(data)).mode & 0o777).toBe(0o600);
});

test('a read model that is damaged or of another version asks for a rebuild, and a rebuild repairs it', async () => {
  const data = await usedFolder();
  const file = (copy: string): string => join(copy, 'read-model', 'read-model-0.db');
  await expectRefused(
    spoiled(data, (copy) => truncateSync(file(copy), statSync(file(copy)).size / 2)),
    'ERR_STORAGE',
    /suyuan rebuild/,
  );
  await expectRefused(
    spoiled(data, (copy) => writeFileSync(file(copy), 'no database '.repeat(1000))),
    'ERR_STORAGE',
    /suyuan rebuild/,
  );
  const old = spoiled(data, (copy) => setVersion(file(copy), 99));
  await expectRefused(old, 'ERR_DATA_VERSION', /suyuan rebuild/);
  const rebuilt = await command(['rebuild', '--data', old, '--format', 'json']);
  expect([rebuilt.code, rebuilt.stderr]).toEqual([0, expect.stringMatching(/The new tables are live/)]);
  const system = await runningSystem({ data: old });
  expect((await system.ask('/readyz')).status).toBe(200);
});

test('a data folder that is a file, or lies below one, is named', async () => {
  const folder = scratchFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(open(file)).rejects.toMatchObject({ code: 'ERR_STORAGE', message: expect.stringMatching(/a file of that name is in the way/) });
  await expect(open(join(file, 'data'))).rejects.toMatchObject({ code: 'ERR_STORAGE', message: expect.stringMatching(/a part of the path is no folder/) });
});

test('a policy that is broken stops the start: exit 2 with file, line and rule', async () => {
  const folder = scratchFolder();
  const policies = join(folder, 'policy');
  cpSync(policiesFolder, policies, { recursive: true });
  const file = join(policies, 'webank-app', '8.8', 'sharing.yaml');
  const whole = readFileSync(file, 'utf8');
  const broken: readonly (readonly [text: string, says: RegExp])[] = [
    [`${whole}\n  - [`, /sharing\.yaml:\d+: yaml: /],
    [whole.replace('kind: sharing', 'kind: sharring'), /sharing\.yaml:\d+: /],
    [whole.replace(/purposes: \[.*\]/, 'purposes: [fortune-telling]'), /sharing\.yaml:\d+: purposes: .*fortune-telling is not/],
  ];
  for (const [text, says] of broken) {
    expect(text).not.toBe(whole);
    writeFileSync(file, text);
    await expect(open(join(folder, 'data'), policies)).rejects.toMatchObject({ code: 'ERR_REGISTRY', message: expect.stringMatching(says) });
  }
});

test('two processes on one data folder: the second says who holds it and ends with 3; reading beside it works', async () => {
  const data = join(scratchFolder(), 'data');
  const server = await serve(data);
  const second = await command(['serve', '--data', data]);
  expect([second.code, second.stdout]).toEqual([3, '']);
  expect(saidLines(second)).toEqual([expect.stringMatching(new RegExp(`is held by process ${server.pid}, which serves it at ${server.url}`))]);
  await askAt(server.url, '/v1/events', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(validShare()) });
  const flows = await command(['flows', '--data', data, '--format', 'json']);
  expect([flows.code, flows.stderr]).toEqual([0, '']);
  expect((await askAt(server.url, '/healthz')).status).toBe(200);
  expect((await server.stop()).code).toBe(0);
});

// Needs root, to start a process as another user.
test.skipIf(process.getuid?.() !== 0)('a data folder that this user may not write is named: exit 3', async () => {
  const folder = scratchFolder();
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o755 });
  const child = spawn(process.execPath, [join(repository, 'services', 'cli', 'main.ts'), 'serve', '--data', data], {
    uid: 65_534,
    gid: 65_534,
    env: { PATH: process.env['PATH'], PORT: '0', SAMPLE: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, stderr]).toEqual([3, expect.stringMatching(/cannot be used: it is not accessible; make it writable or choose another with SUYUAN_DATA/)]);
});
