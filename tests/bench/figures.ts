// Figures of a run: what was measured, what is asked of it, and whether it is met; as a table and as bench.json.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

export interface Figure {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** Null where nothing is asked: the figure explains others. */
  readonly asked: { readonly atLeast: number } | { readonly below: number } | null;
}

export const met = ({ value, asked }: Figure): boolean | null => (asked === null ? null : 'atLeast' in asked ? value >= asked.atLeast : value < asked.below);

/** Rounded to three digits, or whole from a thousand on. */
export const rounded = (value: number): number => (Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));

/** One line of the table. */
export function lineOf(figure: Figure): string {
  const { measure, value, unit, asked } = figure;
  const bound = asked === null ? '' : 'atLeast' in asked ? `≥ ${asked.atLeast}` : `< ${asked.below}`;
  const verdict = met(figure);
  return `${measure.padEnd(74)} ${rounded(value).toLocaleString('en').padStart(10)} ${unit.padEnd(9)} ${bound.padEnd(8)} ${verdict === null ? '' : verdict ? 'met' : 'NOT MET'}`.trimEnd();
}

/** Writes the run with what it ran on: figures of two runs compare only as ratios. */
export function writeFigures(path: string, scale: string, seconds: number, figures: readonly Figure[]): void {
  const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', memoryMiB: Math.round(totalmem() / 2 ** 20), node: process.version };
  const rows = figures.map((figure) => ({ ...figure, value: rounded(figure.value), met: met(figure) }));
  writeFileSync(path, `${JSON.stringify({ scale, seconds: Math.round(seconds), machine, figures: rows }, null, 2)}\n`);
}
