// The bench itself, at its smallest: every measure gives a finite figure. Whether a bound is met is for a quiet machine to say.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { repository } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

interface Run {
  readonly scale: string;
  readonly figures: readonly { readonly measure: string; readonly value: number; readonly asked: object | null; readonly met: boolean | null }[];
}

const asked = [
  'ingest → queryable : bound',
  'ingest → queryable : one event per transaction',
  'lineage answer : bare read, 500 events',
  'lineage answer : bare read, 1 k events',
  'lineage answer, 1 k events : 500 events',
  'memory of the process at its peak, 1 k events',
  'serve → first answer, 1 k events',
  'rebuild : reading and decoding',
];

test('the smoke scale writes every figure', async () => {
  const out = join(scratchFolder(), 'bench.json');
  const { stdout } = await promisify(execFile)(process.execPath, [join(repository, 'tests', 'bench', 'main.ts')], {
    env: { ...process.env, SCALE: 'smoke', BENCH_OUT: out },
  });
  const run = JSON.parse(readFileSync(out, 'utf8')) as Run;
  expect(run.scale).toBe('smoke');
  expect(run.figures.filter((figure) => figure.asked !== null).map(({ measure }) => measure)).toEqual(expect.arrayContaining(asked));
  for (const { measure, value, asked: bound, met } of run.figures) {
    expect({ measure, finite: Number.isFinite(value) && value > 0 }).toEqual({ measure, finite: true });
    expect({ measure, judged: met !== null }).toEqual({ measure, judged: bound !== null });
    expect(stdout).toContain(measure);
  }
});
