// The producer client's queue: order, batches, bounds, sending again, and giving up without letting anything overtake.
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LineageError } from '../../../services/core/domain/errors.ts';
import type { EventId } from '../../../services/core/domain/vocabulary.ts';
import { deliveryQueue } from '../../../services/producer-client/delivery-queue.ts';
import type { Delivered, Outgoing, Transport } from '../../../services/producer-client/transport.ts';

const outgoing = (n: number, size = 10): Outgoing => ({ sourceEventId: `${n}`, eventId: `e-${n}` as EventId, json: 'x'.repeat(size), encoded: null });
const several = (count: number, size?: number): readonly Outgoing[] => Array.from({ length: count }, (_, n) => outgoing(n, size));
const away = new LineageError('ERR_UNREACHABLE', 'nobody there', { retriable: true });
const refused = new LineageError('ERR_CONFIGURATION', 'not you');

/** A transport that answers the first `take` of each batch; what it was given is kept. */
function transportOf(answer: (batch: readonly Outgoing[], call: number) => { take: number; fault?: LineageError; waitMs?: number }) {
  const batches: (readonly string[])[] = [];
  const taken: string[] = [];
  let underWay = 0;
  const transport: Transport = {
    identifies: true,
    close: async () => {},
    deliver: async (batch): Promise<Delivered> => {
      expect((underWay += 1)).toBe(1);
      batches.push(batch.map(({ sourceEventId }) => sourceEventId));
      const { take, fault = null, waitMs = 0 } = answer(batch, batches.length - 1);
      await delay(waitMs);
      underWay -= 1;
      const deliveries = batch.slice(0, take).map(({ sourceEventId, eventId }) => ({ status: 'accepted', sourceEventId, eventId, warnings: [] }) as const);
      taken.push(...deliveries.map(({ sourceEventId }) => sourceEventId));
      return { deliveries, fault };
    },
  };
  return { transport, batches, taken };
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n}`);

describe('the delivery queue', () => {
  test('sends in order, one batch under way, of at most 500 events', async () => {
    const { transport, batches, taken } = transportOf((batch) => ({ take: batch.length, waitMs: 1 }));
    const queue = deliveryQueue(transport, 1_000);
    const deliveries = await Promise.all(several(1_234).map((one) => queue.deliver(one)));
    expect(deliveries.map(({ sourceEventId }) => sourceEventId)).toEqual(numbers(1_234));
    expect(taken).toEqual(numbers(1_234));
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 234]);
  });

  test('fills a batch up to 512 KiB, and takes a larger event alone', async () => {
    const { transport, batches } = transportOf((batch) => ({ take: batch.length }));
    const queue = deliveryQueue(transport, 1_000);
    const sizes = [200_000, 200_000, 200_000, 600_000, 10];
    await Promise.all(sizes.map((size, n) => queue.deliver(outgoing(n, size))));
    expect(batches).toEqual([['0', '1'], ['2'], ['3'], ['4']]);
  });

  test('sends what has no answer again, before anything else', async () => {
    const { transport, batches, taken } = transportOf((batch, call) =>
      call === 1 ? { take: 3, fault: away } : { take: call === 2 ? 0 : batch.length, fault: away },
    );
    const queue = deliveryQueue(transport, 5_000);
    await queue.deliver(outgoing(0));
    await Promise.all(several(6).map((one) => queue.deliver(one)));
    expect(batches.slice(1)).toEqual([numbers(6), ['3', '4', '5'], ['3', '4', '5']]);
    expect(taken.slice(1)).toEqual(numbers(6));
  });

  test('gives up after so long without progress: all that waits is unknown, inside and outside, and what comes later is sent', async () => {
    let up = false;
    const { transport, taken } = transportOf((batch) => (up ? { take: batch.length } : { take: 0, fault: away }));
    const queue = deliveryQueue(transport, 300);
    const deliveries = await Promise.all(several(10_500).map((one) => queue.deliver(one)));
    expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set(['unknown']));
    expect(deliveries[10_499]).toMatchObject({ status: 'unknown', because: 'nobody there' });
    up = true;
    expect((await queue.deliver(outgoing(7))).status).toBe('accepted');
    expect(taken).toEqual(['7']);
  });

  test('progress begins the time to give up anew', async () => {
    const { transport } = transportOf(() => ({ take: 1, fault: away }));
    const queue = deliveryQueue(transport, 400);
    const deliveries = await Promise.all(several(8).map((one) => queue.deliver(one)));
    expect(deliveries.every(({ status }) => status === 'accepted')).toBe(true);
  });

  test('does not try again what will not pass by itself', async () => {
    const { transport, batches } = transportOf(() => ({ take: 0, fault: refused }));
    expect(await deliveryQueue(transport, 60_000).deliver(outgoing(0))).toMatchObject({ status: 'unknown', because: 'not you' });
    expect(batches).toHaveLength(1);
  });

  test('holds at most 10 000 events: who comes later waits outside, in order', async () => {
    const gate = Promise.withResolvers<void>();
    const { transport, taken } = transportOf((batch) => ({ take: batch.length }));
    const held: Transport = {
      ...transport,
      deliver: async (batch) => {
        await gate.promise;
        return transport.deliver(batch);
      },
    };
    const queue = deliveryQueue(held, 60_000);
    const all = Promise.all(several(10_700).map((one) => queue.deliver(one)));
    await delay(20);
    expect(taken).toEqual([]);
    gate.resolve();
    await all;
    expect(taken).toEqual(numbers(10_700));
  });

  test('drain: what was taken is sent, nothing more is taken', async () => {
    const { transport, taken } = transportOf((batch) => ({ take: batch.length, waitMs: 5 }));
    const queue = deliveryQueue(transport, 1_000);
    const sending = several(1_200).map((one) => queue.deliver(one));
    await queue.drain();
    expect(taken).toHaveLength(1_200);
    expect(await queue.deliver(outgoing(9))).toMatchObject({ status: 'unknown', because: expect.stringMatching('closed') });
    expect(await Promise.all(sending)).toHaveLength(1_200);
  });
});
