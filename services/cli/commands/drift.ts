// suyuan drift: what is done and not declared, and what is declared and not done.
import type { Command } from 'commander';
import { LineageError } from '../../core/domain/errors.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import type { DriftPeriod } from '../../query-api/drift-answer.ts';
import type { Incompleteness } from '../../query-api/completeness.ts';
import { driftColumns, driftData, driftRows } from '../drift-table.ts';
import { withExistingSystem } from '../existing-system.ts';
import { counted, languageOf, phrase, type Language } from '../language.ts';
import type { SystemOptions } from '../open-system.ts';
import { checkSpan, example, onSystem, withFormat } from '../options.ts';
import { formatOf, print, printLegend, printRows } from '../output.ts';

interface DriftOptions extends SystemOptions {
  readonly from?: string;
  readonly to?: string;
  readonly clause?: string;
  readonly direction?: string;
  readonly format: string;
  readonly lang?: string;
}

interface DriftAnswer {
  readonly from: string | null;
  readonly to: string;
  readonly complete: boolean;
  readonly incompleteBecause: readonly Incompleteness[];
  readonly periods: readonly DriftPeriod[];
  readonly notCompared: readonly Bilingual[];
}

export function addDrift(suyuan: Command): void {
  const drift = onSystem(withFormat(suyuan.command('drift')))
    .description('where practice and the published policy differ: done and not declared, declared and not done')
    .option('--from <day>', 'first day, e.g. 2025-09-01')
    .option('--to <day>', 'last day, inclusive (default: today)')
    .option('--clause <id>', 'one clause or SDK row, e.g. 4.2.16')
    .option('--direction <direction>', 'undeclared or unobserved (default: both)');
  example(drift, 'drift --from 2025-09-01 --to 2025-09-30', 'drift --direction undeclared --format csv').action(showDrift);
}

async function showDrift(options: DriftOptions): Promise<void> {
  const { from, to, clause, direction } = options;
  const format = formatOf(options.format);
  checkSpan(options, false);
  if (direction !== undefined && direction !== 'undeclared' && direction !== 'unobserved')
    throw new LineageError('ERR_INPUT', '--direction is undeclared or unobserved');
  await withExistingSystem(options, async (client) => {
    const answer = (await client.get('/v1/drift', { from, to, clause, direction })) as DriftAnswer;
    const differences = answer.periods.flatMap((period) => period.differences);
    if (format !== 'table') return printRows(format, differences, driftData, answer);
    printTables(answer, languageOf(options.lang));
  });
}

function printTables({ periods, complete, incompleteBecause, notCompared }: DriftAnswer, language: Language): void {
  const say = phrase(language);
  if (periods.length === 0) print(say('(no day in which a policy was in force or anything was done)', '（没有政策生效或发生处理的日期）'));
  for (const [i, period] of periods.entries()) {
    if (i > 0) print('');
    print(headingOf(period, language));
    print('');
    printRows('table', driftRows(period.differences), driftColumns(language));
  }
  printLegend([
    say(
      'Count: items handled; an event of three items counts three times. Not done: nothing was broken; the policy may say more than is needed.',
      '次数：处理的信息项，一个事件含三项计三次。未发生：不构成违规，但政策可能超出实际需要。',
    ),
    ...notCompared.map((note) => `${say('Not compared', '未比较')}: ${note[language]}`),
    ...(complete ? [] : incompleteBecause.map(({ because }) => `${say('Incomplete', '不完整')}: ${because[language]}`)),
  ]);
}

function headingOf({ policyVersion, from, to, observed, undeclared, unobserved, clauses }: DriftPeriod, language: Language): string {
  const say = phrase(language);
  const version = policyVersion ?? say('before any policy version', '政策生效之前');
  return [
    `${version} · ${from ?? '…'} – ${to}`,
    say(`${counted(observed.count, 'item handled', 'items handled')}, ${counted(clauses, 'clause')}`, `处理信息 ${observed.count} 次，条款 ${clauses} 条`),
    say(`${undeclared} undeclared`, `未公示 ${undeclared} 处`),
    say(`${unobserved} not done`, `未发生 ${unobserved} 处`),
  ].join(' · ');
}
