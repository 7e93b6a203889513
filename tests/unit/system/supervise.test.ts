// What passes is begun again, what does not ends for good, and a stop is a stop whatever is under way.
import { expect, test } from 'vitest';
import { LineageError } from '../../../services/core/domain/errors.ts';
import { supervise, type Running } from '../../../services/cli/system/supervise.ts';

const passing = new LineageError('ERR_UNREACHABLE', 'away', { retriable: true });
const lasting = new LineageError('ERR_INVARIANT', 'records are missing');

/** Something that runs until it is stopped, or ends as told. */
function runs(end?: Error): Running {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (end) setTimeout(() => reject(end), 1);
  promise.catch(() => {});
  return { done: promise, stop: async () => resolve() };
}

/** Begins with each of these in turn, the last for ever. */
function beginning(...turns: readonly (() => Running)[]) {
  let begun = 0;
  const begin = async (): Promise<Running> => (turns[Math.min(begun++, turns.length - 1)] as () => Running)();
  return { begin, begun: () => begun };
}

const failing = (error: Error) => (): Running => {
  throw error;
};

test('the first start that fails is the caller’s to tell', async () => {
  await expect(supervise(async () => failing(passing)(), { pauseMs: 1 })).rejects.toBe(passing);
});

test('an outage, a failed new start and being overtaken pass', async () => {
  const overtaken = new LineageError('ERR_LOCKED', 'another has it');
  const { begin, begun } = beginning(
    () => runs(passing),
    failing(passing),
    () => runs(overtaken),
    () => runs(),
  );
  const pauses: string[] = [];
  const running = await supervise(begin, { pauseMs: 1, onPause: ({ message }) => pauses.push(message) });
  await expect.poll(begun).toBe(4);
  expect(pauses).toEqual(['away', 'away', 'another has it']);
  expect(running.fault()).toBeNull();
  await running.stop();
});

test('what does not pass ends it, and is told once', async () => {
  const { begin, begun } = beginning(() => runs(lasting));
  const faults: string[] = [];
  const running = await supervise(begin, { pauseMs: 1, onFault: ({ message }) => faults.push(message) });
  await running.done;
  expect([running.fault(), faults, begun()]).toEqual(['records are missing', ['records are missing'], 1]);
});

test('a stop during a pause begins nothing again', async () => {
  const { begin, begun } = beginning(() => runs(passing));
  let pausing = (): void => {};
  const paused = new Promise<void>((resolve) => (pausing = resolve));
  const running = await supervise(begin, { pauseMs: 60_000, onPause: () => pausing() });
  await paused;
  await running.stop();
  expect([begun(), running.fault()]).toEqual([1, null]);
});
