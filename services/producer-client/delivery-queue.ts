// The bounded queue between senders and a transport: batches of what waits, one under way, sent again until it is through, order kept.
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { LineageError } from '../core/domain/errors.ts';
import type { Delivery } from './delivery.ts';
import type { Outgoing, Transport } from './transport.ts';

/** A batch: as many events as the collector takes at once, as many bytes as a topic's batch may have. */
const batchMax = { events: 500, bytes: 512 * 1024 } as const;
/** What may wait; senders beyond it wait outside. */
const queueMax = { events: 10_000, bytes: 32 * 1024 * 1024 } as const;
const pauseMs = { first: 100, longest: 5_000 } as const;

export interface DeliveryQueue {
  /** Resolves with what became of it; waits for room while the queue is full. Never rejects. */
  deliver(outgoing: Outgoing): Promise<Delivery>;
  /** Nothing more is taken; resolves once what was taken has its delivery. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly outgoing: Outgoing;
  readonly settle: (delivery: Delivery) => void;
}

/** @param giveUpMs So long without any progress, and everything that waits is `unknown`: what is behind may not overtake what is sent again. */
export function deliveryQueue(transport: Transport, giveUpMs: number): DeliveryQueue {
  const queue: Waiting[] = [];
  let bytes = 0;
  let closed = false;
  let running: Promise<void> | null = null;
  /** How often everything was given up: who was waiting to get in then is given up with it. */
  let givenUp = { times: 0, because: '' };
  let entrance: Promise<void> = Promise.resolve();
  let room = Promise.withResolvers<void>();

  const take = (count: number): Waiting[] => {
    const taken = queue.splice(0, count);
    for (const { outgoing } of taken) bytes -= outgoing.json.length;
    room.resolve();
    room = Promise.withResolvers<void>();
    return taken;
  };

  const giveUp = ({ message }: LineageError): void => {
    givenUp = { times: givenUp.times + 1, because: message };
    for (const { outgoing, settle } of take(queue.length)) settle(unknown(outgoing, message));
  };

  /** Sends the head of the queue until it is through; events leave the queue with their delivery. */
  const send = async (count: number): Promise<void> => {
    let [left, pause, lastProgress]: [number, number, number] = [count, pauseMs.first, Date.now()];
    while (left > 0) {
      const { deliveries, fault } = await transport.deliver(queue.slice(0, left).map(({ outgoing }) => outgoing));
      for (const [i, { settle }] of take(deliveries.length).entries()) settle(deliveries[i] as Delivery);
      left -= deliveries.length;
      if (deliveries.length > 0) [pause, lastProgress] = [pauseMs.first, Date.now()];
      if (left === 0) return;
      const cause = fault ?? new LineageError('ERR_INVARIANT', 'not every event got its answer');
      if (!cause.retriable || Date.now() - lastProgress + pause > giveUpMs) return giveUp(cause);
      // Many clients that lost the same server do not come back in step.
      await delay(pause * (0.5 + Math.random() / 2));
      pause = Math.min(pauseMs.longest, pause * 2);
    }
  };

  const run = async (): Promise<void> => {
    // What is sent in the same turn of the event loop goes as one batch.
    await nextTurn();
    while (queue.length > 0) await send(headOf(queue));
    running = null;
  };

  const enter = async (waiting: Waiting, times: number): Promise<void> => {
    while (queue.length >= queueMax.events || bytes >= queueMax.bytes) await room.promise;
    if (times !== givenUp.times) return waiting.settle(unknown(waiting.outgoing, givenUp.because));
    queue.push(waiting);
    bytes += waiting.outgoing.json.length;
    running ??= run();
  };

  return {
    deliver: (outgoing) => {
      if (closed) return Promise.resolve(unknown(outgoing, 'the client is closed: it was not sent'));
      const { times } = givenUp;
      const { promise, resolve: settle } = Promise.withResolvers<Delivery>();
      entrance = entrance.then(() => enter({ outgoing, settle }, times));
      return promise;
    },
    drain: async () => {
      closed = true;
      await entrance;
      await running;
    },
  };
}

function headOf(queue: readonly Waiting[]): number {
  let [count, size] = [0, 0];
  for (const { outgoing } of queue) {
    size += outgoing.json.length;
    if (count === batchMax.events || (count > 0 && size > batchMax.bytes)) break;
    count += 1;
  }
  return count;
}

const unknown = ({ sourceEventId, eventId }: Outgoing, because: string): Delivery => ({ status: 'unknown', sourceEventId, eventId, because });
