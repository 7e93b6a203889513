// The command line as its users type it: events from stdin, questions with their purpose, quarantine to its end, both languages.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../support/command.ts';
import { commandLine } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { validShare } from '../support/valid-reports.ts';

const stated = ['--purpose', 'audit', '--case', 'C-1'];

/** Runs a command with `input` on its standard input. */
function withInput(words: readonly string[], input: string): Promise<string> {
  const child = spawn(process.execPath, [commandLine, ...words], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, SAMPLE: '0', PORT: '0' } });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', () => resolve(stdout)));
}

test('from stdin to the table, and a conflict to its decision', async () => {
  const folder = scratchFolder();
  const data = join(folder, 'data');
  const share = validShare();
  const person = String(share['dataSubject']);
  const lines = [share, { ...share, items: ['name'] }].map((report) => `${JSON.stringify(report)}\n`).join('');
  expect(JSON.parse(await withInput(['ingest', '-', '--data', data, '--format', 'json'], lines))).toMatchObject({ accepted: 1, quarantined: 1, lines: 2 });

  const zh = await command(['lineage', person, ...stated, '--lang', 'zh', '--data', data]);
  expect(zh.stdout).toMatch(/不完整/);
  expect(zh.stdout).toMatch(/时间 +从 → 到 +信息 +缘由 +判定 +现状/);
  expect(zh.stdout).toMatch(/持有/);
  const csv = (await command(['findings', '--format', 'csv', '--data', data])).stdout.split('\n');
  expect(csv[0]).toBe('"occurredAt","outcome","rule","severity","clause","type","dataSubject","eventId","becauseZh","becauseEn"');
  expect((await command(['findings', '--data', data])).stdout).toMatch(/^Happened/);

  const list = async (...more: readonly string[]) =>
    JSON.parse((await command(['quarantine', 'list', ...more, '--format', 'json', '--data', data])).stdout) as {
      entry: string;
      state: string;
      eventId: string;
    }[];
  const [entry] = await list();
  expect(entry).toMatchObject({ state: 'kept', reason: 'conflict' });
  expect((await command(['quarantine', 'discard', entry?.entry ?? '', '--data', data])).code).toBe(2);
  const discarded = await command(['quarantine', 'discard', entry?.entry ?? '', '--reason', 'the first content is right', ...stated, '--data', data]);
  expect([discarded.code, discarded.stdout]).toEqual([0, expect.stringMatching(/discarded \d{4}-\d\d-\d\d: the first/)]);
  expect(await list()).toEqual([]);
  expect((await list('--all')).map(({ state }) => state)).toEqual(['discarded']);
  const en = await command(['lineage', person, '--format', 'json', '--data', data], { SUYUAN_PURPOSE: 'audit', SUYUAN_CASE: 'C-1' });
  expect(JSON.parse(en.stdout)).toMatchObject({ complete: true, flows: [{ became: [{ state: 'held' }] }] });
  writeFileSync(join(folder, 'again.ndjson'), lines);
  expect(JSON.parse((await command(['ingest', join(folder, 'again.ndjson'), '--data', data, '--format', 'json'])).stdout)).toMatchObject({
    duplicate: 1,
    accepted: 0,
  });
});
