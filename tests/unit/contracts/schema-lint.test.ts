// The linter bites: each rule refuses the schema that breaks it, and nothing else.
import { describe, expect, test } from 'vitest';
import type { AvroRecord } from '../../../services/adapters/avro/contracts.ts';
import { lintContract } from '../../../services/adapters/avro/schema-lint.ts';

const good = {
  type: 'record',
  name: 'ThingHappened',
  namespace: 'cn.suyuan.events.v1',
  doc: 'A thing happened.',
  fields: [{ name: 'note', type: 'string', doc: 'A note.' }],
};
const withField = (field: object): unknown => ({ ...good, fields: [...good.fields, { name: 'more', doc: 'More.', ...field }] });
const lint = (schema: unknown, file = 'thing-happened.v1.avsc') => lintContract(file, schema as AvroRecord).map(({ at, rule }) => `${at} ${rule}`);
const enumOf = (change: object) => ({ type: { type: 'enum', name: 'Kind', doc: 'Kinds.', symbols: ['A', 'UNKNOWN'], default: 'UNKNOWN', ...change } });

describe('the schema linter', () => {
  test('has nothing to say about a good schema', () => {
    expect(lint(good)).toEqual([]);
    expect(lint(withField(enumOf({})))).toEqual([]);
    expect(lint(withField({ type: ['null', { type: 'long', logicalType: 'timestamp-millis' }], default: null }))).toEqual([]);
    expect(lint(withField({ type: { type: 'array', items: { type: 'record', name: 'Part', doc: 'A part.', fields: good.fields } } }))).toEqual([]);
  });

  test.each([
    ['float', { type: 'float' }, 'ThingHappened.more float'],
    ['double in a union', { type: ['null', 'double'], default: null }, 'ThingHappened.more float'],
    ['double in an array', { type: { type: 'array', items: 'double' } }, 'ThingHappened.more[] float'],
    ['map', { type: { type: 'map', values: 'string' } }, 'ThingHappened.more map'],
    ['fixed', { type: { type: 'fixed', name: 'None', size: 0 } }, 'ThingHappened.more fixed'],
    ['entries of no width', { type: { type: 'array', items: 'null' } }, 'ThingHappened.more zero-width'],
    [
      'entries of an empty record',
      { type: { type: 'array', items: { type: 'record', name: 'Empty', doc: 'Nothing.', fields: [] } } },
      'ThingHappened.more[] zero-width',
    ],
    ['null alone', { type: 'null' }, 'ThingHappened.more zero-width'],
    ['recursion', { type: ['null', 'ThingHappened'], default: null }, 'ThingHappened.more recursion'],
    ['recursion by full name', { type: { type: 'array', items: 'cn.suyuan.events.v1.ThingHappened' } }, 'ThingHappened.more[] recursion'],
    ['union of two values', { type: ['null', 'string', 'long'], default: null }, 'ThingHappened.more union'],
    ['union without null', { type: ['string', 'long'], default: 'x' }, 'ThingHappened.more union'],
    ['null last', { type: ['string', 'null'], default: 'x' }, 'ThingHappened.more union'],
    ['union whose default is a value', { type: ['null', 'string'] }, 'ThingHappened.more union-default'],
    ['enum without UNKNOWN', enumOf({ symbols: ['A', 'B'], default: 'A' }), 'ThingHappened.more enum-default'],
    ['enum whose default is real', enumOf({ default: 'A' }), 'ThingHappened.more enum-default'],
    ['enum without default', enumOf({ default: undefined }), 'ThingHappened.more enum-default'],
    ['enum without doc', enumOf({ doc: '' }), 'ThingHappened.more doc'],
    ['field without doc', { type: 'string', doc: '' }, 'ThingHappened.more doc'],
    [
      'nested field without doc',
      { type: { type: 'record', name: 'Part', doc: 'A part.', fields: [{ name: 'x', type: 'string' }] } },
      'ThingHappened.more.x doc',
    ],
    ['unknown logical type', { type: { type: 'bytes', logicalType: 'decimal' } }, 'ThingHappened.more logical-type'],
    ['logical type on the wrong type', { type: { type: 'string', logicalType: 'timestamp-millis' } }, 'ThingHappened.more logical-type'],
    ['unknown type', { type: 'Nowhere' }, 'ThingHappened.more type'],
    ['name that is no JSON key of ours', { name: 'More_Things', type: 'string' }, 'ThingHappened.More_Things name'],
  ])('refuses: %s', (_, field, expected) => {
    expect(lint(withField(field))).toContain(expected);
  });

  test('refuses a file named after something else, another namespace, a record without doc', () => {
    expect(lint(good, 'thing.v1.avsc')).toEqual(['ThingHappened file-name']);
    expect(lint(good, 'thing-happened.avsc')).toEqual(['ThingHappened file-name']);
    expect(lint({ ...good, namespace: 'elsewhere' })).toEqual(['ThingHappened name']);
    expect(lint({ ...good, doc: undefined })).toEqual(['ThingHappened doc']);
  });
});
