// Reads schemas/policy/<policy>/<version>/*.yaml into the registry. A fault stops the start and names file, line and rule.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineageError } from '../../core/domain/errors.ts';
import { parseInstant } from '../../core/domain/instants.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import type { Clause, PolicyRegistry, PolicyVersion, RetentionRule } from '../../core/policy/registry.ts';
import { checkIds, checkReferences, checkShapes } from './policy-check.ts';
import { clauseOf } from './policy-clause.ts';
import { readPolicyFile, type PolicyFile } from './policy-file.ts';
import { readDictionary } from './policy-items.ts';

/** Loads every version below `directory`. @throws LineageError ERR_REGISTRY with `file:line` and the rule. */
export function loadPolicyRegistry(directory: string): PolicyRegistry {
  const versions: PolicyVersion[] = [];
  for (const policy of folders(directory)) {
    for (const version of folders(join(directory, policy))) versions.push(loadPolicyVersion(join(directory, policy, version), policy, version));
  }
  if (versions.length === 0) throw new LineageError('ERR_REGISTRY', `${directory} holds no policy version: expected <policy>/<version>/policy.yaml`);
  versions.sort((a, b) => a.effectiveFrom - b.effectiveFrom);
  return { versions: new Map(versions.map((version) => [version.id, version])) };
}

/** Loads one version from its folder. @throws LineageError ERR_REGISTRY with `file:line` and the rule. */
function loadPolicyVersion(folder: string, policy: string, version: string): PolicyVersion {
  const { files, contentHash } = readFiles(folder);
  const head = files.find(({ kind }) => kind === 'policy');
  if (!head) throw new LineageError('ERR_REGISTRY', `${folder} has no file of kind policy`);
  for (const file of files) checkShapes(file);
  if (head.root['policy'] !== policy) throw head.fault(['policy'], 'folder', `the name of the folder: ${policy}`);
  if (head.root['version'] !== version) throw head.fault(['version'], 'folder', `the name of the folder: ${version}`);
  const effectiveFrom = parseInstant(`${String(head.root['effectiveOn'])}T00:00:00+08:00`);
  if (effectiveFrom === null) throw head.fault(['effectiveOn'], 'shape', 'a day such as 2025-08-13');
  checkIds(files);
  checkReferences(files, Number(head.root['textLines']));
  const dictionary = readDictionary(files);
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

const folders = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .toSorted();

function readFiles(folder: string): { files: readonly PolicyFile[]; contentHash: string } {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted();
  const content = createHash('sha256');
  const files = names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    content.update(`${name}\n${text}`);
    return readPolicyFile(join(folder, name), text);
  });
  return { files, contentHash: content.digest('hex') };
}

function labelsOf(files: readonly PolicyFile[], kind: string): ReadonlyMap<string, Bilingual> {
  const entries = files.filter((file) => file.kind === kind).flatMap((file) => file.entries);
  return new Map(entries.map((entry) => [String(entry['code']), entry['label'] as Bilingual]));
}

function retentionOf(files: readonly PolicyFile[]): readonly RetentionRule[] {
  const entries = files.filter((file) => file.kind === 'retention').flatMap((file) => file.entries);
  return entries.map((entry) => ({ clause: String(entry['clause']), product: String(entry['product']), years: Number(entry['years']) }));
}
