// suyuan rebuild: projects the ledger from zero beside the live tables, compares, swaps.
import type { Command } from 'commander';
import { avroEventCodec } from '../../adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../adapters/files/policy-directory.ts';
import { configuration, type Flags } from '../configuration.ts';
import { example, withFormat } from '../options.ts';
import { formatOf, printRows, say } from '../output.ts';
import { progress } from '../progress.ts';
import { liveSnapshot, rebuildInto, type Rebuilt } from '../rebuild.ts';
import { generationsOf } from '../system/generations.ts';

interface RebuildOptions extends Flags {
  readonly verify?: boolean;
  readonly format: string;
}

export function addRebuild(suyuan: Command): void {
  const command = suyuan
    .command('rebuild')
    .description('project the ledger from zero beside the live tables, compare digests, swap')
    .option('--verify', 'compare with the live tables; on a difference they stay and the exit code is 1')
    .option('--data <folder>', 'data folder (default: SUYUAN_DATA, else ./data)');
  example(withFormat(command), 'rebuild --verify').action(rebuild);
}

async function rebuild({ verify = false, format, ...flags }: RebuildOptions): Promise<void> {
  const config = configuration(flags);
  const generations = await generationsOf(config);
  const bar = progress('rebuild');
  try {
    const { ledger, live: inUse, next } = generations;
    const dependencies = { codec: avroEventCodec({ directory: config.schemas }), registry: loadPolicyRegistry(config.policies), ledger };
    const live = verify ? await liveSnapshot(inUse) : null;
    const rebuilt = await rebuildInto(next, live?.checkpoints ?? null, dependencies, (done, total) => bar.update(done, total, `${done} events`));
    bar.end();
    const different = live ? [...rebuilt.digests].filter(([table, digest]) => live.digests.get(table) !== digest).map(([table]) => table) : [];
    report(rebuilt, live?.digests ?? null, format);
    if (different.length > 0) {
      await generations.discard();
      say(`the live tables differ from the ledger in ${different.join(', ')}: they stay as they are; rebuild without --verify replaces them`);
      process.exitCode = 1;
      return;
    }
    say(`${live ? 'The same digest. ' : ''}${await generations.use(verify)}`);
  } finally {
    await generations.close();
  }
}

function report({ digest, digests, events, seconds }: Rebuilt, live: ReadonlyMap<string, string> | null, format: string): void {
  const rows = [...digests].map(([table, rebuilt]) => ({ table, digest: rebuilt, same: live === null ? null : live.get(table) === rebuilt }));
  const whole = {
    digest,
    events,
    seconds,
    eventsPerSecond: Math.round(events / seconds),
    verified: live === null ? null : rows.every(({ same }) => same),
    tables: rows,
  };
  printRows(
    formatOf(format),
    rows,
    [
      { key: 'table', title: 'Table', show: (row) => row.table },
      { key: 'digest', title: 'SHA-256', min: 20, show: (row) => row.digest },
      { key: 'same', title: 'As live', show: ({ same }) => (same === null ? '' : same ? '✓' : '✗ differs') },
    ],
    whole,
  );
  say(`${events} events in ${seconds.toFixed(1)} s, digest ${digest}`);
}
