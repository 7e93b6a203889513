// One thing in which practice and the published policy differ.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { Seen } from './observed.ts';

export type DriftAspect = 'clause' | 'sdk' | 'permission' | 'item' | 'purpose' | 'recipient' | 'recipient-class';

export interface DriftEntry extends Seen {
  /** `undeclared`: done, and not declared under the clause cited. `unobserved`: declared, and not done in the window. */
  readonly direction: 'undeclared' | 'unobserved';
  readonly aspect: DriftAspect;
  /** Empty where events cite none. */
  readonly clause: string;
  /** Code of the item, purpose, recipient or class; of a clause, SDK row or permission its id. */
  readonly code: string;
  /** What R07 and R20 make of it; null of what was not done, which breaks nothing. */
  readonly outcome: 'violation' | 'gap' | null;
  readonly because: Bilingual;
  /** Other clauses of the version under which an undeclared item or purpose is declared. */
  readonly declaredUnder: readonly string[];
}
