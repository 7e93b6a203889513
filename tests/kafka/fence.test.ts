// Two ingesters on one partition: the ledger takes what one of them appends, and the other stops.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ledgerOf } from '../../services/core/domain/stream-names.ts';
import type { EventIndex, Ledger } from '../../services/core/ports/ledger.ts';
import { collected, prepared } from '../support/builders.ts';
import { newGroup, newTopic, onKafka, sendBare } from './on-kafka.ts';
import { eventsOf, newLedger, recordOf, startIngester, streamOf, until } from './topic-under-test.ts';

/** An index that is behind, as one of the newest events only may be: it finds what is there at its first look, and nothing afterwards. */
const forgetful = (ledger: Ledger & EventIndex, ready: Promise<unknown>): Ledger & EventIndex => {
  let looks = 0;
  const find: EventIndex['find'] = async (ids) => {
    await ready;
    looks += 1;
    return looks === 1 ? ledger.find(ids) : new Map();
  };
  return { ...ledger, find };
};

onKafka('two ingesters on one partition', (server) => {
  test('the one that was overtaken is fenced and takes nothing more', async () => {
    const topic = await newTopic(server);
    const [file, sent] = [newLedger(), eventsOf(400)];
    const overtaken = Promise.withResolvers<void>();
    const late = await startIngester(server, { topic, groupId: newGroup(server), ledger: forgetful(file.open(), overtaken.promise) });
    const quick = await startIngester(server, { topic, groupId: newGroup(server), ledger: file.open() });
    await until('both have joined and know the end of the ledger: nothing is in it', () => [late, quick].every(({ ingester }) => ingester.writes(ledgerOf(0))));
    await sendBare(server, topic, sent.slice(0, 100).map(recordOf));
    await until('the quick one has a hundred', () => quick.ingester.conservation().appended === 100);
    overtaken.resolve();
    await until('the late one has seen them', () => late.ingester.conservation().consumed === 100);
    for (let at = 100; at < sent.length; at += 100) await sendBare(server, topic, sent.slice(at, at + 100).map(recordOf));
    await until('the quick one has all', () => quick.ingester.conservation().appended === 400);
    await until('the late one is fenced', () => late.fenced.length > 0);
    await delay(1_000);
    expect([late.fenced, quick.fenced]).toEqual([[0], []]);
    expect(late.ingester.conservation()).toEqual({ consumed: 100, appended: 0, quarantined: 0, duplicates: 100 });
    expect((await streamOf(file.open(), 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
  });

  test('a fenced partition that stays assigned is read on from the ledger, behind what another wrote', async () => {
    const topic = await newTopic(server);
    const [ledger, sent, foreign] = [newLedger().open(), eventsOf(20), prepared(collected(0))];
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger, fencePauseMs: 300 });
    await sendBare(server, topic, sent.slice(0, 10).map(recordOf));
    await until('ten are there', () => running.ingester.conservation().appended === 10);
    const metadata = { schema: foreign.schema, recordedAt: Date.now() };
    await ledger.append(ledgerOf(0), 9n, [{ eventId: foreign.eventId, type: foreign.type, data: foreign.bytes, metadata }]);
    await sendBare(server, topic, sent.slice(10).map(recordOf));
    await until('all are there', () => running.ingester.conservation().appended === 20);
    expect(running.fenced).toEqual([0]);
    const order = [...sent.slice(0, 10), foreign, ...sent.slice(10)];
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(order.map(({ eventId }) => eventId));
  });

  test('two that read the same at the same time write the same: each event once', async () => {
    const topic = await newTopic(server);
    const [file, sent] = [newLedger(), eventsOf(2_000)];
    const slow = (ledger: Ledger & EventIndex, ms: number): Ledger & EventIndex => ({
      ...ledger,
      append: async (...call) => delay(ms).then(() => ledger.append(...call)),
    });
    const first = await startIngester(server, { topic, groupId: newGroup(server), ledger: slow(file.open(), 20), fencePauseMs: 100 });
    const second = await startIngester(server, { topic, groupId: newGroup(server), ledger: slow(file.open(), 30), fencePauseMs: 100 });
    for (let at = 0; at < sent.length; at += 100) await sendBare(server, topic, sent.slice(at, at + 100).map(recordOf));
    await until('both have all', () => [first, second].every(({ ingester }) => ingester.conservation().consumed >= 2_000));
    expect((await streamOf(file.open(), 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
    for (const { consumed, appended, quarantined, duplicates } of [first.ingester.conservation(), second.ingester.conservation()])
      expect(consumed).toBe(appended + quarantined + duplicates);
  });

  test('two members of one group share the partitions, and a third that comes and goes changes nothing', async () => {
    const topic = await newTopic(server, { partitions: 4 });
    const [file, groupId, sent] = [newLedger(), newGroup(server), eventsOf(3_000)];
    const [one, two] = await Promise.all([
      startIngester(server, { topic, groupId, ledger: file.open() }),
      startIngester(server, { topic, groupId, ledger: file.open() }),
    ]);
    const sending = (async () => {
      for (let at = 0; at < sent.length; at += 100)
        for (const partition of [0, 1, 2, 3])
          await sendBare(
            server,
            topic,
            sent
              .slice(at, at + 100)
              .filter((_, n) => n % 4 === partition)
              .map(recordOf),
            partition,
          );
    })();
    for (let round = 0; round < 3; round += 1) {
      const third = await startIngester(server, { topic, groupId, ledger: file.open() });
      await delay(700);
      await third.stop();
    }
    await sending;
    const ledger = file.open();
    const all = async () => (await Promise.all([0, 1, 2, 3].map((partition) => streamOf(ledger, `ledger-${partition}`)))).flat();
    await until('all are there', async () => (await all()).length >= 3_000, 60_000);
    expect((await all()).map(({ eventId }) => eventId).toSorted()).toEqual(sent.map(({ eventId }) => eventId).toSorted());
    for (const partition of [0, 1, 2, 3]) {
      const stream = await streamOf(ledger, `ledger-${partition}`);
      expect(stream.map(({ eventId }) => eventId)).toEqual(sent.filter((_, n) => n % 4 === partition).map(({ eventId }) => eventId));
    }
    expect(one.ingester.conservation().appended + two.ingester.conservation().appended).toBeLessThanOrEqual(3_000);
  });
});
