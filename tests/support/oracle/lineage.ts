// The oracle's answer to "what data about this person went where and why", from all facts there are, each time anew.
import { inBusinessOrder, list, text, type Fact } from './facts.ts';
import { holdingsOf, type OracleHolding } from './holdings.ts';
import type { OraclePolicy } from './read-policies.ts';
import { isJudged, judge, type OracleFinding } from './rules.ts';

export interface OracleFlow {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: number;
  readonly from: string;
  readonly to: string;
  readonly items: readonly string[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string | null;
  readonly policyVersion: string | null;
  readonly outcome: 'compliant' | 'violation' | 'gap';
  readonly findings: readonly OracleFinding[];
}

export interface OracleAnswer {
  readonly holdings: readonly OracleHolding[];
  /** In business order. */
  readonly flows: readonly OracleFlow[];
}

/** The answer for one person. `now` decides which asked-for deletions are overdue; facts after `asOf` are not looked at. */
export function lineageOf(
  person: string,
  facts: readonly Fact[],
  policies: readonly OraclePolicy[],
  now: number,
  asOf = Number.POSITIVE_INFINITY,
): OracleAnswer {
  const own = facts.filter((fact) => fact.person === person && fact.at <= asOf);
  const registers = facts.filter((fact) => fact.person === null);
  return {
    holdings: holdingsOf(own, policies)
      .map((holding) => overdue(holding, now))
      .toSorted((a, b) => (holdingKey(a) < holdingKey(b) ? -1 : 1)),
    flows: inBusinessOrder(own.filter(isJudged)).map((fact) => flowOf(fact, judge(fact, { policies, person: own, registers }))),
  };
}

export const holdingKey = (h: Pick<OracleHolding, 'holder' | 'item' | 'purpose' | 'legalBasis' | 'clause'>): string =>
  JSON.stringify([h.holder, h.item, h.purpose, h.legalBasis, h.clause]);

function overdue(holding: OracleHolding, now: number): OracleHolding {
  if (holding.state !== 'deletion-requested' || holding.dueAt === null || holding.dueAt >= now) return holding;
  return { ...holding, state: 'deletion-overdue', stateSince: holding.dueAt };
}

function flowOf(fact: Fact, findings: readonly OracleFinding[]): OracleFlow {
  const [from, to] = direction(fact);
  return {
    eventId: fact.eventId,
    type: fact.type,
    occurredAt: fact.at,
    from,
    to,
    items: list(fact, 'items'),
    purpose: text(fact, 'purpose') ?? '',
    legalBasis: text(fact, 'legalBasis') ?? '',
    clause: text(fact, 'clause'),
    policyVersion: text(fact, 'policyVersion'),
    outcome: findings.some(({ outcome }) => outcome === 'violation') ? 'violation' : findings.length > 0 ? 'gap' : 'compliant',
    findings,
  };
}

/** Collected: from the person or the source named, to the bank. Shared: from the bank (an SDK takes it from the person) or from who passed it on, to the recipient. */
function direction(fact: Fact): readonly [string, string] {
  if (fact.type === 'PersonalDataUsed') return ['webank', 'webank'];
  if (fact.type === 'PersonalDataCollected') return [text(fact, 'source') ?? 'data-subject', 'webank'];
  const from = text(fact, 'from') ?? 'webank';
  return [from === 'webank' && text(fact, 'mode') === 'sdk-direct' ? 'data-subject' : from, text(fact, 'recipient') ?? ''];
}
