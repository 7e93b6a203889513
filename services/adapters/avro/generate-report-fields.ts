// Writes services/producer-client/contract-fields.ts from the contracts: what a producer must state, which the event types do not say: `npm run generate`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContracts, type AvroField, type AvroType, type Contract } from './contracts.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** The client's own, one for all of its reports. */
const statedOnce = new Set(['producer']);

/** The text of contract-fields.ts for these contracts: the newest version of each type that producers report. */
export function generateReportFields(contracts: readonly Contract[]): string {
  const newest = [...new Map(contracts.map((contract) => [contract.name, contract])).values()].filter(({ name }) => name !== 'LineageQueried');
  const fields = newest.flatMap(({ schema }) => schema.fields);
  const lines = newest.map(({ name, schema }) => `  readonly ${name}: ${unionOf(schema.fields.filter(isRequired).map((field) => field.name))};`);
  return [
    '// Generated from schemas/events by `npm run generate`: which fields of a report must be stated, and which are instants.',
    `/** Per event type the fields without a default. */\nexport interface RequiredFields {\n${lines.map(broken).join('\n')}\n}`,
    `/** Fields that are RFC 3339 instants in JSON. */\n${broken(`export type InstantField = ${unionOf([...new Set(fields.filter(isInstant).map(({ name }) => name))].toSorted())};`)}\n`,
  ].join('\n\n');
}

const isRequired = ({ name, default: fallback }: AvroField): boolean => fallback === undefined && !statedOnce.has(name);
const isInstant = ({ type }: AvroField): boolean =>
  partsOf(type).some((part) => typeof part === 'object' && 'logicalType' in part && part.logicalType === 'timestamp-millis');
const partsOf = (type: AvroType): readonly AvroType[] => (Array.isArray(type) ? (type as readonly AvroType[]) : [type]);

/** As the formatter of this repository would break it. */
const lineMax = 160;
const unionOf = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(' | ');
function broken(line: string): string {
  if (line.length <= lineMax) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const [, head = '', names = ''] = /^(.*?[:=]) (.*);$/.exec(line) ?? [];
  return `${head}\n${names
    .split(' | ')
    .map((name) => `${indent}  | ${name}`)
    .join('\n')};`;
}

if (import.meta.main) {
  const target = join(root, 'services/producer-client/contract-fields.ts');
  writeFileSync(target, generateReportFields(loadContracts(join(root, 'schemas/events'))));
  process.stderr.write(`${target} written\n`);
}
