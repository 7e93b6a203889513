// The policy commands as people run them: what goes to stdout, what to stderr, and how they end.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { program } from '../../../services/cli/program.ts';
import { LineageError } from '../../../services/core/domain/errors.ts';
import { codec } from '../contracts/contracts.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const text = join(import.meta.dirname, '../../../../shared/policy/webank-app-privacy-policy-v8.8.txt');

interface Run {
  readonly stdout: string;
  readonly stderr: string;
  /** 1 when the answer is "no". */
  readonly exitCode: unknown;
  /** Code of the error that ended it. */
  readonly error: string | null;
}

/** Runs a command in this process. */
async function run(...words: readonly string[]): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += String(chunk);
      return true;
    });
  }
  const before = process.exitCode;
  let error: string | null = null;
  try {
    await program().parseAsync(['node', 'suyuan', 'policy', ...words]);
  } catch (thrown) {
    error = thrown instanceof LineageError ? thrown.code : String(thrown);
  }
  const { exitCode } = process;
  process.exitCode = before;
  return { ...written, exitCode, error };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('check', () => {
  test('exits 1 at the default severity, and not where nothing is that severe', async () => {
    const all = await run('check', '8.8', '--format', 'json');
    expect([all.exitCode, all.error]).toEqual([1, null]);
    expect(JSON.parse(all.stdout)).toMatchObject({ policyVersion: 'webank-app/8.8', counts: { C: 0 } });
    expect(all.stderr).toContain('to be verified');
    expect(await run('check', '--rule', 'P55')).toMatchObject({ exitCode: undefined, stdout: '(none)\n' });
    expect(await run('check', '--fail-on', 'C')).toMatchObject({ exitCode: undefined });
  });

  test('says what it does not know', async () => {
    expect(await run('check', '--fail-on', 'X')).toMatchObject({ error: 'ERR_INPUT', stdout: '' });
    expect(await run('check', '--rule', 'P99')).toMatchObject({ error: 'ERR_INPUT', stdout: '' });
    expect(await run('check', '7.7')).toMatchObject({ error: 'ERR_NOT_FOUND', stdout: '' });
  });

  test('gives a line for each finding, one fact a column', async () => {
    const csv = await run('check', '--rule', 'P40', '--format', 'csv', '--fail-on', 'none');
    expect([csv.exitCode, csv.stdout.split('\n')[0]]).toEqual([undefined, '"rule","severity","clauses","title","because","resolve","source","mark"']);
    expect(csv.stdout.split('\n')[1]).toMatch(/^"P40","H","6\.1\.4",.*"反洗钱法 34","SF:S5"$/);
  });

  test('speaks both languages', async () => {
    const [zh, en] = [await run('check', '--rule', 'P40', '--lang', 'zh'), await run('check', '--rule', 'P40', '--lang', 'en')];
    expect([zh.stdout.includes('规则'), en.stdout.includes('Rule')]).toEqual([true, true]);
  });
});

describe('diff, export, list, show', () => {
  test('diff names versions short or whole', async () => {
    const short = await run('diff', '8.8', '8.9-example', '--format', 'json');
    expect(short.stdout).toBe((await run('diff', 'webank-app/8.8', 'webank-app/8.9-example', '--format', 'json')).stdout);
    expect(JSON.parse(short.stdout)).toMatchObject({ before: 'webank-app/8.8', summary: { majorChanges: ['8.1', '8.3', '8.4', '8.5'] } });
    expect((await run('diff', '8.8', '8.9-example', '--lang', 'en')).stdout).toContain('21 differences: 8 wider, 5 narrower, 8 of wording');
    expect((await run('diff', '8.8', '8.8', '--lang', 'en')).stdout).toContain('consent again: none');
  });

  test('export writes a file, or to stdout, and knows its formats', async () => {
    const out = join(scratchFolder(), 'policy.json');
    expect(await run('export', '--out', out)).toMatchObject({ stdout: '', error: null });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ policy: 'webank-app', version: '8.8' });
    expect((await run('export', '--format', 'csv')).stdout.split('\n')[0]).toContain('"section","entry"');
    expect(JSON.parse((await run('export', '--format', 'dpv')).stdout)).toHaveProperty('@graph');
    expect(await run('export', '--format', 'xml')).toMatchObject({ error: 'ERR_INPUT', stdout: '' });
    expect(await run('export', '--out', join(out, 'below'))).toMatchObject({ error: 'ERR_INPUT', stdout: '' });
  });

  test('publish prints an event that the contract takes, with what the version holds', async () => {
    const line = (await run('publish', '8.8')).stdout;
    const read = codec.fromJson(JSON.parse(line));
    expect(read).toMatchObject({
      ok: true,
      value: { event: { type: 'PolicyPublished', version: '8.8', elements: ['name', 'contact', 'purpose', 'items', 'retention', 'rights'] } },
    });
    expect(await run('publish', '8.9-example')).toMatchObject({ error: 'ERR_INPUT', stdout: '' });
  });

  test('list has a line for each clause that an event can cite', async () => {
    const rows = JSON.parse((await run('list', '--format', 'json')).stdout) as readonly unknown[];
    expect(rows).toHaveLength(48 + 72 + 17 + 3 + 1 + 18 + 3 + 1);
  });

  test('show says where the text is to be found when it is not named', async () => {
    vi.stubEnv('SUYUAN_POLICY_TEXT', undefined);
    const shown = await run('show', '4.2.16', '--lang', 'en');
    for (const part of ['物流单号', 'tracking_number', '深圳前海百递网络有限公司', 'lines 6839–6847', '--text FILE']) expect(shown.stdout).toContain(part);
    expect(await run('show', '4.2.99')).toMatchObject({ error: 'ERR_NOT_FOUND', stdout: '' });
  });

  test('show knows every entry, and both of an id that two have', async () => {
    vi.stubEnv('SUYUAN_POLICY_TEXT', undefined);
    for (const id of ['A-04', 'S03', '6.1.4', '2.2.5', '10.2']) expect((await run('show', id)).stdout).toContain(id);
    expect(
      (JSON.parse((await run('show', '7.5', '--format', 'json')).stdout) as readonly { readonly section: string }[]).map(({ section }) => section),
    ).toEqual(['rights', 'responseDeadlines']);
  });

  test('show refuses a text that is not the one the lines are of', async () => {
    const other = join(scratchFolder(), 'other.txt');
    writeFileSync(other, 'another text\n');
    expect(await run('show', '4.2.16', '--text', other)).toMatchObject({ error: 'ERR_INPUT', stdout: '' });
    expect(await run('show', '4.2.16', '--text', `${other}.none`)).toMatchObject({ error: 'ERR_INPUT', stdout: '' });
  });

  test.skipIf(!existsSync(text))('show lays the printed lines beside the entry (SKIPPED WITHOUT ../shared/policy)', async () => {
    vi.stubEnv('SUYUAN_POLICY_TEXT', text);
    const { printedText } = JSON.parse((await run('show', '4.2.16', '--format', 'json')).stdout) as {
      readonly printedText: readonly { readonly line: number; readonly text: string }[];
    };
    expect(printedText.map(({ line }) => line)).toEqual([6839, 6841, 6843, 6845, 6847]);
    expect(printedText[0]?.text).toContain('物流单号');
    expect((await run('show', '4.2.16', '--lang', 'zh')).stdout).toContain('16.当您通过客户端使用物流信息相关服务时');
  });
});
