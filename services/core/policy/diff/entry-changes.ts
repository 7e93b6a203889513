// What differs between two versions of one entry, field by field and item by item. Line numbers and white space do not count.
import type { Bilingual } from '../../domain/vocabulary.ts';
import { codesOf, type PrintedItem } from '../document/policy-document.ts';

/** One difference, before it is said what it means. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** `entry` for a whole entry, else the key. */
  readonly field: string;
  readonly before: Bilingual | null;
  readonly after: Bilingual | null;
  /** Of items: the code, and whose it is. */
  readonly item?: { readonly code: string; readonly of: string };
}

type Fields = Readonly<Record<string, unknown>>;

/** Keys that say where an entry stands or what it is, not what it says. */
const identity: ReadonlySet<string> = new Set(['clause', 'row', 'lines', 'kind']);

/** All changes of an entry, in the order of its keys. */
export function entryChanges(before: object, after: object): readonly Change[] {
  const [old, new_] = [before as Fields, after as Fields];
  return [...new Set([...Object.keys(old), ...Object.keys(new_)])].filter((key) => !identity.has(key)).flatMap((key) => fieldChanges(key, old[key], new_[key]));
}

function fieldChanges(field: string, before: unknown, after: unknown): readonly Change[] {
  if (field === 'items') return itemChanges(before as readonly PrintedItem[], after as readonly PrintedItem[]);
  if (Array.isArray(before) || Array.isArray(after)) return listChanges(field, asList(before), asList(after));
  const [old, new_] = [textOf(before), textOf(after)];
  if (same(old, new_)) return [];
  return [{ kind: old === null ? 'added' : new_ === null ? 'removed' : 'changed', field, before: old, after: new_ }];
}

function listChanges(field: string, before: readonly unknown[], after: readonly unknown[]): readonly Change[] {
  const has = (list: readonly unknown[], one: unknown): boolean => list.some((other) => keyOf(other) === keyOf(one));
  return [
    ...before.filter((one) => !has(after, one)).map((one) => ({ kind: 'removed' as const, field, before: textOf(one), after: null })),
    ...after.filter((one) => !has(before, one)).map((one) => ({ kind: 'added' as const, field, before: null, after: textOf(one) })),
    // The same recipient with another contact or another printed name.
    ...after.flatMap((one) => {
      const old = before.find((other) => keyOf(other) === keyOf(one));
      return old !== undefined && JSON.stringify(old) !== JSON.stringify(one)
        ? [{ kind: 'changed' as const, field, before: textOf(old), after: textOf(one) }]
        : [];
    }),
  ];
}

/** Items are told apart by code and by whose they are; the same item under another printed name is a change of name. */
function itemChanges(before: readonly PrintedItem[], after: readonly PrintedItem[]): readonly Change[] {
  const [old, new_] = [byMeaning(before), byMeaning(after)];
  const named = (name: string): Bilingual => ({ zh: name, en: name });
  const change = (key: string): Omit<Change, 'kind' | 'before' | 'after'> => {
    const [code = '', of = ''] = key.split(' ');
    return { field: 'items', item: { code, of } };
  };
  return [
    ...[...old].filter(([key]) => !new_.has(key)).map(([key, name]) => ({ kind: 'removed' as const, ...change(key), before: named(name), after: null })),
    ...[...new_].filter(([key]) => !old.has(key)).map(([key, name]) => ({ kind: 'added' as const, ...change(key), before: null, after: named(name) })),
    ...[...new_].flatMap(([key, name]) => {
      const other = old.get(key);
      return other === undefined || bare(other) === bare(name)
        ? []
        : [{ kind: 'changed' as const, ...change(key), field: 'printed', before: named(other), after: named(name) }];
    }),
  ];
}

const byMeaning = (items: readonly PrintedItem[]): ReadonlyMap<string, string> =>
  new Map(items.flatMap((item) => codesOf(item).map((code) => [`${code} ${item.of}`, item.printed])));

const bare = (name: string): string => name.replaceAll(/\s/g, '');
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What makes two elements of a list the same: a recipient's code or printed name, else the value. */
function keyOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return plain(value);
  const { code, printed, zh } = value as Fields;
  return plain(code ?? printed ?? zh ?? value);
}

function textOf(value: unknown): Bilingual | null {
  if (value === undefined || value === null) return null;
  const { zh, en, printed, contact } = typeof value === 'object' ? (value as Fields) : {};
  if (typeof zh === 'string' && typeof en === 'string') return { zh, en };
  const text = typeof printed === 'string' ? [printed, contact].filter((part) => typeof part === 'string').join(' ') : plain(value);
  return { zh: text, en: text };
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const same = (a: Bilingual | null, b: Bilingual | null): boolean => a?.zh === b?.zh && a?.en === b?.en;
