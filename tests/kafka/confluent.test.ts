// Events in Confluent's wire format through a real broker and a real registry (Apicurio): both formats are read, strange ids go aside.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { loadContracts, rabinOf } from '../../services/adapters/avro/contracts.ts';
import { wireFormat } from '../../services/adapters/kafka/confluent-settings.ts';
import { producerClient } from '../../services/producer-client/producer-client.ts';
import { contractsFolder } from '../support/repository-folders.ts';
import { schemaRegistryDouble } from '../support/schema-registry-double.ts';
import { apicurioVersion, startRegistry, type StartedRegistry } from '../support/servers/apicurio-server.ts';
import { newGroup, newTopic, onKafka, readAllBytes, sendBare } from './on-kafka.ts';
import { eventsOf, newLedger, quarantineOf, recordOf, startIngester, streamOf, until } from './topic-under-test.ts';

const contracts = loadContracts(contractsFolder);
let registry: StartedRegistry | { readonly missing: string };

beforeAll(async () => {
  registry = await startRegistry().catch((error: unknown) => ({ missing: error instanceof Error ? error.message : String(error) }));
});
afterAll(async () => {
  if ('stop' in registry) await registry.stop();
});

const use = (n: number) =>
  ({
    type: 'PersonalDataUsed',
    sourceEventId: `use-${n}`,
    occurredAt: '2025-09-03T10:15:00+08:00',
    dataSubject: randomUUID(),
    items: ['mobile_number'],
    purpose: 'login',
    legalBasis: '13-1',
  }) as const;

onKafka('confluent wire format', (server) => {
  describe.each(['Apicurio', 'a double of the registry'])('on %s', (which) => {
    test('producer client, ingester, and a record in each format', async ({ skip }) => {
      if (which === 'Apicurio' && 'missing' in registry) skip(`no Apicurio ${apicurioVersion}: ${registry.missing}`);
      const { url } = which === 'Apicurio' ? (registry as StartedRegistry) : await schemaRegistryDouble();
      const [topic, ledger] = [await newTopic(server), newLedger().open()];
      const environment = { KAFKA_BROKERS: server.brokers.join(','), SCHEMA_REGISTRY_URL: url };
      const client = await producerClient({ producer: 'card-service', kafka: environment, topics: { events: topic, registers: topic } });
      onTestFinished(() => client.close());
      const deliveries = await Promise.all(Array.from({ length: 300 }, (_, n) => client.send(use(n))));
      expect(deliveries.every(({ status }) => status === 'accepted')).toBe(true);
      const single = eventsOf(5);
      const unknown = { key: randomUUID(), value: Buffer.from([0, 0x7f, 0, 0, 1, 1, 2, 3]) };
      await sendBare(server, topic, [...single.map(recordOf), unknown]);
      const [first] = await readAllBytes(server, topic);
      expect(first?.subarray(0, 2)).toEqual(Buffer.from([0, 0]));

      // A reader that has registered nothing and knows no id yet.
      const format = await wireFormat(environment, { contracts, rabinOf, writes: false });
      const running = await startIngester(server, { topic, groupId: newGroup(server), ledger, format });
      await until('all are consumed', () => running.ingester.conservation().consumed === 306);
      const recorded = (await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId);
      expect(recorded).toEqual([...deliveries.map((delivery) => ('eventId' in delivery ? delivery.eventId : null)), ...single.map(({ eventId }) => eventId)]);
      expect(await quarantineOf(ledger, 'quarantine-0')).toMatchObject([{ reason: 'unknown-schema', raw: unknown.value, dataSubject: unknown.key }]);
    });
  });

  test('a registry that is away stops the ingester before anything is taken; back again, nothing is lost', async () => {
    const registry = await schemaRegistryDouble();
    const [topic, open] = [await newTopic(server), newLedger().open];
    const environment = { KAFKA_BROKERS: server.brokers.join(','), SCHEMA_REGISTRY_URL: registry.url };
    const client = await producerClient({ producer: 'card-service', kafka: environment, topics: { events: topic, registers: topic } });
    onTestFinished(() => client.close());
    await Promise.all(Array.from({ length: 50 }, (_, n) => client.send(use(n))));
    const formatOf = () => wireFormat(environment, { contracts, rabinOf, writes: false });
    registry.fault({ times: 1_000, status: 503 });
    const ledger = open();
    const away = await startIngester(server, { topic, groupId: newGroup(server), ledger, format: await formatOf() });
    await expect(away.done).rejects.toMatchObject({ code: 'ERR_UNREACHABLE', retriable: true });
    expect(await streamOf(ledger, 'ledger-0')).toEqual([]);
    registry.fault(null);
    const back = await startIngester(server, { topic, groupId: newGroup(server), ledger, format: await formatOf() });
    await until('all are there', () => back.ingester.conservation().consumed === 50);
    expect(back.ingester.conservation()).toMatchObject({ appended: 50, quarantined: 0 });
  });
});
