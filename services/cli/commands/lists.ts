// suyuan flows, findings, recipients: across people.
import type { Command } from 'commander';
import { LineageError } from '../../core/domain/errors.ts';
import type { FlowRow } from '../../core/ports/lineage-queries.ts';
import type { Finding } from '../../core/policy/verdict.ts';
import { languageOf } from '../lineage-table.ts';
import { askAboutPerson, showFlowsOfPerson } from './lineage.ts';
import { withSystem, type SystemOptions } from '../open-system.ts';
import { example, onSystem, withFormat, withPurpose } from '../options.ts';
import { formatOf, printRows, say } from '../output.ts';
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
}

interface FindingRow {
  readonly eventId: string;
  readonly dataSubject: string;
  readonly occurredAt: string;
  readonly type: string;
  readonly verdict: { readonly outcome: string; readonly findings: readonly Finding[] };
}

const severities = ['C', 'H', 'M', 'I'] as const;

const listOptions = (command: Command): Command => onSystem(withFormat(command)).option('--limit <n>', 'rows at the most; 0 for all', '100');

export function addLists(suyuan: Command): void {
  const flows = listOptions(suyuan.command('flows [who]')).description(
    'where data of one person went; without WHO how often which item went to whom, per day, clause, purpose, basis and verdict',
  );
  flows
    .option('--from <day>', 'first day, e.g. 2025-09-01')
    .option('--to <day>', 'last day')
    .option('--holder <code>')
    .option('--item <code>')
    .option('--clause <id>')
    .option('--outcome <outcome>');
  example(withPurpose(flows), 'flows mobile:13800000000 --item mobile_number', 'flows --holder kuaidi100 --from 2025-09-01 --to 2025-09-30').action(
    (who: string | undefined, options: ListOptions) =>
      who === undefined ? showFlows(options) : askAboutPerson(who, 'lineage', { ...options, ...recipientOf(options) }, showFlowsOfPerson),
  );
  const findings = withPurpose(listOptions(suyuan.command('findings'))).description('events that are violations or gaps, newest first');
  findings
    .option('--from <instant>')
    .option('--to <instant>')
    .option('--outcome <outcome>', 'violation or gap')
    .option('--fail-on <severity>', 'exit 1 when there is one this severe or worse: C, H, M or I');
  example(findings, 'findings --outcome violation', 'findings --fail-on C --limit 0 --format csv').action(showFindings);
  const recipients = listOptions(suyuan.command('recipients')).description('recipients as registered now');
  example(recipients, 'recipients').action(showRecipients);
}

const recipientOf = ({ holder }: ListOptions): { readonly recipient?: string } => (holder === undefined ? {} : { recipient: holder });

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
  if (limit > 0 && (rows.length > limit || more)) say(`the first ${limit} rows; --limit 0 for all`);
  return limit > 0 ? rows.slice(0, limit) : rows;
}

function limitOf({ limit }: ListOptions): number {
  if (!/^\d{1,9}$/.test(limit)) throw new LineageError('ERR_INPUT', '--limit is a whole number; 0 for all');
  return Number(limit);
}

async function showFlows(options: ListOptions): Promise<void> {
  const { from, to, holder, item, clause, outcome } = options;
  await withSystem(options, async (client) => {
    const rows = await pages<FlowRow>(client, '/v1/flows', 'flows', { from, to, holder, item, clause, outcome }, limitOf(options));
    const keys = ['day', 'holder', 'item', 'purpose', 'legalBasis', 'clause', 'outcome', 'events'] as const;
    printRows(
      formatOf(options.format),
      rows,
      keys.map((key) => ({ key, title: key, show: (row: FlowRow) => String(row[key]) })),
    );
  });
}

async function showFindings(options: ListOptions): Promise<void> {
  const { from, to, outcome, failOn } = options;
  const worst = failOn === undefined ? -1 : severities.indexOf(failOn as 'C');
  if (failOn !== undefined && worst < 0) throw new LineageError('ERR_INPUT', '--fail-on is one of C, H, M, I');
  const language = languageOf(options.lang);
  await withSystem(options, async (client) => {
    const rows = await pages<FindingRow>(client, '/v1/findings', 'findings', { from, to, outcome }, failOn === undefined ? limitOf(options) : 0);
    const list = ({ verdict }: FindingRow, show: (finding: Finding) => string): string => verdict.findings.map(show).join('\n');
    const limit = limitOf(options);
    printRows(formatOf(options.format), limit > 0 ? rows.slice(0, limit) : rows, [
      { key: 'occurredAt', title: 'Happened', min: 16, show: ({ occurredAt }) => occurredAt.slice(0, 16).replace('T', ' ') },
      { key: 'outcome', title: 'Outcome', min: 9, show: ({ verdict }) => verdict.outcome },
      { key: 'rules', title: 'Rule', min: 5, show: (row) => list(row, ({ rule, severity }) => `${rule} ${severity}`) },
      { key: 'clause', title: 'Clause', min: 6, show: (row) => list(row, ({ clause }) => clause || '—') },
      { key: 'because', title: 'Because', min: 30, show: (row) => list(row, ({ because }) => because[language]) },
      { key: 'dataSubject', title: 'Data subject', min: 13, show: ({ dataSubject }) => dataSubject },
      { key: 'eventId', title: 'Event', min: 13, show: ({ eventId }) => eventId },
    ]);
    const failing = rows.filter(({ verdict }) => verdict.findings.some(({ severity }) => severities.indexOf(severity) <= worst)).length;
    if (failing === 0) return;
    say(`${failing} findings of severity ${failOn ?? ''} or worse`);
    process.exitCode = 1;
  });
}

interface RecipientRow {
  readonly recipient: string;
  readonly legalName: string;
  readonly recipientClass: string;
  readonly role: string;
  readonly contact?: string;
  readonly contract?: string;
  readonly terminated: boolean;
}

async function showRecipients(options: ListOptions): Promise<void> {
  await withSystem(options, async (client) => {
    const answer = (await client.get('/v1/recipients')) as { readonly recipients: readonly RecipientRow[] };
    printRows(
      formatOf(options.format),
      answer.recipients,
      [
        { key: 'recipient', title: 'Code', show: ({ recipient }) => recipient },
        { key: 'legalName', title: 'Legal name', show: ({ legalName }) => legalName },
        { key: 'recipientClass', title: 'Class', show: ({ recipientClass }) => recipientClass },
        { key: 'role', title: 'Role', show: ({ role }) => role },
        { key: 'contact', title: 'Contact', show: ({ contact }) => contact ?? '— none' },
        { key: 'contract', title: 'Contract', show: ({ contract }) => contract ?? '' },
        { key: 'state', title: 'State', show: ({ terminated }) => (terminated ? 'terminated' : 'registered') },
      ],
      answer,
    );
  });
}
