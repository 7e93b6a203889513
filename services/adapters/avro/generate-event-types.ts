// Writes services/core/domain/events.ts from the contracts, so that code and contract cannot drift apart: `npm run generate`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContracts, type AvroRecord, type AvroType, type Contract } from './contracts.ts';
import { jsonNameOf } from './enum-names.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The text of events.ts for these contracts: the newest version of each type. */
export function generateEventTypes(contracts: readonly Contract[]): string {
  const newest = [...new Map(contracts.map((contract) => [contract.name, contract])).values()];
  const enums = new Map<string, readonly string[]>();
  const records = new Map<string, string>();
  const interfaces = newest.map(({ schema }) => recordText(schema, [`  readonly type: '${schema.name}';`], enums, records));
  const names = newest.map(({ name }) => name);
  const isPerson = (schema: AvroRecord): boolean => schema.fields.some((field) => field.name === 'dataSubject' && !Array.isArray(field.type));
  const people = newest.filter(({ schema }) => isPerson(schema)).map(({ name }) => name);
  const audit: readonly string[] = names.filter((name) => name === 'LineageQueried');
  const registers = names.filter((name) => !people.includes(name) && !audit.includes(name));
  return [
    '// Generated from schemas/events by `npm run generate`: the events as the domain holds them, every default filled in.',
    '/* oxlint-disable max-lines -- generated, in one piece */',
    "import type { Instant } from './vocabulary.ts';",
    ...[...enums].map(([name, values]) => union(name, values)),
    ...records.values(),
    ...interfaces,
    '/** Events about one person each. */',
    union('PersonEvent', people),
    '/** Facts about no single person. */',
    union('RegisterEvent', registers),
    'export type DomainEvent = PersonEvent | RegisterEvent | LineageQueried;',
    "export type EventType = DomainEvent['type'];",
    list('personEventTypes', people),
    list('registerEventTypes', registers),
    `${list('auditEventTypes', audit)}\n`,
  ].join('\n\n');
}

/** As the formatter of this repository would break it. */
const lineMax = 160;
const fitting = (line: string, broken: string): string => (line.length <= lineMax ? line : broken);
const union = (name: string, values: readonly string[]): string =>
  fitting(`export type ${name} = ${values.join(' | ')};`, `export type ${name} =\n${values.map((value) => `  | ${value}`).join('\n')};`);
const list = (name: string, values: readonly string[]): string =>
  fitting(
    `export const ${name} = [${values.map((value) => `'${value}'`).join(', ')}] as const;`,
    `export const ${name} = [\n${values.map((value) => `  '${value}',\n`).join('')}] as const;`,
  );

function recordText(schema: AvroRecord, tag: readonly string[], enums: Map<string, readonly string[]>, records: Map<string, string>): string {
  const fields = schema.fields.map((field) => `  /** ${field.doc ?? ''} */\n  readonly ${field.name}: ${typeText(field.type, enums, records)};`);
  return `/** ${schema.doc ?? ''} */\nexport interface ${schema.name} {\n${[...tag, ...fields].join('\n')}\n}`;
}

function typeText(type: AvroType, enums: Map<string, readonly string[]>, records: Map<string, string>): string {
  if (typeof type === 'string')
    return (
      { string: 'string', boolean: 'boolean', long: 'number', int: 'number', bytes: 'Uint8Array', null: 'null' }[type] ?? type.slice(type.lastIndexOf('.') + 1)
    );
  if (isUnion(type))
    return type
      .map((part) => typeText(part, enums, records))
      .toSorted((a, b) => Number(a === 'null') - Number(b === 'null'))
      .join(' | ');
  if ('logicalType' in type) return type.logicalType === 'timestamp-millis' ? 'Instant' : typeText(type.type, enums, records);
  if (type.type === 'array' && 'items' in type) return `readonly ${typeText(type.items, enums, records)}[]`;
  if (type.type === 'enum') {
    enums.set(
      type.name,
      type.symbols.map((symbol) => `'${jsonNameOf(type, symbol)}'`),
    );
    return type.name;
  }
  records.set(type.name, recordText(type, [], enums, records));
  return type.name;
}

const isUnion = (type: AvroType): type is readonly AvroType[] => Array.isArray(type);

if (import.meta.main) {
  const target = join(root, 'services/core/domain/events.ts');
  writeFileSync(target, generateEventTypes(loadContracts(join(root, 'schemas/events'))));
  process.stderr.write(`${target} written\n`);
}
