// One YAML file of a policy, with the line of every node, so that a fault can be shown where it is.
import { LineCounter, isNode, parseDocument } from 'yaml';
import { LineageError } from '../../core/domain/errors.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';

export type Entry = Readonly<Record<string, unknown>>;

export interface PolicyFile {
  readonly path: string;
  readonly kind: string;
  readonly root: Entry;
  readonly entries: readonly Entry[];
  /** An error that names the file, the line of the node at `at`, the rule broken and what was expected. */
  fault(at: readonly (string | number)[], rule: string, expected: string): LineageError;
}

/** @throws LineageError ERR_REGISTRY when the text is no YAML of the shape `{ kind, entries }`. */
export function readPolicyFile(path: string, text: string): PolicyFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const fault = (at: readonly (string | number)[], rule: string, expected: string): LineageError => {
    const node = at.length === 0 ? document.contents : document.getIn(at, true);
    const line = isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
    return new LineageError('ERR_REGISTRY', `${path}:${line}: ${rule}: ${expected}`);
  };
  const [error] = document.errors;
  if (error) throw new LineageError('ERR_REGISTRY', `${path}:${error.linePos?.[0].line ?? 1}: yaml: ${error.message.split('\n')[0] ?? ''}`);
  const root: unknown = document.toJS();
  if (!isEntry(root) || typeof root['kind'] !== 'string') throw fault([], 'kind', 'a mapping with the key kind');
  const entries = root['entries'] ?? [];
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw fault(['entries'], 'entries', 'a list of mappings');
  return { path, kind: root['kind'], root, entries, fault };
}

export const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of `key` in both languages. */
export function bilingual(file: PolicyFile, index: number, entry: Entry, key: string): Bilingual {
  const value = entry[key];
  if (typeof value === 'object' && value !== null && 'zh' in value && 'en' in value) return { zh: String(value.zh), en: String(value.en) };
  throw file.fault(['entries', index], key, 'text in both languages: { zh, en }');
}
