// Valid events of any type as JSON, made from its contract alone: every optional field now there, now not.
import * as fc from 'fast-check';
import { jsonNameOf } from '../../../services/adapters/avro/enum-names.ts';
import type { AvroField, AvroRecord, AvroType } from '../../../services/adapters/avro/contracts.ts';
import { textRule } from '../../../services/adapters/avro/field-rules.ts';
import { formatInstant } from '../../../services/core/domain/instants.ts';

export type Report = Record<string, unknown>;

const codes = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/);
const countries = fc.stringMatching(/^[A-Z]{2}$/);
const hashes = fc.stringMatching(/^[0-9a-f]{64}$/);
const free = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 });
/** Chinese, emoji and the character that stands for broken text are text like any other. */
const anyText = fc.oneof(free, fc.constantFrom('开户身份证件号码', '𠮷野家', '\ufffd', "' OR 1=1 --", '=1+1', '__proto__', 'a'.repeat(256)));

function texts(field: string): fc.Arbitrary<string> {
  const rule = textRule(field);
  if (field === 'causedBy') return fc.uuid();
  return fc.oneof(codes, countries, hashes, anyText).filter((text) => rule(text) === null);
}

/** 1970 on either side; a real report is never from the future. */
const instants = fc.integer({ min: Date.parse('1950-01-01T00:00:00Z'), max: Date.parse('2026-01-01T00:00:00Z') }).map(formatInstant);
const counts = fc.oneof(fc.nat(), fc.constantFrom(0, 63, 64, 2 ** 31, 1e15));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 }).map((value) => Buffer.from(value).toString('base64'));

function valueOf(type: AvroType, field: AvroField): fc.Arbitrary<unknown> {
  if (type === 'string') return texts(field.name);
  if (type === 'boolean') return fc.boolean();
  if (type === 'long') return counts;
  if (type === 'bytes') return bytes;
  if (typeof type === 'string') throw new Error(`no values of ${type}`);
  if (!('type' in type)) return valueOf(type.find((part) => part !== 'null') ?? 'null', field);
  if ('logicalType' in type) return type.logicalType === 'uuid' ? fc.uuid() : instants;
  if (type.type === 'enum') return fc.constantFrom(...type.symbols.map((symbol) => jsonNameOf(type, symbol)));
  if (type.type === 'array' && 'items' in type) return fc.uniqueArray(valueOf(type.items, field), { minLength: field.minItems ?? 0, maxLength: 5 });
  return recordOf(type);
}

const recordOf = (schema: AvroRecord): fc.Arbitrary<Report> =>
  fc.record(Object.fromEntries(schema.fields.map((field) => [field.name, valueOf(field.type, field)])), {
    requiredKeys: schema.fields.filter((field) => !('default' in field)).map(({ name }) => name),
  });

/** Valid reports of the contract's type. */
export const reportsOf = (schema: AvroRecord): fc.Arbitrary<Report> => recordOf(schema).map((fields) => ({ type: schema.name, ...fields }));

/** The report without what a reader fills in anyway: how the codec writes it. */
export function withoutDefaults(schema: AvroRecord, report: Report): Report {
  const byDefault = (field: AvroField, value: unknown): boolean => {
    const { type } = field;
    const fallback =
      typeof type === 'object' && 'type' in type && type.type === 'enum' && 'symbols' in type ? jsonNameOf(type, String(field.default)) : field.default;
    return 'default' in field && JSON.stringify(value) === JSON.stringify(fallback);
  };
  return Object.fromEntries(Object.entries(report).filter(([key, value]) => !schema.fields.some((field) => field.name === key && byDefault(field, value))));
}
