// suyuan lineage, timeline, holdings: one person.
import type { Command } from 'commander';
import type { LineageAnswer } from '../../query-api/lineage-answer.ts';
import { withExistingSystem } from '../existing-system.ts';
import { findingLegend } from '../finding-legend.ts';
import { holdingColumns } from '../holdings-table.ts';
import { languageOf, phrase, type Language } from '../language.ts';
import { completeness, lateMark, lineageColumns, lineageData, lineageHeading, type ShownFlow } from '../lineage-table.ts';
import type { SystemOptions } from '../open-system.ts';
import { checkInstant, example, onSystem, requirePurpose, withFormat, withPurpose } from '../options.ts';
import { formatOf, print, printLegend, printRows } from '../output.ts';
import { dataSubjectOf, parseWho } from '../person-arguments.ts';
import { timelineColumns, type TimelineEvent } from '../timeline-table.ts';

export interface LineageOptions extends SystemOptions {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly item?: string;
  readonly recipient?: string;
  readonly format: string;
  readonly lang?: string;
}

/** Questions of one person that narrow the flows. */
export interface FlowsOptions extends LineageOptions {
  readonly from?: string;
  readonly to?: string;
  readonly clause?: string;
  readonly outcome?: string;
}

type Shown = Pick<LineageOptions, 'format' | 'lang'>;

const aboutPerson = (command: Command): Command =>
  withPurpose(onSystem(withFormat(command)))
    .option('--as-of <instant>', 'business time: nothing that happened later, e.g. 2025-09-03T10:15:00+08:00')
    .option('--known-at <instant>', 'ledger time: nothing recorded later')
    .option('--item <code>', 'one item, e.g. mobile_number')
    .option('--recipient <code>', 'one holder or recipient, e.g. kuaidi100');

const stated = '--purpose audit --case C-7';

export function addLineage(suyuan: Command): void {
  const lineage = suyuan.command('lineage <who>').description('what data about this person went where and why');
  example(
    aboutPerson(lineage),
    `lineage 5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50 ${stated}`,
    `lineage mobile:13800000000 --as-of 2025-10-01T00:00:00+08:00 --format json ${stated}`,
  ).action((who: string, options: LineageOptions) => askAboutPerson(who, 'lineage', options, showLineage));
  const holdings = suyuan.command('holdings <who>').description('who holds which item of this person, in which state');
  example(aboutPerson(holdings), `holdings mobile:13800000000 ${stated}`).action((who: string, options: LineageOptions) =>
    askAboutPerson(who, 'holdings', options, showHoldings),
  );
  const timeline = suyuan.command('timeline <who>').description('every event about this person, in business order');
  example(aboutPerson(timeline), `timeline mobile:13800000000 ${stated}`).action((who: string, options: LineageOptions) =>
    askAboutPerson(who, 'timeline', options, showTimeline),
  );
}

/** Asks one route of a person and shows the answer. What is wrong with the question is found before anything is opened. */
export async function askAboutPerson(who: string, path: string, options: FlowsOptions, show: (answer: never, options: LineageOptions) => void): Promise<void> {
  const { asOf, knownAt, item, recipient, from, to, clause, outcome } = options;
  formatOf(options.format);
  const asked = parseWho(who);
  checkInstant('--as-of', asOf);
  checkInstant('--known-at', knownAt);
  requirePurpose(options);
  await withExistingSystem(options, async (client) => {
    const subject = await dataSubjectOf(asked, client);
    show((await client.get(`/v1/data-subjects/${subject}/${path}`, { asOf, knownAt, item, recipient, from, to, clause, outcome })) as never, options);
  });
}

/** The heading and the table on a terminal, of the newest `last` flows if that is said; the whole answer as JSON; flows as NDJSON and CSV. */
export function showLineage(answer: LineageAnswer, { format, lang }: Shown, last = 0): void {
  const language = languageOf(lang);
  if (formatOf(format) === 'table') print(`${lineageHeading(answer, language)}\n`);
  printFlows(answer.flows.slice(-last), answer, format, language);
}

/** The flows alone: the same table, and no holdings in JSON. */
export function showFlowsOfPerson(answer: Omit<LineageAnswer, 'holdings'>, { format, lang }: LineageOptions): void {
  const language = languageOf(lang);
  if (formatOf(format) === 'table') print(`${headingOf(answer, language)}\n`);
  printFlows(answer.flows, answer, format, language);
}

/** A table is for people, with a legend beneath; CSV is for programs. */
function printFlows(flows: readonly ShownFlow[], whole: unknown, format: string, language: Language): void {
  printRows(formatOf(format), flows, format === 'csv' ? lineageData : lineageColumns(language), whole);
  if (formatOf(format) !== 'table') return;
  const legend = findingLegend(
    flows.flatMap(({ verdict }) => verdict.findings),
    language,
  );
  printLegend([...legend, ...(flows.some(({ late }) => late) ? [lateLegend(language)] : [])]);
}

function showHoldings(answer: Omit<LineageAnswer, 'flows'>, { format, lang }: Shown): void {
  const language = languageOf(lang);
  if (formatOf(format) === 'table') print(`${headingOf(answer, language)}\n`);
  printRows(formatOf(format), answer.holdings, holdingColumns(language), answer);
}

function showTimeline(answer: Omit<LineageAnswer, 'flows' | 'holdings'> & { readonly events: readonly TimelineEvent[] }, { format, lang }: Shown): void {
  const language = languageOf(lang);
  if (formatOf(format) === 'table') print(`${headingOf(answer, language)}\n`);
  printRows(formatOf(format), answer.events, timelineColumns(language), answer);
  if (formatOf(format) === 'table' && answer.events.some(({ late }) => late)) printLegend([lateLegend(language)]);
}

const headingOf = (answer: Pick<LineageAnswer, 'dataSubject' | 'complete' | 'incompleteBecause'>, language: Language): string =>
  `${phrase(language)('Data subject', '主体')} ${answer.dataSubject} · ${completeness(answer, language)}`;

const lateLegend = (language: Language): string =>
  `${lateMark}  ${phrase(language)('recorded more than a day after it happened (R98)', '发生一天以后才入账(R98)')}`;
