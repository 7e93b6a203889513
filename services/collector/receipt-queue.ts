// Receipts on their way out while reports still come in: a client that sends all before it reads must not stop the stream for ever.
import { LineageError } from '../core/domain/errors.ts';

/** What may wait unread, and for how long it may stay so: receipts of some 250,000 events. */
const receiptLimits = { bytes: 64 * 1024 * 1024, unreadMs: 30_000 } as const;

export interface ReceiptQueue extends AsyncIterable<string> {
  /** Adds text; waits for room. @throws LineageError ERR_OVERLOADED when nobody read for half a minute. */
  push(text: string): Promise<void>;
  end(): void;
}

/** A bounded queue of text with one reader. */
export function receiptQueue({ bytes: bytesMax, unreadMs }: Readonly<Record<keyof typeof receiptLimits, number>> = receiptLimits): ReceiptQueue {
  let waiting: string[] = [];
  let bytes = 0;
  let ended = false;
  let wakeReader: () => void = () => {};
  let wakeWriter: () => void = () => {};

  return {
    push: async (text) => {
      waiting.push(text);
      bytes += text.length;
      wakeReader();
      if (bytes <= bytesMax) return;
      let timer: NodeJS.Timeout | undefined;
      const read = await Promise.race([
        new Promise<boolean>((resolve) => (wakeWriter = () => resolve(true))),
        new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), unreadMs))),
      ]);
      clearTimeout(timer);
      if (!read) throw new LineageError('ERR_OVERLOADED', 'receipts are not read: read them while you send, or ask for receipts=summary', { retriable: true });
    },
    end: () => {
      ended = true;
      wakeReader();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (waiting.length > 0) {
          const text = waiting.join('');
          waiting = [];
          bytes = 0;
          wakeWriter();
          yield text;
        } else if (ended) return;
        else await new Promise<void>((resolve) => (wakeReader = resolve));
      }
    },
  };
}
