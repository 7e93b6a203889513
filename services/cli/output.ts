// What a command prints: rows as a table for people, or as JSON, NDJSON and CSV for programs. Data goes to stdout, everything else to stderr.
import { LineageError } from '../core/domain/errors.ts';
import { drawTable, windowWidth, type Column } from './draw-table.ts';
import { wrap } from './wrap-text.ts';

const formats = ['table', 'json', 'ndjson', 'csv'] as const;
export type Format = (typeof formats)[number];

/** The format asked for, else a table. @throws LineageError ERR_INPUT. */
export function formatOf(text: string | undefined): Format {
  const known = formats.find((format) => format === (text ?? 'table'));
  if (!known) throw new LineageError('ERR_INPUT', `--format is one of ${formats.join(', ')}`);
  return known;
}

/** Prints a list. `whole` is what JSON prints: the answer as the API gave it. */
export function printRows<Row>(format: Format, rows: readonly Row[], columns: readonly Column<Row>[], whole: unknown = rows): void {
  switch (format) {
    case 'json':
      return print(JSON.stringify(whole, null, 2));
    case 'ndjson':
      return rows.forEach((row) => print(JSON.stringify(row)));
    case 'csv':
      return csvLines(rows, columns).forEach((line) => print(line));
    case 'table':
      return print(rows.length === 0 ? '(none)' : drawTable(rows, columns));
  }
}

/** A header of keys, then a line for each row. */
export const csvLines = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): readonly string[] => [
  columns.map(({ key }) => csvCell(key)).join(','),
  ...rows.map((row) => columns.map(({ show, data = show }) => csvCell(data(row))).join(',')),
];

/** Lines beneath a table that say what its signs mean; what goes on is indented. */
export function printLegend(lines: readonly string[]): void {
  if (lines.length === 0) return;
  const indent = '     ';
  print('');
  for (const line of lines) print(wrap(line, windowWidth() - indent.length).join(`\n${indent}`));
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** Diagnostics for people. */
export const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** RFC 4180, quoted always; a leading = + - @ tab or CR gets an apostrophe, so that no spreadsheet runs it (CWE-1236). */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
