// Keeps one thing running: what ends for a reason that passes is begun again after a pause; any other reason ends it for good, loudly.
import { setTimeout as delay } from 'node:timers/promises';
import { LineageError } from '../../core/domain/errors.ts';

export interface Running {
  /** Resolves when it was stopped; rejects when it cannot go on. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

export interface Supervised extends Running {
  /** Why it ended for good; null while it runs or pauses. */
  fault(): string | null;
}

export interface SuperviseOptions {
  readonly pauseMs?: number;
  readonly onPause?: (why: Error) => void;
  readonly onFault?: (why: Error) => void;
}

/** `begin` rejects here when the very first start fails: that is the caller's to tell. `done` never rejects: `fault` says how it ended. */
export async function supervise(begin: () => Promise<Running>, options: SuperviseOptions = {}): Promise<Supervised> {
  const { pauseMs = 2_000, onPause = () => {}, onFault = () => {} } = options;
  const stopping = new AbortController();
  let fault: string | null = null;
  let current: Running | null = await begin();

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        current ??= await begin();
        if (stopping.signal.aborted) await current.stop();
        return await current.done;
      } catch (error) {
        current = null;
        if (stopping.signal.aborted) return;
        const why = error instanceof Error ? error : new Error(String(error));
        if (!passes(error)) {
          fault = why.message;
          return onFault(why);
        }
        onPause(why);
        await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  };
  const done = run();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await current?.stop();
    await done;
  };
  return { done, stop, fault: () => fault };
}

/** Being overtaken passes as well: whoever begins again reads where the other one is. */
const passes = (error: unknown): boolean => error instanceof LineageError && (error.retriable || error.code === 'ERR_LOCKED');
