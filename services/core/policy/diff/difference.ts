// What a difference between two versions means: wider or narrower, which major change of 八, and who must be asked again.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { Section } from '../document/policy-document.ts';
import type { Change } from './entry-changes.ts';

/** wider: more is done with data, or less promised; narrower: the other way; wording: neither can be told from the data. */
export type Effect = 'wider' | 'narrower' | 'wording';

export interface Meaning {
  readonly effect: Effect;
  /** Clause of the major change of 八 that it is, or null. 八6 (a high risk in an assessment) cannot be seen in a text. */
  readonly majorChange: '8.1' | '8.2' | '8.3' | '8.4' | '8.5' | null;
  /**
   * Whether people must consent again: by law (PIPL 14(2), 22, 23, 29; 网数条例 22), by the policy's own promise (八: major changes), or not.
   * Whoever relies on another basis than consent (PIPL 13(1)(2)–(7)) need not be asked for what that basis covers.
   */
  readonly consentAgain: 'by-law' | 'by-policy' | 'no';
  readonly consentKind: 'general' | 'separate' | null;
  readonly whom: Bilingual | null;
  readonly because: Bilingual;
}

export interface Difference extends Change, Meaning {
  readonly section: Section | 'head' | 'itemDictionary';
  /** Clause, row or item code; empty for the head of the policy. */
  readonly entry: string;
  readonly title: Bilingual;
}
