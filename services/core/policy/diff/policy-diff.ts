// Two versions of a policy compared by clause and item, with what each difference means.
import type { Bilingual } from '../../domain/vocabulary.ts';
import { codesOf, idOf, sections, type PolicyDocument, type SectionEntry } from '../document/policy-document.ts';
import type { Difference } from './difference.ts';
import { entryChanges, type Change } from './entry-changes.ts';
import { meaningOf } from './meaning.ts';

/** Every difference from `before` to `after`, in the order of the policy. Pure. */
export function diffPolicies(before: PolicyDocument, after: PolicyDocument): readonly Difference[] {
  const sensitive = new Set([...before.itemDictionary, ...after.itemDictionary].filter((item) => item.sensitive).map(({ code }) => code));
  return [
    ...headDifferences(before, after),
    ...sections.flatMap((section) => {
      const [old, new_] = [byId(before[section]), byId(after[section])];
      return [...new Set([...old.keys(), ...new_.keys()])].flatMap((id) => {
        const [a, b] = [old.get(id), new_.get(id)];
        const entry = b ?? a;
        if (!entry) return [];
        return changesOf(a, b).map((change) => {
          const isSensitive = change.item
            ? sensitive.has(change.item.code)
            : 'items' in entry && entry.items.some((item) => codesOf(item).some((code) => sensitive.has(code)));
          return {
            section,
            entry: id,
            title: titleOf(entry),
            ...change,
            ...meaningOf(change, { section, sensitive: isSensitive, whom: whomOf(entry, change) }),
          };
        });
      });
    }),
    ...dictionaryDifferences(before, after),
  ];
}

const byId = (entries: readonly SectionEntry[]): ReadonlyMap<string, SectionEntry> => new Map(entries.map((entry) => [idOf(entry), entry]));

function changesOf(before: SectionEntry | undefined, after: SectionEntry | undefined): readonly Change[] {
  if (before && after) return entryChanges(before, after);
  if (after) return [{ kind: 'added', field: 'entry', before: null, after: titleOf(after) }];
  return before ? [{ kind: 'removed', field: 'entry', before: titleOf(before), after: null }] : [];
}

function headDifferences(before: PolicyDocument, after: PolicyDocument): readonly Difference[] {
  const head = ({ title, handler, contact, address }: PolicyDocument): object => ({ title, handler, contact, address });
  const place = { section: 'head' as const, sensitive: false, whom: { zh: '全部用户', en: 'all users' } };
  return entryChanges(head(before), head(after)).map((change) => ({ section: 'head', entry: '', title: after.title, ...change, ...meaningOf(change, place) }));
}

/** Only what changes how data may be handled: the grading as sensitive. New codes show where they are listed. */
function dictionaryDifferences(before: PolicyDocument, after: PolicyDocument): readonly Difference[] {
  const old = new Map(before.itemDictionary.map((item) => [item.code, item]));
  return after.itemDictionary.flatMap((item) => {
    const was = old.get(item.code);
    if (!was) return [];
    const place = { section: 'itemDictionary' as const, sensitive: item.sensitive, whom: { zh: '该信息被处理的全部个人', en: 'everybody whose item this is' } };
    const pick = ({ sensitive, label }: typeof item): object => ({ sensitive, label });
    return entryChanges(pick(was), pick(item)).map((change) => ({
      section: 'itemDictionary' as const,
      entry: item.code,
      title: item.label,
      ...change,
      ...meaningOf(change, place),
    }));
  });
}

function titleOf(entry: SectionEntry): Bilingual {
  if ('title' in entry) return entry.title;
  if ('scene' in entry) return { zh: `${entry.name} ${entry.version ?? ''}`.trim(), en: `${entry.name} ${entry.version ?? ''}`.trim() };
  return { zh: entry.product, en: entry.product };
}

const platforms: Readonly<Record<string, Bilingual>> = {
  android: { zh: 'Android 用户', en: 'users of the Android app' },
  ios: { zh: 'iOS 用户', en: 'users of the iOS app' },
  harmonyos: { zh: '鸿蒙用户', en: 'users of the HarmonyOS app' },
};

/** Whom an entry concerns, as far as the policy says: everybody, the users of a function, product or platform; and others of whom it takes items. */
function whomOf(entry: SectionEntry, { item }: Change): Bilingual {
  const users = usersOf(entry);
  return item && item.of !== 'user' ? { zh: `${users.zh}（及其提供的 ${item.of} 本人）`, en: `${users.en} (and the ${item.of} whose data they give)` } : users;
}

function usersOf(entry: SectionEntry): Bilingual {
  if ('platform' in entry) return platforms[entry.platform] ?? { zh: entry.platform, en: entry.platform };
  if ('product' in entry) return { zh: `${entry.product} 产品的客户`, en: `customers of ${entry.product} products` };
  if ('tier' in entry && entry.tier === 'basic') return { zh: '全部用户', en: 'all users' };
  if ('purpose' in entry) return { zh: `使用“${entry.title.zh}”的用户`, en: `users of “${entry.title.en}”` };
  return { zh: '全部用户', en: 'all users' };
}
