// Writes services/core/domain/events.ts from the contracts, so that code and contract cannot drift apart: `npm run generate`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContracts, type AvroRecord, type AvroType, type Contract } from './contracts.ts';
import { jsonNameOf, type AvroEnum } from './enum-names.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The text of events.ts for these contracts: the newest version of each type. */
export function generateEventTypes(contracts: readonly Contract[]): string {
  const newest = [...new Map(contracts.map((contract) => [contract.name, contract])).values()];
  const enums = new Map<string, string>();
  const records = new Map<string, string>();
  const interfaces = newest.map(({ schema }) => recordText(schema, enums, records));
  const names = newest.map(({ name }) => name);
  const isPerson = (schema: AvroRecord): boolean => schema.fields.some((field) => field.name === 'dataSubject' && !Array.isArray(field.type));
  const people = newest.filter(({ schema }) => isPerson(schema)).map(({ name }) => name);
  const audit: readonly string[] = names.filter((name) => name === 'LineageQueried');
  const registers = names.filter((name) => !people.includes(name) && !audit.includes(name));
  const list = (name: string, values: readonly string[]): string => `export const ${name} = [\n${values.map((value) => `  '${value}',\n`).join('')}] as const;`;
  const union = (name: string, values: readonly string[]): string => `export type ${name} =\n${values.map((value) => `  | ${value}`).join('\n')};`;
  return [
    '// Generated from schemas/events by `npm run generate`: the events as the domain holds them, every default filled in.',
    "import type { Instant } from './vocabulary.ts';",
    ...[...enums].map(([name, text]) => `export type ${name} = ${text};`),
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
    list('auditEventTypes', audit),
    '',
  ].join('\n\n');
}

function recordText(schema: AvroRecord, enums: Map<string, string>, records: Map<string, string>): string {
  const fields = schema.fields.map((field) => `  /** ${field.doc ?? ''} */\n  readonly ${field.name}: ${typeText(field.type, enums, records)};`);
  const tag = schema.name.includes('Reference') ? [] : [`  readonly type: '${schema.name}';`];
  return `/** ${schema.doc ?? ''} */\nexport interface ${schema.name} {\n${[...tag, ...fields].join('\n')}\n}`;
}

function typeText(type: AvroType, enums: Map<string, string>, records: Map<string, string>): string {
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
    const schema = type as AvroEnum;
    enums.set(schema.name, schema.symbols.map((symbol) => `'${jsonNameOf(schema, symbol)}'`).join(' | '));
    return schema.name;
  }
  const record = type as AvroRecord;
  records.set(record.name, recordText(record, enums, records));
  return record.name;
}

const isUnion = (type: AvroType): type is readonly AvroType[] => Array.isArray(type);

if (import.meta.main) {
  const target = join(root, 'services/core/domain/events.ts');
  writeFileSync(target, generateEventTypes(loadContracts(join(root, 'schemas/events'))));
  process.stderr.write(`${target} written\n`);
}
