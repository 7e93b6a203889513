// suyuan flows, findings, recipients: across people.
import type { Command } from 'commander';
import { LineageError } from '../../core/domain/errors.ts';
import { withExistingSystem } from '../existing-system.ts';
import { findingColumns, findingData, findingEnd, type FindingRow } from '../findings-table.ts';
import { counted, languageOf } from '../language.ts';
import { flowColumns, recipientColumns, type ShownFlowCount, type RecipientRow } from '../lists-tables.ts';
import { askFindingGroups, findingGroupColumns } from './finding-groups.ts';
import { askAboutPerson, showFlowsOfPerson } from './lineage.ts';
import type { SystemOptions } from '../open-system.ts';
import { checkSpan, example, onSystem, withFormat, withPurpose } from '../options.ts';
import { formatOf, printLegend, printRows, say } from '../output.ts';
import type { SystemClient } from '../system-client.ts';

interface ListOptions extends SystemOptions {
  readonly format: string;
  readonly lang?: string;
  readonly limit: string;
  readonly from?: string;
  readonly to?: string;
  readonly outcome?: string;
  readonly holder?: string;
  readonly item?: string;
  readonly clause?: string;
  readonly failOn?: string;
  readonly by?: string;
}

const severities = ['C', 'H', 'M', 'I'] as const;

const listOptions = (command: Command): Command => onSystem(withFormat(command)).option('--limit <n>', 'rows at the most; 0 for all', '100');

export function addLists(suyuan: Command): void {
  const flows = listOptions(suyuan.command('flows [who]')).description(
    'where data of one person went; without WHO how often which item went to whom, per day, clause, purpose, basis and verdict',
  );
  flows
    .option('--from <day>', 'first day, e.g. 2025-09-01; with WHO also an instant')
    .option('--to <day>', 'last day, inclusive')
    .option('--holder <code>', 'who got it, e.g. kuaidi100')
    .option('--item <code>', 'one item, e.g. mobile_number')
    .option('--clause <id>', 'one clause, e.g. 4.2.16')
    .option('--outcome <outcome>', 'compliant, violation or gap');
  example(
    withPurpose(flows),
    'flows mobile:13800000000 --item mobile_number --purpose audit --case C-7',
    'flows --holder kuaidi100 --from 2025-09-01 --to 2025-09-30',
  ).action((who: string | undefined, options: ListOptions) => {
    checkSpan(options, who !== undefined);
    const { holder, ...rest } = options;
    return who === undefined
      ? showFlows(options)
      : askAboutPerson(who, 'flows', holder === undefined ? rest : { ...rest, recipient: holder }, showFlowsOfPerson);
  });
  const findings = withPurpose(listOptions(suyuan.command('findings'))).description('events that are violations or gaps, newest first');
  findings
    .option('--from <moment>', 'first day or instant, e.g. 2025-09-01')
    .option('--to <moment>', 'last day or instant, inclusive')
    .option('--outcome <outcome>', 'violation or gap')
    .option('--by <what>', 'grouped, worst first: some of rule,clause,recipient with commas, e.g. rule')
    .option('--fail-on <severity>', 'exit 1 when there is one this severe or worse: C, H, M or I');
  example(findings, 'findings --outcome violation', 'findings --by rule,recipient', 'findings --fail-on C --limit 0 --format csv').action(showFindings);
  const recipients = listOptions(suyuan.command('recipients')).description('recipients as registered now');
  example(recipients, 'recipients').action(showRecipients);
}

/** Pages of a list until `limit` rows or its end. */
async function pages<Row>(
  client: SystemClient,
  path: string,
  key: string,
  query: Readonly<Record<string, string | undefined>>,
  limit: number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let more = false;
  for (let cursor: string | undefined; ;) {
    const page = (await client.get(path, { ...query, cursor, limit: '200' })) as { readonly next: string | null } & Record<string, readonly Row[]>;
    rows.push(...(page[key] ?? []));
    more = page.next !== null;
    if (page.next === null || (limit > 0 && rows.length >= limit)) break;
    cursor = page.next;
  }
  return cut(rows, limit, more);
}

/** The first `limit` rows, and a word where there are more. */
function cut<Row>(rows: readonly Row[], limit: number, more = false): readonly Row[] {
  if (limit > 0 && (rows.length > limit || more)) say(`the first ${limit} rows; --limit 0 for all`);
  return limit > 0 ? rows.slice(0, limit) : rows;
}

function limitOf({ limit }: ListOptions): number {
  if (!/^\d{1,9}$/.test(limit)) throw new LineageError('ERR_INPUT', '--limit is a whole number; 0 for all');
  return Number(limit);
}

async function showFlows(options: ListOptions): Promise<void> {
  const { from, to, holder, item, clause, outcome } = options;
  const [limit, format] = [limitOf(options), formatOf(options.format)];
  await withExistingSystem(options, async (client) => {
    const rows = await pages<ShownFlowCount>(client, '/v1/flows', 'flows', { from, to, holder, item, clause, outcome }, limit);
    printRows(format, rows, flowColumns(languageOf(options.lang)));
  });
}

async function showFindings(options: ListOptions): Promise<void> {
  const { from, to, outcome, failOn } = options;
  const worst = failOn === undefined ? -1 : severities.indexOf(failOn as 'C');
  if (failOn !== undefined && worst < 0) throw new LineageError('ERR_INPUT', '--fail-on is one of C, H, M, I');
  checkSpan(options, true);
  const [limit, format, language] = [limitOf(options), formatOf(options.format), languageOf(options.lang)];
  await withExistingSystem(options, async (client) => {
    if (options.by !== undefined) {
      const { by, groups } = await askFindingGroups(client, { by: options.by, from, to, outcome });
      const shown = cut(groups, limit);
      printRows(format, shown, findingGroupColumns(by, language), { by, groups: shown });
      return fail(groups.filter(({ severity }) => severities.indexOf(severity) <= worst).length, 'group of findings', 'groups of findings', failOn);
    }
    // Whether one is severe enough is asked of all of them, whatever is shown.
    const all = await pages<FindingRow>(client, '/v1/findings', 'findings', { from, to, outcome }, failOn === undefined ? limit : 0);
    const rows = failOn === undefined ? all : cut(all, limit);
    if (format === 'csv') printRows(format, rows.flatMap(findingData.rowsOf), findingData.columns);
    else printRows(format, rows, findingColumns(language));
    if (format === 'table' && rows.length > 0) printLegend([findingEnd(rows, language)]);
    const failing = all.filter(({ verdict }) => verdict.findings.some(({ severity }) => severities.indexOf(severity) <= worst)).length;
    fail(failing, 'finding', 'findings', failOn);
  });
}

/** The answer is "no" where there are any. */
function fail(failing: number, one: string, many: string, severity = ''): void {
  if (failing === 0) return;
  say(`${counted(failing, one, many)} of severity ${severity} or worse`);
  process.exitCode = 1;
}

async function showRecipients(options: ListOptions): Promise<void> {
  const [limit, format] = [limitOf(options), formatOf(options.format)];
  await withExistingSystem(options, async (client) => {
    const { recipients, ...rest } = (await client.get('/v1/recipients')) as { readonly recipients: readonly RecipientRow[] };
    const rows = cut(recipients, limit);
    printRows(format, rows, recipientColumns(languageOf(options.lang)), { ...rest, recipients: rows });
  });
}
