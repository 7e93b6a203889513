// The items of a policy entry: groups opened up, every printed name joined to its code in the dictionary.
import { codesOf, type PrintedItem } from '../../core/policy/document/policy-document.ts';
import type { ClauseItem, Item } from '../../core/policy/registry.ts';
import { isEntry, type Entry, type PolicyFile } from './policy-file.ts';

export interface Dictionary {
  readonly items: ReadonlyMap<string, Item>;
  /** Code of a printed name that needs no context, white space removed. */
  readonly codeByName: ReadonlyMap<string, string>;
}

type Path = readonly (string | number)[];

/** Names are told apart without their white space: the policy prints `IP 地址` and `IP地址`. */
const nameKey = (name: string): string => name.replaceAll(/\s/g, '');

/** The dictionary of a version. @throws LineageError ERR_REGISTRY for a code or a name that stands twice. */
export function readDictionary(files: readonly PolicyFile[]): Dictionary {
  const items = new Map<string, Item>();
  const codeByName = new Map<string, string>();
  for (const file of files.filter(({ kind }) => kind === 'items')) {
    for (const [index, entry] of file.entries.entries()) {
      const at = ['entries', index];
      const item = itemOf(entry);
      if (items.has(item.code)) throw file.fault([...at, 'code'], 'unique', `another code: ${item.code} stands twice`);
      items.set(item.code, item);
      for (const name of texts(entry['printedAs'])) {
        const other = codeByName.get(nameKey(name));
        if (other !== undefined) throw file.fault([...at, 'printedAs'], 'unique', `${name} under one code only, or under alsoPrintedAs: ${other} has it`);
        codeByName.set(nameKey(name), item.code);
      }
    }
  }
  return { items, codeByName };
}

/** Items in the order printed; a compound name of several codes comes once for each. @throws LineageError ERR_REGISTRY */
export function readItems(file: PolicyFile, index: number, dictionary: Dictionary): readonly ClauseItem[] {
  return readPrintedItems(file, index, dictionary).flatMap((item) =>
    codesOf(item).map((code) => ({ printed: item.printed, code, of: item.of, ...(item.group === undefined ? {} : { group: item.group }) })),
  );
}

/** Items in the order printed, each name once. @throws LineageError ERR_REGISTRY */
export function readPrintedItems(file: PolicyFile, index: number, dictionary: Dictionary): readonly PrintedItem[] {
  return openGroup(file, ['entries', index], file.entries[index] ?? {}, dictionary, {});
}

function openGroup(file: PolicyFile, at: Path, holder: Entry, dictionary: Dictionary, context: { group?: string; of?: string }): readonly PrintedItem[] {
  // In the files of gradings `items` are codes, not names.
  const list: readonly unknown[] = Array.isArray(holder['items']) && file.kind !== 'gradings' ? holder['items'] : [];
  return list.flatMap((element, index) => {
    const here = [...at, 'items', index];
    const entry: Entry = isEntry(element) ? element : { printed: element };
    const of = typeof entry['of'] === 'string' ? entry['of'] : (context.of ?? 'user');
    if (typeof entry['group'] === 'string') return openGroup(file, here, entry, dictionary, { group: entry['group'], of });
    const printed = String(entry['printed']);
    const [code = '', ...more] = codesFor(file, here, entry, printed, dictionary);
    return [
      {
        printed,
        code,
        ...(more.length > 0 ? { codes: [code, ...more] } : {}),
        of,
        ...(context.group === undefined ? {} : { group: context.group }),
      },
    ];
  });
}

function codesFor(file: PolicyFile, at: Path, entry: Entry, printed: string, { items, codeByName }: Dictionary): readonly string[] {
  const code = entry['code'] ?? codeByName.get(nameKey(printed));
  const codes = entry['codes'] === undefined ? texts([code].filter((one) => one !== undefined)) : texts(entry['codes']);
  if (codes.length === 0) throw file.fault(at, 'dictionary', `a name of the item dictionary, or a code: ${printed} alone is in no entry`);
  for (const known of codes) {
    const names = items.get(known)?.printedAs;
    if (!names) throw file.fault(at, 'dictionary', `a code of the item dictionary: ${known} is in no entry`);
    if (!names.some((name) => nameKey(name) === nameKey(printed)))
      throw file.fault(at, 'dictionary', `a code that lists this name: ${known} does not list ${printed}`);
  }
  return codes;
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const itemOf = (entry: Entry): Item => ({
  code: String(entry['code']),
  label: entry['label'] as Item['label'],
  category: String(entry['category']),
  sensitive: entry['sensitive'] === true,
  container: entry['container'] === true,
  printedAs: [...texts(entry['printedAs']), ...texts(entry['alsoPrintedAs'])],
});
