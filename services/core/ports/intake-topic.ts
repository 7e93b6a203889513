// Arrow 1 from its other end: a topic of reports, read partition by partition, each from where its ledger says.

/** One record as the broker gave it. */
export interface TopicRecord {
  readonly offset: bigint;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** A larger value is quarantined unread: far above any event, far below what could hurt. */
export const recordBytesMax = 256 * 1024;

/** What a broker says of one partition. */
export interface PartitionBounds {
  /** The oldest offset that is still there. */
  readonly low: bigint;
  /** The offset that the next record will get. */
  readonly high: bigint;
  /** What this group committed: a hint, and an operator's word that what is before it may be missing. Null when nothing is committed. */
  readonly committed: bigint | null;
}

/** Takes what a topic holds. Calls for one partition never overlap; those for several may. */
export interface TopicHandler {
  /**
   * A partition was assigned: forgets what it knew of it, and says where to read on. Before this, nothing of the partition is taken.
   * @throws LineageError when the topic no longer holds what comes next.
   */
  resume(partition: number, bounds: PartitionBounds): Promise<bigint>;
  /**
   * Resolves when all records are durable, in the ledger or in quarantine.
   * @throws LineageError ERR_LOCKED when another writer has this partition now: read no more of it. Anything else: stop.
   */
  take(partition: number, records: readonly TopicRecord[]): Promise<void>;
}

/** A topic that is being read. */
export interface TopicReading {
  /** Resolves after `stop`; rejects when reading cannot go on: then the process is to end, and be started anew. */
  readonly done: Promise<void>;
  /** Finishes what is being taken, leaves the group. */
  stop(): Promise<void>;
}

/** The envelope of an event's bytes on a topic. */
export interface WireFormat {
  /** @throws LineageError ERR_INVARIANT for a schema that no contract has. */
  wrap(schema: string, bytes: Uint8Array): Uint8Array;
  /** Finds out what is needed to unwrap these. Absent where nothing has to be asked for. @throws LineageError (retriable) when it cannot be asked: nothing was taken then. */
  readonly learn?: (values: readonly (Uint8Array | null)[]) => Promise<void>;
  unwrap(value: Uint8Array): Unwrapped;
}

export type Unwrapped =
  | { readonly ok: true; readonly schema: string; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: 'unknown-schema' | 'undecodable'; readonly expected: string };
