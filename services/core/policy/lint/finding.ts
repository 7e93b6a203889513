// What `policy check` finds: where a policy contradicts itself or the law, why, and what would settle it.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { PolicyDocument, PrintedItem } from '../document/policy-document.ts';
import type { Severity } from '../verdict.ts';

/** A place where a check does not hold. */
export interface Place {
  /** Clauses and rows concerned. */
  readonly clauses: readonly string[];
  readonly because: Bilingual;
  /** Where they differ from those of the check. */
  readonly severity?: Severity;
  readonly source?: string;
  readonly mark?: string;
}

/** One rule that a policy is held to. */
export interface PolicyCheck {
  readonly rule: string;
  readonly title: Bilingual;
  readonly severity: Severity;
  readonly resolve: Bilingual;
  /** The text that it rests on: an article, or the policy itself. */
  readonly source: string;
  /** `SF:Sn` read in source n of the dossier, `GK` from general knowledge and to be verified, `policy` read in the policy, `D(…)` our inference from it. */
  readonly mark: string;
  readonly find: (document: PolicyDocument) => readonly Place[];
}

export interface PolicyFinding extends Omit<PolicyCheck, 'find'> {
  readonly clauses: readonly string[];
  readonly because: Bilingual;
}

/** Names of items for people: as printed in Chinese, the dictionary's label in English; whose they are first, when not the user's. */
export function namesOf(document: PolicyDocument, items: readonly PrintedItem[]): Bilingual {
  const labels = new Map(document.itemDictionary.map(({ code, label }) => [code, label.en]));
  const text = (name: (item: PrintedItem) => string, separator: string): string =>
    [...Map.groupBy(items, ({ of }) => of)].map(([of, own]) => `${of === 'user' ? '' : `(${of}) `}${[...new Set(own.map(name))].join(separator)}`).join('; ');
  return { zh: text(({ printed }) => printed, '、'), en: text(({ code }) => labels.get(code) ?? code, ', ') };
}
