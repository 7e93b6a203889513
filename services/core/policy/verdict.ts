// What evaluate() answers: one of three outcomes, with the reasons. A gap is never a pass.
import type { Bilingual, EventId } from '../domain/vocabulary.ts';

/** compliant: every rule that applies holds. violation: one is broken. gap: one cannot be shown to hold. */
export type Outcome = 'compliant' | 'violation' | 'gap';

/** C block or page someone, H high, M medium, I for review. */
export type Severity = 'C' | 'H' | 'M' | 'I';

/** A broken rule (violation) or one that cannot be shown to hold (gap). */
export interface Finding {
  readonly rule: string;
  readonly outcome: 'violation' | 'gap';
  readonly severity: Severity;
  /** Clause of the policy it is about; empty when the event cites none. */
  readonly clause: string;
  readonly because: Bilingual;
  /** Ids of the events used: the event itself first. */
  readonly facts: readonly EventId[];
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** Ids of the rules that apply to the event and were asked; absent in a verdict read from where only findings are kept. */
  readonly consulted?: readonly string[];
}

/** The worst finding decides: a violation outweighs a gap, a gap outweighs everything that holds. */
export function verdictOf(findings: readonly Finding[], consulted: readonly string[]): Verdict {
  if (findings.some((f) => f.outcome === 'violation')) return { outcome: 'violation', findings, consulted };
  return { outcome: findings.length > 0 ? 'gap' : 'compliant', findings, consulted };
}
