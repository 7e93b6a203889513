// Keeps the whole system small enough for a laptop: V8 would let each heap grow to many times what is alive in it.
import { setFlagsFromString } from 'node:v8';

/** MiB, for a worker: a bounded heap is kept tidy. */
export const workerMemory = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 512 } as const;

/**
 * The young generation of this thread stays as it is; those of threads to come begin with 8 MiB and stay so.
 * Half the memory, for which judging takes about a quarter more time.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--min-semi-space-size=8');
}
