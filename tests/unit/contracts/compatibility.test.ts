// FULL_TRANSITIVE bites: versions that read each other pass, every way of breaking that is found.
import { describe, expect, test } from 'vitest';
import { incompatibilities } from '../../../services/adapters/avro/compatibility.ts';
import type { AvroField } from '../../../services/adapters/avro/contracts.ts';
import { codecOf } from '../../../services/adapters/avro/event-codec.ts';
import type { DomainEvent } from '../../../services/core/domain/events.ts';
import { codec, contractNamed, contracts, now, share, versionOf } from './contracts.ts';

const v1 = contractNamed('PersonalDataShared');
const note: AvroField = { name: 'urgency', type: ['null', 'string'], default: null, doc: 'How urgent.' };
type Change = (fields: AvroField[]) => void;
const replace = (fields: AvroField[], name: string, change: (field: AvroField) => AvroField): void => {
  const i = fields.findIndex((field) => field.name === name);
  fields[i] = change(fields[i] as AvroField);
};
const symbols =
  (change: (symbols: readonly string[]) => readonly string[]): Change =>
  (fields) =>
    replace(fields, 'mode', (field) => {
      const type = field.type as { readonly symbols: readonly string[] };
      return { ...field, type: { ...type, symbols: change(type.symbols) } as AvroField['type'] };
    });
const grows: Change = (fields) => {
  fields.push(note);
  symbols((all) => all.toSpliced(-1, 0, 'LEASED'))(fields);
};
const v2 = versionOf(v1, 2, grows);
const v3 = versionOf(v2, 3, (fields) => fields.splice(4, 0, { name: 'lane', type: 'string', default: 'none', doc: 'Which lane.' }));

describe('versions of a contract', () => {
  test('that only add fields with defaults and symbols read each other', () => {
    expect(incompatibilities([v1, v2, v3])).toEqual([]);
  });

  test.each<[string, Change]>([
    ['a new field without default', (fields) => fields.push({ name: 'urgency', type: 'string', doc: 'x' })],
    [
      'a field gone',
      (fields) =>
        fields.splice(
          fields.findIndex(({ name }) => name === 'contract'),
          1,
        ),
    ],
    [
      'a required field gone',
      (fields) =>
        fields.splice(
          fields.findIndex(({ name }) => name === 'purpose'),
          1,
        ),
    ],
    ['a field renamed', (fields) => replace(fields, 'contract', (field) => ({ ...field, name: 'agreement' }))],
    ['another type', (fields) => replace(fields, 'purpose', (field) => ({ ...field, type: 'long' }))],
    ['a promoted type', (fields) => replace(fields, 'records', (field) => ({ ...field, type: 'int' }))],
    ['another logical type', (fields) => replace(fields, 'occurredAt', (field) => ({ ...field, type: 'long' }))],
    ['made optional', (fields) => replace(fields, 'purpose', (field) => ({ ...field, type: ['null', 'string'], default: null }))],
    ['made required', (fields) => replace(fields, 'contract', ({ name, doc = '' }) => ({ name, type: 'string', doc }))],
    ['another default', (fields) => replace(fields, 'records', (field) => ({ ...field, default: 0 }))],
    ['another order', (fields) => fields.unshift(...fields.splice(-1))],
    ['a list that may no longer be empty', (fields) => replace(fields, 'causedBy', (field) => ({ ...field, minItems: 1 }))],
    ['a symbol gone', symbols((all) => all.filter((symbol) => symbol !== 'STATUTORY'))],
    ['a symbol renamed', symbols((all) => all.map((symbol) => (symbol === 'STATUTORY' ? 'REQUIRED_BY_LAW' : symbol)))],
    ['symbols in another order', symbols((all) => all.toReversed())],
    [
      'a symbol with another JSON name',
      (fields) =>
        replace(fields, 'mode', (field) => ({ ...field, type: { ...(field.type as object), json: { PROVIDED: 'given' } } as unknown as AvroField['type'] })),
    ],
    [
      'a nested field gone',
      (fields) =>
        replace(fields, 'sealed', (field) => {
          const type = structuredClone(field.type) as unknown as { items: { fields: AvroField[] } };
          type.items.fields.pop();
          return { ...field, type: type as unknown as AvroField['type'] };
        }),
    ],
  ])('do not, with %s', (_, change) => {
    expect(incompatibilities([v1, versionOf(v1, 2, change)])).not.toEqual([]);
  });

  test('are checked across every pair, not only neighbours', () => {
    const withoutNote = versionOf(v2, 3, (fields) => fields.pop());
    expect(incompatibilities([v1, v2, withoutNote]).map(({ writer, reader }) => `${writer} ${reader}`)).toEqual([
      'personal-data-shared.v2.avsc personal-data-shared.v3.avsc',
    ]);
    const returned = versionOf(v1, 3, (fields) => fields.push({ ...note, type: 'long', default: 0 }));
    expect(incompatibilities([v1, v2, returned]).length).toBeGreaterThan(0);
  });
});

describe('bytes of one version read as another', () => {
  const old = codec.fromJson(share);
  if (!old.ok) throw new Error(JSON.stringify(old.problems));

  test('older ones take the defaults of the newer', () => {
    const decoded = codecOf([v1, v2, v3], () => now).decode(v1.fingerprint, old.value.bytes);
    expect(decoded).toEqual({ ok: true, event: { ...old.value.event, urgency: null, lane: 'none' } });
  });

  test('each pair, both ways: the fields that both know keep their values, an unknown symbol is UNKNOWN', () => {
    const versions = [v1, v2, v3];
    for (const writer of versions)
      for (const reader of versions) {
        const written = codecOf([writer], () => now).fromJson({ ...share, mode: writer === v1 ? 'joint' : 'leased' });
        if (!written.ok) throw new Error(JSON.stringify(written.problems));
        const read = reader.type.fromBuffer(Buffer.from(written.value.bytes), reader.type.createResolver(writer.type)) as Record<string, unknown>;
        expect(read).toMatchObject({ items: share.items, recipient: 'kuaidi100', occurredAt: Date.parse(share.occurredAt) });
        expect(read['mode']).toBe(writer === v1 ? 'JOINT' : reader === v1 ? 'UNKNOWN' : 'LEASED');
      }
  });

  test('a schema that nobody knows is an outcome', () => {
    const newer = codecOf([v1, v2], () => now).encode({ ...old.value.event, urgency: 'high' } as unknown as DomainEvent);
    expect(newer.schema).toBe(v2.fingerprint);
    expect(codec.decode(newer.schema, newer.bytes)).toMatchObject({ ok: false, reason: 'unknown-schema' });
    for (const schema of ['', '0'.repeat(16), 'constructor', '__proto__'])
      expect(codec.decode(schema, old.value.bytes)).toMatchObject({ ok: false, reason: 'unknown-schema' });
  });

  test('bytes under another type’s schema are not that type', () => {
    const readAs = contracts.filter(({ fingerprint }) => codec.decode(fingerprint, old.value.bytes).ok);
    expect(readAs.map(({ name }) => name)).toEqual(['PersonalDataShared']);
  });
});
