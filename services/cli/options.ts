// Options that many commands share, and the checks of what they say.
import { Option, type Command } from 'commander';
import { LineageError } from '../core/domain/errors.ts';
import { parseInstant } from '../core/domain/instants.ts';
import { dayForm, instantForm, parseDay, parseMoment } from '../core/domain/moments.ts';

/** Where the system is: a data folder, or a running system's address. */
export const onSystem = (command: Command): Command =>
  command
    .option('--data <folder>', 'data folder (default: SUYUAN_DATA, else ./data)')
    .option('--url <address>', 'a running system instead of a data folder')
    .option('--token <token>', 'access token for --url');

/** Why one looks at people: it goes into the audit trail before the answer comes. */
export const withPurpose = (command: Command): Command =>
  command
    .addOption(new Option('--purpose <code>', 'purpose of this look, for the audit trail').env('SUYUAN_PURPOSE'))
    .addOption(new Option('--case <id>', 'case, ticket or request it belongs to').env('SUYUAN_CASE'));

/** A look at one person states both. @throws LineageError ERR_INPUT naming what is missing. */
export function requirePurpose({ purpose, case: caseId }: { readonly purpose?: string; readonly case?: string }): void {
  const missing = [...(purpose === undefined ? ['--purpose (why, e.g. audit)'] : []), ...(caseId === undefined ? ['--case (which, e.g. C-7)'] : [])];
  if (missing.length === 0) return;
  throw new LineageError('ERR_INPUT', `a look at a person needs ${missing.join(' and ')}: it is written into the audit trail, which the person may be shown`);
}

/** Checks an option that is an instant. @throws LineageError ERR_INPUT. */
export function checkInstant(option: string, text: string | undefined): void {
  if (text !== undefined && parseInstant(text) === null) throw new LineageError('ERR_INPUT', `${option} is ${instantForm}`);
}

interface SpanOptions {
  readonly from?: string;
  readonly to?: string;
}

/** Checks `--from` and `--to`, which are days, or instants too where `orInstants`, and in order. @throws LineageError ERR_INPUT. */
export function checkSpan({ from, to }: SpanOptions, orInstants: boolean): void {
  const read = (option: string, text: string | undefined, edge: 'beginning' | 'end'): number | null => {
    if (text === undefined) return null;
    const moment = orInstants ? parseMoment(text, edge) : parseDay(text);
    if (moment === null) throw new LineageError('ERR_INPUT', `${option} is ${dayForm}${orInstants ? `, or ${instantForm}` : ''}`);
    return moment;
  };
  const [first, last] = [read('--from', from, 'beginning'), read('--to', to, 'end')];
  if (first !== null && last !== null && first > last) throw new LineageError('ERR_INPUT', '--from is not after --to');
}

export const withFormat = (command: Command): Command =>
  command.option('--format <format>', 'table, json, ndjson or csv', 'table').option('--lang <language>', 'zh or en (default: the terminal’s)');

export const example = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', `\nExample${lines.length > 1 ? 's' : ''}:\n${lines.map((line) => `  $ suyuan ${line}`).join('\n')}\n`);
