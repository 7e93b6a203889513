// What a diff comes to: the major changes of 八 that it holds, and whom it makes the bank ask again.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { Difference } from './difference.ts';

export interface ConsentAgain {
  readonly by: 'law' | 'policy';
  readonly kind: 'general' | 'separate';
  readonly whom: Bilingual;
  /** Entries that ask for it. */
  readonly entries: readonly string[];
}

export interface DiffSummary {
  readonly differences: number;
  readonly wider: number;
  readonly narrower: number;
  readonly wording: number;
  readonly majorChanges: readonly string[];
  readonly consentAgain: readonly ConsentAgain[];
}

/** Pure. 八6 (a high risk found by an assessment) is never among the major changes: it is not in the text. */
export function summaryOf(differences: readonly Difference[]): DiffSummary {
  const count = (effect: Difference['effect']): number => differences.filter((one) => one.effect === effect).length;
  const asking = differences.filter((one) => one.consentAgain !== 'no' && one.whom !== null);
  const groups = Map.groupBy(asking, (one) => `${one.consentAgain} ${one.consentKind ?? ''} ${one.whom?.en ?? ''}`);
  return {
    differences: differences.length,
    wider: count('wider'),
    narrower: count('narrower'),
    wording: count('wording'),
    majorChanges: [...new Set(differences.flatMap(({ majorChange }) => majorChange ?? []))].toSorted(),
    consentAgain: [...groups.values()].map(([first, ...rest]) => ({
      by: first?.consentAgain === 'by-law' ? 'law' : 'policy',
      kind: first?.consentKind ?? 'general',
      whom: first?.whom ?? { zh: '', en: '' },
      entries: [...new Set([first, ...rest].flatMap((one) => (one ? [one.entry] : [])))],
    })),
  };
}
