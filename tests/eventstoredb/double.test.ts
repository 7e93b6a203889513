// What the wire double itself must hold to be worth testing against: its file, its memory, its rules after a restart.
import { randomUUID } from 'node:crypto';
import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { doubleName } from '../support/eventstoredb-double/double.ts';
import type { ProposedEvent } from '../support/eventstoredb-double/file-log.ts';
import { openStore } from '../support/eventstoredb-double/store.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { needsDouble, realServer } from './server-name.ts';

const event = (): ProposedEvent => ({
  id: randomUUID(),
  type: 'T',
  contentType: 'application/octet-stream',
  data: Buffer.from('data'),
  metadata: Buffer.from('{}'),
});
const ids = (stored: Iterable<{ readonly id: string }>): readonly string[] => [...stored].map(({ id }) => id);

describe.skipIf(realServer)(`${doubleName}${needsDouble}`, () => {
  test('keeps everything over a restart; exact appends stay idempotent, ANY does not', () => {
    const path = join(scratchFolder(), 'double.log');
    const [two, one] = [[event(), event()], [event()]];
    const first = openStore(path);
    first.append('s', 'no-stream', two);
    const answered = first.append('s', 1, one);
    expect(first.append('s', 'any', one)).toEqual(answered);
    first.close();
    const again = openStore(path);
    expect(ids(again.forwards('s', 0))).toEqual(ids([...two, ...one]));
    expect(again.append('s', 1, one)).toEqual(answered);
    expect(again.append('s', 'any', one)).toMatchObject({ result: 'success', revision: 3 });
    again.close();
  });

  test('a write that was torn is not there, whole writes before it are', () => {
    const path = join(scratchFolder(), 'double.log');
    const first = openStore(path);
    const [one, two] = [
      [event(), event()],
      [event(), event(), event()],
    ];
    first.append('s', 'no-stream', one);
    const whole = statSync(path).size;
    first.append('s', 1, two);
    first.close();
    truncateSync(path, statSync(path).size - 5);
    const again = openStore(path);
    expect(ids(again.forwards('s', 0))).toEqual(ids(one));
    expect(statSync(path).size).toBe(whole);
    expect(again.append('s', 1, two)).toMatchObject({ result: 'success', revision: 4 });
    again.close();
    appendFileSync(path, Buffer.alloc(20, 255));
    const third = openStore(path);
    expect(ids(third.forwards('s', 0))).toEqual(ids([...one, ...two]));
    third.close();
  });

  test('deletions hold over a restart: soft with its numbers going on, tombstone for ever', () => {
    const path = join(scratchFolder(), 'double.log');
    const first = openStore(path);
    for (const stream of ['soft', 'hard']) first.append(stream, 'no-stream', [event(), event()]);
    first.remove('soft', 'any', 'soft-deleted');
    first.remove('hard', 1, 'tombstoned');
    expect(first.remove('soft', 0, 'soft-deleted')).toEqual({ result: 'wrong-expected-version', current: 1 });
    first.close();
    const again = openStore(path);
    expect([again.state('soft'), again.state('hard'), again.state('none')]).toEqual(['not-found', 'deleted', 'not-found']);
    const back = event();
    expect(again.append('soft', 'no-stream', [back])).toMatchObject({ result: 'success', revision: 2 });
    expect([ids(again.forwards('soft', 0)), ids(again.backwards('soft', 9))]).toEqual([[back.id], [back.id]]);
    expect(again.append('hard', 'any', [event()])).toEqual({ result: 'stream-deleted' });
    again.close();
  });

  test('$all is in the order of writing, each position once, and goes on from any of them', () => {
    const store = openStore(join(scratchFolder(), 'double.log'));
    const sent: string[] = [];
    for (const [stream, expected] of [
      ['a', 'no-stream'],
      ['b', 'no-stream'],
      ['a', 1],
    ] as const) {
      const two = [event(), event()];
      sent.push(...ids(two));
      store.append(stream, expected, two);
    }
    const all = [...store.all(-1)];
    expect(ids(all)).toEqual(sent);
    expect(new Set(all.map(({ position }) => position)).size).toBe(6);
    for (const [i, { position }] of all.entries()) expect(ids(store.all(position))).toEqual(sent.slice(i + 1));
    expect(ids(store.allBackwards(Number.POSITIVE_INFINITY))).toEqual(sent.toReversed());
    store.close();
  });
});
