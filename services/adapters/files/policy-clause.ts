// An entry of a policy file as the clause that events cite and evaluate() judges by.
import type { Clause, ClauseItem, ClauseKind, ClauseRecipient, Item } from '../../core/policy/registry.ts';
import { bilingual, isEntry, type Entry, type PolicyFile } from './policy-file.ts';

export interface Dictionary {
  readonly codeByName: ReadonlyMap<string, string>;
  readonly items: ReadonlyMap<string, Item>;
}

/** Kinds of files whose entries an event can cite. */
const citable: Readonly<Record<string, ClauseKind>> = {
  collection: 'collection',
  sdk: 'sdk',
  permission: 'permission',
  cookie: 'cookie',
  entrusting: 'entrusting',
  sharing: 'sharing',
  transfer: 'transfer',
  publication: 'publication',
  'short-retention': 'other',
  retention: 'other',
  minor: 'other',
};

/** Null for kinds that no event cites. @throws LineageError ERR_REGISTRY on what does not fit. */
export function clauseOf(file: PolicyFile, index: number, entry: Entry, dictionary: Dictionary): Clause | null {
  const kind = citable[file.kind];
  if (kind === undefined || kind === 'other') return null;
  const id = entry['clause'] ?? entry['row'];
  if (typeof id !== 'string') throw file.fault(['entries', index], 'clause', 'the id of the clause, or the row of an SDK, as text');
  const lines = entry['lines'];
  if (!Array.isArray(lines) || lines.length !== 2) throw file.fault(['entries', index], 'lines', '[first, last] line in the policy text');
  const title = kind === 'sdk' ? sdkTitle(entry) : bilingual(file, index, entry, 'title');
  const items = list(entry['items']).map((item, i) => itemOf(file, [index, i], item, dictionary));
  const platform = entry['platform'];
  return {
    id,
    kind,
    title,
    items,
    purpose: isEntry(entry['purpose']) ? bilingual(file, index, entry, 'purpose') : isEntry(entry['scene']) ? bilingual(file, index, entry, 'scene') : title,
    purposes: list(entry['purposes']).map(String),
    recipients: recipientsOf(entry, kind),
    lines: [Number(lines[0]), Number(lines[1])],
    ...(entry['tier'] === 'basic' || entry['tier'] === 'extended' ? { tier: entry['tier'] } : {}),
    ...(typeof platform === 'string' ? { platforms: [platform] } : { platforms: list(entry['platforms']).map(String) }),
    permissions: list(entry['permissions']).map(String),
    products: list(entry['products']).map(String),
    openEnded: list(entry['supplements']).length > 0 || items.some((item) => dictionary.items.get(item.code)?.container === true),
  };
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function sdkTitle(entry: Entry): { zh: string; en: string } {
  const name = [entry['name'], entry['version']].filter((part) => typeof part === 'string').join(' ');
  return { zh: name, en: name };
}

function itemOf(file: PolicyFile, [entry, index]: readonly [number, number], item: unknown, { codeByName, items }: Dictionary): ClauseItem {
  const at = ['entries', entry, 'items', index];
  if (!isEntry(item) || typeof item['printed'] !== 'string') throw file.fault(at, 'printed', 'the name as the policy prints it');
  const printed = item['printed'];
  const code = typeof item['code'] === 'string' ? item['code'] : codeByName.get(printed);
  if (code === undefined) throw file.fault(at, 'dictionary', `${printed} is in no entry of the item dictionary`);
  if (!items.has(code)) throw file.fault(at, 'dictionary', `the code ${code} is in no entry of the item dictionary`);
  return { printed, code, of: typeof item['of'] === 'string' ? item['of'] : 'user', ...(typeof item['group'] === 'string' ? { group: item['group'] } : {}) };
}

/** Of an SDK row the vendor is the recipient, named by the row. */
function recipientsOf(entry: Entry, kind: ClauseKind): readonly ClauseRecipient[] {
  if (kind === 'sdk') return typeof entry['collector'] === 'string' ? [{ printed: entry['collector'], named: false, class: 'sdk-vendor' }] : [];
  return list(entry['recipients'])
    .filter(isEntry)
    .map((recipient) => ({
      printed: String(recipient['printed']),
      named: recipient['named'] === true,
      class: String(recipient['class']),
      ...(typeof recipient['code'] === 'string' ? { code: recipient['code'] } : {}),
    }));
}
