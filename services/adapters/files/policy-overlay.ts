// A version that extends another: its entries take the place of those with the same id, `removes` leaves entries out, the rest is the other's.
import { idOf } from './policy-clause.ts';
import type { PolicyFile } from './policy-file.ts';

/**
 * The files of both, as one version. Faults still name the file and line where the entry stands.
 * @throws LineageError ERR_REGISTRY when `removes` names an entry that the other version does not have.
 */
export function layered(base: readonly PolicyFile[], own: readonly PolicyFile[]): readonly PolicyFile[] {
  for (const file of own) {
    for (const [index, id] of removedBy(file).entries()) {
      const isThere = base.some(({ kind, entries }) => kind === file.kind && entries.some((entry) => idOf(entry) === id));
      if (!isThere)
        throw file.fault(['removes', index], 'removes', `the id of an entry of kind ${file.kind} in the version that this one extends: ${id} is none`);
    }
  }
  const replaced = (kind: string): ReadonlySet<string> =>
    new Set(own.filter((file) => file.kind === kind).flatMap((file) => [...removedBy(file), ...file.entries.map(idOf)]));
  return [...base.filter(({ kind }) => kind !== 'policy').map((file) => without(file, replaced(file.kind))), ...own];
}

export const removedBy = (file: PolicyFile): readonly string[] => (Array.isArray(file.root['removes']) ? file.root['removes'].map(String) : []);

function without(file: PolicyFile, ids: ReadonlySet<string>): PolicyFile {
  const kept = [...file.entries.keys()].filter((index) => !ids.has(idOf(file.entries[index] ?? {})));
  return {
    ...file,
    entries: file.entries.filter((_, index) => kept.includes(index)),
    fault: ([list, index, ...rest], rule, expected) =>
      list === 'entries' && typeof index === 'number'
        ? file.fault([list, kept[index] ?? index, ...rest], rule, expected)
        : file.fault(
            [list, index, ...rest].filter((step) => step !== undefined),
            rule,
            expected,
          ),
  };
}
