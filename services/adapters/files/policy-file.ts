// One YAML file of a policy, with the line of every node, so that a fault can be shown where it is.
import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import { LineageError } from '../../core/domain/errors.ts';

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
    return new LineageError('ERR_REGISTRY', `${path}:${lineOf(document, lines, at)}: ${rule}: ${expected}`);
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

/** Line of the node at a path or, where there is none (a missing key, a key without a value), of the nearest above it. */
function lineOf(document: Document, lines: LineCounter, at: readonly (string | number)[]): number {
  const node = at.length === 0 ? document.contents : document.getIn(at, true);
  if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  return at.length === 0 ? 1 : lineOf(document, lines, at.slice(0, -1));
}
