// Reads schemas/policy/<policy>/<version>/*.yaml into the registry. A fault stops the start and names file, line and rule.
import { join } from 'node:path';
import { LineageError } from '../../core/domain/errors.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import type { Clause, PolicyRegistry, PolicyVersion, RetentionRule } from '../../core/policy/registry.ts';
import { clauseOf } from './policy-clause.ts';
import type { PolicyFile } from './policy-file.ts';
import { folders, isExample, readVersion, type VersionFiles } from './policy-version.ts';

/** Loads every version below `directory` but the examples. @throws LineageError ERR_REGISTRY with `file:line` and the rule. */
export function loadPolicyRegistry(directory: string): PolicyRegistry {
  const versions = folders(directory)
    .flatMap((policy) => folders(join(directory, policy)).map((version) => ({ policy, version })))
    .filter(({ policy, version }) => !isExample(directory, policy, version))
    .map(({ policy, version }) => policyVersion(readVersion(directory, policy, version)));
  if (versions.length === 0) throw new LineageError('ERR_REGISTRY', `${directory} holds no policy version: expected <policy>/<version>/policy.yaml`);
  versions.sort((a, b) => a.effectiveFrom - b.effectiveFrom);
  return { versions: new Map(versions.map((version) => [version.id, version])) };
}

function policyVersion({ policy, version, effectiveFrom, contentHash, files, dictionary }: VersionFiles): PolicyVersion {
  const clauses = files
    .flatMap((file) => file.entries.map((_, index) => clauseOf(file, index, dictionary)))
    .filter((clause): clause is Clause => clause !== null);
  return {
    id: `${policy}/${version}`,
    policy,
    version,
    effectiveFrom,
    contentHash,
    clauses: new Map(clauses.map((clause) => [clause.id, clause])),
    items: dictionary.items,
    purposes: labelsOf(files, 'purposes'),
    recipientClasses: labelsOf(files, 'recipient-classes'),
    retention: retentionOf(files),
  };
}

function labelsOf(files: readonly PolicyFile[], kind: string): ReadonlyMap<string, Bilingual> {
  const entries = files.filter((file) => file.kind === kind).flatMap((file) => file.entries);
  return new Map(entries.map((entry) => [String(entry['code']), entry['label'] as Bilingual]));
}

function retentionOf(files: readonly PolicyFile[]): readonly RetentionRule[] {
  const entries = files.filter((file) => file.kind === 'retention').flatMap((file) => file.entries);
  return entries.map((entry) => ({ clause: String(entry['clause']), product: String(entry['product']), years: Number(entry['years']) }));
}
