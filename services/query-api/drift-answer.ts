// Drift as it is answered: the periods of a window, each with its differences and the names of their codes.
import type { Bilingual } from '../core/domain/vocabulary.ts';
import type { DriftEntry } from '../core/policy/drift/drift-entry.ts';
import { driftOf } from '../core/policy/drift/drift.ts';
import { periodsOf } from '../core/policy/drift/periods.ts';
import type { PolicyRegistry, PolicyVersion } from '../core/policy/registry.ts';
import type { RecipientRegister } from '../core/policy/recipient-history.ts';
import type { LineageQueries } from '../core/ports/lineage-queries.ts';
import type { Labels } from './labels.ts';

export interface DriftQuestion {
  /** First day; null: from the beginning. */
  readonly from: string | null;
  /** Last day. */
  readonly to: string;
  readonly clause: string | null;
  readonly direction: string | null;
}

export interface DriftContext {
  readonly registry: PolicyRegistry;
  readonly register: RecipientRegister;
  readonly names: Labels;
  readonly flowTotals: LineageQueries['flowTotals'];
}

export interface AnsweredDrift extends DriftEntry {
  readonly policyVersion: string | null;
  readonly clauseTitle: Bilingual;
  readonly name: Bilingual;
}

/** One period per policy version in force; without days of a version it has none. */
export async function driftPeriods({ from, to, clause, direction }: DriftQuestion, { registry, register, names, flowTotals }: DriftContext) {
  const periods = [];
  for (const period of periodsOf(registry, from, to)) {
    const { version } = period;
    const drift = driftOf(period, await flowTotals(period.from, period.to), register);
    if (version === null && drift.entries.length === 0) continue; // Nothing was declared, and nothing done.
    const wanted = drift.entries.filter((entry) => (clause === null || entry.clause === clause) && (direction === null || entry.direction === direction));
    periods.push({
      policyVersion: version?.id ?? null,
      from: period.from,
      to: period.to,
      clauses: version?.clauses.size ?? 0,
      observed: drift.observed,
      /** Of the whole period, whatever was asked for. */
      undeclared: drift.entries.filter((entry) => entry.direction === 'undeclared').length,
      unobserved: drift.entries.filter((entry) => entry.direction === 'unobserved').length,
      differences: wanted.map((entry): AnsweredDrift => ({
        ...entry,
        policyVersion: version?.id ?? null,
        clauseTitle: version?.clauses.get(entry.clause)?.title ?? { zh: entry.clause, en: entry.clause },
        name: nameOf(entry, version, names),
      })),
    });
  }
  return periods;
}

export type DriftPeriod = Awaited<ReturnType<typeof driftPeriods>>[number];

function nameOf({ aspect, code }: DriftEntry, version: PolicyVersion | null, names: Labels): Bilingual {
  switch (aspect) {
    case 'item':
      return names.item(code, version?.id ?? null);
    case 'purpose':
      return names.purpose(code, version?.id ?? null);
    case 'recipient':
      return names.holder(code);
    case 'recipient-class':
      return version?.recipientClasses.get(code) ?? { zh: code, en: code };
    default:
      return version?.clauses.get(code)?.title ?? { zh: code, en: code };
  }
}
