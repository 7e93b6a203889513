// suyuan simulate: people living with the bank, as the events that producers would send, and the truth about them.
import type { Command } from 'commander';
import { loadPolicyRegistry } from '../../adapters/files/policy-directory.ts';
import { LineageError } from '../../core/domain/errors.ts';
import { parseMoment } from '../../core/domain/moments.ts';
import { simulate } from '../../simulator/simulate.ts';
import { writeSimulation } from '../../simulator/write-simulation.ts';
import { configuration } from '../configuration.ts';
import { checkSpan, example, withFormat } from '../options.ts';
import { formatOf, printRows } from '../output.ts';
import { progress } from '../progress.ts';

interface SimulateOptions {
  readonly people: string;
  readonly seed: string;
  readonly from?: string;
  readonly to?: string;
  readonly deviations: string;
  readonly out: string;
  readonly format: string;
}

export function addSimulate(suyuan: Command): void {
  const command = suyuan
    .command('simulate')
    .description('people living with the bank: events.ndjson and truth.json')
    .requiredOption('--people <n>', 'how many people')
    .option('--seed <n>', 'the same seed gives the same files', '1')
    .option('--from <day>', 'first day, e.g. 2025-08-13')
    .option('--to <day>', 'last day')
    .option('--deviations <share>', 'share of events that go wrong, 0 to 1', '0.02')
    .requiredOption('--out <folder>', 'where the two files go');
  example(withFormat(command), 'simulate --people 1000 --seed 7 --out ./sample').action(async (options: SimulateOptions) => {
    const registry = loadPolicyRegistry(configuration().policies);
    const people = whole('--people', options.people, 1);
    checkSpan(options, true);
    const bar = progress('simulate');
    const simulation = simulate({
      people,
      seed: whole('--seed', options.seed),
      deviationRate: share(options.deviations),
      registry,
      ...dayOption('from', options.from),
      ...dayOption('to', options.to),
      onProgress: (done, total) => bar.update(done, total),
    });
    const { lines } = await writeSimulation(simulation, options.out);
    bar.end();
    const row = { people, lines, out: options.out };
    printRows(
      formatOf(options.format),
      [row],
      (['people', 'lines', 'out'] as const).map((key) => ({ key, title: key, show: (r: typeof row) => String(r[key]) })),
      row,
    );
  });
}

function whole(name: string, text: string, least = 0): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new LineageError('ERR_INPUT', `${name} is a whole number${least > 0 ? ` from ${least} on` : ''}`);
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new LineageError('ERR_INPUT', '--deviations is a share from 0 to 1');
}

/** A day or an instant, checked before. */
function dayOption<K extends 'from' | 'to'>(key: K, text: string | undefined): { readonly [P in K]?: number } {
  const moment = text === undefined ? null : parseMoment(text, 'beginning');
  return moment === null ? {} : ({ [key]: moment } as { readonly [P in K]?: number });
}
