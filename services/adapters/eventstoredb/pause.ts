// Waiting between two tries: longer each time, never the same for two processes, over at once when there is nothing left to wait for.

const delayMinMs = 50;
const delayMaxMs = 5000;

/** Delay before the next try after `failures` in a row: doubled each time up to five seconds, half of it at random. */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  const full = Math.min(delayMaxMs, delayMinMs * 2 ** Math.min(failures, 10));
  return full / 2 + (full / 2) * random();
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
