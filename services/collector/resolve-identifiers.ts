// Replaces `identifier` by `dataSubject`, for a whole batch in one go. The value stays in this function.
import { parseIdentifier, type Identifier } from '../core/domain/identifier.ts';
import type { FieldProblem } from '../core/ports/event-codec.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';

export interface Resolved {
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

const has = (value: unknown, key: string): value is Record<string, unknown> => typeof value === 'object' && value !== null && Object.hasOwn(value, key);

/** One entry per value; undefined where there was no identifier to resolve. */
export async function resolveIdentifiers(values: readonly unknown[], vault: IdentityVault): Promise<readonly (Resolved | undefined)[]> {
  const wanted: { readonly at: number; readonly identifier: Identifier }[] = [];
  const resolved = Array.from<Resolved | undefined>({ length: values.length });
  for (const [at, value] of values.entries()) {
    if (!has(value, 'identifier')) continue;
    const { identifier, ...rest } = value;
    const problems: FieldProblem[] = [];
    if (has(value, 'dataSubject')) problems.push({ pointer: '/identifier', rule: 'either', expected: 'dataSubject or identifier, not both' });
    const strange = typeof identifier === 'object' && identifier !== null && Object.keys(identifier).some((key) => key !== 'type' && key !== 'value');
    if (strange) problems.push({ pointer: '/identifier', rule: 'unknown-field', expected: 'type and value, nothing else' });
    if (!has(identifier, 'type') || !has(identifier, 'value')) problems.push({ pointer: '/identifier', rule: 'type', expected: 'an object { type, value }' });
    else {
      const parsed = parseIdentifier(identifier['type'], identifier['value']);
      if ('field' in parsed) problems.push({ pointer: `/identifier/${parsed.field}`, rule: 'identifier', expected: parsed.expected });
      else if (problems.length === 0) wanted.push({ at, identifier: parsed });
    }
    resolved[at] = { value: rest, problems };
  }
  if (wanted.length === 0) return resolved;
  const subjects = await vault.resolve(wanted.map(({ identifier }) => identifier));
  for (const [i, { at }] of wanted.entries()) resolved[at] = { value: { ...(resolved[at]?.value as object), dataSubject: subjects[i] }, problems: [] };
  return resolved;
}
