// Arrow 3, project: the tables that answers come from. Rows and checkpoint move in one transaction; nothing else writes them.
import type { Holding } from '../domain/holdings.ts';
import type { DataSubject, EventId, Instant, StreamName } from '../domain/vocabulary.ts';
import type { Outcome, Verdict } from '../policy/verdict.ts';

/** First 128 bits of the SHA-256 of stored bytes, hex: tells other content under a known id. */
export type ContentHash = string;

/** How far one ledger stream is projected. */
export interface Checkpoint {
  readonly revision: bigint;
  /** Rolling SHA-256 (hex) over every event applied, in order. */
  readonly digest: string;
  readonly events: bigint;
}

/** One stored event of a person; `json` is the flat JSON of the interfaces without defaults. */
export interface StoredEvent {
  readonly eventId: EventId;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly recordedAt: Instant;
  readonly occurredAt: Instant;
  readonly type: string;
  readonly json: string;
  /** Null when the event is not judged. */
  readonly outcome: Outcome | null;
  /** JSON of the findings; null when there are none. */
  readonly findings: string | null;
}

export interface NewEvent extends StoredEvent {
  readonly ordinal: number;
  /** An event that others are judged by. */
  readonly fact: boolean;
  readonly recipient: string | null;
  /** Who passed it on, when it was not the bank itself. */
  readonly passedBy: string | null;
  /** Ids of the events that it says it follows from (`causedBy`). */
  readonly causes: readonly EventId[];
}

/** What is known of a person when the next event comes. */
export interface StoredPerson {
  readonly ordinal: number;
  readonly latest: Instant;
  /** Fact events, in ledger order. */
  readonly facts: readonly StoredEvent[];
}

export interface RejudgedEvent {
  readonly ordinal: number;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly before: { readonly outcome: Outcome; readonly findings: string | null };
  readonly after: Verdict;
  /** The ledger event that changed it. */
  readonly by: { readonly stream: StreamName; readonly revision: bigint; readonly recordedAt: Instant };
}

export interface FlowCount {
  readonly day: string;
  readonly holder: string;
  readonly clause: string;
  readonly item: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly outcome: Outcome;
  /** May be negative when a verdict changed. */
  readonly events: number;
}

export interface ConsentRow {
  readonly ordinal: number;
  readonly consent: string;
  readonly eventId: EventId;
  readonly kind: string;
  readonly recipient: string | null;
  readonly items: readonly string[];
  readonly purposes: readonly string[];
  readonly grantedAt: Instant;
  readonly validUntil: Instant | null;
  readonly withdrawnAt: Instant | null;
  readonly withdrawnBy: EventId | null;
  /** Only some items or purposes were withdrawn. */
  readonly withdrawnInPart: boolean;
}

export interface QuarantineRow {
  readonly entry: EventId;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly recordedAt: Instant;
  /** Code of the reason; `conflict` also for an event in the ledger whose id was applied with other content: its own id is the entry then. */
  readonly reason: string;
  readonly dataSubject: DataSubject | null;
  /** Identity of the report, when it could be read: recorded as it should be later, the entry is superseded. */
  readonly reported: EventId | null;
}

/** A look at one person, as the audit trail has it. */
export interface LookRow {
  readonly dataSubject: DataSubject;
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly eventId: EventId;
  readonly at: Instant;
  readonly role: string;
  readonly purpose: string;
  readonly caseId: string | null;
  readonly route: string;
}

/** Everything that one batch of one stream changes. */
export interface Changes {
  readonly inbox: readonly {
    readonly eventId: EventId;
    readonly stream: StreamName;
    readonly revision: bigint;
    readonly recordedAt: Instant;
    readonly contentHash: ContentHash;
  }[];
  readonly people: readonly { readonly ordinal: number; readonly dataSubject: DataSubject; readonly latest: Instant }[];
  readonly events: readonly NewEvent[];
  readonly rejudged: readonly RejudgedEvent[];
  /** Acquired in business order without looking: written where nothing is held under the key, or no longer; what is held stays. Before `holdings`. */
  readonly acquired: readonly (Holding & { readonly ordinal: number })[];
  readonly holdings: readonly (Holding & { readonly ordinal: number })[];
  readonly consents: readonly ConsentRow[];
  readonly flows: readonly FlowCount[];
  readonly recipients: readonly { readonly stored: StoredEvent; readonly recipient: string }[];
  readonly quarantined: readonly QuarantineRow[];
  /** Entries that need nothing more: replayed with success, or discarded with a reason. */
  readonly released: readonly { readonly entry: EventId; readonly recordedAt: Instant }[];
  readonly looks: readonly LookRow[];
}

export type CommitOutcome =
  | { readonly outcome: 'committed' }
  /** Another projector moved the checkpoint: this one must stop or read everything again. */
  | { readonly outcome: 'fenced' }
  /** The commit may have happened: read the checkpoint again before going on. */
  | { readonly outcome: 'unknown'; readonly cause: unknown };

export interface ReadModel {
  checkpoints(): Promise<ReadonlyMap<StreamName, Checkpoint>>;
  /** Of `ids`, those already applied, with the content they had. */
  applied(ids: readonly EventId[]): Promise<ReadonlyMap<EventId, ContentHash>>;
  /** People as stored; those never seen are absent. */
  people(subjects: readonly DataSubject[]): Promise<ReadonlyMap<DataSubject, StoredPerson>>;
  /** Everything that is held, or was, of these people; who has nothing is absent. */
  holdings(ordinals: readonly number[]): Promise<ReadonlyMap<number, readonly Holding[]>>;
  /** All events of one person, in ledger order. */
  eventsOf(ordinal: number): Promise<readonly StoredEvent[]>;
  /** Events in which a recipient got items or passed them on, since an instant, with the person, in batches. */
  eventsOfParty(recipient: string, since: Instant): AsyncIterable<readonly (StoredEvent & { readonly ordinal: number; readonly dataSubject: DataSubject })[]>;
  recipients(): Promise<readonly StoredEvent[]>;
  /** The highest ordinal given to a person; -1 when there are none. */
  lastOrdinal(): Promise<number>;
  /** Writes the changes and moves the checkpoint of `stream` from `from` (null: none yet) to `to`, all or nothing. */
  commit(stream: StreamName, from: bigint | null, to: Checkpoint, changes: Changes): Promise<CommitOutcome>;
  /** SHA-256 (hex) of each table's content, independent of the order in which it came about. Reads everything. */
  tableDigests(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}
