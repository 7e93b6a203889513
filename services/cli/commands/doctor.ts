// suyuan doctor: whether everything is as it must be, and what to do where it is not.
import type { Command } from 'commander';
import { configuration, type Flags } from '../configuration.ts';
import { checks, type Check } from '../health-checks.ts';
import { example, withFormat } from '../options.ts';
import { formatOf, printRows } from '../output.ts';

export function addDoctor(suyuan: Command): void {
  const command = suyuan
    .command('doctor')
    .description('configuration, versions, reachability, lag, disk, clock — each with what to do')
    .option('--data <folder>', 'data folder (default: SUYUAN_DATA, else ./data)');
  example(withFormat(command), 'doctor').action(async ({ format, ...flags }: Flags & { readonly format: string }) => {
    const found: Check[] = [];
    for (const check of checks) found.push(await check(configuration(flags)));
    printRows(formatOf(format), found, [
      { key: 'check', title: 'Check', show: ({ check }) => check },
      { key: 'state', title: 'State', show: ({ state }) => ({ ok: '✓ ok', note: '· note', fault: '✗ fault' })[state] },
      { key: 'found', title: 'Found', min: 24, show: (row) => row.found },
      { key: 'todo', title: 'What to do', min: 20, show: ({ todo }) => todo },
    ]);
    if (found.some(({ state }) => state === 'fault')) process.exitCode = 1;
  });
}
