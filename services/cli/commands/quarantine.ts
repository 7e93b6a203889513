// suyuan quarantine: what could not be accepted, why, and the replay of it.
import type { Command } from 'commander';
import type { FieldProblem } from '../../core/ports/event-codec.ts';
import { withSystem, type SystemOptions } from '../open-system.ts';
import type { SystemClient } from '../system-client.ts';
import { example, onSystem, withFormat } from '../options.ts';
import { formatOf, printRows, say } from '../output.ts';

interface Entry {
  readonly entry: string;
  readonly recordedAt: string;
  readonly reason: string;
  readonly dataSubject: string | null;
  readonly eventId: string | null;
  readonly errors: readonly FieldProblem[];
  readonly released: boolean;
}

interface Replayed {
  readonly entry: string;
  readonly status: string;
}

type Options = SystemOptions & { readonly format: string; readonly all?: boolean };

export function addQuarantine(suyuan: Command): void {
  const quarantine = suyuan.command('quarantine').description('what could not be accepted: kept sealed, counted, replayable');
  const list = quarantine.command('list').description('entries that are still there').option('--all', 'the replayed ones too');
  example(withFormat(onSystem(list)), 'quarantine list').action((options: Options) =>
    withSystem(options, async (client) => {
      const entries = await allEntries(client);
      printEntries(options, options.all ? entries : entries.filter(({ released }) => !released));
    }),
  );
  const show = quarantine.command('show <entry>').description('one entry: the reason, never the content');
  example(withFormat(onSystem(show)), 'quarantine show 0c7f…').action((entry: string, options: Options) =>
    withSystem(options, async (client) => printEntries(options, [(await client.get(`/v1/quarantine/${encodeURIComponent(entry)}`)) as Entry])),
  );
  const replay = quarantine.command('replay [entries...]').description('try entries again, all that are there by default');
  example(withFormat(onSystem(replay)), 'quarantine replay').action((wanted: readonly string[], options: Options) =>
    withSystem(options, async (client) => {
      const entries = await allEntries(client);
      const ids = wanted.length > 0 ? wanted : entries.filter(({ released }) => !released).map(({ entry }) => entry);
      const results: Replayed[] = [];
      for (const id of ids) results.push((await client.post(`/v1/quarantine/${encodeURIComponent(id)}/replay`, {})) as Replayed);
      printRows(formatOf(options.format), results, [
        { key: 'entry', title: 'Entry', show: ({ entry }) => entry },
        { key: 'status', title: 'Status', show: ({ status }) => status },
      ]);
      const still = results.filter(({ status }) => status === 'quarantined').length;
      if (still > 0) say(`${still} are still not acceptable and stay where they are`);
    }),
  );
}

async function allEntries(client: SystemClient): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for (let cursor: string | undefined; ;) {
    const page = (await client.get('/v1/quarantine', { cursor, limit: '200' })) as { readonly entries: readonly Entry[]; readonly next: string | null };
    all.push(...page.entries);
    if (page.next === null) return all;
    cursor = page.next;
  }
}

function printEntries({ format }: Options, entries: readonly Entry[]): void {
  printRows(formatOf(format), entries, [
    { key: 'entry', title: 'Entry', min: 36, show: ({ entry }) => entry },
    { key: 'recordedAt', title: 'Since', min: 16, show: ({ recordedAt }) => recordedAt.slice(0, 19).replace('T', ' ') },
    { key: 'reason', title: 'Reason', show: ({ reason }) => reason },
    {
      key: 'errors',
      title: 'What is wrong',
      min: 30,
      show: ({ errors }) => errors.map(({ pointer, rule, expected }) => `${pointer || '/'} ${rule}: expected ${expected}`).join('\n'),
    },
    { key: 'dataSubject', title: 'About', show: ({ dataSubject }) => dataSubject ?? '— unknown' },
    { key: 'released', title: 'Replayed', show: ({ released }) => (released ? 'yes' : '') },
  ]);
}
