// suyuan quarantine: what could not be accepted, why, the replay of it, and the decision that it is not to be recorded.
import type { Command } from 'commander';
import { withExistingSystem } from '../existing-system.ts';
import { languageOf, phrase } from '../language.ts';
import type { SystemOptions } from '../open-system.ts';
import { example, onSystem, withFormat, withPurpose } from '../options.ts';
import { formatOf, printRows, say } from '../output.ts';
import { quarantineColumns, type QuarantineRow } from '../quarantine-table.ts';
import type { SystemClient } from '../system-client.ts';

interface Replayed {
  readonly entry: string;
  readonly status: string;
}

type Options = SystemOptions & { readonly format: string; readonly lang?: string; readonly all?: boolean };

const options = (command: Command): Command => withPurpose(withFormat(onSystem(command)));
const pathOf = (entry: string): string => `/v1/quarantine/${encodeURIComponent(entry)}`;

export function addQuarantine(suyuan: Command): void {
  const quarantine = suyuan.command('quarantine').description('what could not be accepted: kept sealed, counted, replayable');
  const list = quarantine.command('list').description('entries that wait for something').option('--all', 'also what was replayed, superseded or discarded');
  example(options(list), 'quarantine list').action((asked: Options) =>
    withExistingSystem(asked, async (client) => {
      const entries = await allEntries(client);
      printEntries(asked, asked.all ? entries : entries.filter(isKept));
    }),
  );
  const show = quarantine.command('show <entry>').description('one entry: the reason in full, never the content');
  example(options(show), 'quarantine show 0c7f…').action((entry: string, asked: Options) =>
    withExistingSystem(asked, async (client) => printEntries(asked, [(await client.get(pathOf(entry))) as QuarantineRow], true)),
  );
  const replay = quarantine.command('replay [entries...]').description('try entries again, all that wait by default');
  example(options(replay), 'quarantine replay').action((wanted: readonly string[], asked: Options) =>
    withExistingSystem(asked, (client) => replayEach(wanted, asked, client)),
  );
  const discard = quarantine
    .command('discard <entry>')
    .description('decide that an entry is not to be recorded: of a conflict, that the ledger’s content is right. Nothing is deleted')
    .requiredOption('--reason <text>', 'why, for the record: no names and no numbers of people');
  example(options(discard), 'quarantine discard 0c7f… --reason "card-service confirmed the first amount, ticket 4711"').action(
    (entry: string, asked: Options & { readonly reason: string }) =>
      withExistingSystem(asked, async (client) =>
        printEntries(asked, [(await client.post(`${pathOf(entry)}/discard`, { reason: asked.reason })) as QuarantineRow], true),
      ),
  );
}

const isKept = ({ state }: QuarantineRow): boolean => state === 'kept';

async function replayEach(wanted: readonly string[], { format, lang }: Options, client: SystemClient): Promise<void> {
  // A conflict stays one however often it is tried: only a decision ends it.
  const ids = wanted.length > 0 ? wanted : (await allEntries(client)).filter((entry) => isKept(entry) && entry.reason !== 'conflict').map(({ entry }) => entry);
  const results: Replayed[] = [];
  for (const id of ids) results.push((await client.post(`${pathOf(id)}/replay`, {})) as Replayed);
  const title = phrase(languageOf(lang));
  printRows(formatOf(format), results, [
    { key: 'entry', title: title('Entry', '条目'), whole: true, show: ({ entry }) => entry },
    { key: 'status', title: title('Status', '结果'), show: ({ status }) => status },
  ]);
  const still = results.filter(({ status }) => status === 'quarantined').length;
  if (still > 0) say(`${still} still not acceptable: what it takes is in \`quarantine show\`; what is not to be recorded can be discarded with a reason`);
}

async function allEntries(client: SystemClient): Promise<readonly QuarantineRow[]> {
  const all: QuarantineRow[] = [];
  for (let cursor: string | undefined; ;) {
    const page = (await client.get('/v1/quarantine', { cursor, limit: '200' })) as { readonly entries: readonly QuarantineRow[]; readonly next: string | null };
    all.push(...page.entries);
    if (page.next === null) return all;
    cursor = page.next;
  }
}

const printEntries = ({ format, lang }: Options, entries: readonly QuarantineRow[], inFull = false): void =>
  printRows(formatOf(format), entries, quarantineColumns(languageOf(lang), inFull));
