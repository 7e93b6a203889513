// A stream that several processes write: nobody's event is lost or doubled, and who comes second only looks again.
import { expect, test } from 'vitest';
import { LineageError } from '../../../services/core/domain/errors.ts';
import { auditLedger, collectorQuarantine, ledgerOf } from '../../../services/core/domain/stream-names.ts';
import type { PreparedEvent } from '../../../services/core/ports/intake.ts';
import type { AppendOutcome, Ledger } from '../../../services/core/ports/ledger.ts';
import { keepAside } from '../../../services/ingester/keep-aside.ts';
import { sharedStream, type SharedStream } from '../../../services/ingester/shared-stream.ts';
import { ming, prepared, shared } from '../../support/builders.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { memoryVault } from '../../support/memory-vault.ts';

const look = (n: number): PreparedEvent => prepared(shared(n), auditLedger);
const idsIn = async (ledger: Ledger, stream = auditLedger): Promise<readonly string[]> =>
  (await ledger.readLast(stream, 1000)).map(({ eventId }) => eventId).toReversed();

/** Answers as told for the next appends, after or instead of the real one. */
function answering(ledger: Ledger, ...answers: readonly ('lost' | 'refused' | LineageError)[]): Ledger {
  const left = [...answers];
  return {
    ...ledger,
    append: async (...call): Promise<AppendOutcome> => {
      const answer = left.shift();
      if (answer === undefined) return ledger.append(...call);
      if (answer === 'lost') await ledger.append(...call);
      return { outcome: 'unknown', cause: answer instanceof LineageError ? answer : new LineageError('ERR_UNREACHABLE', 'no answer', { retriable: true }) };
    },
  };
}

test('several writers: all events are there once, recorded times never go back', async () => {
  const ledger = memoryLedger();
  const writers = [1000, 400, 700].map((now) => sharedStream({ ledger, stream: auditLedger, now: () => now }));
  const events = Array.from({ length: 60 }, (_, n) => look(n));
  await Promise.all(events.map((event, n) => (writers[n % 3] as SharedStream).record([event])));
  expect((await idsIn(ledger)).toSorted()).toEqual(events.map(({ eventId }) => eventId).toSorted());
  const times = (await ledger.readLast(auditLedger, 100)).map(({ metadata }) => metadata.recordedAt).toReversed();
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('who wait together are appended together', async () => {
  const ledger = memoryLedger();
  const stream = sharedStream({ ledger, stream: auditLedger, now: () => 1 });
  await Promise.all(Array.from({ length: 50 }, (_, n) => stream.record([look(n)])));
  expect(ledger.calls.length).toBeLessThanOrEqual(3);
});

test('a lost answer, and a request that never arrived: once each', async () => {
  const ledger = memoryLedger();
  const stream = sharedStream({ ledger: answering(ledger, 'lost', 'refused'), stream: auditLedger, now: () => 1 });
  const [first, second] = [look(1), look(2)];
  await stream.record([first]);
  await stream.record([second]);
  expect(await idsIn(ledger)).toEqual([first.eventId, second.eventId]);
});

test('a right that is missing is told at once and as such; an outage after a few tries, as passing', async () => {
  const denied = new LineageError('ERR_STORAGE', 'its user may not do this');
  const refused = sharedStream({ ledger: answering(memoryLedger(), denied), stream: auditLedger, now: () => 1 });
  await expect(refused.record([look(1)])).rejects.toMatchObject({ code: 'ERR_STORAGE', retriable: false, message: expect.stringContaining('may not do this') });
  const away = sharedStream({ ledger: answering(memoryLedger(), 'refused', 'refused', 'refused', 'refused', 'refused'), stream: auditLedger, now: () => 1 });
  await expect(away.record([look(1)])).rejects.toMatchObject({ code: 'ERR_STORAGE', retriable: true });
});

test('a partition is no shared stream', () => {
  expect(() => sharedStream({ ledger: memoryLedger(), stream: ledgerOf(0), now: () => 1 })).toThrow(/one writer at a time/);
});

test('what cannot go onto a topic is kept once, and what is too large for that is refused', async () => {
  const ledger = memoryLedger();
  const aside = keepAside({ stream: sharedStream({ ledger, stream: collectorQuarantine, now: () => 1 }), index: ledger, vault: memoryVault() });
  const report = (text: string) => ({
    raw: Buffer.from(text),
    encoding: 'json' as const,
    reason: 'invalid' as const,
    problems: [],
    dataSubject: ming,
    eventId: null,
  });
  const first = await aside.quarantine([report('a'), report('b'), report('a')]);
  expect(first.map(({ status }) => status)).toEqual(['quarantined', 'quarantined', 'quarantined']);
  await aside.quarantine([report('b')]);
  expect(await idsIn(ledger, collectorQuarantine)).toHaveLength(2);
  const [large] = await aside.quarantine([report('x'.repeat(600_000))]);
  expect(large).toMatchObject({ status: 'rejected', problems: [{ rule: 'size' }] });
  expect(aside.conservation()).toEqual({ consumed: 4, appended: 0, quarantined: 2, duplicates: 2 });
});
