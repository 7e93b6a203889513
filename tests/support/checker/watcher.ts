// I6 and I7 of reliability.md 6.4: looks at the live tables every 50 ms from outside, while the system works and dies.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { liveReadModel, withReadModel, type Row } from './read-model-file.ts';

/** What one look saw: per stream the checkpoint, what is applied of it, and where the ledger ended right after. */
export interface Look {
  readonly file: string;
  readonly streams: Readonly<Record<string, StreamLook>>;
}

export interface StreamLook {
  readonly checkpoint: number;
  readonly events: number;
  /** Highest revision in the inbox and number of its rows; -1 and 0 when there are none. */
  readonly applied: number;
  readonly rows: number;
  /** Highest revision in the timeline; null for streams that are not about people. */
  readonly timeline: number | null;
  readonly end: number;
}

/** One look in one read transaction; the ledger's ends are read after it, so they may only be further on. Null while there are no tables. */
export function look(data: string): Look | null {
  const file = liveReadModel(data);
  if (!existsSync(file)) return null;
  const [checkpoints, inbox, timeline] = withReadModel(data, (read) => [
    read('SELECT ledger, revision, events FROM checkpoint'),
    read('SELECT ledger, max(revision) AS revision, count(*) AS n FROM inbox GROUP BY ledger'),
    read('SELECT ledger, max(revision) AS revision FROM lineage_event GROUP BY ledger'),
  ]);
  const of = (rows: readonly Row[], stream: unknown): Row | undefined => rows.find((row) => row['ledger'] === stream);
  const ends = ledgerEnds(data);
  const streams = checkpoints.map((row): readonly [string, StreamLook] => {
    const stream = String(row['ledger']);
    const [applied, seen] = [of(inbox, stream), of(timeline, stream)];
    return [
      stream,
      {
        checkpoint: Number(row['revision']),
        events: Number(row['events']),
        applied: Number(applied?.['revision'] ?? -1),
        rows: Number(applied?.['n'] ?? 0),
        timeline: /^ledger-\d+$/.test(stream) ? Number(seen?.['revision'] ?? -1) : null,
        end: ends.get(stream) ?? -1,
      },
    ];
  });
  return { file, streams: Object.fromEntries(streams) };
}

function ledgerEnds(data: string): ReadonlyMap<string, number> {
  const db = new DatabaseSync(join(data, 'ledger', 'ledger.db'), { readOnly: true, timeout: 5000 });
  try {
    const rows = db.prepare('SELECT name, (SELECT max(revision) FROM event WHERE stream = id) AS revision FROM stream').all();
    return new Map(rows.map((row) => [String(row['name']), Number(row['revision'] ?? -1)]));
  } finally {
    db.close();
  }
}

/** I6: no checkpoint is beyond its ledger. I7: no half batch: what is applied ends where the checkpoint says, without holes. */
export function violationsOf({ streams }: Look): readonly string[] {
  return Object.entries(streams).flatMap(([stream, { checkpoint, events, applied, rows, timeline, end }]) => {
    const found: string[] = [];
    if (checkpoint > end) found.push(`I6: the checkpoint of ${stream} is ${checkpoint}, beyond the ledger's end ${end}`);
    if (events !== checkpoint + 1) found.push(`I7: the checkpoint of ${stream} says ${events} events at revision ${checkpoint}`);
    if (stream.startsWith('quarantine-')) return found;
    // The embedded ledger holds no event twice, so that every event of a stream is a row of the inbox.
    if (applied !== checkpoint) found.push(`I7: ${stream} is applied up to ${applied}, its checkpoint says ${checkpoint}`);
    if (rows !== events) found.push(`I7: ${stream} has ${rows} applied events, its checkpoint says ${events}`);
    if (timeline !== null && timeline !== checkpoint) found.push(`I7: the timeline of ${stream} ends at ${timeline}, its checkpoint says ${checkpoint}`);
    return found;
  });
}

/** I6: no checkpoint goes back, across restarts and swaps of the tables. */
export function wentBack(before: Look, after: Look): readonly string[] {
  return Object.entries(before.streams).flatMap(([stream, { checkpoint }]) => {
    const now = after.streams[stream]?.checkpoint ?? -1;
    return now < checkpoint ? [`I6: the checkpoint of ${stream} went back from ${checkpoint} to ${now}`] : [];
  });
}

export interface Watched {
  readonly looks: number;
  readonly violations: readonly string[];
}

export interface Watcher {
  /** What was seen so far is forgotten: the tables are about to be thrown away on purpose. */
  forget(): Promise<void>;
  stop(): Promise<Watched>;
}

/** Watches in a thread of its own until stopped. */
export function watch(data: string): Watcher {
  const worker = new Worker(import.meta.filename, { workerData: { data } });
  const answerTo = (message: string): Promise<Watched> =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(message);
    });
  return {
    forget: async () => void (await answerTo('forget')),
    stop: async () => {
      const watched = await answerTo('stop');
      await worker.terminate();
      return watched;
    },
  };
}

const pollMs = 50;

function follow(data: string): void {
  const violations: string[] = [];
  let looks = 0;
  let before: Look | null = null;
  const once = (): void => {
    try {
      const seen = look(data);
      if (seen === null) return;
      looks += 1;
      if (violations.length < 20) violations.push(...violationsOf(seen), ...(before ? wentBack(before, seen) : []));
      before = seen;
    } catch (error) {
      if (!isPassing(error)) violations.push(`the tables could not be looked at: ${String(error)}`);
    }
  };
  const timer = setInterval(once, pollMs);
  parentPort?.on('message', (message) => {
    if (message === 'forget') before = null;
    else clearInterval(timer);
    parentPort?.postMessage({ looks, violations } satisfies Watched);
  });
}

/** A file that is just being made, laid out, recovered or removed: busy or locked (5, 6), not writable for recovery (8), cannot be opened (14), no tables yet. */
function isPassing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  return [5, 6, 8, 14].includes(code) || (error instanceof Error && error.message.includes('no such table'));
}

if (!isMainThread) follow((workerData as { data: string }).data);
