// Walks Avro bytes by their schema before avsc reads them: lengths and counts within the bytes, text in UTF-8, nothing left over.
// avsc believes an array's count (five bytes can ask for billions of entries) and turns text that is not UTF-8 into U+FFFD.
import { isUtf8 } from 'node:buffer';
import type { AvroRecord, AvroType } from './contracts.ts';
import type { AvroEnum } from './enum-names.ts';

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

/** Moves the cursor behind one value; false when the bytes do not hold one. */
type Walk = (cursor: Cursor) => boolean;

/** Whether the bytes are exactly one value of the schema. Time and memory are bounded by their length. */
export function byteBounds(schema: AvroRecord): (bytes: Buffer) => boolean {
  const walk = walkOf(schema, new Map());
  return (bytes) => {
    const cursor = { bytes, at: 0 };
    return walk(cursor) && cursor.at === bytes.length;
  };
}

function walkOf(type: AvroType, named: Map<string, Walk>): Walk {
  if (typeof type === 'string') return named.get(type) ?? primitive(type);
  if (!('type' in type)) return union(type.map((part) => walkOf(part, named)));
  if (type.type === 'array' && 'items' in type) return array(walkOf(type.items, named));
  if (type.type === 'enum') return remember(named, (type as AvroEnum).name, enumeration((type as AvroEnum).symbols.length));
  if (type.type !== 'record') return primitive(type.type);
  const record = type as AvroRecord;
  const fields = record.fields.map((field) => walkOf(field.type, named));
  return remember(named, record.name, (cursor) => fields.every((field) => field(cursor)));
}

function remember(named: Map<string, Walk>, name: string, walk: Walk): Walk {
  named.set(name, walk);
  return walk;
}

function primitive(type: string): Walk {
  switch (type) {
    case 'null':
      return () => true;
    case 'boolean':
      return (cursor) => (cursor.bytes[cursor.at++] ?? 2) <= 1;
    case 'int':
    case 'long':
      return (cursor) => Number.isSafeInteger(long(cursor));
    case 'bytes':
      return (cursor) => skip(cursor, long(cursor));
    case 'string':
      return text;
    default:
      throw new Error(`the Avro type ${type} is not supported`);
  }
}

const skip = (cursor: Cursor, length: number): boolean => {
  if (!(length >= 0 && length <= cursor.bytes.length - cursor.at)) return false;
  cursor.at += length;
  return true;
};

function text(cursor: Cursor): boolean {
  const length = long(cursor);
  const start = cursor.at;
  if (!skip(cursor, length)) return false;
  for (let i = start; i < cursor.at; i += 1) if ((cursor.bytes[i] ?? 0) > 0x7f) return isUtf8(cursor.bytes.subarray(start, cursor.at));
  return true;
}

const union =
  (branches: readonly Walk[]): Walk =>
  (cursor) =>
    branches[long(cursor)]?.(cursor) ?? false;

const enumeration =
  (symbols: number): Walk =>
  (cursor) => {
    const index = long(cursor);
    return index >= 0 && index < symbols;
  };

/** Blocks of entries: a count, negative when the block's length in bytes follows, then the entries; a count of zero ends it. */
function array(entry: Walk): Walk {
  return (cursor) => {
    for (;;) {
      let left = long(cursor);
      if (left === 0) return true;
      if (left < 0) {
        left = -left;
        if (!(long(cursor) >= 0)) return false;
      }
      // An entry has at least one byte (the contracts are checked for that), so the walk ends with the bytes at the latest.
      if (!(left <= cursor.bytes.length - cursor.at)) return false;
      for (; left > 0; left -= 1) if (!entry(cursor)) return false;
    }
  };
}

/** A zigzag varint; NaN when the bytes end or it has more than ten. */
function long(cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < 10; i += 1) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) return Number.NaN;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    scale *= 128;
  }
  return Number.NaN;
}
