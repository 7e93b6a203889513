// The rules of the wire double (not a real server): revisions, idempotency and deletion as EventStoreDB's IndexWriter decides them.
import { openFileLog, type Frame, type FrameAt, type ProposedEvent } from './file-log.ts';

/** An exact revision, or one of the three words. */
export type Expected = number | 'no-stream' | 'any' | 'stream-exists';

export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly created: number;
}

export type WriteResult =
  | { readonly result: 'success'; readonly revision: number; readonly position: number | null }
  | { readonly result: 'wrong-expected-version'; readonly current: number }
  | { readonly result: 'stream-deleted' }
  | { readonly result: 'maximum-append-size-exceeded' };

export type StreamState = 'there' | 'not-found' | 'deleted';

interface Stream {
  readonly frames: FrameAt[];
  /** -1: none. */
  last: number;
  /** First revision that is still read. */
  from: number;
  state: 'there' | 'soft-deleted' | 'tombstoned';
}

export const maxAppendSize = 1024 * 1024;
/** The cache of committed ids that `ANY` is idempotent by: bounded, and empty after a start. */
const committedIdsMax = 50_000;

export type Store = ReturnType<typeof openStore>;

export function openStore(path: string) {
  const streams = new Map<string, Stream>();
  const frames: FrameAt[] = [];
  const committed = new Map<string, { readonly stream: string; readonly revision: number }>();
  const listeners = new Set<() => void>();

  const of = (name: string): Stream => streams.get(name) ?? { frames: [], last: -1, from: 0, state: 'there' };
  const take = (at: FrameAt, { mark }: Frame): void => {
    const stream = of(at.stream);
    streams.set(at.stream, stream);
    if (mark !== undefined) stream.state = mark;
    else {
      // A soft-deleted stream comes back with what is written now; its numbers go on.
      if (stream.state === 'soft-deleted') [stream.from, stream.state] = [at.first, 'there'];
      stream.frames.push(at);
      stream.last = at.first + at.count - 1;
      frames.push(at);
    }
  };
  const log = openFileLog(path, take);

  const eventAt = (at: FrameAt, i: number): StoredEvent => {
    const frame = log.read(at);
    return { ...(frame.events[i] as ProposedEvent), stream: at.stream, revision: at.first + i, position: at.position + i, created: frame.created };
  };
  const stored = ({ frames: own }: Stream, revision: number): StoredEvent | null => {
    const at = own[lastAtOrBefore(own, revision, (frame) => frame.first)];
    return at && revision < at.first + at.count ? eventAt(at, revision - at.first) : null;
  };

  /** IndexWriter.CheckCommit: what an expectation means for these ids. */
  const check = (name: string, expected: Expected, ids: readonly string[]): 'ok' | 'wrong' | { readonly from: number } => {
    const stream = of(name);
    if (expected === 'any' || expected === 'stream-exists') {
      if (expected === 'stream-exists' && stream.last < 0) return 'wrong';
      const known = ids.map((id) => committed.get(id)).map((at) => (at?.stream === name ? at.revision : null));
      if (ids.length === 0 || known[0] === null) return 'ok';
      return known.includes(null) ? 'wrong' : { from: known[0] as number };
    }
    const exact = expected === 'no-stream' ? -1 : expected;
    if (exact === stream.last) return 'ok';
    if (exact > stream.last) return 'wrong';
    // Looked up on the disk, so that it holds after a restart too.
    const differs = ids.findIndex((id, i) => stored(stream, exact + 1 + i)?.id !== id);
    if (differs === -1 && ids.length > 0) return { from: exact + 1 };
    return differs === 0 && expected === 'no-stream' && stream.state === 'soft-deleted' ? 'ok' : 'wrong';
  };

  const append = (name: string, expected: Expected, events: readonly ProposedEvent[]): WriteResult => {
    const stream = of(name);
    if (stream.state === 'tombstoned') return { result: 'stream-deleted' };
    if (events.reduce((sum, { type, data, metadata }) => sum + 2 * type.length + data.length + metadata.length, 0) > maxAppendSize)
      return { result: 'maximum-append-size-exceeded' };
    const decision = check(
      name,
      expected,
      events.map(({ id }) => id),
    );
    if (decision === 'wrong') return { result: 'wrong-expected-version', current: stream.last };
    if (decision !== 'ok') {
      const last = decision.from + events.length - 1;
      return { result: 'success', revision: last, position: stored(stream, last)?.position ?? null };
    }
    if (events.length === 0) return { result: 'success', revision: stream.last, position: null };
    const frame: Frame = { stream: name, first: stream.last + 1, created: Date.now(), events };
    const at = log.write(frame);
    take(at, frame);
    events.forEach(({ id }, i) => remember(id, name, at.first + i));
    for (const listener of listeners) listener();
    return { result: 'success', revision: at.first + at.count - 1, position: at.position + at.count - 1 };
  };

  const remember = (id: string, stream: string, revision: number): void => {
    committed.set(id, { stream, revision });
    const [oldest] = committed.keys();
    if (committed.size > committedIdsMax && oldest !== undefined) committed.delete(oldest);
  };

  const remove = (name: string, expected: Expected, mark: 'soft-deleted' | 'tombstoned'): WriteResult => {
    const stream = of(name);
    if (stream.state === 'tombstoned') return { result: 'stream-deleted' };
    const exact = expected === 'no-stream' ? -1 : expected;
    if (typeof exact === 'number' && exact !== stream.last) return { result: 'wrong-expected-version', current: stream.last };
    const frame: Frame = { stream: name, first: stream.last + 1, created: Date.now(), events: [], mark };
    const at = log.write(frame);
    take(at, frame);
    return { result: 'success', revision: stream.last, position: at.position };
  };

  const state = (name: string): StreamState => {
    const stream = of(name);
    if (stream.state === 'tombstoned') return 'deleted';
    return stream.state === 'soft-deleted' || stream.last < 0 ? 'not-found' : 'there';
  };

  /** Stored events forwards from a revision, as far as they go when asked for. */
  function* forwards(name: string, from: number): Generator<StoredEvent> {
    const stream = streams.get(name);
    if (!stream || state(name) !== 'there') return;
    for (let next = Math.max(from, stream.from); next <= stream.last; next += 1) yield stored(stream, next) as StoredEvent;
  }

  function* backwards(name: string, from: number): Generator<StoredEvent> {
    const stream = streams.get(name);
    if (!stream || state(name) !== 'there') return;
    for (let next = Math.min(from, stream.last); next >= stream.from; next -= 1) yield stored(stream, next) as StoredEvent;
  }

  /** Everything after a position, in the order of writing. */
  function* all(after: number): Generator<StoredEvent> {
    for (
      let i = Math.max(
        0,
        lastAtOrBefore(frames, after, (frame) => frame.position),
      );
      i < frames.length;
      i += 1
    ) {
      const at = frames[i] as FrameAt;
      for (let n = 0; n < at.count; n += 1) if (at.position + n > after) yield eventAt(at, n);
    }
  }

  function* allBackwards(before: number): Generator<StoredEvent> {
    for (let i = frames.length - 1; i >= 0; i -= 1) {
      const at = frames[i] as FrameAt;
      for (let n = at.count - 1; n >= 0; n -= 1) if (at.position + n < before) yield eventAt(at, n);
    }
  }

  return {
    append,
    remove,
    state,
    forwards,
    backwards,
    all,
    allBackwards,
    last: (name: string): number => of(name).last,
    end: (): number => (frames.at(-1)?.position ?? -1) + (frames.at(-1)?.count ?? 0),
    /** Calls back after each write, until the returned function is called. */
    onWrite: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => log.close(),
  };
}

/** Index of the last entry whose key is not beyond `key`, -1 when there is none; the keys ascend. */
function lastAtOrBefore<T>(entries: readonly T[], key: number, keyOf: (entry: T) => number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(entries[middle] as T) <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
