// The product's lineage answer reduced to what the oracle speaks of, so that the two compare by equality.
import { holdingKey, type OracleAnswer } from './lineage.ts';

interface AnsweredHolding {
  readonly holder: string;
  readonly item: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string;
  readonly since: string;
  readonly state: string;
  readonly stateSince: string;
  readonly dueAt: string | null;
  readonly retainUntil: string | null;
  readonly events: readonly string[];
}

interface AnsweredFlow {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly from: string;
  readonly to: string;
  readonly items: readonly string[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause?: string | null;
  readonly policyVersion?: string | null;
  readonly verdict: { readonly outcome: string; readonly findings: readonly { readonly rule: string; readonly outcome: string }[] };
}

/** The JSON of `interfaces.md` 5, as far as it is compared. */
export interface AnsweredLineage {
  readonly holdings: readonly AnsweredHolding[];
  readonly flows: readonly AnsweredFlow[];
}

type Comparable = Readonly<Record<'holdings' | 'flows', readonly unknown[]>>;

/** The product's answer in the oracle's shape. */
export function reduceAnswer({ holdings, flows }: AnsweredLineage): Comparable {
  return {
    holdings: holdings
      .toSorted((a, b) => (holdingKey(a) < holdingKey(b) ? -1 : 1))
      .map((h) => ({
        key: holdingKey(h),
        since: Date.parse(h.since),
        state: h.state,
        stateSince: Date.parse(h.stateSince),
        dueAt: h.dueAt === null ? null : Date.parse(h.dueAt),
        retainUntil: h.retainUntil === null ? null : Date.parse(h.retainUntil),
        events: h.events.toSorted(),
      })),
    flows: flows.map((f) => ({
      eventId: f.eventId,
      type: f.type,
      occurredAt: Date.parse(f.occurredAt),
      from: f.from,
      to: f.to,
      items: f.items,
      purpose: f.purpose,
      legalBasis: f.legalBasis,
      clause: f.clause ?? null,
      policyVersion: f.policyVersion ?? null,
      outcome: f.verdict.outcome,
      findings: f.verdict.findings.map(({ rule, outcome }) => `${rule} ${outcome}`).toSorted(),
    })),
  };
}

/** The oracle's answer in the same shape. */
export function reduceOracle({ holdings, flows }: OracleAnswer): Comparable {
  return {
    holdings: holdings.map((h) => ({
      key: holdingKey(h),
      since: h.since,
      state: h.state,
      stateSince: h.stateSince,
      dueAt: h.dueAt,
      retainUntil: h.retainUntil,
      events: h.events,
    })),
    flows: flows.map((f) => ({ ...f, findings: f.findings.map(({ rule, outcome }) => `${rule} ${outcome}`) })),
  };
}
