// Records of the contracts as JSON objects: compiled once per schema, then every field is checked and every problem told.
import type { FieldProblem } from '../../core/ports/event-codec.ts';
import type { AvroField, AvroRecord, AvroType } from './contracts.ts';
import { boolean, bytes, count, enumOf, fail, instant, same, textOf, uuid, type Converter } from './json-values.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One field of a contract, ready to check, to write as JSON and to turn into Avro and back. */
export interface CompiledField extends Converter {
  readonly name: string;
  readonly required: boolean;
  /** The value that stands for an absent field. */
  readonly fallback: unknown;
}

export interface CompiledRecord {
  readonly name: string;
  readonly fields: readonly CompiledField[];
  readonly byName: ReadonlyMap<string, CompiledField>;
  readonly required: readonly string[];
  /** Fields whose value is not the same in Avro. */
  readonly toAvro: readonly CompiledField[];
  readonly fromAvro: readonly CompiledField[];
  /** Every field with its default: copying a whole object is several times faster than adding forty fields to an empty one. */
  readonly template: Fields;
}

type Named = Map<string, AvroType>;

const entriesMax = 500;

/** A record's fields, ready to read and write. `tag` stands in every object made by it beside the fields; `named` holds the named types met so far. */
export function compileRecord(schema: AvroRecord, named: Named = new Map(), tag: Fields = {}): CompiledRecord {
  const fields = schema.fields.map((field) => compileField(field, named));
  return {
    name: schema.name,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    toAvro: fields.filter(({ toAvro }) => toAvro),
    fromAvro: fields.filter(({ fromAvro }) => fromAvro),
    template: templateOf({ ...tag, ...Object.fromEntries(fields.map(({ name, fallback }) => [name, fallback ?? null])) }),
  };
}

/** By way of JSON, because V8 keeps what its JSON parser makes in the fast form and what is built key by key in the slow one. */
function templateOf(defaults: Fields): Fields {
  const template = JSON.parse(JSON.stringify(defaults)) as Fields;
  // Every event that leaves a list out shares it.
  for (const value of Object.values(template)) Object.freeze(value);
  return template;
}

/** Reads an object by its record: what is absent gets its default, or is a problem. `ignored` is a key that is no field. */
export function readRecord(record: CompiledRecord, given: Fields, problems: FieldProblem[], ignored?: string): Record<string, unknown> {
  const read = { ...record.template };
  for (const key of Object.keys(given)) {
    if (key === ignored) continue;
    const field = record.byName.get(key);
    const value = given[key];
    const before = problems.length;
    if (!field) fail(problems, 'unknown-field', `a field of ${record.name}: ${[...record.byName.keys()].join(', ')}`, `/${pointerName(key)}`);
    else if (value !== undefined) {
      read[key] = field.read(value, problems);
      if (problems.length > before) within(problems, before, key);
    }
  }
  for (const name of record.required) if (!Object.hasOwn(given, name) || given[name] === undefined) fail(problems, 'required', 'this field', `/${name}`);
  return read;
}

/** Puts the name of the holder before the pointers of the problems from `first` on. */
function within(problems: FieldProblem[], first: number, name: string | number): void {
  for (const [i, problem] of problems.entries()) if (i >= first) problems[i] = { ...problem, pointer: `/${name}${problem.pointer}` };
}

/** A copy that avsc can write. */
export function toAvro(record: CompiledRecord, value: Fields): Record<string, unknown> {
  const copy = { ...value };
  for (const field of record.toAvro) copy[field.name] = field.toAvro?.(value[field.name]);
  return copy;
}

/** Turns what avsc read into the domain's, in place. */
export function fromAvro(record: CompiledRecord, value: Record<string, unknown>): void {
  for (const field of record.fromAvro) value[field.name] = field.fromAvro?.(value[field.name]);
}

function compileField(field: AvroField, named: Named): CompiledField {
  const { name } = field;
  const nullable = Array.isArray(field.type);
  const converter = compileType(nullable ? ((field.type as readonly AvroType[]).find((part) => part !== 'null') ?? 'null') : field.type, field, named);
  const required = !('default' in field);
  const fallback = converter.fromAvro && field.default !== null && !required ? converter.fromAvro(field.default) : field.default;
  return { name, required, fallback, ...(nullable ? orNull(converter) : converter) };
}

function orNull({ read, show, toAvro, fromAvro }: Converter): Converter {
  const keepNull = (convert: (value: unknown) => unknown) => (value: unknown) => (value === null ? null : convert(value));
  return {
    show: keepNull(show),
    read: (value, problems) => (value === null ? null : read(value, problems)),
    ...(toAvro ? { toAvro: keepNull(toAvro) } : {}),
    ...(fromAvro ? { fromAvro: keepNull(fromAvro) } : {}),
  };
}

function compileType(type: AvroType, field: AvroField, named: Named): Converter {
  if (typeof type === 'string') {
    const known = named.get(type);
    return known ? compileType(known, field, named) : compilePrimitive(type, field.name);
  }
  if (!('type' in type)) throw new Error(`a union inside ${field.name} is not supported`);
  if ('logicalType' in type) return type.logicalType === 'timestamp-millis' ? instant : uuid;
  if (type.type === 'array' && 'items' in type) return arrayOf(compileType(type.items, field, named), field);
  named.set(type.name, type);
  return type.type === 'enum' ? enumOf(type) : recordOf(compileRecord(type, named));
}

function compilePrimitive(type: string, field: string): Converter {
  if (type === 'string') return textOf(field);
  const known = { boolean, long: count, int: count, bytes }[type];
  if (!known) throw new Error(`the Avro type ${type} of ${field} is not supported`);
  return known;
}

const namesEachOnce = new Set(['items', 'derivedItems', 'purposes']);

function arrayOf(item: Converter, { name, minItems = 0 }: AvroField): Converter {
  const unique = namesEachOnce.has(name);
  const { read, show, toAvro, fromAvro } = item;
  return {
    show: show === same ? same : (value) => (value as readonly unknown[]).map(show),
    read: (value, problems) => {
      if (!Array.isArray(value)) return fail(problems, 'type', 'a list');
      if (value.length > entriesMax) return fail(problems, 'length', `at most ${entriesMax} entries`);
      if (value.length < minItems) return fail(problems, 'length', `at least ${minItems} entries`);
      const before = problems.length;
      const list: unknown[] = [];
      for (const [i, entry] of value.entries()) {
        const first = problems.length;
        list.push(read(entry, problems));
        if (problems.length > first) within(problems, first, i);
      }
      if (unique && problems.length === before && new Set(list).size < list.length) return fail(problems, 'unique', 'each entry once');
      return list;
    },
    ...(toAvro ? { toAvro: (value) => (value as readonly unknown[]).map(toAvro) } : {}),
    ...(fromAvro ? { fromAvro: (value) => (value as readonly unknown[]).map(fromAvro) } : {}),
  };
}

function recordOf(record: CompiledRecord): Converter {
  return {
    show: (value) => Object.fromEntries(record.fields.map(({ name, show }) => [name, show((value as Fields)[name])])),
    read: (value, problems) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? readRecord(record, value as Fields, problems)
        : fail(problems, 'type', 'an object'),
    toAvro: (value) => toAvro(record, value as Fields),
    fromAvro: (value) => {
      fromAvro(record, value as Record<string, unknown>);
      return { ...(value as Fields) };
    },
  };
}

/** A name for a JSON pointer. One that could itself be a value is not shown: people put numbers where names belong. */
const pointerName = (name: string): string => (/^[A-Za-z_$][\w.$-]{0,63}$/.test(name) && !/\d{6}/.test(name) ? name : '(name not shown)');
