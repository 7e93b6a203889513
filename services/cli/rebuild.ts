// The rebuild itself: the same projector on a new file, to the same positions as the live tables.
import { hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { snapshotOf, tableDigests, type ReadModelSnapshot } from '../adapters/sql/table-digests.ts';
import { sqlReadModel } from '../adapters/sql/sql-read-model.ts';
import { sqliteLedger } from '../adapters/sqlite/sqlite-ledger.ts';
import { openReadModelDialect } from '../adapters/sqlite/sqlite-read-model.ts';
import { registersLedger } from '../core/domain/stream-names.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { Checkpoint } from '../core/ports/read-model.ts';
import { projector } from '../projector/project.ts';
import { projectToEnd } from '../projector/run.ts';

export interface RebuildDependencies {
  readonly codec: EventCodec;
  readonly registry: PolicyRegistry;
  /** Path of the ledger file; it is only read. */
  readonly ledger: string;
}

export interface Rebuilt {
  /** Over all table digests. */
  readonly digest: string;
  readonly digests: ReadonlyMap<string, string>;
  readonly events: number;
  readonly seconds: number;
}

/** A process of its own, nothing else to hold: ten times as many people stay in memory as beside a running system. */
const peopleWeightMax = 100_000;

/** Checkpoints and digests of the live tables at one moment, also beside a running system. */
export async function liveSnapshot(path: string): Promise<ReadModelSnapshot> {
  const live = openReadModelDialect({ path, readOnly: true });
  try {
    return await snapshotOf(live);
  } finally {
    await live.close();
  }
}

/** Projects the ledger into a new file, as far as `upTo` went; to the end of what is there when it is null. */
export async function rebuildInto(
  file: string,
  upTo: ReadonlyMap<StreamName, Checkpoint> | null,
  { codec, registry, ledger: ledgerPath }: RebuildDependencies,
  onProgress: (done: number, total: number) => void,
): Promise<Rebuilt> {
  const started = performance.now();
  const ledger = sqliteLedger({ path: ledgerPath, readOnly: true });
  const dialect = openReadModelDialect({ path: file, unfinished: true });
  try {
    const running = await projector({ readModel: sqlReadModel(dialect), codec, registry, peopleWeightMax });
    const ends = new Map<StreamName, bigint>();
    for (const stream of await ledger.streams()) {
      const end = upTo ? (upTo.get(stream)?.revision ?? -1n) : ((await ledger.readLast(stream, 1))[0]?.revision ?? -1n);
      if (end >= 0n) ends.set(stream, end);
    }
    const total = [...ends.values()].reduce((sum, end) => sum + Number(end) + 1, 0);
    let done = 0;
    // Registers first, as the live projector does at its start: fewer verdicts are judged twice.
    for (const [stream, end] of [...ends].toSorted(([a], [b]) => Number(b === registersLedger) - Number(a === registersLedger))) {
      await projectToEnd(ledger, running, stream, (batch) => onProgress((done += batch.length), total), end);
    }
    fsyncFile(file);
    const digests = await tableDigests(dialect.kysely);
    return { digest: hash('sha256', JSON.stringify([...digests])), digests, events: done, seconds: (performance.now() - started) / 1000 };
  } finally {
    await dialect.close();
    await ledger.close();
  }
}

/** What was written without regard to crashes is on the disk from here on. */
function fsyncFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
