// Drift: what the policy version in force declared against what the flow counts of that time observe, both ways. Pure.
import { parseMoment } from '../../domain/moments.ts';
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { RecipientRecord, RecipientRegister } from '../recipient-history.ts';
import type { DriftEntry } from './drift-entry.ts';
import { seenIn, type ObservedFlow, type Seen } from './observed.ts';
import type { Period } from './periods.ts';
import { undeclaredUnder, type RecordOf } from './undeclared.ts';
import { unobservedOf } from './unobserved.ts';

/** The drift of one period. */
export interface Drift {
  /** Clause by clause in the order of the policy, unknown ones last; of each what is undeclared first. */
  readonly entries: readonly DriftEntry[];
  /** All that was done in the period. */
  readonly observed: Seen;
}

/**
 * What flow counts do not hold and so is not compared; a regulator who reads the table must not take silence for agreement.
 */
export const notCompared: readonly Bilingual[] = [
  {
    zh: '系统权限只按事件引用的权限条款（二）比较；事件另外写明的权限不在流量统计中。',
    en: 'System permissions are compared by the clauses of chapter 二 that events cite; permissions that an event names besides are not in the flow counts.',
  },
  {
    zh: 'SDK 按事件引用的条目（如 A-04）比较；引用其他条款而另写明的 SDK 和平台不在流量统计中，由 R38 逐个事件判定。',
    en: 'SDKs are compared by the rows that events cite, such as A-04; an SDK or platform named beside another clause is not in the flow counts: R38 judges it event by event.',
  },
];

/** `flows` are those of the days of `period`. Recipients count as registered by its end. */
export function driftOf({ version, to }: Period, flows: readonly ObservedFlow[], register: RecipientRegister): Drift {
  const recordOf = recordsUntil(register, parseMoment(to, 'end') ?? Infinity);
  const byClause = Map.groupBy(flows, ({ clause }) => clause);
  const declared = [...(version?.clauses.values() ?? [])];
  const unknown = [...byClause.keys()].filter((id) => !version?.clauses.has(id)).toSorted();
  const ofDeclared = declared.flatMap((clause) => {
    const those = byClause.get(clause.id) ?? [];
    return [
      ...(those.length > 0 ? undeclaredUnder(clause.id, those, version, recordOf) : []),
      ...(version ? unobservedOf(clause, those, flows, version, recordOf) : []),
    ];
  });
  return {
    entries: [...ofDeclared, ...unknown.flatMap((id) => undeclaredUnder(id, byClause.get(id) ?? [], version, recordOf))],
    observed: seenIn(flows),
  };
}

/** A cooperation that ended keeps its last record: what it was is asked, not whether it goes on. */
const recordsUntil =
  (register: RecipientRegister, until: number): RecordOf =>
  (recipient) => {
    const events = (register.get(recipient) ?? []).map(({ event }) => event).filter(({ occurredAt }) => occurredAt <= until);
    return (events.findLast(({ type }) => type !== 'RecipientTerminated') ?? null) as RecipientRecord | null;
  };
