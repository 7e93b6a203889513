// Findings as a work list: grouped, with how many, first and last, and the worst severity of each group. Pure.
import type { Instant } from '../domain/vocabulary.ts';
import type { Finding, Severity } from './verdict.ts';

/** Findings of one rule under one clause at one recipient. */
export interface FindingGroup {
  readonly rule: string;
  /** Empty where the event cites none. */
  readonly clause: string;
  /** Empty where nothing was shared. */
  readonly recipient: string;
  readonly severity: Severity;
  readonly outcome: Finding['outcome'];
  readonly findings: number;
  /** Business time of the first and the last event. */
  readonly first: Instant;
  readonly last: Instant;
}

export const groupings = ['rule', 'clause', 'recipient'] as const;
export type Grouping = (typeof groupings)[number];

/** A group of a list; what it is not grouped by is null, and both outcomes may be in it. */
export interface WorkItem {
  readonly rule: string | null;
  readonly clause: string | null;
  readonly recipient: string | null;
  /** The worst in it. */
  readonly severity: Severity;
  readonly outcome: Finding['outcome'];
  readonly violations: number;
  readonly gaps: number;
  readonly first: Instant;
  readonly last: Instant;
}

/** Worst first. */
export const severityOrder: readonly Severity[] = ['C', 'H', 'M', 'I'];

/** Groups by what `by` names. The worst come first: severity, then violations before gaps, then the most frequent. */
export function groupFindings(groups: readonly FindingGroup[], by: readonly Grouping[]): readonly WorkItem[] {
  return [...Map.groupBy(groups, (group) => by.map((one) => group[one]).join('\n')).values()].map((those) => workItem(those, by)).toSorted(worstFirst);
}

function workItem(groups: readonly FindingGroup[], by: readonly Grouping[]): WorkItem {
  const count = (outcome: Finding['outcome']): number => groups.filter((group) => group.outcome === outcome).reduce((sum, { findings }) => sum + findings, 0);
  const nameOf = (one: Grouping): string | null => (by.includes(one) ? (groups[0]?.[one] ?? null) : null);
  const violations = count('violation');
  return {
    rule: nameOf('rule'),
    clause: nameOf('clause'),
    recipient: nameOf('recipient'),
    severity: severityOrder.find((severity) => groups.some((group) => group.severity === severity)) ?? 'I',
    outcome: violations > 0 ? 'violation' : 'gap',
    violations,
    gaps: count('gap'),
    first: Math.min(...groups.map(({ first }) => first)),
    last: Math.max(...groups.map(({ last }) => last)),
  };
}

function worstFirst(a: WorkItem, b: WorkItem): number {
  const worse = severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity);
  if (worse !== 0) return worse;
  if (a.outcome !== b.outcome) return a.outcome === 'violation' ? -1 : 1;
  return b.violations + b.gaps - (a.violations + a.gaps) || (keyOf(a) < keyOf(b) ? -1 : 1);
}

const keyOf = ({ rule, clause, recipient }: WorkItem): string => [rule, clause, recipient].join('\n');
