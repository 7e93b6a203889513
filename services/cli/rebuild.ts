// The rebuild itself: the same projector on new tables, to the same positions as the live ones.
import { hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { SqlDialect } from '../adapters/sql/dialect.ts';
import { snapshotOf, tableDigests, type ReadModelSnapshot } from '../adapters/sql/table-digests.ts';
import { sqlReadModel } from '../adapters/sql/sql-read-model.ts';
import { openReadModelDialect } from '../adapters/sqlite/sqlite-read-model.ts';
import { collectorQuarantine, isQuarantine, registersLedger } from '../core/domain/stream-names.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import type { Checkpoint } from '../core/ports/read-model.ts';
import { projector } from '../projector/project.ts';
import { projectToEnd } from '../projector/run.ts';
import { openLedger, openReadModel, type LedgerPlace, type ReadModelPlace } from './system/places.ts';

export interface RebuildDependencies {
  readonly codec: EventCodec;
  readonly registry: PolicyRegistry;
  /** Only read. */
  readonly ledger: LedgerPlace;
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
export async function liveSnapshot(place: ReadModelPlace): Promise<ReadModelSnapshot> {
  const live = await openReadModel(place, true);
  try {
    return await snapshotOf(live);
  } finally {
    await live.close();
  }
}

/** Projects the ledger into a new file, or an empty schema, as far as `upTo` went; to the end of what is there when it is null. */
export async function rebuildInto(
  place: ReadModelPlace,
  upTo: ReadonlyMap<StreamName, Checkpoint> | null,
  { codec, registry, ledger: ledgerPlace }: RebuildDependencies,
  onProgress: (done: number, total: number) => void,
): Promise<Rebuilt> {
  const started = performance.now();
  const opened = new AsyncDisposableStack();
  try {
    const ledger = opened.adopt(await openLedger(ledgerPlace), (one) => one.close());
    const dialect = opened.adopt(await openNew(place), (one) => one.close());
    const running = await projector({ readModel: sqlReadModel(dialect), codec, registry, peopleWeightMax });
    const ends = await endsOf(ledger, upTo);
    const total = ends.reduce((sum, [, end]) => sum + Number(end) + 1, 0);
    let done = 0;
    for (const [stream, until] of ends) await projectToEnd(ledger, running, stream, { until, onBatch: (batch) => onProgress((done += batch.length), total) });
    if (place.kind === 'sqlite') fsyncFile(place.path);
    const digests = await tableDigests(dialect.kysely);
    return { digest: hash('sha256', JSON.stringify([...digests])), digests, events: done, seconds: (performance.now() - started) / 1000 };
  } finally {
    await opened.disposeAsync();
  }
}

const openNew = async (place: ReadModelPlace): Promise<SqlDialect> =>
  place.kind === 'sqlite' ? openReadModelDialect({ path: place.path, unfinished: true }) : openReadModel(place, false);

/** Registers first, as the live projector does at its start: fewer verdicts are judged twice. Quarantine last, and the notes on it behind what they are about. */
async function endsOf(ledger: Ledger, upTo: ReadonlyMap<StreamName, Checkpoint> | null): Promise<readonly (readonly [StreamName, bigint])[]> {
  const ends: (readonly [StreamName, bigint])[] = [];
  for (const stream of await ledger.streams()) {
    const end = upTo ? (upTo.get(stream)?.revision ?? -1n) : ((await ledger.readLast(stream, 1))[0]?.revision ?? -1n);
    if (end >= 0n) ends.push([stream, end]);
  }
  const turn = (stream: StreamName): number => (stream === registersLedger ? 0 : stream === collectorQuarantine ? 3 : isQuarantine(stream) ? 2 : 1);
  return ends.toSorted(([a], [b]) => turn(a) - turn(b));
}

/** What was written without regard to crashes is on the disk from here on. */
function fsyncFile(path: string): void {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}
