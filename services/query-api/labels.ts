// Names for people to read: holders from the registers, items from the dictionary; a code where there is no name.
import { bank, type Bilingual } from '../core/domain/vocabulary.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { StoredEvent } from '../core/ports/read-model.ts';

export interface Labels {
  holder(code: string): Bilingual;
  item(code: string, policyVersion: string): Bilingual;
}

const bankName: Bilingual = { zh: '微众银行', en: 'WeBank' };

/** `recipients`: register events in ledger order; the newest name counts. */
export function labels(registry: PolicyRegistry, recipients: readonly StoredEvent[], _codec: EventCodec): Labels {
  const newest = [...registry.versions.values()].at(-1);
  const records = new Map<string, StoredEvent>();
  for (const stored of recipients) if (stored.type !== 'RecipientTerminated') records.set((JSON.parse(stored.json) as { recipient: string }).recipient, stored);
  return {
    holder: (code) => {
      if (code === bank) return bankName;
      const stored = records.get(code);
      if (!stored) return { zh: code, en: code };
      const { legalName, nameEn } = JSON.parse(stored.json) as { legalName: string; nameEn?: string };
      return { zh: legalName, en: nameEn ?? legalName };
    },
    item: (code, version) => (registry.versions.get(version) ?? newest)?.items.get(code)?.label ?? newest?.items.get(code)?.label ?? { zh: code, en: code },
  };
}
