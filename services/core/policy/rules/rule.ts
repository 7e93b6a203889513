// The shape of a rule: (event, facts) → holds | broken | cannot be shown. Pure; one function a rule.
import type { PersonalDataCollected, PersonalDataShared, PersonalDataUsed } from '../../domain/events.ts';
import type { PlacedEvent, PlacedPersonEvent } from '../../domain/placed-event.ts';
import type { Bilingual, EventId } from '../../domain/vocabulary.ts';
import type { RecipientRegister } from '../recipient-history.ts';
import type { Clause, PolicyRegistry, PolicyVersion } from '../registry.ts';
import type { Severity } from '../verdict.ts';

/** Events that handle items and so are judged. */
export type JudgedEvent = PersonalDataCollected | PersonalDataShared | PersonalDataUsed;

/** What a rule may look at. Facts after the event's moment are there too: a rule asks as of the event. */
export interface Facts {
  readonly registry: PolicyRegistry;
  /** Fact events of the person, in any order. */
  readonly history: readonly PlacedPersonEvent[];
  readonly recipients: RecipientRegister;
}

/** The event under judgement with what most rules need of the policy, looked up once. */
export interface Case {
  readonly placed: PlacedEvent<JudgedEvent>;
  readonly event: JudgedEvent;
  readonly version: PolicyVersion | null;
  readonly clause: Clause | null;
}

export type RuleResult =
  | { readonly result: 'holds' }
  | { readonly result: 'broken' | 'cannot-be-shown'; readonly because: Bilingual; readonly facts?: readonly EventId[] };

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** Article and its mark, as in regulation.md 3. */
  readonly source: string;
  judge(subject: Case, facts: Facts): readonly RuleResult[];
}

export const holds: RuleResult = { result: 'holds' };
export const broken = (zh: string, en: string, facts: readonly EventId[] = []): RuleResult => ({ result: 'broken', because: { zh, en }, facts });
export const cannotBeShown = (zh: string, en: string, facts: readonly EventId[] = []): RuleResult => ({
  result: 'cannot-be-shown',
  because: { zh, en },
  facts,
});
