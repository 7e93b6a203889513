// The legal names under which a policy version prints each recipient that it names: the same one may stand under several.
import type { RecipientRecord } from './recipient-history.ts';
import type { PolicyVersion } from './registry.ts';

const known = new WeakMap<PolicyVersion, ReadonlyMap<string, ReadonlySet<string>>>();

/** All names that the version prints for a recipient code, in canonical form; null when it names nobody by that code. */
export function printedNames(version: PolicyVersion, code: string): ReadonlySet<string> | null {
  let names = known.get(version);
  if (!names) {
    names = collectNames(version);
    known.set(version, names);
  }
  return names.get(code) ?? null;
}

/** White space and the width of brackets are no part of a name. */
export const canonicalName = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '');

const legalNames = new WeakMap<RecipientRecord, string>();

/** The legal name that a recipient is registered with, in canonical form. */
export function legalNameOf(record: RecipientRecord): string {
  const name = legalNames.get(record) ?? canonicalName(record.legalName);
  legalNames.set(record, name);
  return name;
}

function collectNames(version: PolicyVersion): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const clause of version.clauses.values()) {
    for (const { named, code, printed } of clause.recipients) {
      if (!named || code === undefined) continue;
      const ofCode = names.get(code) ?? new Set<string>();
      ofCode.add(canonicalName(printed));
      names.set(code, ofCode);
    }
  }
  return names;
}
