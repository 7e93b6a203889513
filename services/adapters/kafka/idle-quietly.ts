// Mends one method of kafkajs 2.2.4: it looks for waiting requests by a timer that, with none waiting, is set to a negative time:
// for ever, a thousand times a second for each connection, and with a warning on each from Node 24 on (tulios/kafkajs#1751).
// @ts-expect-error -- not part of the types
import requestQueue from 'kafkajs/src/network/requestQueue/index.js';

interface Queue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests: (this: Queue) => void;
}

let mended = false;

/** Sets the timer only while something waits. Done once for the process. */
export function idleQuietly(): void {
  if (mended) return;
  mended = true;
  const prototype = (requestQueue as { readonly prototype: Queue }).prototype;
  const { scheduleCheckPendingRequests: original } = prototype;
  prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: Queue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) original.call(this);
  };
}
