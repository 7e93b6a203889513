// The embedded intake: a receipt only when the ledger has it, quarantine for what cannot be accepted, and nothing that gets lost between.
import { describe, expect, test } from 'vitest';
import { quarantineOf, registersLedger, ledgerOf } from '../../../services/core/domain/stream-names.ts';
import type { QuarantineEntry } from '../../../services/core/domain/quarantine.ts';
import type { PreparedEvent, RejectedReport } from '../../../services/core/ports/intake.ts';
import type { RecordedEvent } from '../../../services/core/ports/ledger.ts';
import { embeddedIntake } from '../../../services/ingester/embedded-intake.ts';
import { ingester } from '../../../services/ingester/ingest.ts';
import { ming, prepared, registered, shared } from '../../support/builders.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { memoryVault } from '../../support/memory-vault.ts';

function setUp() {
  const ledger = memoryLedger();
  const vault = memoryVault();
  const intake = embeddedIntake({ ingester: ingester({ ledger, index: ledger, now: () => 1000 }), vault });
  const quarantine = async (): Promise<readonly (QuarantineEntry & Pick<RecordedEvent, 'type'>)[]> => {
    const all = [];
    for await (const batch of ledger.read(quarantineOf(ledgerOf(0)), 0n))
      all.push(...batch.map(({ type, data }) => ({ type, ...(JSON.parse(Buffer.from(data).toString('utf8')) as QuarantineEntry) })));
    return all;
  };
  return { ledger, intake, quarantine };
}

const some = (count: number): readonly PreparedEvent[] => Array.from({ length: count }, (_, n) => prepared(shared(n)));
const rejected = (text: string, fields: Partial<RejectedReport> = {}): RejectedReport => ({
  raw: Buffer.from(text),
  encoding: 'json',
  reason: 'invalid',
  problems: [{ pointer: '/items', rule: 'required', expected: 'a list' }],
  dataSubject: ming,
  eventId: null,
  ...fields,
});

/** consumed = appended + quarantined + duplicates, with the counts given. */
const conserved = (appended: number, quarantined: number, duplicates: number) => ({
  consumed: appended + quarantined + duplicates,
  appended,
  quarantined,
  duplicates,
});

describe('submit', () => {
  test('events of several streams, handed in together: receipts in their order', async () => {
    const { intake } = setUp();
    const events = [...some(2), prepared(registered(0), registersLedger), ...some(1)];
    const receipts = await intake.submit(events);
    expect(receipts.map((receipt) => [receipt.eventId, 'ledger' in receipt && receipt.ledger])).toEqual(events.map(({ eventId, stream }) => [eventId, stream]));
    expect(intake.conservation()).toEqual(conserved(4, 0, 0));
  });

  test('those who wait together are appended together', async () => {
    const { ledger, intake } = setUp();
    await Promise.all(Array.from({ length: 40 }, () => intake.submit(some(5))));
    expect(ledger.calls.length).toBeLessThanOrEqual(3);
    expect(intake.conservation()).toEqual(conserved(200, 0, 0));
  });

  test('nothing submitted is nothing', async () => expect(await setUp().intake.submit([])).toEqual([]));

  test('a resend from two producers at once: recorded once', async () => {
    const { intake } = setUp();
    const events = some(3);
    const receipts = (await Promise.all([intake.submit(events), intake.submit(events)])).flat();
    expect(receipts.map(({ status }) => status).toSorted()).toEqual(['duplicate', 'duplicate', 'duplicate', 'recorded', 'recorded', 'recorded']);
    expect(intake.conservation()).toEqual(conserved(3, 0, 3));
  });

  test('a conflict goes to quarantine, once however often it comes', async () => {
    const { intake, quarantine } = setUp();
    const [event] = some(1) as [PreparedEvent];
    const other = { ...event, bytes: Buffer.from([...event.bytes, 1]) };
    await intake.submit([event]);
    const [receipt] = await intake.submit([other]);
    expect(receipt).toMatchObject({ status: 'quarantined', reason: 'conflict', eventId: event.eventId, problems: [{ pointer: '/sourceEventId' }] });
    await intake.submit([other]);
    expect(await quarantine()).toMatchObject([{ type: 'Quarantined', reason: 'conflict', encoding: 'avro', dataSubject: ming, reported: event.eventId }]);
    expect(intake.conservation()).toEqual(conserved(1, 1, 1));
  });

  test('a ledger that cannot be written: the error, and no receipt', async () => {
    const { ledger, intake } = setUp();
    await intake.submit(some(1));
    await ingester({ ledger, index: ledger, now: () => 1000 }).ingest(ledgerOf(0), some(1));
    await expect(intake.submit(some(1))).rejects.toMatchObject({ code: 'ERR_LOCKED' });
    expect(intake.conservation()).toEqual(conserved(1, 0, 0));
  });
});

describe('quarantine', () => {
  test('keeps the bytes sealed, the reason and the problems, once', async () => {
    const { intake, quarantine } = setUp();
    expect(await intake.quarantine([rejected('{"a"'), rejected('{"b"'), rejected('{"a"')])).toMatchObject([
      { status: 'quarantined' },
      { status: 'quarantined' },
      { status: 'quarantined' },
    ]);
    const entries = await quarantine();
    expect(entries.map(({ sealed }) => Buffer.from(sealed, 'base64').toString())).toEqual(['sealed {"a"', 'sealed {"b"']);
    expect(entries[0]).toMatchObject({ reason: 'invalid', problems: [{ pointer: '/items', rule: 'required', expected: 'a list' }] });
    expect(intake.conservation()).toEqual(conserved(0, 2, 1));
  });

  test('what is too large for the ledger is refused, and stops nobody else', async () => {
    const { intake, quarantine } = setUp();
    const receipts = await intake.quarantine([rejected('{"a"'), rejected('x'.repeat(600 * 1024)), rejected('{"b"')]);
    expect(receipts.map(({ status }) => status)).toEqual(['quarantined', 'rejected', 'quarantined']);
    expect(receipts[1]).toMatchObject({ problems: [{ pointer: '/items' }, { rule: 'size' }] });
    expect(await quarantine()).toHaveLength(2);
    expect(intake.conservation()).toEqual(conserved(0, 2, 0));
  });
});

test('draining answers everything that was handed in, and takes nothing more', async () => {
  const { intake } = setUp();
  const handedIn = Array.from({ length: 5 }, () => intake.submit(some(3)));
  // Every submitter has passed the door once the event loop has turned.
  await new Promise((resolve) => setImmediate(resolve));
  await intake.drain();
  expect((await Promise.all(handedIn)).flat().every(({ status }) => status === 'recorded')).toBe(true);
  await expect(intake.submit(some(1))).rejects.toMatchObject({ code: 'ERR_OVERLOADED', retriable: true });
});
