// The same way with the ledger in EventStoreDB: topic, ingester, index of the newest events; on the server EVENTSTORE_URL names, else on the wire double.
import { expect, test } from 'vitest';
import { withRecentEvents } from '../../services/adapters/eventstoredb/recent-events.ts';
import { serverName } from '../eventstoredb/server-name.ts';
import { serverUnderTest } from '../eventstoredb/server-under-test.ts';
import { newGroup, newTopic, onKafka, sendBare } from './on-kafka.ts';
import { eventsOf, quarantineOf, recordOf, startIngester, streamOf, until } from './topic-under-test.ts';

const eventStore = serverUnderTest();

onKafka(`into the ledger on ${serverName}`, (server) => {
  test('each event once, poison aside, and on from where the ledger is by another process', async () => {
    const topic = await newTopic(server);
    const { ledger, prefix } = eventStore.open();
    const sent = eventsOf(1_200);
    await sendBare(server, topic, [...sent.slice(0, 600).map(recordOf), { key: 'nobody', value: 'poison' }, ...sent.slice(500, 600).map(recordOf)]);
    const first = await startIngester(server, { topic, groupId: newGroup(server), ledger: withRecentEvents(ledger) });
    await until('the first half is taken', () => first.ingester.conservation().consumed === 701);
    expect(first.ingester.conservation()).toEqual({ consumed: 701, appended: 600, quarantined: 1, duplicates: 100 });
    await first.stop();
    await sendBare(server, topic, sent.slice(600).map(recordOf));
    const second = await startIngester(server, { topic, groupId: newGroup(server), ledger: withRecentEvents(eventStore.open({ prefix }).ledger) });
    await until('the second half is taken', () => second.ingester.conservation().appended === 600);
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
    expect(await quarantineOf(ledger, 'quarantine-0')).toHaveLength(1);
  });
});
