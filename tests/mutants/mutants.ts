// Faults that somebody might build in (reliability.md 6.3), each with the tests that must find it: the tests of the tests.

export interface Mutant {
  readonly name: string;
  /** A file of services/, and the one place in it that is changed. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly caughtBy: Catcher;
}

export interface Catcher {
  readonly project: 'unit' | 'contract' | 'integration' | 'postgres' | 'eventstoredb' | 'kafka';
  readonly file: string;
  /** Only tests whose name matches. */
  readonly named?: string;
}

const kafka = (file: string, named: string): Catcher => ({ project: 'kafka', file: `tests/kafka/${file}`, named });

export const mutants: readonly Mutant[] = [
  {
    name: 'an offset is passed before its records are durable',
    file: 'adapters/kafka/kafka-topic.ts',
    find: 'await handler.take(partition, records.slice(at, at + takeMax));',
    replace: 'void handler.take(partition, records.slice(at, at + takeMax)).catch(fail);',
    caughtBy: kafka('durable-first.test.ts', 'only as far'),
  },
  {
    name: "reading goes on from Kafka's committed offset, not from the ledger's",
    file: 'ingester/resume.ts',
    find: 'return { next, last: last ?? null };',
    replace: 'return { next: bounds.committed ?? next, last: last ?? null };',
    caughtBy: kafka('resume.test.ts', 'a committed offset at the end'),
  },
  {
    name: 'the ledger is written before quarantine, so that a death between them loses the poison',
    file: 'ingester/ingest-topic.ts',
    find: `    const kept = await session.ingester.ingest(quarantineOf(session.ledgerStream), entries);
    const recorded = await session.ingester.ingest(session.ledgerStream, events);`,
    replace: `    const recorded = await session.ingester.ingest(session.ledgerStream, events);
    const kept = await session.ingester.ingest(quarantineOf(session.ledgerStream), entries);`,
    caughtBy: { project: 'unit', file: 'tests/unit/ingester/order-of-writes.test.ts' },
  },
  {
    name: 'no fence: the end of the stream is read anew before an append',
    file: 'ingester/ingest-topic.ts',
    find: 'return { ...ledger, readLast };',
    replace: 'return readLast === undefined ? ledger : { ...ledger };',
    caughtBy: kafka('fence.test.ts', 'the one that was overtaken'),
  },
  {
    name: 'several sends of kafkajs under way at once',
    file: 'adapters/kafka/kafka-intake.ts',
    find: 'await send(producer, batch, compressions[compression]);\n        for (const { resolve } of batch) resolve();',
    replace:
      'void send(producer, batch, compressions[compression]).then(() => batch.forEach(({ resolve }) => resolve()), (error) => batch.forEach(({ reject }) => reject(unsent(error))));',
    caughtBy: kafka('lost-answers.test.ts', 'the intake: submitted at once'),
  },
  {
    name: 'ANY instead of the exact revision, EventStoreDB',
    file: 'adapters/eventstoredb/append-events.ts',
    find: "expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,",
    replace: "expectedRevision: expected === 'no-stream' && NO_STREAM === 'never' ? NO_STREAM : 'any',",
    caughtBy: { project: 'eventstoredb', file: 'tests/eventstoredb/ledger.test.ts' },
  },
  {
    name: 'the exact revision is not compared, SQLite',
    file: 'adapters/sqlite/sqlite-ledger.ts',
    find: 'if (actual !== expected) return resolveRetry(id, expected, actual, events);',
    replace: '',
    caughtBy: { project: 'contract', file: 'tests/contract/ledger.sqlite.test.ts' },
  },
  {
    name: 'after an unknown outcome the tail is read again, and appended behind',
    file: 'ingester/ingest.ts',
    find: 'const outcome = await ledger.append(stream, expected, batch);',
    replace: 'const outcome = await ledger.append(stream, delayMs > 0 ? (await readTail(stream)).revision : expected, batch);',
    caughtBy: { project: 'unit', file: 'tests/unit/ingester/ingest.test.ts' },
  },
  {
    name: 'a conflict is taken for done',
    file: 'ingester/ingest.ts',
    find: `        lost.add(stream);
        throw overtaken(stream);`,
    replace: "        return (outcome.actual === 'no-stream' ? -1n : outcome.actual) + BigInt(batch.length);",
    caughtBy: { project: 'unit', file: 'tests/unit/ingester/ingest.test.ts' },
  },
  {
    name: 'a conflict of EventStoreDB is ours without reading the stream',
    file: 'adapters/eventstoredb/append-events.ts',
    find: 'there.every(({ eventId }, i) => eventId === events[i]?.eventId)',
    replace: 'there.length > 0',
    caughtBy: { project: 'eventstoredb', file: 'tests/eventstoredb/ledger.test.ts' },
  },
  {
    name: 'the checkpoint moves outside the transaction of its rows, SQLite',
    file: 'adapters/sql/sql-read-model.ts',
    find: 'await moveCheckpoint(transaction, stream, from, to);',
    replace: '',
    caughtBy: { project: 'contract', file: 'tests/contract/read-model.sqlite.test.ts' },
  },
  {
    name: 'the checkpoint moves in a transaction of its own, PostgreSQL',
    file: 'adapters/sql/sql-read-model.ts',
    find: 'await moveCheckpoint(transaction, stream, from, to);',
    replace: 'if (dialect.lockWriters) await moveCheckpoint(db as never, stream, from, to); else await moveCheckpoint(transaction, stream, from, to);',
    caughtBy: { project: 'postgres', file: 'tests/contract/read-model.postgres.test.ts', named: 'leaves nothing, not even the checkpoint' },
  },
  {
    name: 'no inbox: an event that stands twice in the ledger is applied twice',
    file: 'projector/project.ts',
    find: 'takeOnce(events, contents, await readModel.applied(events.map(({ eventId }) => eventId)))',
    replace: 'takeOnce(events, contents, new Map())',
    caughtBy: { project: 'unit', file: 'tests/unit/projector/order.test.ts', named: 'a resend' },
  },
  {
    name: 'a commit with unknown outcome is taken for done',
    file: 'projector/project.ts',
    find: "if (committed.outcome === 'unknown') return false;",
    replace: '',
    caughtBy: { project: 'unit', file: 'tests/unit/projector/projector.test.ts', named: 'unknown, and it' },
  },
  {
    name: 'a projector that was overtaken goes on',
    file: 'projector/project.ts',
    find: "if (committed.outcome === 'fenced') throw",
    replace: 'if (committed.outcome === ("never" as string)) throw',
    caughtBy: { project: 'unit', file: 'tests/unit/projector/projector.test.ts', named: 'fenced' },
  },
  {
    name: "bytes are read by the reader's schema, whoever wrote them",
    file: 'adapters/avro/event-codec.ts',
    find: 'reader.contract.type.fromBuffer(buffer, resolver)',
    replace: 'reader.contract.type.fromBuffer(buffer, resolver && undefined)',
    caughtBy: { project: 'unit', file: 'tests/unit/contracts' },
  },
  {
    name: 'an id that the registry does not know is taken for the first contract',
    file: 'adapters/kafka/confluent-encoding.ts',
    find: 'if (schema === null) return null;',
    replace: "if (schema === null) return contracts[0]?.fingerprint ?? '';",
    caughtBy: { project: 'unit', file: 'tests/unit/adapters/confluent-encoding.test.ts' },
  },
  {
    name: 'the producer client sends on behind what it gave up',
    file: 'producer-client/delivery-queue.ts',
    find: 'of take(queue.length)) settle',
    replace: 'of take(1)) settle',
    caughtBy: { project: 'unit', file: 'tests/unit/producer-client/delivery-queue.test.ts' },
  },
  {
    name: 'the producer client begins a batch again from its first event, over what has its receipt',
    file: 'producer-client/over-http.ts',
    find: "if (receipt.error) return { deliveries, fault: away(receipt.error.detail ?? 'the collector broke off') };",
    replace: "if (receipt.error) return { deliveries: [], fault: away(receipt.error.detail ?? 'the collector broke off') };",
    caughtBy: { project: 'integration', file: 'tests/integration/producer-client.test.ts', named: 'breaks off' },
  },
];
