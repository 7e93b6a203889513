// What every file of a policy must hold to: keys and shapes of its kind, ids that stand once, codes that exist, lines in the text.
import { entryKeys, fileKeys, policyKeys } from './policy-kinds.ts';
import { isEntry, type PolicyFile } from './policy-file.ts';
import { idOf, isCitable } from './policy-clause.ts';
import { mapping } from './policy-shape.ts';

/** Lists of codes that entries refer to, by the kind of file that defines them. */
type Vocabularies = ReadonlyMap<string, ReadonlySet<string>>;

/** @throws LineageError ERR_REGISTRY for the first fault. */
export function checkShapes(file: PolicyFile): void {
  const root = mapping(file.kind === 'policy' ? policyKeys : fileKeys)(file.root);
  if (root) throw file.fault(root.at, root.rule, root.expected);
  const check = mapping(entryKeys[file.kind] ?? {});
  for (const [index, entry] of file.entries.entries()) {
    const fault = check(entry);
    if (fault) throw file.fault(['entries', index, ...fault.at], fault.rule, fault.expected);
  }
}

/** Ids stand once: within a kind, and among all that events can cite. @throws LineageError ERR_REGISTRY */
export function checkIds(files: readonly PolicyFile[]): void {
  const seen = new Map<string, string>();
  for (const file of files) {
    for (const [index, entry] of file.entries.entries()) {
      const id = `${isCitable(file.kind) ? 'citable' : file.kind} ${idOf(entry)}`;
      const other = seen.get(id);
      if (other !== undefined) throw file.fault(['entries', index], 'unique', `another id: ${idOf(entry)} stands in ${other} already`);
      seen.set(id, file.path);
    }
  }
}

/** Purposes, recipient classes, safeguards, items and clauses that are referred to are defined; lines lie in the policy text. @throws LineageError ERR_REGISTRY */
export function checkReferences(files: readonly PolicyFile[], textLines: number): void {
  checkCrossReferences(files);
  const vocabularies: Vocabularies = new Map(
    ['purposes', 'recipient-classes', 'safeguards'].map((kind) => [
      kind,
      new Set(files.filter((file) => file.kind === kind).flatMap((file) => file.entries.map((entry) => String(entry['code'])))),
    ]),
  );
  for (const file of files) {
    for (const [index, entry] of file.entries.entries()) {
      const at = ['entries', index];
      for (const kind of ['purposes', 'safeguards']) {
        for (const [i, code] of list(entry[kind]).entries()) checkCode(file, [...at, kind, i], kind, code, vocabularies);
      }
      for (const [i, recipient] of list(entry['recipients']).entries())
        checkCode(file, [...at, 'recipients', i], 'recipient-classes', isEntry(recipient) && recipient['class'], vocabularies);
      if (isEntry(entry['recipient'])) checkCode(file, [...at, 'recipient'], 'recipient-classes', entry['recipient']['class'], vocabularies);
      const [, last] = list(entry['lines']);
      if (last !== undefined && Number(last) > textLines) throw file.fault([...at, 'lines'], 'lines', `lines of the policy text, which has ${textLines}`);
    }
  }
}

function checkCode(file: PolicyFile, at: readonly (string | number)[], kind: string, code: unknown, vocabularies: Vocabularies): void {
  if (vocabularies.get(kind)?.has(String(code)) !== true) throw file.fault(at, kind, `a code that a file of kind ${kind} defines: ${String(code)} is not`);
}

/** Item codes in lists of codes are those of a dictionary; clauses named elsewhere are there. */
function checkCrossReferences(files: readonly PolicyFile[]): void {
  const ids = (kind: string): ReadonlySet<string> => new Set(files.filter((file) => file.kind === kind).flatMap((file) => file.entries.map(idOf)));
  const rules: readonly (readonly [kind: string, key: string, of: string])[] = [
    ['gradings', 'items', 'items'],
    ['collection', 'notCollected', 'items'],
    ['collection', 'asksPermissions', 'permission'],
    ['sensitive', 'clauses', 'collection'],
  ];
  for (const [kind, key, of] of rules) {
    const known = ids(of);
    for (const file of files.filter((one) => one.kind === kind)) {
      for (const [index, entry] of file.entries.entries()) {
        const unknown = list(entry[key]).findIndex((id) => !known.has(String(id)));
        if (unknown >= 0)
          throw file.fault(['entries', index, key, unknown], key, `the id of an entry of kind ${of}: ${String(list(entry[key])[unknown])} is none`);
      }
    }
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
