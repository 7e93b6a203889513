// A producer that cannot be put off: sends every person's events in order over several connections, keeps what was acknowledged, and sends the rest again.
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from './random-events.ts';
import type { RandomSource } from './random-source.ts';

export interface DriverOptions {
  /** One list per connection; each is sent in its order, never two requests of one list at a time. */
  readonly lists: readonly (readonly Report[])[];
  /** Where the system is now; null while it is down. */
  readonly url: () => string | null;
  /** File that gets the id of every event that was recorded or kept in quarantine, one a line. */
  readonly acknowledgedLog: string;
  readonly random: RandomSource;
  /** Longest pause between two requests of a connection. */
  readonly pauseMaxMs: number;
}

export interface Driver {
  /** Resolves when everything is acknowledged; rejects when the system refuses what it should take. */
  readonly done: Promise<void>;
  counts(): DriverCounts;
  stop(): void;
}

export interface DriverCounts {
  readonly events: number;
  readonly acknowledged: number;
  readonly requests: number;
  readonly brokenOff: number;
  /** Receipts that said the event was there already. */
  readonly duplicates: number;
}

interface ReceiptLine {
  readonly eventId?: string;
  readonly status?: string;
  readonly quarantined?: boolean;
  readonly error?: unknown;
}

const batchMax = 60;
/** Acknowledged events that are sent again on purpose, now and then. */
const againMax = 30;

/** Starts to send at once. */
export function drive({ lists, url, acknowledgedLog, random, pauseMaxMs }: DriverOptions): Driver {
  const counts = { events: lists.reduce((sum, list) => sum + list.length, 0), acknowledged: 0, requests: 0, brokenOff: 0, duplicates: 0 };
  const stopping = new AbortController();

  const connection = async (list: readonly Report[]): Promise<void> => {
    for (let next = 0; next < list.length && !stopping.signal.aborted;) {
      const target = url();
      if (target === null) {
        await delay(10);
        continue;
      }
      const from = random.chance(0.15) ? Math.max(0, next - random.below(againMax)) : next;
      const batch = list.slice(from, next + 1 + random.below(batchMax));
      counts.requests += 1;
      const ids = await send(target, batch, random.chance(0.5));
      if (ids.length < batch.length) counts.brokenOff += 1;
      if (ids.length > 0) appendFileSync(acknowledgedLog, `${ids.join('\n')}\n`);
      const reached = from + ids.length;
      counts.acknowledged += Math.max(0, reached - next);
      next = Math.max(next, reached);
      await delay(random.below(pauseMaxMs));
    }
  };

  /** Ids acknowledged, in order: all of the batch, or its beginning when the system died on the way. */
  const send = async (target: string, batch: readonly Report[], asStream: boolean): Promise<readonly string[]> => {
    const acknowledged: string[] = [];
    const take = (receipt: ReceiptLine): void => {
      if (receipt.error !== undefined) return; // The stream says that it broke off: what has a receipt is safe.
      const isKept = receipt.status === 'recorded' || receipt.status === 'duplicate' || receipt.quarantined === true;
      if (receipt.eventId === undefined || !isKept) throw new Refused(`an event was not taken: ${JSON.stringify(receipt)}`);
      if (receipt.status === 'duplicate') counts.duplicates += 1;
      acknowledged.push(receipt.eventId);
    };
    try {
      const response = await fetch(new URL('/v1/events?invalid=quarantine', target), {
        method: 'POST',
        headers: { 'content-type': asStream ? 'application/x-ndjson' : 'application/json' },
        body: asStream ? batch.map((report) => `${JSON.stringify(report)}\n`).join('') : JSON.stringify(batch),
      });
      if (response.status === 503 || response.status === 429) return []; // Busy or going down: again later.
      if (!response.ok || !response.body) throw new Refused(`status ${response.status}: ${await response.text()}`);
      if (asStream) for await (const line of lines(response.body)) take(JSON.parse(line) as ReceiptLine);
      else for (const receipt of (await response.json()) as readonly ReceiptLine[]) take(receipt);
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    return acknowledged;
  };

  const all = async (): Promise<void> => void (await Promise.all(lists.map(connection)));
  const done = all();
  done.catch(() => stopping.abort());
  return { done, counts: () => ({ ...counts }), stop: () => stopping.abort() };
}

/** A fault of the product, not of the connection. */
class Refused extends Error {}

/** Whole lines only: a line that was cut off is no receipt. */
async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    yield* parts.filter((part) => part !== '');
  }
}
