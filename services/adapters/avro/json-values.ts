// Converters of single values: JSON ⇄ domain ⇄ Avro, with problems that say where, which rule and what was expected.
import { formatInstant, parseInstant } from '../../core/domain/instants.ts';
import type { FieldProblem } from '../../core/ports/event-codec.ts';
import { jsonNameOf, type AvroEnum } from './enum-names.ts';
import { textRule, uuidProblem } from './field-rules.ts';

export interface Converter {
  /** JSON → domain value. Pushes what is wrong, with pointers from this value on (whoever holds it puts its name before them); what it returns then is not used. */
  readonly read: (value: unknown, problems: FieldProblem[]) => unknown;
  /** Domain value → JSON value. */
  readonly show: (value: unknown) => unknown;
  /** Domain value ⇄ the value that avsc writes and reads. Undefined when they are the same. */
  readonly toAvro?: (value: unknown) => unknown;
  readonly fromAvro?: (value: unknown) => unknown;
}

export const same = (value: unknown): unknown => value;

export const fail = (problems: FieldProblem[], rule: string, expected: string, pointer = ''): undefined => {
  problems.push({ pointer, rule, expected });
};

export function textOf(field: string): Converter {
  const rule = textRule(field);
  return {
    show: same,
    read: (value, problems) => {
      if (typeof value !== 'string') return fail(problems, 'type', 'text');
      const problem = rule(value);
      return problem ? fail(problems, problem.rule, problem.expected) : value;
    },
  };
}

export const boolean: Converter = {
  show: same,
  read: (value, problems) => (typeof value === 'boolean' ? value : fail(problems, 'type', 'true or false')),
};

/** Far above any count, below 2^53-1, which avsc does not write. */
const countMax = 1e15;

export const count: Converter = {
  show: same,
  // `+ 0` makes 0 of -0, which JSON can write and Avro cannot.
  read: (value, problems) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= countMax ? Number(value) + 0 : fail(problems, 'type', 'a whole number from 0 to 10^15'),
};

const base64Max = 8192;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const bytes: Converter = {
  show: (value) => Buffer.from(value as Uint8Array).toString('base64'),
  read: (value, problems) =>
    typeof value === 'string' && value.length > 0 && value.length <= base64Max && base64.test(value)
      ? Buffer.from(value, 'base64')
      : fail(problems, 'base64', `bytes as base64 (RFC 4648, padded), at most ${base64Max} characters`),
  toAvro: (value) => Buffer.from(value as Uint8Array),
};

export const uuid: Converter = {
  show: same,
  read: (value, problems) => {
    if (typeof value !== 'string') return fail(problems, 'type', 'a UUID as text');
    const problem = uuidProblem(value);
    return problem ? fail(problems, problem.rule, problem.expected) : value.toLowerCase();
  },
};

/** Before it no event of this bank can have happened. */
const earliest = Date.UTC(1949, 8, 30, 16);
/** The last one that RFC 3339 can write in Asia/Shanghai. */
const latest = Date.UTC(9999, 11, 31, 15, 59, 59, 999);

export const instant: Converter = {
  show: (value) => formatInstant(value as number),
  read: (value, problems) => {
    const parsed = typeof value === 'string' ? parseInstant(value) : null;
    if (parsed === null) return fail(problems, 'instant', 'an RFC 3339 instant with offset, such as 2025-09-03T10:15:00+08:00');
    if (parsed < earliest) return fail(problems, 'past', 'an instant not before 1949-10-01');
    return parsed <= latest ? parsed : fail(problems, 'future', 'an instant before the year 10000');
  },
  fromAvro: (value) => {
    if ((value as number) < earliest || (value as number) > latest) throw new Error('an instant outside the calendar');
    return value;
  },
};

export function enumOf(schema: AvroEnum): Converter {
  const toSymbol = new Map(schema.symbols.map((symbol) => [jsonNameOf(schema, symbol), symbol]));
  const toName = new Map(schema.symbols.map((symbol) => [symbol, jsonNameOf(schema, symbol)]));
  const expected = `one of ${[...toSymbol.keys()].join(', ')}`;
  return {
    show: same,
    read: (value, problems) => (typeof value === 'string' && toSymbol.has(value) ? value : fail(problems, 'enum', expected)),
    toAvro: (value) => toSymbol.get(value as string),
    fromAvro: (value) => toName.get(value as string),
  };
}
