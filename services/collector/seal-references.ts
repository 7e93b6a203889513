// Replaces `references` (order, tracking, device numbers in clear) by `sealed`, under the person's own key, for a whole batch in one go.
import { eventIdOf } from '../core/domain/event-id.ts';
import { parseDataSubject } from '../core/domain/vocabulary.ts';
import type { FieldProblem } from '../core/ports/event-codec.ts';
import type { ClearReference, IdentityVault } from '../core/ports/identity-vault.ts';
import type { Resolved } from './resolve-identifiers.ts';

const referencesMax = 20;
const kindShape = /^[a-z][a-z0-9-]{0,31}$/;

/** `references: [{ kind, value }]` → `sealed`. One entry per value; undefined where there were none to seal. */
export async function sealReferences(values: readonly unknown[], vault: IdentityVault): Promise<readonly (Resolved | undefined)[]> {
  const taken = values.map(takeReferences);
  const clear = taken.flatMap((one) => one?.references ?? []);
  const sealed = clear.length > 0 ? await vault.seal(clear) : [];
  let next = 0;
  return taken.map((one) => {
    if (!one || one.problems.length > 0) return one;
    const mine = sealed
      .slice(next, (next += one.references.length))
      .map((reference) => ({ ...reference, ciphertext: Buffer.from(reference.ciphertext).toString('base64') }));
    return { value: { ...one.value, sealed: [...one.sealedBefore, ...mine] }, problems: [] };
  });
}

interface Taken {
  readonly value: Record<string, unknown>;
  readonly sealedBefore: readonly unknown[];
  readonly references: readonly ClearReference[];
  readonly problems: readonly FieldProblem[];
}

function takeReferences(value: unknown): Taken | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'references')) return undefined;
  const { references, ...rest } = value as Record<string, unknown>;
  const { dataSubject, producer, sourceEventId, sealed = [] } = rest;
  const subject = typeof dataSubject === 'string' ? parseDataSubject(dataSubject) : null;
  const problems = problemsOf(references);
  if (!Array.isArray(sealed)) problems.push({ pointer: '/sealed', rule: 'type', expected: 'a list' });
  if (!subject || typeof producer !== 'string' || typeof sourceEventId !== 'string')
    problems.push({ pointer: '/references', rule: 'needs', expected: 'producer, sourceEventId and a data subject to seal under' });
  if (problems.length > 0 || !subject) return { value: rest, sealedBefore: [], references: [], problems };
  const eventId = eventIdOf(String(producer), String(sourceEventId));
  const clear = (references as readonly { readonly kind: string; readonly value: string }[]).map(({ kind, value: text }) => ({
    subject,
    eventId,
    kind,
    value: text,
  }));
  return { value: rest, sealedBefore: sealed as readonly unknown[], references: clear, problems };
}

function problemsOf(references: unknown): FieldProblem[] {
  if (!Array.isArray(references) || references.length > referencesMax)
    return [{ pointer: '/references', rule: 'type', expected: `a list of at most ${referencesMax} { kind, value }` }];
  return references.flatMap((reference: unknown, i): FieldProblem[] => {
    const { kind, value } = (typeof reference === 'object' && reference !== null ? reference : {}) as { kind?: unknown; value?: unknown };
    const found: FieldProblem[] = [];
    if (Object.keys(reference ?? {}).some((key) => key !== 'kind' && key !== 'value'))
      found.push({ pointer: `/references/${i}`, rule: 'unknown-field', expected: 'kind and value, nothing else' });
    if (typeof kind !== 'string' || !kindShape.test(kind))
      found.push({ pointer: `/references/${i}/kind`, rule: 'pattern', expected: 'a kind such as order-no' });
    if (typeof value !== 'string' || value.length === 0 || value.length > 256)
      found.push({ pointer: `/references/${i}/value`, rule: 'length', expected: 'text of 1 to 256 characters' });
    return found;
  });
}
