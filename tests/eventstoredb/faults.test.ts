// The adapter while its server fails: killed, gone, silent, half there. On the wire double only, which can be made to.
import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventStoreDbLedger, type EventStoreDbLedgerOptions } from '../../services/adapters/eventstoredb/eventstoredb-ledger.ts';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { AppendOutcome, ExpectedRevision, Ledger, LedgerEvent, RecordedEvent } from '../../services/core/ports/ledger.ts';
import { startDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/double.ts';
import type { AppendFault } from '../support/eventstoredb-double/faults.ts';
import { startDoubleProcess, type DoubleProcess } from '../support/eventstoredb-double/process.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { needsDouble, realServer, serverName } from './server-name.ts';

const stream = 'ledger-0' as StreamName;
const events = (count: number): readonly LedgerEvent[] =>
  Array.from({ length: count }, () => ({
    eventId: randomUUID() as EventId,
    type: 'T',
    data: Buffer.alloc(100, 1),
    metadata: { schema: 's', recordedAt: 1_760_000_000_000 },
  }));
const ids = (all: readonly { readonly eventId: EventId }[]): readonly EventId[] => all.map(({ eventId }) => eventId);

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

const open = (url: string, options: Partial<EventStoreDbLedgerOptions> = {}): Ledger => {
  const ledger = eventStoreDbLedger({ url, allowInsecure: true, ...options });
  endings.push(() => ledger.close());
  return ledger;
};
async function start(options: Partial<Parameters<typeof startDouble>[0]> = {}): Promise<EventStoreDbDouble> {
  const double = await startDouble({ path: join(scratchFolder(), 'double.log'), ...options });
  endings.push(() => double.kill());
  return double;
}
async function startProcess(path: string, port = 0): Promise<DoubleProcess> {
  const double = await startDoubleProcess({ path, port });
  endings.push(() => double.kill());
  return double;
}
async function readAll(ledger: Ledger): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const batch of ledger.read(stream, 0n)) all.push(...batch);
  return all;
}

/** As the ingester does: the same ids with the same expectation until the outcome is known. */
async function appendSurely(ledger: Ledger, expected: ExpectedRevision, batch: readonly LedgerEvent[]): Promise<AppendOutcome> {
  for (let tries = 0; tries < 100; tries += 1) {
    const outcome = await ledger.append(stream, expected, batch);
    if (outcome.outcome !== 'unknown') return outcome;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the outcome stayed unknown');
}

describe.skipIf(realServer)(`an append without an answer: ${serverName}${needsDouble}`, () => {
  test.each<[AppendFault, boolean]>([
    ['die-before-answer', true],
    ['die-before-write', false],
  ])('SIGKILL, %s: unknown; the same batch again: appended, written once', async (fault, written) => {
    const path = join(scratchFolder(), 'double.log');
    const first = await startProcess(path);
    const ledger = open(first.url);
    const [before, batch] = [events(3), events(5)];
    expect(await ledger.append(stream, 'no-stream', before)).toEqual({ outcome: 'appended', revision: 2n });
    first.set({ appends: [fault] });
    expect(await ledger.append(stream, 2n, batch)).toMatchObject({ outcome: 'unknown', cause: { code: 'ERR_UNREACHABLE', retriable: true } });
    await first.gone;
    await startProcess(path, first.port);
    expect((await readAll(ledger)).length).toBe(written ? 8 : 3);
    expect(await appendSurely(ledger, 2n, batch)).toEqual({ outcome: 'appended', revision: 7n });
    expect(ids(await readAll(ledger))).toEqual(ids([...before, ...batch]));
  });

  test('appends take the path that keeps its deadline and shares nothing with other clients', async () => {
    const double = await start();
    const ledger = open(double.url);
    await ledger.append(stream, 'no-stream', events(2));
    await ledger.append(stream, 1n, events(2));
    expect(double.appends).toEqual({ plain: 3, batch: 0 });
  });

  test('a lost answer: unknown within the time of a call; the same batch again: the original revision, written once', async () => {
    const double = await start();
    const ledger = open(double.url, { callTimeoutMs: 300 });
    const batch = events(4);
    double.faults.appends = [null, 'lose-answer'];
    const begun = Date.now();
    expect(await ledger.append(stream, 'no-stream', batch)).toMatchObject({ outcome: 'unknown' });
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(await ledger.append(stream, 'no-stream', batch)).toEqual({ outcome: 'appended', revision: 3n });
    expect(ids(await readAll(ledger))).toEqual(ids(batch));
  });

  test('a lost answer to the entry of a new stream: unknown, nothing of the batch written, then all is well', async () => {
    const double = await start();
    const ledger = open(double.url, { callTimeoutMs: 300 });
    double.faults.appends = ['lose-answer'];
    const batch = events(1);
    expect(await ledger.append(stream, 'no-stream', batch)).toMatchObject({ outcome: 'unknown' });
    expect(await ledger.streams()).toEqual([]);
    expect(await ledger.append(stream, 'no-stream', batch)).toEqual({ outcome: 'appended', revision: 0n });
    expect(await ledger.streams()).toEqual([stream]);
  });

  test('a server that denies having written: the stream is read, and the events in it are ours', async () => {
    const double = await start();
    const ledger = open(double.url);
    double.faults.appends = [null, 'deny-having-written', 'deny-having-written'];
    const [first, second] = [events(2), events(3)];
    expect(await ledger.append(stream, 'no-stream', first)).toEqual({ outcome: 'appended', revision: 1n });
    expect(await ledger.append(stream, 1n, second)).toEqual({ outcome: 'appended', revision: 4n });
    expect(await ledger.append(stream, 1n, events(3))).toEqual({ outcome: 'conflict', actual: 4n });
  });

  test('killed at random during appends of 50: whatever was acknowledged is there, in order, once', async () => {
    const path = join(scratchFolder(), 'double.log');
    let double = await startProcess(path);
    const ledger = open(double.url);
    const sent: LedgerEvent[] = [];
    const stop = new AbortController();
    const writing = (async () => {
      for (let last = -1n; !stop.signal.aborted; last += 50n) {
        const batch = events(50);
        sent.push(...batch);
        expect(await appendSurely(ledger, last < 0n ? 'no-stream' : last, batch)).toEqual({ outcome: 'appended', revision: last + 50n });
      }
    })();
    for (let round = 0; round < 4; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150 + 100 * Math.random()));
      await double.kill();
      double = await startProcess(path, double.port);
    }
    stop.abort();
    await writing;
    expect(sent.length).toBeGreaterThan(100);
    expect(ids(await readAll(ledger))).toEqual(ids(sent));
  });
});

describe.skipIf(realServer)(`a subscription whose server fails: ${serverName}${needsDouble}`, () => {
  /** Follows the stream until `count` events came; meanwhile does what the test wants after `at` of them. */
  async function follow(ledger: Ledger, count: number, at: number, meanwhile: () => Promise<void>): Promise<readonly RecordedEvent[]> {
    const stop = new AbortController();
    const seen: RecordedEvent[] = [];
    let running: Promise<void> | null = null;
    for await (const batch of ledger.subscribe(stream, 'start', { batch: 7, signal: stop.signal })) {
      seen.push(...batch);
      if (seen.length >= at) running ??= meanwhile();
      if (seen.length >= count) stop.abort();
    }
    await running;
    return seen;
  }

  test('killed and started again: it goes on without loss or doubling', async () => {
    const path = join(scratchFolder(), 'double.log');
    let double = await startProcess(path);
    const ledger = open(double.url);
    const sent = [...events(20)];
    await ledger.append(stream, 'no-stream', sent);
    const seen = await follow(ledger, 60, 20, async () => {
      for (const last of [19n, 39n]) {
        await double.kill();
        double = await startProcess(path, double.port);
        const batch = events(20);
        sent.push(...batch);
        await appendSurely(ledger, last, batch);
      }
    });
    expect(ids(seen)).toEqual(ids(sent));
    expect(seen.map(({ revision }) => revision)).toEqual(sent.map((_, n) => BigInt(n)));
  });

  test('half-open: the subscription falls silent while the stream goes on; the watchdog sees it', async () => {
    const double = await start();
    const ledger = open(double.url, { silenceMs: 200 });
    const sent = [...events(10)];
    await ledger.append(stream, 'no-stream', sent);
    const seen = await follow(ledger, 25, 10, async () => {
      double.faults.stalled = true;
      for (const last of [9n, 14n, 19n]) {
        const batch = events(5);
        sent.push(...batch);
        await ledger.append(stream, last, batch);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    });
    expect(ids(seen)).toEqual(ids(sent));
  });

  test('an abort ends it at once: while the server is gone, and while it says nothing', async () => {
    const double = await start();
    const ledger = open(double.url);
    await ledger.append(stream, 'no-stream', events(1));
    for (const fail of [() => void (double.faults.silent = true), () => void double.kill()]) {
      const stop = new AbortController();
      const following = (async () => {
        for await (const batch of ledger.subscribe(stream, 'start', { signal: stop.signal })) if (batch.length > 0) fail();
      })();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const begun = Date.now();
      stop.abort();
      await following;
      expect(Date.now() - begun).toBeLessThan(500);
    }
  });
});

describe.skipIf(realServer)(`a server that does not answer: ${serverName}${needsDouble}`, () => {
  const unreachable = { code: 'ERR_UNREACHABLE', retriable: true };

  async function expectNobody(ledger: Ledger, withinMs: number): Promise<void> {
    const begun = Date.now();
    const answers = await Promise.allSettled([ledger.append(stream, 3n, events(1)), ledger.readLast(stream, 1), readAll(ledger), ledger.streams()]);
    expect(answers[0]).toMatchObject({ status: 'fulfilled', value: { outcome: 'unknown', cause: unreachable } });
    for (const answer of answers.slice(1)) expect(answer).toMatchObject({ status: 'rejected', reason: unreachable });
    expect(Date.now() - begun).toBeLessThan(withinMs);
    await ledger.close();
    expect(Date.now() - begun).toBeLessThan(withinMs + 500);
  }

  test('a black hole that takes calls in: over within the time of a call', async () => {
    const double = await start();
    double.faults.silent = true;
    await expectNobody(open(double.url, { callTimeoutMs: 400 }), 1_500);
  });

  test('a black hole that takes connections in and says nothing', async () => {
    const sockets: Socket[] = [];
    const hole = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
    endings.push(async () => {
      for (const socket of sockets) socket.destroy();
      hole.close();
    });
    await expectNobody(open(`esdb://127.0.0.1:${(hole.address() as AddressInfo).port}?tls=false`, { callTimeoutMs: 400 }), 1_500);
  });

  test('nobody at the address', async () => {
    const double = await start();
    await double.kill();
    await expectNobody(open(double.url, { callTimeoutMs: 2_000 }), 2_500);
  });
});
