// Commands used wrongly: the exit code of interfaces.md 2, one line on stderr that says what to do, nothing on stdout.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { command, saidLines } from '../support/command.ts';
import { endEveryProcess, serve } from '../support/processes.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

afterAll(endEveryProcess);

type Case = readonly [words: readonly string[], code: number, says: RegExp, environment?: NodeJS.ProcessEnv];

async function expectEach(cases: readonly Case[]): Promise<void> {
  for (const [words, code, says, environment] of cases) {
    const finished = await command(words, environment);
    expect([words, environment, finished.code, finished.stdout]).toEqual([words, environment, code, '']);
    const lines = saidLines(finished).filter((line) => !line.startsWith('('));
    expect([words, lines]).toEqual([words, [expect.stringMatching(says)]]);
  }
}

test('words that are no command, option or file: exit 2', async () => {
  const folder = scratchFolder();
  const data = join(folder, 'data');
  await expectEach([
    [['linage'], 2, /unknown command 'linage'/],
    [['linage', '--help'], 2, /unknown command 'linage'/],
    [['quarantine', 'lst', '-h'], 2, /unknown command 'lst'/],
    [['help', 'linage'], 2, /unknown command 'linage'/],
    [['doctor', '--colour'], 2, /unknown option '--colour'/],
    [['lineage'], 2, /missing required argument 'who'/],
    [['ingest', join(folder, 'nowhere.ndjson'), '--data', data], 2, /there is no file .*nowhere\.ndjson/],
    [['doctor', '--format', 'xml', '--data', data], 2, /--format is one of table, json, ndjson, csv/],
    [['rebuild', '--data', join(folder, 'nowhere')], 2, /there is no data folder/],
    [['lineage', 'ming', '--data', data], 2, /WHO is a data subject id/],
    [['lineage', 'mobile:42', '--data', data], 2, /WHO: expected a mainland mobile number/],
    [['quarantine', 'list', '--url', 'nonsense'], 2, /--url is an address/],
  ]);
  // A mistake makes no data folder.
  expect(existsSync(data)).toBe(false);
});

test('PORT and HOST that cannot be: exit 2', async () => {
  const data = join(scratchFolder(), 'data');
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = String((taken.address() as { port: number }).port);
  try {
    await expectEach([
      [['serve', '--data', data], 2, /HOST 0\.0\.0\.0 is not a loopback address/, { HOST: '0.0.0.0' }],
      [['serve', '--data', data, '--host', '10.0.0.1'], 2, /not a loopback address/],
      [['serve', '--data', data], 2, /PORT is a whole number from 0 to 65535/, { PORT: 'http' }],
      [['serve', '--data', data], 2, /PORT is a whole number from 0 to 65535/, { PORT: '65536' }],
      [['serve', '--data', data], 2, /SAMPLE is a whole number/, { SAMPLE: 'some' }],
      [['serve', '--data', data], 2, new RegExp(`port ${port} is taken: choose another with PORT`), { PORT: port }],
      [['quarantine', 'list', '--data', data], 2, /cannot be listened on/, { HOST: '127.999.0.1' }],
    ]);
  } finally {
    taken.close();
  }
});

test('people that cannot be asked for: exit 2; a system that does not answer: exit 3', async () => {
  const data = join(scratchFolder(), 'data');
  const person = '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50';
  const stated = ['--purpose', 'audit', '--case', 'C-1'];
  await serve(data);
  await expectEach([
    [['lineage', 'mobile:13800000000', ...stated, '--data', data], 2, /nobody is known by this mobile/],
    [['lineage', person, ...stated, '--data', data], 2, /nothing is known of this data subject/],
    [['lineage', person, '--as-of', 'yesterday', '--data', data], 2, /RFC 3339/],
    [['lineage', person, '--purpose', '审计', '--case', 'C-1', '--data', data], 2, /--purpose is a code/],
    [['lineage', person, '--purpose', 'audit', '--case', 'x'.repeat(65), '--data', data], 2, /--case is a code/],
    [['quarantine', 'show', '42', '--data', data], 2, /no such quarantine entry/],
    [['findings', '--limit', 'many', '--data', data], 2, /--limit/],
    [['lineage', person, ...stated, '--url', 'http://127.0.0.1:1'], 3, /nothing answers at http:\/\/127\.0\.0\.1:1: start it with/],
  ]);
});

test('a file that is no NDJSON is quarantined line by line; a folder is no file', async () => {
  const folder = scratchFolder();
  const data = join(folder, 'data');
  const file = join(folder, 'events.ndjson');
  writeFileSync(file, 'nonsense\n{"type":"PersonalDataShared"}\n');
  const { code, stdout, stderr } = await command(['ingest', file, '--data', data, '--format', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ accepted: 0, duplicate: 0, quarantined: 2, lines: 2 });
  expect(stderr).toMatch(/2 lines could not be accepted: `suyuan quarantine list` says why/);
  mkdirSync(join(folder, 'sub'));
  const started = Date.now();
  await expectEach([[['ingest', join(folder, 'sub'), '--data', data], 2, /sub (cannot be read|is a folder)/]]);
  expect(Date.now() - started, 'the system waited for the rest of the stream').toBeLessThan(40_000);
});

test('a question of a data folder that is not there makes none, and says how to start', async () => {
  const data = join(scratchFolder(), 'data');
  const person = '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50';
  await expectEach(
    [
      ['lineage', person, '--purpose', 'audit', '--case', 'C-1'],
      ['flows', '--holder', 'kuaidi100'],
      ['findings'],
      ['recipients'],
      ['quarantine', 'list'],
      ['rebuild'],
    ].map((words) => [[...words, '--data', data], 2, /there is no data folder/] as const),
  );
  expect(existsSync(data)).toBe(false);
  expect((await command(['doctor', '--data', data])).stderr).toBe('');
  expect(existsSync(data)).toBe(false);
});

test('what is wrong with a question is said before anything is opened', async () => {
  const data = join(scratchFolder(), 'data');
  const person = '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50';
  await expectEach([
    [['lineage', person, '--data', data], 2, /^suyuan: a look at a person needs --purpose .* and --case/],
    [['lineage', person, '--purpose', 'audit', '--data', data], 2, /needs --case/],
    [['lineage', person, '--as-of', '2025-10-01', '--data', data], 2, /^suyuan: --as-of is an RFC 3339 instant with offset, such as \S+$/],
    [['flows', '--from', '2025-13-01', '--data', data], 2, /^suyuan: --from is a calendar day such as 2025-09-01$/],
    [['findings', '--from', '2025-09-02', '--to', '2025-09-01', '--data', data], 2, /--from is not after --to/],
    [['simulate', '--people', '0', '--out', data], 2, /--people is a whole number from 1 on/],
    [['simulate', '--people', '1', '--from', '2025-02-30', '--out', data], 2, /--from is a calendar day/],
  ]);
  expect(existsSync(data)).toBe(false);
});
