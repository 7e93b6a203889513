// Wakes subscribers of a ledger file: at once within this process (all threads), by polling from other processes.

const pollMs = 50;

export interface LedgerSignal {
  announce(): void;
  /** Resolves when something was announced, after the poll interval, or when aborted. */
  wait(abort: AbortSignal): Promise<void>;
  close(): void;
}

export function ledgerSignal(path: string): LedgerSignal {
  const channel = new BroadcastChannel(`suyuan-ledger:${path}`);
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const resume of waiting) resume();
  };
  channel.addEventListener('message', wake);
  channel.unref();
  return {
    announce: () => {
      wake();
      channel.postMessage(null);
    },
    wait: (abort) =>
      new Promise((resolve) => {
        if (abort.aborted) return resolve();
        const resume = (): void => {
          clearTimeout(timer);
          waiting.delete(resume);
          abort.removeEventListener('abort', resume);
          resolve();
        };
        const timer = setTimeout(resume, pollMs);
        waiting.add(resume);
        abort.addEventListener('abort', resume);
      }),
    close: () => {
      wake();
      channel.close();
    },
  };
}
