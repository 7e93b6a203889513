// Replaces `references` (order, tracking, device numbers in clear) by `sealed`, under the person's own key.
import { eventIdOf } from '../core/domain/event-id.ts';
import { parseDataSubject } from '../core/domain/vocabulary.ts';
import type { FieldProblem } from '../core/ports/event-codec.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';
import type { Resolved } from './resolve-identifiers.ts';

const referencesMax = 20;
const kindShape = /^[a-z][a-z0-9-]{0,31}$/;

/** `references: [{ kind, value }]` → `sealed`. A report without it passes unchanged. */
export async function sealReferences(value: unknown, vault: IdentityVault): Promise<Resolved> {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'references')) return { value, problems: [] };
  const { references, ...rest } = value as Record<string, unknown>;
  const { dataSubject, producer, sourceEventId, sealed = [] } = rest;
  const subject = typeof dataSubject === 'string' ? parseDataSubject(dataSubject) : null;
  const problems = problemsOf(references);
  if (!subject || typeof producer !== 'string' || typeof sourceEventId !== 'string')
    problems.push({ pointer: '/references', rule: 'needs', expected: 'producer, sourceEventId and a data subject to seal under' });
  if (problems.length > 0 || !subject || !Array.isArray(sealed)) return { value: rest, problems };
  const eventId = eventIdOf(String(producer), String(sourceEventId));
  const added = [];
  for (const { kind, value: clear } of references as readonly { readonly kind: string; readonly value: string }[]) {
    const reference = await vault.seal(subject, eventId, kind, clear);
    added.push({ ...reference, ciphertext: Buffer.from(reference.ciphertext).toString('base64') });
  }
  return { value: { ...rest, sealed: [...(sealed as unknown[]), ...added] }, problems };
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
