// Reports whose fields are wrong: every field is named by its pointer, with the rule and what was expected. What the policy does not know is a fact.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectProblem, runningSystem } from '../support/running-system.ts';
import { validShare, without, type Fields } from '../support/valid-reports.ts';

const raw = (before: string): string => `{${before},${JSON.stringify(validShare()).slice(1)}`;
const sealed = { kind: 'order-no', suite: 'A256GCM', keyId: 'k', ciphertext: 'AAAA' };
const inTwoDays = (): string => new Date(Date.now() + 48 * 3_600_000).toISOString();

const refusals: Readonly<Record<string, readonly [report: Fields | string, pointer: string, rule: string]>> = {
  'an unknown field': [validShare({ colour: 'red' }), '/colour', 'unknown-field'],
  'an unknown nested field': [validShare({ sealed: [{ ...sealed, colour: 'red' }] }), '/sealed/0/colour', 'unknown-field'],
  'an identifier with more than it may have': [
    { ...without('dataSubject', validShare()), identifier: { type: 'mobile', value: '13800000000', name: 'x' } },
    '/identifier',
    'unknown-field',
  ],
  'a reference with more than it may have': [validShare({ references: [{ kind: 'order-no', value: '1', colour: 'red' }] }), '/references/0', 'unknown-field'],
  '__proto__ as a key': [raw('"__proto__":{"admin":true}'), '/__proto__', 'unknown-field'],
  'constructor as a key': [raw('"constructor":{"prototype":{"admin":true}}'), '/constructor', 'unknown-field'],
  'toString as a key': [raw('"toString":"x"'), '/toString', 'unknown-field'],
  '__proto__ within a field': [
    JSON.stringify(validShare({ sealed: [sealed] })).replace('"kind"', '"__proto__":{"admin":true},"kind"'),
    '/sealed/0/__proto__',
    'unknown-field',
  ],
  'constructor within a field': [validShare({ sealed: [{ ...sealed, constructor: { admin: true } }] }), '/sealed/0/constructor', 'unknown-field'],
  'an unknown type': [validShare({ type: 'PersonalDataSold' }), '/type', 'enum'],
  'no type': [without('type', validShare()), '/type', 'required'],
  'a type of the prototype': [validShare({ type: '__proto__' }), '/type', 'enum'],
  'a type that only the system writes': [
    {
      type: 'LineageQueried',
      producer: 'intruder',
      sourceEventId: 'q-1',
      occurredAt: '2025-09-03T10:15:00+08:00',
      dataSubject: randomUUID(),
      phase: 'intended',
      role: 'auditor',
      actor: 'auditor-7',
      purpose: 'audit',
      route: '/v1/data-subjects/{id}/lineage',
    },
    '/type',
    'internal',
  ],
  'a missing field': [without('recipient', validShare()), '/recipient', 'required'],
  'a number for a text': [validShare({ recipient: 7 }), '/recipient', 'type'],
  'a text for a list': [validShare({ items: 'mobile_number' }), '/items', 'type'],
  'a list of numbers': [validShare({ items: [1] }), '/items/0', 'type'],
  'null where nothing may lack': [validShare({ purpose: null }), '/purpose', 'type'],
  'a text for true': [validShare({ adverse: 'true' }), '/adverse', 'type'],
  'an object for a text': [validShare({ purpose: {} }), '/purpose', 'type'],
  'an item twice': [validShare({ items: ['name', 'name'] }), '/items', 'unique'],
  'too many items': [validShare({ items: Array.from({ length: 501 }, (_, i) => `item_${i}`) }), '/items', 'length'],
  'an unknown mode': [validShare({ mode: 'sold' }), '/mode', 'enum'],
  'an unknown legal basis': [validShare({ legalBasis: '13-9' }), '/legalBasis', 'enum'],
  'an instant without offset': [validShare({ occurredAt: '2025-09-03T10:15:00' }), '/occurredAt', 'instant'],
  'a day that does not exist': [validShare({ occurredAt: '2025-02-30T10:15:00+08:00' }), '/occurredAt', 'instant'],
  'an hour that does not exist': [validShare({ occurredAt: '2025-09-03T24:15:00+08:00' }), '/occurredAt', 'instant'],
  'an instant as a number': [validShare({ occurredAt: 1_756_865_700_000 }), '/occurredAt', 'instant'],
  'an instant before there was a bank': [validShare({ occurredAt: '0001-01-01T00:00:00Z' }), '/occurredAt', 'past'],
  'an instant in the far future': [validShare({ occurredAt: '9999-12-31T23:59:59Z' }), '/occurredAt', 'future'],
  'an instant in two days': [validShare({ occurredAt: inTwoDays() }), '/occurredAt', 'future'],
  'an empty text': [validShare({ sourceEventId: '' }), '/sourceEventId', 'pattern'],
  'a text that is too long': [validShare({ sourceEventId: 'x'.repeat(129) }), '/sourceEventId', 'pattern'],
  'half a surrogate pair': [validShare({ contract: 'a\ud800b' }), '/contract', 'text'],
  'a control character': [validShare({ contract: 'a\u0000b' }), '/contract', 'text'],
  'a data subject that is no UUID': [validShare({ dataSubject: '42' }), '/dataSubject', 'uuid'],
  'no data subject': [without('dataSubject', validShare()), '/dataSubject', 'required'],
  'data subject and identifier': [validShare({ identifier: { type: 'mobile', value: '13800000000' } }), '/identifier', 'either'],
  'an identifier of an unknown kind': [
    { ...without('dataSubject', validShare()), identifier: { type: 'shoe-size', value: '42' } },
    '/identifier/type',
    'identifier',
  ],
  'an identifier of the wrong shape': [
    { ...without('dataSubject', validShare()), identifier: { type: 'mobile', value: '42' } },
    '/identifier/value',
    'identifier',
  ],
  'an identifier that is a number': [
    { ...without('dataSubject', validShare()), identifier: { type: 'mobile', value: 13_800_000_000 } },
    '/identifier/value',
    'identifier',
  ],
  'an identifier that is a text': [{ ...without('dataSubject', validShare()), identifier: '13800000000' }, '/identifier', 'type'],
  'references that are no list': [validShare({ references: { kind: 'order-no', value: '1' } }), '/references', 'type'],
  'bytes that are no base64': [validShare({ sealed: [{ ...sealed, ciphertext: '***' }] }), '/sealed/0/ciphertext', 'base64'],
};

test('each wrong field is refused by pointer and rule; nothing is recorded', async () => {
  const system = await runningSystem();
  for (const [name, [report, pointer, rule]] of Object.entries(refusals)) {
    const answer = await system.report(report);
    expect(expectProblem(answer, 422, 'ERR_EVENT'), name).toContainEqual({ pointer, rule, expected: expect.any(String) });
  }
  expect(await system.conservation()).toEqual({ consumed: 0, appended: 0, quarantined: 0, duplicates: 0 });
  expect(Object.prototype).not.toHaveProperty('admin');
});

test('the same in an array and in a stream: the others are recorded', async () => {
  const system = await runningSystem();
  const mixed = Object.values(refusals).flatMap(([report]) => [validShare(), typeof report === 'string' ? (JSON.parse(report) as Fields) : report]);
  const array = await system.report(mixed);
  expect(array.status).toBe(207);
  const statuses = (receipts: readonly Fields[]) => receipts.map(({ status }) => status);
  expect(statuses(array.json as readonly Fields[])).toEqual(mixed.map((_, i) => (i % 2 === 0 ? 'recorded' : 'rejected')));
  expect(statuses(await system.stream(mixed))).toEqual(mixed.map((_, i) => (i % 2 === 0 ? 'duplicate' : 'rejected')));
  expect((await system.conservation()).appended).toBe(mixed.length / 2);
});

test('a type that is no text is refused, whatever it would be as text', async () => {
  const system = await runningSystem();
  for (const type of [['PersonalDataShared'], { toString: 1, valueOf: 1 }, 7, null]) {
    expect(expectProblem(await system.report(validShare({ type })), 422, 'ERR_EVENT')).toContainEqual({
      pointer: '/type',
      rule: 'enum',
      expected: expect.any(String),
    });
    const statuses = (await system.stream([validShare(), validShare({ type }), validShare()])).map(({ status }) => status);
    expect(statuses).toEqual(['recorded', 'rejected', 'recorded']);
  }
});

test('every wrong field of a report is named, not only the first', async () => {
  const system = await runningSystem();
  const errors = expectProblem(await system.report(validShare({ colour: 'red', mode: 'sold', occurredAt: 'yesterday', items: [1] })), 422, 'ERR_EVENT');
  expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/colour', '/items/0', '/mode', '/occurredAt']);
});

test('what the policy does not know is recorded as a fact, with a warning, and never judged compliant', async () => {
  const system = await runningSystem();
  const unknown: readonly (readonly [fields: Fields, pointer: string, rule: string])[] = [
    [{ items: ['mobile_number', 'shoe_size'] }, '/items/1', 'unknown-item'],
    [{ clause: '9.9.9' }, '/clause', 'unknown-clause'],
    [{ clause: '__proto__' }, '/clause', 'unknown-clause'],
    [{ purpose: 'fortune-telling' }, '/purpose', 'unknown-purpose'],
    [{ policyVersion: 'webank-app/99' }, '/policyVersion', 'unknown-policy-version'],
    [{ policyVersion: null }, '/policyVersion', 'unknown-policy-version'],
  ];
  for (const [fields, pointer, rule] of unknown) {
    const report = validShare(fields);
    const answer = await system.report(report);
    expect(answer.status, pointer).toBe(201);
    expect((answer.json as { warnings: unknown }).warnings, pointer).toContainEqual({ pointer, rule, expected: expect.any(String) });
    await system.caughtUp();
    const { flows } = (await system.ask(`/v1/data-subjects/${String(report['dataSubject'])}/lineage`)).json as {
      flows: { verdict: { outcome: string; findings: unknown[] } }[];
    };
    expect(flows, pointer).toHaveLength(1);
    expect(flows[0]?.verdict.outcome, pointer).toMatch(/^(violation|gap)$/);
    expect(flows[0]?.verdict.findings, pointer).not.toEqual([]);
  }
});
