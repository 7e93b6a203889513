// Why an event was judged as it was: each rule that was asked, its answer, the facts it rests on, and what would have satisfied it. Pure.
import { compareByOccurrence, isBefore, type PlacedEvent, type PlacedPersonEvent } from '../../domain/placed-event.ts';
import type { Bilingual, EventId } from '../../domain/vocabulary.ts';
import { caseOf, evaluate, rules } from '../evaluate.ts';
import type { RecipientEvent } from '../recipient-history.ts';
import type { Clause } from '../registry.ts';
import type { Facts, JudgedEvent, Rule, RuleResult } from '../rules/rule.ts';
import type { Severity, Verdict } from '../verdict.ts';
import { articlesOf, type Article } from './article-marks.ts';
import { neededFacts } from './needed-facts.ts';
import { remedyOf } from './remedy.ts';

export interface ExplainedRule {
  readonly rule: string;
  readonly severity: Severity;
  readonly asks: Bilingual;
  readonly articles: readonly Article[];
  readonly answer: RuleResult['result'];
  /** Why it does not hold; empty when it does. */
  readonly because: readonly Bilingual[];
  /** Events with which alone the rule gives the same answer; none when it looks at the event and the policy only. */
  readonly facts: readonly EventId[];
  /** What would have satisfied it; null when it holds. */
  readonly remedy: Bilingual | null;
}

export interface Explanation {
  readonly verdict: Verdict;
  /** The clause cited, as the version cited has it; null where there is none. */
  readonly clause: Clause | null;
  /** Those that do not hold first, each group in the order of the rules. */
  readonly rules: readonly ExplainedRule[];
  /** Rules that do not apply to the event. */
  readonly notApplicable: readonly string[];
  /** The events that `rules` name, in business order. */
  readonly facts: readonly PlacedEvent[];
}

/** Explains the verdict that `evaluate` gives of the same event by the same facts. */
export function explain(placed: PlacedEvent<JudgedEvent>, facts: Facts): Explanation {
  const known = factsBefore(placed, facts);
  const subject = caseOf(placed, facts);
  const answerOf = (rule: Rule, kept: readonly PlacedEvent[]): readonly RuleResult[] =>
    rule.judge(caseOf(placed, { ...knowing(kept), registry: facts.registry }));
  const asked = rules.map((rule) => ({ rule, results: answerOf(rule, known) }));
  const explained = asked
    .filter(({ results }) => results.length > 0)
    .map(({ rule, results }): ExplainedRule => {
      const failed = results.filter((result) => result.result !== 'holds');
      return {
        rule: rule.id,
        severity: rule.severity,
        asks: rule.asks,
        articles: articlesOf(rule.source),
        answer: failed.some(({ result }) => result === 'broken') ? 'broken' : failed.length > 0 ? 'cannot-be-shown' : 'holds',
        because: failed.map(({ because }) => because),
        facts: factsOfAnswer(results, known, (kept) => answerOf(rule, kept)),
        remedy: failed.length > 0 ? remedyOf(rule, subject) : null,
      };
    });
  const used = new Set(explained.flatMap((one) => one.facts));
  return {
    verdict: evaluate(placed, facts),
    clause: subject.clause,
    rules: explained.toSorted((a, b) => Number(a.answer === 'holds') - Number(b.answer === 'holds')),
    notApplicable: asked.filter(({ results }) => results.length === 0).map(({ rule }) => rule.id),
    facts: known.filter(({ eventId }) => used.has(eventId)),
  };
}

/** What the rule itself names, and with what alone it would answer the same. */
function factsOfAnswer(
  results: readonly RuleResult[],
  known: readonly PlacedEvent[],
  answer: (kept: readonly PlacedEvent[]) => readonly RuleResult[],
): readonly EventId[] {
  const given = JSON.stringify(results);
  const named = results.flatMap((result) => (result.result === 'holds' ? [] : (result.facts ?? [])));
  const needed = neededFacts(known, (kept) => JSON.stringify(answer(kept)) === given) ?? [];
  const used = new Set([...named, ...needed.map(({ eventId }) => eventId)]);
  return known.filter(({ eventId }) => used.has(eventId)).map(({ eventId }) => eventId);
}

/** All that a rule may rest on, in business order: the person's facts before the event, and what the register said by then of those who take part. */
function factsBefore(placed: PlacedEvent<JudgedEvent>, { history, recipients }: Facts): readonly PlacedEvent[] {
  const { event } = placed;
  const parties = event.type === 'PersonalDataShared' ? [...new Set([event.recipient, event.from])] : [];
  const register = parties.flatMap((party) => recipients.get(party) ?? []).filter((entry) => entry.event.occurredAt <= event.occurredAt);
  return [...register, ...history.filter((fact) => isBefore(fact, placed))].toSorted(compareByOccurrence);
}

/** The state of knowledge of one who knows these facts and no others. */
function knowing(facts: readonly PlacedEvent[]): Pick<Facts, 'history' | 'recipients'> {
  const sorted = facts.toSorted(compareByOccurrence);
  return {
    history: sorted.filter((fact): fact is PlacedPersonEvent => 'dataSubject' in fact.event),
    recipients: Map.groupBy(sorted.filter(isRegisterEntry), ({ event }) => event.recipient),
  };
}

const isRegisterEntry = (fact: PlacedEvent): fact is PlacedEvent<RecipientEvent> => !('dataSubject' in fact.event);
