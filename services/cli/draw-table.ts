// Tables for a terminal: columns as wide as their content, wrapped to the window, Chinese characters counted two wide.
import { styleText } from 'node:util';
import stringWidth from 'string-width';

/** One column: its key in JSON rows and CSV header, its title in a table, and how a row is shown in it. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly show: (row: Row) => string;
  /** Narrowest useful width in a table. */
  readonly min?: number;
}

const gap = 2;

/** Rows under titles and a rule. Cells wrap; words break only where they must. */
export function drawTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width = process.stdout.columns ?? 140): string {
  const cells = rows.map((row) => columns.map(({ show }) => show(row)));
  const widths = fit(
    columns.map(({ title }, i) =>
      Math.max(stringWidth(title), ...cells.map((row) => Math.max(...(row[i] ?? '').split('\n').map((line) => stringWidth(line))))),
    ),
    columns.map(({ min, title }) => Math.max(min ?? 8, Math.min(stringWidth(title), 12))),
    width - gap * (columns.length - 1),
  );
  const line = (parts: readonly string[]): string => {
    const wrapped = parts.map((part, i) => wrap(part, widths[i] ?? 0));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      wrapped
        .map((lines, i) => pad(lines[at] ?? '', widths[i] ?? 0))
        .join(' '.repeat(gap))
        .trimEnd(),
    ).join('\n');
  };
  const rule = widths.map((w) => '─'.repeat(w)).join(' '.repeat(gap));
  return [bold(line(columns.map(({ title }) => title))), rule, ...cells.map(line)].join('\n');
}

/** The natural widths, the widest shrunk first until they fit, none below its least. */
function fit(natural: readonly number[], least: readonly number[], total: number): number[] {
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width, 0) - total;
  while (over > 0) {
    let widest = -1;
    for (const [i, width] of widths.entries()) if (width > (least[i] ?? 0) && (widest < 0 || width > (widths[widest] ?? 0))) widest = i;
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  return widths;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapLine(paragraph, width));
}

function wrapLine(text: string, width: number): string[] {
  if (stringWidth(text) <= width) return [text];
  const lines: string[] = [];
  let current = '';
  // Break after spaces and between wide characters; a longer piece is cut.
  for (const piece of text.match(/[^\s\u3000-\u9fff\uff00-\uffef]+[\s、，。；：]*|[\s\S]/gu) ?? []) {
    if (stringWidth(current + piece.trimEnd()) <= width) {
      current += piece;
      continue;
    }
    if (current.trim()) lines.push(current.trimEnd());
    current = '';
    for (const { segment } of segmenter.segment(piece)) {
      if (stringWidth(current + segment) > width) {
        lines.push(current);
        current = '';
      }
      current += segment;
    }
  }
  return current.trim() ? [...lines, current.trimEnd()] : lines;
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
const bold = (text: string): string => (process.stdout.isTTY ? styleText('bold', text) : text);
