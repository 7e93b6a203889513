// Names for people to read: holders from the registers, items from the dictionary; a code where there is no name.
import { bank, type Bilingual } from '../core/domain/vocabulary.ts';
import type { PolicyRegistry, PolicyVersion } from '../core/policy/registry.ts';
import type { StoredEvent } from '../core/ports/read-model.ts';

export interface Labels {
  holder(code: string): Bilingual;
  item(code: string, policyVersion: string | null): Bilingual;
  items(codes: readonly string[], policyVersion: string | null): readonly Bilingual[];
  purpose(code: string, policyVersion: string | null): Bilingual;
}

const fixedNames: ReadonlyMap<string, Bilingual> = new Map([
  [bank, { zh: '微众银行', en: 'WeBank' }],
  ['data-subject', { zh: '本人', en: 'the person' }],
]);

/** Made once per register as read: an answer needs a few names of thousands. */
const made = new WeakMap<readonly StoredEvent[], { readonly registry: PolicyRegistry; readonly labels: Labels }>();

/** `recipients`: register events in ledger order; the newest name counts. */
export function labels(registry: PolicyRegistry, recipients: readonly StoredEvent[]): Labels {
  const known = made.get(recipients);
  if (known?.registry === registry) return known.labels;
  const fresh = makeLabels(registry, recipients);
  made.set(recipients, { registry, labels: fresh });
  return fresh;
}

function makeLabels(registry: PolicyRegistry, recipients: readonly StoredEvent[]): Labels {
  const newest = [...registry.versions.values()].at(-1);
  const versionOf = (id: string | null) => registry.versions.get(id ?? '');
  const names = new Map<string, Bilingual>(fixedNames);
  for (const { type, json } of recipients) {
    if (type === 'RecipientTerminated') continue;
    const { recipient, legalName, nameEn } = JSON.parse(json) as { readonly recipient: string; readonly legalName: string; readonly nameEn?: string };
    if (!fixedNames.has(recipient)) names.set(recipient, { zh: legalName, en: nameEn ?? legalName });
  }
  const item = (code: string, version: PolicyVersion | undefined): Bilingual =>
    version?.items.get(code)?.label ?? newest?.items.get(code)?.label ?? { zh: code, en: code };
  return {
    holder: (code) => names.get(code) ?? { zh: code, en: code },
    item: (code, version) => item(code, versionOf(version)),
    items: (codes, version) => {
      const cited = versionOf(version);
      return codes.map((code) => item(code, cited));
    },
    purpose: (code, version) => versionOf(version)?.purposes.get(code) ?? newest?.purposes.get(code) ?? { zh: code, en: code },
  };
}
