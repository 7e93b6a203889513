// Whether versions of one contract can be read as each other: FULL_TRANSITIVE, each pair in both directions.
import type { AvroField, AvroRecord, AvroType, Contract } from './contracts.ts';
import type { AvroEnum } from './enum-names.ts';

export interface Incompatibility {
  readonly writer: string;
  readonly reader: string;
  readonly because: string;
}

/** Every pair of versions of one type that breaks the rule of evolution. Contracts of several types may be mixed. */
export function incompatibilities(contracts: readonly Contract[]): readonly Incompatibility[] {
  return contracts.flatMap((writer) =>
    contracts
      .filter((reader) => reader.name === writer.name && reader !== writer)
      .flatMap((reader) => reasons(writer, reader).map((because) => ({ writer: writer.file, reader: reader.file, because }))),
  );
}

/**
 * Avro resolves more than is safe here: a removed field is dropped in silence, a renamed enum symbol becomes UNKNOWN, another logical
 * type is read as if it were the same. So what resolves must also keep every field of the older version as it was.
 */
function reasons(writer: Contract, reader: Contract): readonly string[] {
  const found: string[] = [];
  try {
    reader.type.createResolver(writer.type);
  } catch (error) {
    found.push(`does not resolve: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (writer.version === reader.version) found.push('the same version twice');
  if (writer.version < reader.version) found.push(...changesOfRecord(writer.schema, reader.schema, writer.name));
  return found;
}

function changesOfRecord(older: AvroRecord, newer: AvroRecord, at: string): readonly string[] {
  const kept = older.fields.flatMap((field) => {
    const now = newer.fields.find(({ name }) => name === field.name);
    return now ? changesOfField(field, now, `${at}.${field.name}`) : [`${at}.${field.name} is gone`];
  });
  const added = newer.fields.filter(({ name }) => older.fields.every((field) => field.name !== name));
  const order = newer.fields.filter((field) => !added.includes(field)).map(({ name }) => name);
  return [
    ...kept,
    ...added.filter((field) => !('default' in field)).map(({ name }) => `${at}.${name} is new and has no default`),
    ...(order.join() ===
    older.fields
      .map(({ name }) => name)
      .filter((name) => order.includes(name))
      .join()
      ? []
      : [`${at}: the fields are in another order`]),
  ];
}

function changesOfField(older: AvroField, newer: AvroField, at: string): readonly string[] {
  return [
    ...(JSON.stringify(older.default) === JSON.stringify(newer.default) ? [] : [`${at}: another default`]),
    ...((older.minItems ?? 0) >= (newer.minItems ?? 0) ? [] : [`${at}: asks for more entries than before`]),
    ...changesOfType(older.type, newer.type, at),
  ];
}

function changesOfType(older: AvroType, newer: AvroType, at: string): readonly string[] {
  if (isRecord(older) && isRecord(newer) && older.name === newer.name) return changesOfRecord(older, newer, at);
  if (isEnum(older) && isEnum(newer) && older.name === newer.name) return changesOfEnum(older, newer, at);
  if (isArray(older) && isArray(newer)) return changesOfType(older.items, newer.items, `${at}[]`);
  if (isUnion(older) && isUnion(newer) && older.length === newer.length) return older.flatMap((part, i) => changesOfType(part, newer[i] ?? 'null', at));
  return JSON.stringify(older) === JSON.stringify(newer) ? [] : [`${at}: another type`];
}

/** Symbols may be added, before UNKNOWN; none may go, swap or change its JSON name. */
function changesOfEnum(older: AvroEnum, newer: AvroEnum, at: string): readonly string[] {
  const kept = newer.symbols.filter((symbol) => older.symbols.includes(symbol));
  const renamed = older.symbols.filter((symbol) => older.json?.[symbol] !== newer.json?.[symbol]);
  return kept.join() === older.symbols.join() && renamed.length === 0 ? [] : [`${at}: symbols of ${older.name} are gone, moved or renamed`];
}

const isUnion = (type: AvroType): type is readonly AvroType[] => Array.isArray(type);
const isArray = (type: AvroType): type is { readonly type: 'array'; readonly items: AvroType } =>
  typeof type === 'object' && 'type' in type && type.type === 'array';
const isEnum = (type: AvroType): type is AvroEnum => typeof type === 'object' && 'type' in type && type.type === 'enum';
const isRecord = (type: AvroType): type is AvroRecord => typeof type === 'object' && 'type' in type && type.type === 'record';
