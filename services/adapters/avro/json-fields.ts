// Checkers of single JSON fields, compiled once from the Avro field: JSON value → Avro value, or problems with pointers.
import { formatInstant, parseInstant } from '../../core/domain/instants.ts';
import type { FieldProblem } from '../../core/ports/event-codec.ts';
import type { AvroField, AvroRecord, AvroType } from './contracts.ts';
import { jsonNameOf, type AvroEnum } from './enum-names.ts';
import { textProblem, uuidProblem } from './field-rules.ts';

export const absent = Symbol('absent');

/** One field of a contract, ready to check, to write as JSON and to name enums. */
export interface CompiledField {
  readonly name: string;
  readonly required: boolean;
  readonly nullable: boolean;
  /** The value that stands for an absent field. */
  readonly fallback: unknown;
  /** JSON → domain value; pushes what is wrong and returns `absent` then. */
  readonly read: (value: unknown, pointer: string, problems: FieldProblem[]) => unknown;
  /** Domain value → JSON value. */
  readonly show: (value: unknown) => unknown;
  /** Domain value ⇄ the value that avsc reads and writes. Undefined when they are the same. */
  readonly toAvro?: (value: unknown) => unknown;
  readonly fromAvro?: (value: unknown) => unknown;
}

type Converter = Pick<CompiledField, 'read' | 'show' | 'toAvro' | 'fromAvro'>;
type Named = Map<string, AvroType>;

const arrayMax = 500;
const same = (value: unknown): unknown => value;

const fail = (problems: FieldProblem[], pointer: string, rule: string, expected: string): typeof absent => {
  problems.push({ pointer, rule, expected });
  return absent;
};

export function compileFields(schema: AvroRecord, named: Named = new Map()): readonly CompiledField[] {
  return schema.fields.map((field) => compileField(field, named));
}

function compileField(field: AvroField, named: Named): CompiledField {
  const nullable = Array.isArray(field.type) && field.type.includes('null');
  const inner = nullable ? ((field.type as readonly AvroType[]).find((part) => part !== 'null') ?? 'null') : field.type;
  const converter = compileType(inner, field.name, named);
  const hasDefault = 'default' in field;
  const fallback = hasDefault && converter.fromAvro && field.default !== null ? converter.fromAvro(field.default) : field.default;
  if (!nullable) return { name: field.name, required: !hasDefault, nullable, fallback, ...converter };
  const { read, show, toAvro, fromAvro } = converter;
  const keepNull = (convert: (value: unknown) => unknown) => (value: unknown) => (value === null ? null : convert(value));
  return {
    name: field.name,
    required: !hasDefault,
    nullable,
    fallback,
    show: keepNull(show),
    read: (value, pointer, problems) => (value === null ? null : read(value, pointer, problems)),
    ...(toAvro ? { toAvro: keepNull(toAvro) } : {}),
    ...(fromAvro ? { fromAvro: keepNull(fromAvro) } : {}),
  };
}

function compileType(type: AvroType, field: string, named: Named): Converter {
  if (typeof type === 'string') {
    const known = named.get(type);
    return known ? compileType(known, field, named) : compilePrimitive(type, field);
  }
  if (!('type' in type)) throw new Error(`a union inside ${field} is not supported`);
  if ('logicalType' in type) return type.logicalType === 'uuid' ? uuid : type.logicalType === 'timestamp-millis' ? instant : compilePrimitive(type.type, field);
  if (type.type === 'array' && 'items' in type) return arrayOf(compileType(type.items, field, named), field);
  if (type.type === 'enum') {
    named.set((type as AvroEnum).name, type);
    named.set(`cn.suyuan.events.v1.${(type as AvroEnum).name}`, type);
    return enumOf(type as AvroEnum);
  }
  return recordOf(type as AvroRecord, named);
}

function compilePrimitive(type: string, field: string): Converter {
  switch (type) {
    case 'string':
      return {
        show: same,
        read: (value, pointer, problems) => {
          if (typeof value !== 'string') return fail(problems, pointer, 'type', 'text');
          const problem = textProblem(field, value);
          return problem ? fail(problems, pointer, problem.rule, problem.expected) : value;
        },
      };
    case 'boolean':
      return { show: same, read: (value, pointer, problems) => (typeof value === 'boolean' ? value : fail(problems, pointer, 'type', 'true or false')) };
    case 'long':
    case 'int':
      return {
        show: same,
        read: (value, pointer, problems) =>
          Number.isSafeInteger(value) && Number(value) >= 0 ? value : fail(problems, pointer, 'type', 'a whole number from 0 to 2^53-1'),
      };
    case 'bytes':
      return {
        show: (value) => Buffer.from(value as Uint8Array).toString('base64'),
        read: (value, pointer, problems) =>
          typeof value === 'string' && value.length <= 8192 && /^[A-Za-z0-9+/]+={0,2}$/.test(value)
            ? Buffer.from(value, 'base64')
            : fail(problems, pointer, 'base64', 'bytes as base64'),
        toAvro: (value) => Buffer.from(value as Uint8Array),
      };
    default:
      throw new Error(`the Avro type ${type} of ${field} is not supported`);
  }
}

const uuid: Converter = {
  show: same,
  read: (value, pointer, problems) => {
    if (typeof value !== 'string') return fail(problems, pointer, 'type', 'a UUID as text');
    const problem = uuidProblem(value);
    return problem ? fail(problems, pointer, problem.rule, problem.expected) : value.toLowerCase();
  },
};

/** Before it no event of this bank can have happened. */
const earliest = Date.UTC(1949, 9, 1);

const instant: Converter = {
  show: (value) => formatInstant(value as number),
  read: (value, pointer, problems) => {
    const parsed = typeof value === 'string' ? parseInstant(value) : null;
    if (parsed === null) return fail(problems, pointer, 'instant', 'an RFC 3339 instant with offset, such as 2025-09-03T10:15:00+08:00');
    return parsed >= earliest ? parsed : fail(problems, pointer, 'past', 'an instant after 1949-10-01');
  },
};

function enumOf(schema: AvroEnum): Converter {
  const toSymbol = new Map(schema.symbols.map((symbol) => [jsonNameOf(schema, symbol), symbol]));
  const toName = new Map(schema.symbols.map((symbol) => [symbol, jsonNameOf(schema, symbol)]));
  const expected = `one of ${[...toSymbol.keys()].filter((name) => name !== 'unknown').join(', ')}`;
  return {
    show: same,
    read: (value, pointer, problems) => (typeof value === 'string' && toSymbol.has(value) ? value : fail(problems, pointer, 'enum', expected)),
    toAvro: (value) => toSymbol.get(value as string),
    fromAvro: (value) => toName.get(value as string),
  };
}

function arrayOf(item: Converter, field: string): Converter {
  const unique = field === 'items' || field === 'derivedItems' || field === 'purposes';
  const { toAvro, fromAvro } = item;
  return {
    show: item.show === same ? same : (value) => (value as readonly unknown[]).map(item.show),
    read: (value, pointer, problems) => {
      if (!Array.isArray(value)) return fail(problems, pointer, 'type', 'a list');
      if (value.length > arrayMax) return fail(problems, pointer, 'length', `at most ${arrayMax} entries`);
      const read = value.map((entry, i) => item.read(entry, `${pointer}/${i}`, problems));
      if (unique && new Set(read).size < read.length && !read.includes(absent)) return fail(problems, pointer, 'unique', 'each entry once');
      return read;
    },
    ...(toAvro ? { toAvro: (value) => (value as readonly unknown[]).map(toAvro) } : {}),
    ...(fromAvro ? { fromAvro: (value) => (value as readonly unknown[]).map(fromAvro) } : {}),
  };
}

function recordOf(schema: AvroRecord, named: Named): Converter {
  const fields = compileFields(schema, named);
  const names = new Set(fields.map(({ name }) => name));
  return {
    show: (value) => Object.fromEntries(fields.map(({ name, show }) => [name, show((value as Record<string, unknown>)[name])])),
    read: (value, pointer, problems) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(problems, pointer, 'type', 'an object');
      for (const key of Object.keys(value))
        if (!names.has(key)) fail(problems, `${pointer}/${escapePointer(key)}`, 'unknown-field', `one of ${[...names].join(', ')}`);
      return readFields(fields, value as Record<string, unknown>, pointer, problems);
    },
    toAvro: (value) =>
      Object.fromEntries(
        fields.map(({ name, toAvro }) => [name, toAvro ? toAvro((value as Record<string, unknown>)[name]) : (value as Record<string, unknown>)[name]]),
      ),
    fromAvro: (value) => ({ ...(value as object) }),
  };
}

/** Every field of an object: what is absent gets its default, or is a problem. */
export function readFields(
  fields: readonly CompiledField[],
  value: Readonly<Record<string, unknown>>,
  pointer: string,
  problems: FieldProblem[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const field of fields) {
    const given = value[field.name];
    if (given === undefined || !Object.hasOwn(value, field.name)) {
      if (field.required) problems.push({ pointer: `${pointer}/${field.name}`, rule: 'required', expected: 'this field' });
      read[field.name] = field.fallback;
    } else read[field.name] = field.read(given, `${pointer}/${field.name}`, problems);
  }
  return read;
}

/** RFC 6901. Long or strange names are cut: a name may hold what should not be shown. */
export const escapePointer = (name: string): string => (/^[\w.-]{1,64}$/.test(name) ? name : '(unprintable name)').replaceAll('~', '~0').replaceAll('/', '~1');
