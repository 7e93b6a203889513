// suyuan rebuild: projects the ledger from zero beside the live tables, compares, swaps.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { avroEventCodec } from '../../adapters/avro/event-codec.ts';
import { openDataFolder } from '../../adapters/files/data-folder.ts';
import { loadPolicyRegistry } from '../../adapters/files/policy-directory.ts';
import { currentReadModel, nextReadModel, useReadModel } from '../../adapters/files/read-model-generations.ts';
import { lockFolder } from '../../adapters/sqlite/folder-lock.ts';
import { LineageError } from '../../core/domain/errors.ts';
import { configuration, type Flags } from '../configuration.ts';
import { runningAt } from '../open-system.ts';
import { example, withFormat } from '../options.ts';
import { formatOf, printRows, say } from '../output.ts';
import { progress } from '../progress.ts';
import { liveSnapshot, rebuildInto, type Rebuilt } from '../rebuild.ts';

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
  if (!existsSync(config.data)) throw new LineageError('ERR_INPUT', `there is no data folder ${config.data}`);
  const folder = openDataFolder(config.data);
  const beside = await runningAt(config.data);
  const lock = beside ? null : lockFolder(folder.lock);
  // What a running system answers from, which is not what `current` names once a rebuild was made beside it.
  const inUse = beside ? join(folder.readModels, beside.readModel) : currentReadModel(folder.readModels);
  const bar = progress('rebuild');
  try {
    const dependencies = { codec: avroEventCodec({ directory: config.schemas }), registry: loadPolicyRegistry(config.policies), ledger: folder.ledger };
    const live = verify ? await liveSnapshot(inUse) : null;
    const file = nextReadModel(folder.readModels);
    const rebuilt = await rebuildInto(file, live?.checkpoints ?? null, dependencies, (done, total) => bar.update(done, total, `${done} events`));
    bar.end();
    const different = live ? [...rebuilt.digests].filter(([table, digest]) => live.digests.get(table) !== digest).map(([table]) => table) : [];
    report(rebuilt, live?.digests ?? null, format);
    if (different.length > 0) {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      say(`the live tables differ from the ledger in ${different.join(', ')}: they stay as they are; rebuild without --verify replaces them`);
      process.exitCode = 1;
      return;
    }
    useReadModel(folder.readModels, file);
    say(`${live ? 'The same digest. ' : ''}${beside ? 'The running system takes the new tables at its next start.' : 'The new tables are live.'}`);
  } finally {
    lock?.release();
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
