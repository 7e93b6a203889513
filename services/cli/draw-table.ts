// Tables for a terminal: columns as wide as their content, wrapped to the window, Chinese characters counted two wide.
import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { longestPiece, wrap } from './wrap-text.ts';

/** One column: its key in JSON rows and CSV header, its title in a table, and how a row is shown in it. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly show: (row: Row) => string;
  /** What CSV says, where it is not what is shown: codes instead of words. */
  readonly data?: (row: Row) => string;
  /** Narrowest useful width in a table; else that of its longest word. */
  readonly min?: number;
  /** What must not be split: ids, days. */
  readonly whole?: true;
  /** Moves beneath its row where the window is too narrow. */
  readonly below?: true;
  /** Its paragraphs stand beside those of the other aligned columns: a list in columns. */
  readonly aligned?: true;
}

const gap = 2;
const narrowest = 6;
/** A column without a `min` is wide enough for its words up to this. */
const wordMax = 14;

/** The window, or what stands for it where there is none. */
export const windowWidth = (): number => process.stdout.columns ?? (Number(process.env['COLUMNS']) || 140);

/** Rows under titles and a rule. Cells wrap; words break only where they must. */
export function drawTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width = windowWidth()): string {
  const natural = columns.map(({ title, show }) => Math.max(stringWidth(title), ...rows.map((row) => widest(show(row)))));
  const least = columns.map(({ min, title, show, whole }, i) => {
    const widestWord = (): number => Math.min(wordMax, Math.max(0, ...rows.map((row) => longestPiece(show(row)))));
    return whole ? (natural[i] ?? 0) : Math.min(natural[i] ?? 0, Math.max(min ?? widestWord(), Math.min(stringWidth(title), 12)));
  });
  const fits = least.reduce((sum, one) => sum + one, 0) <= width - gap * (columns.length - 1);
  const beside = columns.map((column, i) => ({ column, natural: natural[i] ?? 0, least: least[i] ?? 0 })).filter(({ column }) => fits || !column.below);
  const widths = fit(beside, width - gap * (beside.length - 1));
  const shown = beside.map(({ column }) => column);
  const beneath = fits ? [] : columns.filter(({ below }) => below);
  const rule = widths.map((w) => '─'.repeat(w)).join(' '.repeat(gap));
  return [
    bold(
      drawRow(
        shown.map(({ title }) => wrap(title, 99)),
        widths,
      ),
    ),
    rule,
    ...rows.map((row) => [drawRow(cellsOf(row, shown, widths), widths), ...beneathRow(row, beneath, width)].join('\n')),
  ].join('\n');
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

/** Each cell as lines; the paragraphs of aligned columns begin at the same height. */
function cellsOf<Row>(row: Row, columns: readonly Column<Row>[], widths: readonly number[]): readonly (readonly string[])[] {
  const paragraphs = columns.map(({ show }, i) =>
    show(row)
      .split('\n')
      .map((paragraph) => wrap(paragraph, widths[i] ?? 0)),
  );
  const aligned = paragraphs.filter((_, i) => columns[i]?.aligned);
  const heights = Array.from({ length: Math.max(0, ...aligned.map((one) => one.length)) }, (_, at) => Math.max(...aligned.map((one) => one[at]?.length ?? 0)));
  return paragraphs.map((cell, i) =>
    columns[i]?.aligned ? heights.flatMap((height, at) => Array.from({ length: height }, (_, line) => cell[at]?.[line] ?? '')) : cell.flat(),
  );
}

function drawRow(cells: readonly (readonly string[])[], widths: readonly number[]): string {
  return Array.from({ length: Math.max(...cells.map((lines) => lines.length)) }, (_, at) =>
    cells
      .map((lines, i) => pad(lines[at] ?? '', widths[i] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd(),
  ).join('\n');
}

/** What found no room beside, named, as many on a line as go. */
function beneathRow<Row>(row: Row, columns: readonly Column<Row>[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const { title, show } of columns) {
    const text = show(row);
    if (text === '') continue;
    const piece = `${title}: ${text}`;
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(`${last} · ${piece}`) <= width) lines[lines.length - 1] = `${last} · ${piece}`;
    else lines.push(`  ${piece}`);
  }
  return lines;
}

interface Width {
  readonly natural: number;
  readonly least: number;
}

/** The natural widths, the widest shrunk first until they fit, none below its least; where even that is too much, what may be split gives way. */
function fit(columns: readonly (Width & { readonly column: Pick<Column<never>, 'whole'> })[], total: number): number[] {
  const widths = columns.map(({ natural }) => natural);
  let over = widths.reduce((sum, width) => sum + width, 0) - total;
  for (const floor of [(i: number) => columns[i]?.least ?? 0, (i: number) => (columns[i]?.column.whole ? (columns[i]?.least ?? 0) : narrowest)]) {
    while (over > 0) {
      let widestAt = -1;
      for (const [i, width] of widths.entries()) if (width > floor(i) && (widestAt < 0 || width > (widths[widestAt] ?? 0))) widestAt = i;
      if (widestAt < 0) break;
      widths[widestAt] = (widths[widestAt] ?? 0) - 1;
      over -= 1;
    }
  }
  return widths;
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
const bold = (text: string): string => (process.stdout.isTTY ? styleText('bold', text) : text);
