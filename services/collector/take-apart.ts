// Takes from a report what must not reach the ledger: the identifier of a person, and references in clear. Pure: nothing is resolved or sealed here.
import { parseIdentifier, type Identifier } from '../core/domain/identifier.ts';
import type { FieldProblem } from '../core/ports/event-codec.ts';

/** A report without identifier and references, and these apart. */
export interface TakenApart {
  readonly rest: unknown;
  readonly identifier: Identifier | null;
  readonly references: readonly Reference[];
  readonly problems: readonly FieldProblem[];
}

/** A reference in clear: an order, tracking or device number. */
export interface Reference {
  readonly kind: string;
  readonly value: string;
}

const referencesMax = 20;
const kindShape = /^[a-z][a-z0-9-]{0,31}$/;
const has = (value: unknown, key: string): value is Record<string, unknown> => typeof value === 'object' && value !== null && Object.hasOwn(value, key);
const hasOthers = (value: object, known: readonly string[]): boolean => Object.keys(value).some((key) => !known.includes(key));

/** What is wrong with either is listed, and what is wrong is not taken. */
export function takeApart(report: unknown): TakenApart {
  const clear = clearTextSealed(report);
  if (!has(report, 'identifier') && !has(report, 'references')) return { rest: report, identifier: null, references: [], problems: clear };
  const { identifier: givenIdentifier, references: givenReferences, ...rest } = report;
  const problems: FieldProblem[] = [...clear];
  const identifier = has(report, 'identifier') ? takeIdentifier(givenIdentifier, problems) : null;
  if (has(report, 'identifier') && has(report, 'dataSubject'))
    problems.push({ pointer: '/identifier', rule: 'either', expected: 'dataSubject or identifier, not both' });
  const references = has(report, 'references') ? takeReferences(givenReferences, problems) : [];
  return { rest, identifier, references, problems };
}

/** `sealed` is what the vault makes: who writes a value into it means `references`. */
function clearTextSealed(report: unknown): FieldProblem[] {
  const sealed = has(report, 'sealed') && Array.isArray(report['sealed']) ? (report['sealed'] as readonly unknown[]) : [];
  return sealed.flatMap((entry, i) =>
    has(entry, 'value')
      ? [{ pointer: `/sealed/${i}/value`, rule: 'clear-text', expected: 'no clear text here: send it as references, a list of { kind, value }, to be sealed' }]
      : [],
  );
}

function takeIdentifier(given: unknown, problems: FieldProblem[]): Identifier | null {
  if (!has(given, 'type') || !has(given, 'value')) {
    problems.push({ pointer: '/identifier', rule: 'type', expected: 'an object { type, value }' });
    return null;
  }
  if (hasOthers(given, ['type', 'value'])) problems.push({ pointer: '/identifier', rule: 'unknown-field', expected: 'type and value, nothing else' });
  const parsed = parseIdentifier(given['type'], given['value']);
  if (!('field' in parsed)) return parsed;
  problems.push({ pointer: `/identifier/${parsed.field}`, rule: 'identifier', expected: parsed.expected });
  return null;
}

function takeReferences(given: unknown, problems: FieldProblem[]): readonly Reference[] {
  if (!Array.isArray(given) || given.length > referencesMax) {
    problems.push({ pointer: '/references', rule: 'type', expected: `a list of at most ${referencesMax} { kind, value }` });
    return [];
  }
  return given.flatMap((reference: unknown, i) => takeReference(reference, `/references/${i}`, problems));
}

function takeReference(reference: unknown, pointer: string, problems: FieldProblem[]): readonly Reference[] {
  const fields = typeof reference === 'object' && reference !== null ? reference : {};
  const { kind, value } = fields as { readonly kind?: unknown; readonly value?: unknown };
  if (hasOthers(fields, ['kind', 'value'])) problems.push({ pointer, rule: 'unknown-field', expected: 'kind and value, nothing else' });
  const kindFits = typeof kind === 'string' && kindShape.test(kind);
  if (!kindFits) problems.push({ pointer: `${pointer}/kind`, rule: 'pattern', expected: 'a kind such as order-no' });
  const valueFits = typeof value === 'string' && value.length > 0 && value.length <= 256;
  if (!valueFits) problems.push({ pointer: `${pointer}/value`, rule: 'length', expected: 'text of 1 to 256 characters' });
  return kindFits && valueFits ? [{ kind, value }] : [];
}
