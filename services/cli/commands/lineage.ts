// suyuan lineage, timeline, holdings: one person.
import type { Command } from 'commander';
import type { LineageAnswer } from '../../query-api/lineage-answer.ts';
import type { AnsweredHolding } from '../../query-api/answered-holding.ts';
import { languageOf, lineageColumns, lineageData, lineageHeading, type Language } from '../lineage-table.ts';
import { withSystem, type SystemOptions } from '../open-system.ts';
import { example, onSystem, withFormat, withPurpose } from '../options.ts';
import type { Column } from '../draw-table.ts';
import { formatOf, print, printRows } from '../output.ts';
import { dataSubjectOf, parseWho } from '../person-arguments.ts';

export interface LineageOptions extends SystemOptions {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly item?: string;
  readonly recipient?: string;
  readonly format: string;
  readonly lang?: string;
}

const aboutPerson = (command: Command): Command =>
  withPurpose(onSystem(withFormat(command)))
    .option('--as-of <instant>', 'business time: nothing that happened later, e.g. 2025-09-03T10:15:00+08:00')
    .option('--known-at <instant>', 'ledger time: nothing recorded later')
    .option('--item <code>', 'one item, e.g. mobile_number')
    .option('--recipient <code>', 'one holder or recipient, e.g. kuaidi100');

export function addLineage(suyuan: Command): void {
  const lineage = suyuan.command('lineage <who>').description('what data about this person went where and why');
  example(
    aboutPerson(lineage),
    'lineage 5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50',
    'lineage mobile:13800000000 --as-of 2025-10-01T00:00:00+08:00 --format json',
  ).action((who: string, options: LineageOptions) => askAboutPerson(who, 'lineage', options, showLineage));
  const holdings = suyuan.command('holdings <who>').description('who holds which item of this person, in which state');
  example(aboutPerson(holdings), 'holdings mobile:13800000000').action((who: string, options: LineageOptions) =>
    askAboutPerson(who, 'holdings', options, showHoldings),
  );
  const timeline = suyuan.command('timeline <who>').description('every event about this person, in business order');
  example(aboutPerson(timeline), 'timeline mobile:13800000000').action((who: string, options: LineageOptions) =>
    askAboutPerson(who, 'timeline', options, showTimeline),
  );
}

/** Asks one route of a person and shows the answer. */
export async function askAboutPerson(
  who: string,
  path: string,
  options: LineageOptions,
  show: (answer: never, options: LineageOptions) => void,
): Promise<void> {
  const { asOf, knownAt, item, recipient } = options;
  formatOf(options.format);
  const asked = parseWho(who);
  await withSystem(options, async (client) => {
    const subject = await dataSubjectOf(asked, client);
    show((await client.get(`/v1/data-subjects/${subject}/${path}`, { asOf, knownAt, item, recipient })) as never, options);
  });
}

/** The heading and the table on a terminal, of the newest `last` flows if that is said; the whole answer as JSON; flows as NDJSON and CSV. */
export function showLineage(answer: LineageAnswer, { format, lang }: Pick<LineageOptions, 'format' | 'lang'>, last = 0): void {
  const language = languageOf(lang);
  if (formatOf(format) === 'table') print(`${lineageHeading(answer, language)}\n`);
  printRows(formatOf(format), answer.flows.slice(-last), columnsFor(format, answer, language), answer);
}

/** A table is for people, CSV for programs. */
const columnsFor = (format: string, answer: LineageAnswer, language: Language) => (format === 'csv' ? lineageData : lineageColumns(answer, language));

/** The flows alone: the same table, and no holdings in JSON. */
export function showFlowsOfPerson(answer: LineageAnswer, { format, lang }: LineageOptions): void {
  const { holdings: _holdings, ...flows } = answer;
  printRows(formatOf(format), answer.flows, columnsFor(format, answer, languageOf(lang)), flows);
}

function showHoldings(answer: LineageAnswer, { format, lang }: LineageOptions): void {
  const language = languageOf(lang);
  const columns: readonly Column<AnsweredHolding>[] = [
    { key: 'holder', title: 'Holder', show: ({ holderName }) => holderName[language] },
    { key: 'item', title: 'Item', show: ({ itemName }) => itemName[language] },
    { key: 'since', title: 'Since', min: 10, show: ({ since }) => since.slice(0, 10) },
    { key: 'purpose', title: 'Purpose', show: ({ purpose }) => purpose },
    { key: 'legalBasis', title: 'Basis', show: ({ legalBasis }) => legalBasis },
    { key: 'clause', title: 'Clause', show: ({ clause }) => clause },
    { key: 'state', title: 'State', show: ({ state }) => state },
    { key: 'stateSince', title: 'State since', min: 10, show: ({ stateSince }) => stateSince.slice(0, 10) },
    { key: 'retainUntil', title: 'Keep until', min: 10, show: ({ retainUntil }) => retainUntil?.slice(0, 10) ?? '' },
  ];
  printRows(formatOf(format), answer.holdings, columns, answer);
}

interface TimelineEvent {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly late: boolean;
  readonly items?: readonly string[];
  readonly recipient?: string;
  readonly clause?: string;
  readonly verdict: { readonly outcome: string } | null;
}

function showTimeline(answer: { readonly events: readonly TimelineEvent[] }, { format }: LineageOptions): void {
  const columns: readonly Column<TimelineEvent>[] = [
    { key: 'occurredAt', title: 'Happened', min: 16, show: ({ occurredAt }) => occurredAt.slice(0, 19).replace('T', ' ') },
    { key: 'recordedAt', title: 'Recorded', min: 16, show: ({ recordedAt, late }) => recordedAt.slice(0, 19).replace('T', ' ') + (late ? ' late' : '') },
    { key: 'type', title: 'Event', show: ({ type }) => type },
    { key: 'recipient', title: 'Recipient', show: ({ recipient }) => recipient ?? '' },
    { key: 'items', title: 'Items', show: ({ items }) => (items ?? []).join(', ') },
    { key: 'clause', title: 'Clause', show: ({ clause }) => clause ?? '' },
    { key: 'verdict', title: 'Verdict', show: ({ verdict }) => verdict?.outcome ?? '' },
    { key: 'eventId', title: 'Event id', min: 36, show: ({ eventId }) => eventId },
  ];
  printRows(formatOf(format), answer.events, columns, answer);
}
