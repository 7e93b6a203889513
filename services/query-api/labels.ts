// Names for people to read: holders from the registers, items from the dictionary; a code where there is no name.
import { bank, type Bilingual } from '../core/domain/vocabulary.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { StoredEvent } from '../core/ports/read-model.ts';

export interface Labels {
  holder(code: string): Bilingual;
  item(code: string, policyVersion: string | null): Bilingual;
  purpose(code: string, policyVersion: string | null): Bilingual;
}

const fixedNames: ReadonlyMap<string, Bilingual> = new Map([
  [bank, { zh: '微众银行', en: 'WeBank' }],
  ['data-subject', { zh: '本人', en: 'the person' }],
]);

/** `recipients`: register events in ledger order; the newest name counts. */
export function labels(registry: PolicyRegistry, recipients: readonly StoredEvent[]): Labels {
  const newest = [...registry.versions.values()].at(-1);
  const versionOf = (id: string | null) => registry.versions.get(id ?? '');
  const records = new Map<string, StoredEvent>();
  for (const stored of recipients) if (stored.type !== 'RecipientTerminated') records.set((JSON.parse(stored.json) as { recipient: string }).recipient, stored);
  return {
    holder: (code) => {
      const fixed = fixedNames.get(code);
      if (fixed) return fixed;
      const stored = records.get(code);
      if (!stored) return { zh: code, en: code };
      const { legalName, nameEn } = JSON.parse(stored.json) as { legalName: string; nameEn?: string };
      return { zh: legalName, en: nameEn ?? legalName };
    },
    item: (code, version) => versionOf(version)?.items.get(code)?.label ?? newest?.items.get(code)?.label ?? { zh: code, en: code },
    purpose: (code, version) => versionOf(version)?.purposes.get(code) ?? newest?.purposes.get(code) ?? { zh: code, en: code },
  };
}
