// What a producer should know of an event that is accepted as a fact but will not be judged compliant: unknown codes.
import { versionInForce, type PolicyRegistry } from '../core/policy/registry.ts';
import type { DomainEvent } from '../core/domain/events.ts';
import type { FieldProblem } from '../core/ports/event-codec.ts';
import { isJudged } from '../core/policy/evaluate.ts';

/** Warnings for the receipt. What happened is recorded whatever it names: an undeclared item is exactly what must be found. */
export function reviewer(registry: PolicyRegistry): (event: DomainEvent) => readonly FieldProblem[] {
  const known = [...registry.versions.keys()].join(', ');
  return (event) => {
    if (!isJudged(event)) return [];
    const warnings: FieldProblem[] = [];
    const version = registry.versions.get(event.policyVersion ?? '') ?? null;
    const dictionary = version ?? versionInForce(registry, event.occurredAt);
    if (!version) warnings.push({ pointer: '/policyVersion', rule: 'unknown-policy-version', expected: `one of ${known}; recorded, and judged a gap` });
    else if (event.clause === null || !version.clauses.has(event.clause))
      warnings.push({
        pointer: '/clause',
        rule: 'unknown-clause',
        expected: `a clause of ${version.id}, as \`policy export\` lists them; recorded, and not judged compliant`,
      });
    if (dictionary) {
      for (const [i, code] of event.items.entries()) {
        if (!dictionary.items.has(code))
          warnings.push({
            pointer: `/items/${i}`,
            rule: 'unknown-item',
            expected: `an item of the dictionary of ${dictionary.id}; recorded, and not judged compliant`,
          });
      }
      if (!dictionary.purposes.has(event.purpose))
        warnings.push({ pointer: '/purpose', rule: 'unknown-purpose', expected: `a purpose of ${dictionary.id}; recorded, and not judged compliant` });
    }
    return warnings;
  };
}
