// Arrow 4, answer: what the query side reads of the read model. Every call sees one consistent state.
import type { Holding } from '../domain/holdings.ts';
import type { DataSubject, EventId, Instant, StreamName } from '../domain/vocabulary.ts';
import type { ObservedFlow } from '../policy/drift/observed.ts';
import type { FindingGroup } from '../policy/finding-groups.ts';
import type { Checkpoint, ConsentRow, LookRow, StoredEvent } from './read-model.ts';

/** All that a lineage answer of one person is made of, read in one snapshot. */
export interface PersonRecord {
  /** In ledger order. */
  readonly events: readonly StoredEvent[];
  readonly holdings: readonly Holding[];
  /** Quarantined reports that name this person: not replayed, not discarded, and not recorded as they should be under the same id later. */
  readonly quarantined: readonly { readonly entry: EventId; readonly reason: string; readonly recordedAt: Instant }[];
  /** Quarantined reports of which nobody knows whom they are about. */
  readonly unattributed: number;
  /** Event ids that events of this person follow from (`causedBy`) and that the ledger does not hold: a hole in the lineage. */
  readonly missing: readonly EventId[];
  readonly checkpoints: ReadonlyMap<StreamName, Checkpoint>;
  /** Register events of every recipient, in ledger order; the same array as long as the register has not moved. */
  readonly recipients: readonly StoredEvent[];
}

/** A consent of one person, as granted and withdrawn by now. */
export type ConsentRecord = Omit<ConsentRow, 'ordinal'>;

export interface FlowFilter {
  readonly from?: string;
  readonly to?: string;
  readonly holder?: string;
  readonly item?: string;
  readonly clause?: string;
  readonly outcome?: string;
}

export interface FlowRow {
  readonly day: string;
  readonly holder: string;
  readonly clause: string;
  readonly item: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly outcome: string;
  readonly events: number;
}

export interface FindingRow extends StoredEvent {
  readonly dataSubject: DataSubject;
}

/** A page of a list; `next` continues it, null at the end. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

export interface LineageQueries {
  /** Never null: a person nobody reported on has an empty record. */
  person(subject: DataSubject): Promise<PersonRecord>;
  /** Where an event is; null when it is not projected. */
  event(eventId: EventId): Promise<{ readonly stream: StreamName; readonly revision: bigint; readonly recordedAt: Instant } | null>;
  checkpoints(): Promise<ReadonlyMap<StreamName, Checkpoint>>;
  recipients(): Promise<readonly StoredEvent[]>;
  /** The consents of one person, newest first. */
  consents(subject: DataSubject): Promise<readonly ConsentRecord[]>;
  /** Looks at one person, newest first; the cost grows with that person's looks alone. */
  looks(subject: DataSubject, page: { readonly after: string | null; readonly limit: number }): Promise<Page<LookRow>>;
  flows(filter: FlowFilter, page: { readonly after: string | null; readonly limit: number }): Promise<Page<FlowRow>>;
  /** Flow counts of these days (null: unbounded), summed over days, bases and verdicts. The cost grows with the counts of the days, not with their events. */
  flowTotals(from: string | null, to: string | null): Promise<readonly ObservedFlow[]>;
  /** Findings by rule, clause, recipient, severity and outcome. The cost grows with the events that have findings, and not with those that have none. */
  findingGroups(filter: { readonly outcome?: string; readonly from?: Instant; readonly to?: Instant }): Promise<readonly FindingGroup[]>;
  /** Events whose verdict is a violation or a gap, newest business time first. */
  findings(
    filter: { readonly outcome?: string; readonly from?: Instant; readonly to?: Instant },
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<Page<FindingRow>>;
  /** Some people, for a first look: the first ones seen. */
  somePeople(limit: number): Promise<readonly DataSubject[]>;
  totals(): Promise<{ readonly people: number; readonly events: number; readonly outcomes: ReadonlyMap<string, number> }>;
  close(): Promise<void>;
}
