// A stream read page by page: the next one asked for while the consumer is at work on this.
import type { RecordedEvent } from '../../core/ports/ledger.ts';

export interface Pages {
  readonly from: bigint;
  readonly batch: number;
  readonly signal: AbortSignal;
  /** Events from a revision on; fewer than `batch` at the end only; none once the signal aborts. */
  readonly page: (from: bigint, signal: AbortSignal) => Promise<readonly RecordedEvent[]>;
}

/** Batches of `batch` events to the end of the stream. No read stays open while the consumer works, and no more than two pages are held. */
export async function* readPages({ from, batch, signal, page }: Pages): AsyncGenerator<readonly RecordedEvent[]> {
  const left = new AbortController();
  const over = AbortSignal.any([signal, left.signal]);
  const ask = (next: bigint): Promise<readonly RecordedEvent[]> => {
    const asked = page(next, over);
    asked.catch(() => {}); // told when it is waited for; a consumer that has left does not want to know
    return asked;
  };
  try {
    for (let ahead = ask(from); ;) {
      const events = await ahead;
      const last = events.at(-1);
      if (last === undefined || over.aborted) return;
      if (events.length === batch) ahead = ask(last.revision + 1n);
      yield events;
      if (events.length < batch) return;
    }
  } finally {
    left.abort();
  }
}
