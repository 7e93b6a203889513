// The collector: a receipt for each report, in order; identifiers become pseudonyms and go no further.
import { describe, expect, test } from 'vitest';
import { collect, type Report } from '../../../services/collector/collect.ts';
import { receiptJson } from '../../../services/collector/receipt-json.ts';
import { reviewer } from '../../../services/collector/review.ts';
import type { PersonalDataShared } from '../../../services/core/domain/events.ts';
import type { RecordedEvent } from '../../../services/core/ports/ledger.ts';
import { embeddedIntake } from '../../../services/ingester/embedded-intake.ts';
import { ingester } from '../../../services/ingester/ingest.ts';
import { collected, encoded, ming, registered, shared, testCodec, type Fields } from '../../support/builders.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { memoryVault } from '../../support/memory-vault.ts';
import { smallRegistry } from '../../support/small-registry.ts';

const parsed = (value: unknown): Report => ({ raw: () => Buffer.from(JSON.stringify(value)), parsed: { ok: true, value } });
const unparsed: Report = { raw: () => Buffer.from('{"half'), parsed: { ok: false, problem: { pointer: '', rule: 'json', expected: 'JSON' } } };
const without = (fields: Fields, ...names: readonly string[]): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
const identified = (fields: Fields, value = '19900001234'): Fields => ({ ...without(fields, 'dataSubject'), identifier: { type: 'mobile', value } });

function setUp() {
  const ledger = memoryLedger();
  const vault = memoryVault();
  const intake = embeddedIntake({ ingester: ingester({ ledger, index: ledger, now: () => 1000 }), vault });
  const dependencies = { codec: testCodec, vault, intake, partitions: 1, review: reviewer(smallRegistry) };
  const stored = async (): Promise<readonly RecordedEvent[]> => {
    const all: RecordedEvent[] = [];
    for (const stream of await ledger.streams()) for await (const batch of ledger.read(stream, 0n)) all.push(...batch);
    return all;
  };
  return {
    vault,
    stored,
    collect: (values: readonly unknown[], onInvalid: 'reject' | 'quarantine' = 'reject') => collect(values.map(parsed), onInvalid, dependencies),
    dependencies,
  };
}

describe('a mixed batch', () => {
  const good = shared(1);
  const batch = [good, { type: 'Nonsense' }, registered(0), good, without(collected(2), 'purpose'), collected(3)];

  test('is answered in its order', async () => {
    const receipts = await setUp().collect(batch);
    expect(receipts.map(({ status }) => status)).toEqual(['recorded', 'rejected', 'recorded', 'duplicate', 'rejected', 'recorded']);
    expect(receipts.map((receipt) => ('ledger' in receipt ? `${receipt.ledger} ${receipt.revision}` : ''))).toEqual([
      'ledger-0 0',
      '',
      'ledger-registers 0',
      'ledger-0 0',
      '',
      'ledger-0 1',
    ]);
    expect(receipts[4]).toMatchObject({ eventId: expect.stringMatching(/-8/), problems: [{ pointer: '/purpose', rule: 'required' }] });
  });

  test('asked to, keeps what is invalid in quarantine instead', async () => {
    const { dependencies } = setUp();
    const receipts = await collect([unparsed, ...batch.map(parsed)], 'quarantine', dependencies);
    expect(receipts.map(({ status }) => status)).toEqual(['quarantined', 'recorded', 'quarantined', 'recorded', 'duplicate', 'quarantined', 'recorded']);
    expect(dependencies.intake.conservation()).toEqual({ consumed: 7, appended: 3, quarantined: 3, duplicates: 1 });
  });

  test('of nothing is answered by nothing', async () => expect(await setUp().collect([])).toEqual([]));
});

describe('identifiers', () => {
  test('the same identifier is the same person, all of a batch resolved in one go', async () => {
    const { vault, stored, collect } = setUp();
    await collect([identified(shared(1)), identified(shared(2), '+86 199 0000 1234'), identified(shared(3), '19900005678')]);
    expect(vault.resolved()).toBe(1);
    const people = (await stored()).map(({ metadata, data }) => {
      const decoded = testCodec.decode(metadata.schema, data);
      return decoded.ok ? (decoded.event as PersonalDataShared).dataSubject : '';
    });
    expect(people).toEqual([vault.people.get('mobile:19900001234'), vault.people.get('mobile:19900001234'), vault.people.get('mobile:19900005678')]);
  });

  test('the value is in nothing that is stored, and in no answer', async () => {
    const { stored, collect } = setUp();
    const receipts = await collect([identified(shared(1)), identified(without(shared(2), 'items')), identified(shared(3), 'canary-1')]);
    const everything = Buffer.concat((await stored()).map(({ data }) => Buffer.from(data))).toString('latin1') + JSON.stringify(receipts.map(receiptJson));
    expect(everything).not.toContain('19900001234');
    expect(everything).not.toContain('canary-1');
    expect(receipts.map(({ status }) => status)).toEqual(['recorded', 'rejected', 'rejected']);
  });

  test.each([
    ['identifier and dataSubject both', { identifier: { type: 'mobile', value: '19900001234' } }, '/identifier', 'either'],
    ['not an object', { dataSubject: undefined, identifier: 'mobile:19900001234' }, '/identifier', 'type'],
    ['of an unknown type', { dataSubject: undefined, identifier: { type: 'passport', value: '1' } }, '/identifier/type', 'identifier'],
    ['of no shape', { dataSubject: undefined, identifier: { type: 'mobile', value: '1' } }, '/identifier/value', 'identifier'],
  ])('%s: rejected, nobody is made', async (_name, fields, pointer, rule) => {
    const { vault, collect } = setUp();
    const [receipt] = await collect([JSON.parse(JSON.stringify({ ...shared(1), ...fields }))]);
    expect(receipt).toMatchObject({ status: 'rejected', problems: [{ pointer, rule }] });
    expect(vault.people.size).toBe(0);
  });
});

describe('references', () => {
  test('are sealed under the person’s key, for this event; a resend is the same event', async () => {
    const { stored, collect } = setUp();
    const report = { ...shared(1), references: [{ kind: 'order-no', value: '4711' }] };
    const [first] = await collect([report]);
    expect(first?.status).toBe('recorded');
    expect((await collect([report]))[0]?.status).toBe('duplicate');
    const [event] = await stored();
    const decoded = testCodec.decode(event!.metadata.schema, event!.data);
    const { sealed } = (decoded.ok ? decoded.event : {}) as PersonalDataShared;
    expect(sealed).toHaveLength(1);
    expect(Buffer.from(sealed[0]!.ciphertext).toString()).toBe(`sealed ${ming} ${event!.eventId} order-no 4711`);
  });

  test.each([
    ['no list', 'x', '/references'],
    ['too many', Array.from({ length: 21 }, () => ({ kind: 'a', value: 'b' })), '/references'],
    ['a kind of no shape', [{ kind: 'Order No', value: '1' }], '/references/0/kind'],
    ['an empty value', [{ kind: 'order-no', value: '' }], '/references/0/value'],
    ['a value that is no text', [{ kind: 'order-no', value: 7 }], '/references/0/value'],
    ['nothing in it', [null], '/references/0/kind'],
  ])('%s: rejected', async (_name, references, pointer) => {
    const [receipt] = await setUp().collect([{ ...shared(1), references }]);
    expect(receipt).toMatchObject({ status: 'rejected', problems: expect.arrayContaining([expect.objectContaining({ pointer })]) });
  });

  test('in clear under sealed: refused, with the field that takes them', async () => {
    const [receipt] = await setUp().collect([{ ...shared(1), sealed: [{ kind: 'order-no', value: '4711' }] }]);
    expect(receipt).toMatchObject({
      status: 'rejected',
      problems: [{ pointer: '/sealed/0/value', rule: 'clear-text', expected: expect.stringMatching(/references/) }],
    });
  });
});

test('what only the system itself writes is refused', async () => {
  const report = { type: 'LineageQueried', producer: 'x', sourceEventId: '1', occurredAt: '2025-09-01T10:00:00+08:00' };
  const [receipt] = await setUp().collect([report]);
  expect(receipt?.status).toBe('rejected');
});

test.each([null, 7, 'text', [], [1], { type: null }, JSON.parse('{"__proto__":{"type":"PersonalDataShared"}}')])(
  '%j is rejected, never thrown',
  async (value) => {
    const [receipt] = await setUp().collect([value]);
    expect(receipt).toMatchObject({ status: 'rejected', eventId: null });
  },
);

test('unknown clause, item and purpose are recorded, with a warning each', async () => {
  const report = shared(1, { clause: '9.9.9', items: ['mobile_number', 'shoe_size'], purpose: 'art' });
  const [receipt] = await setUp().collect([report]);
  expect(receipt?.status).toBe('recorded');
  expect(receipt?.warnings?.map(({ pointer, rule }) => `${pointer} ${rule}`)).toEqual([
    '/clause unknown-clause',
    '/items/1 unknown-item',
    '/purpose unknown-purpose',
  ]);
  expect(receiptJson(receipt!)).toMatchObject({ status: 'recorded', revision: '0', eventId: encoded(report).eventId });
});
