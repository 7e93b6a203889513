// The shape of a rule: (event, facts) → holds | broken | cannot be shown. Pure; one function a rule.
import type { PersonalDataCollected, PersonalDataShared, PersonalDataUsed } from '../../domain/events.ts';
import type { PlacedEvent, PlacedPersonEvent } from '../../domain/placed-event.ts';
import type { Bilingual, EventId } from '../../domain/vocabulary.ts';
import type { ConsentAnswer } from '../consent-history.ts';
import type { Handing } from '../handing.ts';
import type { PersonFacts } from '../person-facts.ts';
import type { RecipientAt, RecipientRegister } from '../recipient-history.ts';
import type { Clause, PolicyRegistry, PolicyVersion } from '../registry.ts';
import type { Severity } from '../verdict.ts';

/** Events that handle items and so are judged. */
export type JudgedEvent = PersonalDataCollected | PersonalDataShared | PersonalDataUsed;

/** What a verdict may rest on. Facts after the event's moment are there too: a rule asks as of the event. */
export interface Facts {
  readonly registry: PolicyRegistry;
  /** Fact events of the person, in any order. It may grow between calls, and not change otherwise. */
  readonly history: readonly PlacedPersonEvent[];
  readonly recipients: RecipientRegister;
}

/** The event under judgement with what most rules need, looked up once. */
export interface Case {
  readonly placed: PlacedEvent<JudgedEvent>;
  readonly event: JudgedEvent;
  readonly version: PolicyVersion | null;
  readonly clause: Clause | null;
  readonly registry: PolicyRegistry;
  readonly person: PersonFacts;
  /** What rules/consent.ts was answered already. */
  readonly answers: { any?: ConsentAnswer; dedicated?: ConsentAnswer };
  /** Items that the policy version counts as sensitive (PIPL 28). */
  readonly sensitive: readonly string[];
  readonly register: RecipientRegister;
  /** The register's word on the recipient at that time, and what the share is in truth; null when nothing was shared. */
  readonly recipient: RecipientAt | null;
  readonly handing: Handing | null;
}

export type RuleResult =
  | { readonly result: 'holds' }
  | { readonly result: 'broken' | 'cannot-be-shown'; readonly because: Bilingual; readonly facts?: readonly EventId[] };

export interface Rule {
  readonly id: string;
  /** What must hold, in one sentence. */
  readonly asks: Bilingual;
  readonly severity: Severity;
  /** Article and its mark, as in regulation.md 3. */
  readonly source: string;
  /** Nothing when the rule does not apply to the event. */
  judge(subject: Case): readonly RuleResult[];
}

export const holds: RuleResult = { result: 'holds' };
/** The answers of a rule that holds, and of one that does not apply: shared, for nearly every rule gives one of them. */
export const held: readonly RuleResult[] = [holds];
export const notApplicable: readonly RuleResult[] = [];
export const broken = (zh: string, en: string, facts: readonly EventId[] = []): RuleResult => ({ result: 'broken', because: { zh, en }, facts });
export const cannotBeShown = (zh: string, en: string, facts: readonly EventId[] = []): RuleResult => ({
  result: 'cannot-be-shown',
  because: { zh, en },
  facts,
});
