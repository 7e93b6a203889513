// Options that many commands share.
import type { Command } from 'commander';

/** Where the system is: a data folder, or a running system's address. */
export const onSystem = (command: Command): Command =>
  command
    .option('--data <folder>', 'data folder (default: SUYUAN_DATA, else ./data)')
    .option('--url <address>', 'a running system instead of a data folder')
    .option('--token <token>', 'access token for --url');

/** Why one looks at people: it goes into the audit trail before the answer comes. */
export const withPurpose = (command: Command): Command =>
  command.option('--purpose <code>', 'purpose of this look, for the audit trail').option('--case <id>', 'case it belongs to');

export const withFormat = (command: Command): Command =>
  command.option('--format <format>', 'table, json, ndjson or csv', 'table').option('--lang <language>', 'zh or en (default: the terminal’s)');

export const example = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ suyuan ${line}`).join('\n')}\n`);
