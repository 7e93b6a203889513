// suyuan doctor: whether everything is as it must be, and what to do where it is not.
import type { Command } from 'commander';
import { configuration, type Flags } from '../configuration.ts';
import { checks, type Check } from '../health-checks.ts';
import { languageOf, phrase } from '../language.ts';
import { example, withFormat } from '../options.ts';
import { formatOf, printRows } from '../output.ts';

const stateWords = {
  ok: { zh: '✓ 正常', en: '✓ ok' },
  note: { zh: '· 提示', en: '· note' },
  fault: { zh: '✗ 故障', en: '✗ fault' },
} as const;

export function addDoctor(suyuan: Command): void {
  const command = suyuan
    .command('doctor')
    .description('configuration, versions, reachability, lag, disk, clock — each with what to do')
    .option('--data <folder>', 'data folder (default: SUYUAN_DATA, else ./data)');
  example(withFormat(command), 'doctor').action(async ({ format, lang, ...flags }: Flags & { readonly format: string; readonly lang?: string }) => {
    const found: Check[] = [];
    for (const check of checks) found.push(await check(configuration(flags)));
    const say = phrase(languageOf(lang));
    printRows(formatOf(format), found, [
      { key: 'check', title: say('Check', '检查'), show: ({ check }) => check },
      { key: 'state', title: say('State', '状态'), show: ({ state }) => stateWords[state][languageOf(lang)], data: ({ state }) => state },
      { key: 'found', title: say('Found', '情况'), min: 24, show: (row) => row.found },
      { key: 'todo', title: say('What to do', '处理办法'), min: 20, show: ({ todo }) => todo },
    ]);
    if (found.some(({ state }) => state === 'fault')) process.exitCode = 1;
  });
}
