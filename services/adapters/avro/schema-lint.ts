// Lints the contracts: only what is safe to read from strangers, and what can evolve for ever.
// Reasons: avsc counts zero-width entries without limit, recursion exhausts the stack, floats and map keys lose what they hold.
import type { AvroField, AvroRecord, AvroType } from './contracts.ts';
import type { AvroEnum } from './enum-names.ts';

export interface LintProblem {
  /** Dotted way to the place, e.g. `PersonalDataShared.items`. */
  readonly at: string;
  /** Stable code: `file-name`, `doc`, `float`, `map`, `fixed`, `union`, `union-default`, `enum-default`, `recursion`, `zero-width`, `logical-type`, `name`, `type`. */
  readonly rule: string;
}

const primitives = new Set(['string', 'boolean', 'int', 'long', 'bytes']);
/** Logical types that the codec knows, each on the one type that carries it. */
const logicalTypes: Readonly<Record<string, string>> = { uuid: 'string', 'timestamp-millis': 'long' };
const namespace = 'cn.suyuan.events.v1';

/** What is wrong with the contract in `file`; empty when nothing is. */
export function lintContract(file: string, schema: AvroRecord): readonly LintProblem[] {
  const problems: LintProblem[] = [];
  const report = (at: string, rule: string): void => void problems.push({ at, rule });
  const kebab = schema.name.replaceAll(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
  if (!new RegExp(`^${kebab}\\.v[1-9]\\d*\\.avsc$`).test(file)) report(schema.name, 'file-name');
  if (schema.namespace !== namespace) report(schema.name, 'name');
  lintRecord(schema, schema.name, new Map(), report);
  return problems;
}

type Report = (at: string, rule: string) => void;
/** Named types met so far; `open` while still inside them. */
type Named = Map<string, 'open' | 'done'>;

function lintRecord(record: AvroRecord, at: string, named: Named, report: Report): void {
  named.set(record.name, 'open');
  if (!/^[A-Z][A-Za-z0-9]*$/.test(record.name)) report(at, 'name');
  if (!record.doc) report(at, 'doc');
  if (record.fields.length === 0) report(at, 'zero-width');
  for (const field of record.fields) lintField(field, `${at}.${field.name}`, named, report);
  named.set(record.name, 'done');
}

function lintField(field: AvroField, at: string, named: Named, report: Report): void {
  if (!/^[a-z][A-Za-z0-9]*$/.test(field.name)) report(at, 'name');
  if (!field.doc) report(at, 'doc');
  if (!Array.isArray(field.type)) {
    lintType(field.type, at, named, report);
    return;
  }
  const [first, second, ...more] = field.type as readonly AvroType[];
  if (first !== 'null' || second === undefined || second === 'null' || Array.isArray(second) || more.length > 0) report(at, 'union');
  else lintType(second, at, named, report);
  if (field.default !== null) report(at, 'union-default');
}

function lintType(type: AvroType, at: string, named: Named, report: Report): void {
  if (typeof type === 'string') {
    const known = named.get(type.slice(type.lastIndexOf('.') + 1));
    if (known === 'open') report(at, 'recursion');
    else if (known === undefined && !primitives.has(type)) report(at, ruleOfName(type));
    return;
  }
  if (!('type' in type)) report(at, 'union');
  else if ('logicalType' in type) {
    if (logicalTypes[type.logicalType] !== type.type) report(at, 'logical-type');
  } else if (type.type === 'array' && 'items' in type) {
    if (type.items === 'null') report(at, 'zero-width');
    else lintType(type.items, `${at}[]`, named, report);
  } else if (type.type === 'enum') {
    named.set(type.name, 'done');
    lintEnum(type, at, report);
  } else if (type.type === 'record') lintRecord(type, at, named, report);
  // Maps, fixed and primitives in the long form: outside the types that this repository writes.
  else report(at, ruleOfName((type as { readonly type: string }).type));
}

/** A reader that does not know a new symbol must see that it does not know, never a real value. */
function lintEnum({ symbols, doc, default: fallback }: AvroEnum, at: string, report: Report): void {
  if (fallback !== 'UNKNOWN' || symbols.at(-1) !== 'UNKNOWN') report(at, 'enum-default');
  if (!doc) report(at, 'doc');
}

const ruleOfName = (type: string): string => ({ float: 'float', double: 'float', map: 'map', fixed: 'fixed', null: 'zero-width' })[type] ?? 'type';
