// A policy version as the whole document that `policy export` gives: the entries as they stand in the files, their items joined to the dictionary.
import { join } from 'node:path';
import { LineageError } from '../../core/domain/errors.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import {
  sections,
  type DictionaryEntry,
  type Grade,
  type PolicyDocument,
  type Section,
  type SectionEntry,
} from '../../core/policy/document/policy-document.ts';
import { isEntry, type Entry } from './policy-file.ts';
import { readPrintedItems } from './policy-items.ts';
import { folders, readVersion, type VersionFiles } from './policy-version.ts';

/** Kind of file of each section, and the lists that an entry may leave out. */
const kinds: Readonly<Record<Section, { readonly kind: string; readonly lists?: readonly string[] }>> = {
  collection: { kind: 'collection', lists: ['recipients', 'products', 'sources', 'supplements', 'laws', 'asksPermissions', 'notCollected'] },
  sdks: { kind: 'sdk' },
  sensitive: { kind: 'sensitive', lists: ['laws'] },
  permissions: { kind: 'permission', lists: ['recipients', 'products', 'covers'] },
  cookies: { kind: 'cookie', lists: ['recipients', 'products'] },
  entrusting: { kind: 'entrusting', lists: ['recipients', 'products'] },
  sharing: { kind: 'sharing', lists: ['products'] },
  transfer: { kind: 'transfer', lists: ['recipients', 'products', 'safeguards'] },
  publication: { kind: 'publication', lists: ['recipients', 'products'] },
  consentExceptions: { kind: 'consent-exception' },
  storage: { kind: 'storage' },
  retention: { kind: 'retention' },
  shortRetention: { kind: 'short-retention' },
  protection: { kind: 'protection', lists: ['authorities'] },
  breachNotice: { kind: 'breach-notice' },
  rights: { kind: 'right' },
  deletionConditions: { kind: 'deletion-condition' },
  refusalGrounds: { kind: 'refusal-ground' },
  responseDeadlines: { kind: 'response-deadline' },
  majorChanges: { kind: 'major-change' },
  minors: { kind: 'minor' },
  disputes: { kind: 'dispute' },
  contacts: { kind: 'contact' },
};

const withItems: ReadonlySet<string> = new Set(['collection', 'sdk', 'sensitive', 'permission', 'cookie', 'entrusting', 'sharing', 'transfer', 'publication']);

/** Ids of all versions below `directory`, examples too. */
export const policyVersionIds = (directory: string): readonly string[] =>
  folders(directory).flatMap((policy) => folders(join(directory, policy)).map((version) => `${policy}/${version}`));

/**
 * Loads one version, examples too.
 * @throws LineageError ERR_NOT_FOUND when there is none of this id; ERR_REGISTRY with `file:line` and the rule.
 */
export function loadPolicyDocument(directory: string, id: string): PolicyDocument {
  const known = policyVersionIds(directory);
  const [policy = '', version = ''] = id.split('/');
  if (!known.includes(id)) throw new LineageError('ERR_NOT_FOUND', `no policy version ${id}; there are ${known.join(', ')}`);
  return policyDocument(readVersion(directory, policy, version));
}

function policyDocument(version: VersionFiles): PolicyDocument {
  const head = version.head.root;
  const section = (name: Section): readonly SectionEntry[] => entriesOf(version, kinds[name]);
  // Every entry was held to the table of its kind, which is what the interfaces of PolicyDocument say in types.
  const all = Object.fromEntries(sections.map((name) => [name, section(name)])) as unknown as Pick<PolicyDocument, Section>;
  return {
    policy: version.policy,
    version: version.version,
    updatedOn: String(head['updatedOn']),
    effectiveOn: String(head['effectiveOn']),
    ...all,
    itemDictionary: dictionaryOf(version),
    purposes: labelled(version, 'purposes'),
    recipientClasses: labelled(version, 'recipient-classes'),
    safeguards: labelled(version, 'safeguards'),
    title: head['title'] as Bilingual,
    handler: head['handler'] as Bilingual,
    contact: String(head['contact']),
    address: String(head['address']),
    tables: head['tables'] as readonly string[],
    example: version.example,
    contentHash: version.contentHash,
    text: { file: String(head['text']), lines: Number(head['textLines']), sha256: String(head['textSha256']) },
  };
}

function entriesOf({ files, dictionary }: VersionFiles, { kind, lists = [] }: (typeof kinds)[Section]): readonly SectionEntry[] {
  return files
    .filter((file) => file.kind === kind)
    .flatMap((file) =>
      file.entries.map((entry, index) => {
        const empty = Object.fromEntries(lists.map((key) => [key, []]));
        const items = withItems.has(kind) ? { items: readPrintedItems(file, index, dictionary) } : {};
        return { ...entry, ...items, ...withRest(empty, entry) } as unknown as SectionEntry;
      }),
    );
}

/** The keys of `empty` that the entry leaves out. */
const withRest = (empty: Entry, entry: Entry): Entry => Object.fromEntries(Object.entries(empty).filter(([key]) => entry[key] === undefined));

function labelled({ files }: VersionFiles, kind: string): PolicyDocument['purposes'] {
  return files
    .filter((file) => file.kind === kind)
    .flatMap((file) => file.entries.map((entry) => ({ code: String(entry['code']), label: entry['label'] as Bilingual })));
}

function dictionaryOf({ files, dictionary }: VersionFiles): readonly DictionaryEntry[] {
  const gradings = files.filter(({ kind }) => kind === 'gradings').flatMap(({ entries }) => entries.filter(isEntry));
  const gradesOf = (code: string): readonly Grade[] =>
    gradings
      .filter((grading) => Array.isArray(grading['items']) && grading['items'].includes(code))
      .map((grading) => ({
        scheme: String(grading['scheme']),
        grade: String(grading['code']),
        label: grading['label'] as Bilingual,
        source: String(grading['source']),
        mark: String(grading['mark']),
      }));
  return [...dictionary.items.values()].map((item) => ({ ...item, container: item.container === true, grades: gradesOf(item.code) }));
}
