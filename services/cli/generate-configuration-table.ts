// Writes the table of all settings into services/README.md, so that it says what the program reads. Run by `npm run generate`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings, type Setting } from './settings.ts';

const begin = '<!-- configuration: written by `npm run generate` from services/cli/settings.ts -->';
const end = '<!-- /configuration -->';

/** The document with the table in the place that is marked for it. @throws Error when there is no such place. */
export function withConfigurationTable(document: string): string {
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('the document has no place for the table of settings');
  return `${before}${begin}\n\n${configurationTable()}\n\n${end}${after}`;
}

function configurationTable(): string {
  const heads = ['variable', 'default', 'is'];
  const rows = settings.map((setting: Setting) => [
    `\`${setting.name}\`${setting.secret ? ' or `…_FILE`' : ''}`,
    setting.byDefault === undefined || setting.byDefault === '' ? '—' : setting.byDefault,
    setting.says,
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

if (import.meta.main) {
  const target = join(import.meta.dirname, '..', 'README.md');
  writeFileSync(target, withConfigurationTable(readFileSync(target, 'utf8')));
  process.stderr.write(`${target} written\n`);
}
