// Reads the files of one policy version, with those of the version that it extends, and holds them to the format.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineageError } from '../../core/domain/errors.ts';
import { parseInstant } from '../../core/domain/instants.ts';
import type { Instant } from '../../core/domain/vocabulary.ts';
import { checkIds, checkReferences, checkShapes } from './policy-check.ts';
import { readPolicyFile, type PolicyFile } from './policy-file.ts';
import { readDictionary, type Dictionary } from './policy-items.ts';
import { layered, removedBy } from './policy-overlay.ts';

export interface VersionFiles {
  readonly policy: string;
  readonly version: string;
  readonly head: PolicyFile;
  readonly files: readonly PolicyFile[];
  readonly dictionary: Dictionary;
  readonly effectiveFrom: Instant;
  /** An invented version, to show and test with: never in force. */
  readonly example: boolean;
  /** SHA-256 of the content, hex; of an extending version, over the other's hash and its own files. */
  readonly contentHash: string;
}

/** @throws LineageError ERR_REGISTRY with `file:line` and the rule. */
export function readVersion(directory: string, policy: string, version: string, extendedBy: readonly string[] = []): VersionFiles {
  const folder = join(directory, policy, version);
  const own = readFiles(folder);
  const head = own.find(({ kind }) => kind === 'policy');
  if (!head) throw new LineageError('ERR_REGISTRY', `${folder} has no file of kind policy`);
  for (const file of own) checkShapes(file);
  if (head.root['policy'] !== policy) throw head.fault(['policy'], 'folder', `the name of the folder: ${policy}`);
  if (head.root['version'] !== version) throw head.fault(['version'], 'folder', `the name of the folder: ${version}`);
  const effectiveFrom = parseInstant(`${String(head.root['effectiveOn'])}T00:00:00+08:00`);
  if (effectiveFrom === null) throw head.fault(['effectiveOn'], 'shape', 'a day such as 2025-08-13');
  const base = baseOf(directory, policy, head, [...extendedBy, version]);
  const files = base ? layered(base.files, own) : own;
  if (!base) refuseRemoval(own);
  checkIds(files);
  checkReferences(files, Number(head.root['textLines']));
  const hash = createHash('sha256').update(base?.contentHash ?? '');
  for (const { name, text } of texts(folder)) hash.update(`${name}\n${text}`);
  return {
    policy,
    version,
    head,
    files,
    dictionary: readDictionary(files),
    effectiveFrom,
    example: head.root['example'] === true,
    contentHash: hash.digest('hex'),
  };
}

/** Whether a version is an example, by its policy.yaml alone: the others need not be read for that. */
export function isExample(directory: string, policy: string, version: string): boolean {
  const path = join(directory, policy, version, 'policy.yaml');
  return existsSync(path) && readPolicyFile(path, readFileSync(path, 'utf8')).root['example'] === true;
}

/** Names of the folders below a directory, sorted. */
export const folders = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .toSorted();

function baseOf(directory: string, policy: string, head: PolicyFile, seen: readonly string[]): VersionFiles | null {
  const base = head.root['extends'];
  if (typeof base !== 'string') return null;
  if (seen.includes(base)) throw head.fault(['extends'], 'extends', 'a version that does not extend this one in turn');
  if (!existsSync(join(directory, policy, base))) throw head.fault(['extends'], 'extends', `a version of ${policy} that is there: ${base} is not`);
  return readVersion(directory, policy, base, seen);
}

function refuseRemoval(files: readonly PolicyFile[]): void {
  const file = files.find((one) => removedBy(one).length > 0);
  if (file) throw file.fault(['removes'], 'removes', 'nothing to remove in a version that extends no other');
}

const texts = (folder: string): readonly { readonly name: string; readonly text: string }[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

const readFiles = (folder: string): readonly PolicyFile[] => texts(folder).map(({ name, text }) => readPolicyFile(join(folder, name), text));
