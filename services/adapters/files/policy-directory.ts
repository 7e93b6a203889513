// Reads schemas/policy/<policy>/<version>/*.yaml into the registry. A fault stops the start and names file, line and rule.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineageError } from '../../core/domain/errors.ts';
import { parseInstant } from '../../core/domain/instants.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import type { Clause, Item, PolicyRegistry, PolicyVersion, RetentionRule } from '../../core/policy/registry.ts';
import { clauseOf } from './policy-clause.ts';
import { bilingual, readPolicyFile, type PolicyFile } from './policy-file.ts';

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

export function loadPolicyVersion(folder: string, policy: string, version: string): PolicyVersion {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const content = createHash('sha256');
  const files = names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    content.update(`${name}\n${text}`);
    return readPolicyFile(join(folder, name), text);
  });
  const head = one(files, 'policy', folder);
  const effectiveFrom = parseInstant(`${String(head.root['effectiveOn'])}T00:00:00+08:00`);
  if (effectiveFrom === null) throw head.fault([], 'effectiveOn', 'a day such as 2025-08-13');
  const items = itemsOf(files);
  const codeByName = new Map([...items.values()].flatMap((item) => item.printedAs.map((name) => [name, item.code] as const)));
  const clauses = new Map<string, Clause>();
  const retention: RetentionRule[] = [];
  for (const file of files) {
    for (const [index, entry] of file.entries.entries()) {
      if (file.kind === 'retention') retention.push({ clause: String(entry['clause']), product: String(entry['product']), years: Number(entry['years']) });
      const clause = clauseOf(file, index, entry, { codeByName, items });
      if (!clause) continue;
      if (clauses.has(clause.id)) throw file.fault(['entries', index], 'unique', `${clause.id} stands in another entry already`);
      clauses.set(clause.id, clause);
    }
  }
  return {
    id: `${policy}/${version}`,
    policy,
    version,
    effectiveFrom,
    contentHash: content.digest('hex'),
    clauses,
    items,
    purposes: labelsOf(files, 'purposes'),
    recipientClasses: labelsOf(files, 'recipient-classes'),
    retention,
  };
}

const folders = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();

function one(files: readonly PolicyFile[], kind: string, folder: string): PolicyFile {
  const file = files.find((candidate) => candidate.kind === kind);
  if (!file) throw new LineageError('ERR_REGISTRY', `${folder} has no file of kind ${kind}`);
  return file;
}

function itemsOf(files: readonly PolicyFile[]): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  for (const file of files.filter(({ kind }) => kind === 'items')) {
    for (const [index, entry] of file.entries.entries()) {
      const code = String(entry['code']);
      if (items.has(code)) throw file.fault(['entries', index], 'unique', `item ${code} stands twice`);
      items.set(code, {
        code,
        label: bilingual(file, index, entry, 'label'),
        category: String(entry['category']),
        sensitive: entry['sensitive'] === true,
        container: entry['container'] === true,
        printedAs: Array.isArray(entry['printedAs']) ? entry['printedAs'].map(String) : [],
      });
    }
  }
  return items;
}

function labelsOf(files: readonly PolicyFile[], kind: string): ReadonlyMap<string, Bilingual> {
  const labels = new Map<string, Bilingual>();
  for (const file of files.filter((candidate) => candidate.kind === kind)) {
    for (const [index, entry] of file.entries.entries()) labels.set(String(entry['code']), bilingual(file, index, entry, 'label'));
  }
  return labels;
}
