// An entry of a policy file as the clause that events cite and evaluate() judges by.
import type { Clause, ClauseKind, ClauseRecipient } from '../../core/policy/registry.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import { isEntry, type Entry, type PolicyFile } from './policy-file.ts';
import { readItems, type Dictionary } from './policy-items.ts';

/** Kinds of files whose entries an event can cite. */
const citable: ReadonlySet<string> = new Set<ClauseKind>(['collection', 'sdk', 'permission', 'cookie', 'entrusting', 'sharing', 'transfer', 'publication']);

/** The clause that an entry is, or null for kinds that no event cites. Expects an entry that was checked. @throws LineageError ERR_REGISTRY */
export function clauseOf(file: PolicyFile, index: number, dictionary: Dictionary): Clause | null {
  const entry = file.entries[index] ?? {};
  const items = readItems(file, index, dictionary);
  if (!isCitable(file.kind)) return null;
  const title = file.kind === 'sdk' ? sdkTitle(entry) : (entry['title'] as Bilingual);
  return {
    id: idOf(entry),
    kind: file.kind,
    title,
    items,
    purpose: (entry['purpose'] ?? entry['scene'] ?? title) as Bilingual,
    purposes: texts(entry['purposes']),
    recipients: recipientsOf(entry),
    lines: entry['lines'] as Clause['lines'],
    ...(entry['tier'] === 'basic' || entry['tier'] === 'extended' ? { tier: entry['tier'] } : {}),
    platforms: typeof entry['platform'] === 'string' ? [entry['platform']] : texts(entry['platforms']),
    permissions: texts(entry['permissions']),
    products: texts(entry['products']),
    openEnded: texts(entry['supplements']).length > 0 || items.some((item) => dictionary.items.get(item.code)?.container === true),
  };
}

export const isCitable = (kind: string): kind is ClauseKind => citable.has(kind);

/** The clause id or, in a table, the row. */
export const idOf = (entry: Entry): string => String(entry['clause'] ?? entry['row'] ?? entry['code']);

function sdkTitle(entry: Entry): Bilingual {
  const name = [entry['name'], entry['version']].filter((part) => typeof part === 'string').join(' ');
  return { zh: name, en: name };
}

/** Of an SDK row the collector is the recipient, named by the row; a library that sends nothing has none. */
function recipientsOf(entry: Entry): readonly ClauseRecipient[] {
  const collector = entry['recipient'];
  const printed = isEntry(collector) ? [{ ...collector, printed: entry['collector'], named: true }] : entry['recipients'];
  const recipients: readonly unknown[] = Array.isArray(printed) ? printed : [];
  return recipients.filter(isEntry).map((recipient) => ({
    printed: String(recipient['printed']),
    named: recipient['named'] === true,
    class: String(recipient['class']),
    ...(typeof recipient['code'] === 'string' ? { code: recipient['code'] } : {}),
  }));
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
