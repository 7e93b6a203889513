// Arrow 1, report: what a producer hands in and what it is told.
import type { DataSubject, EventId, Instant, StreamName } from '../domain/vocabulary.ts';
import type { FieldProblem } from './event-codec.ts';

/** An event that passed its contract, on its way to the ledger. */
export interface PreparedEvent {
  readonly eventId: EventId;
  readonly type: string;
  readonly stream: StreamName;
  readonly dataSubject: DataSubject | null;
  readonly bytes: Uint8Array;
  readonly schema: string;
  /** Where it came from, when it was a topic. */
  readonly source?: { readonly topic: string; readonly partition: number; readonly offset: string };
}

/** What cannot be accepted. The raw bytes go into quarantine sealed; nothing of them is shown. */
export interface RejectedReport {
  readonly raw: Uint8Array;
  readonly encoding: 'json' | 'avro';
  readonly reason: 'invalid' | 'conflict' | 'undecodable' | 'unknown-schema' | 'oversize';
  readonly problems: readonly FieldProblem[];
  /** The person it is about, when that much could be read. */
  readonly dataSubject: DataSubject | null;
  readonly eventId: EventId | null;
}

/**
 * `recorded`: in the ledger now. `duplicate`: it already was. `accepted`: durable on its way (Kafka), not yet in the ledger.
 * `quarantined`: kept aside, sealed, replayable. `rejected`: refused at the door, nothing kept.
 */
export type Receipt =
  | {
      readonly status: 'recorded' | 'duplicate';
      readonly eventId: EventId;
      readonly ledger: StreamName;
      readonly revision: bigint;
      readonly recordedAt: Instant;
    }
  | { readonly status: 'accepted'; readonly eventId: EventId }
  | {
      readonly status: 'quarantined';
      readonly eventId: EventId | null;
      /** The quarantine entry that holds it. */
      readonly entry: EventId;
      readonly reason: RejectedReport['reason'];
      readonly problems: readonly FieldProblem[];
    }
  | { readonly status: 'rejected'; readonly eventId: EventId | null; readonly problems: readonly FieldProblem[] };

export interface Intake {
  /**
   * Hands events in and resolves, in the same order, once each has its receipt. Waits while the queue is full: that is the back-pressure.
   * @throws LineageError ERR_OVERLOADED when it stayed full too long, ERR_STORAGE when the ledger cannot be written: nothing of the call is acknowledged then, and sending it again is safe.
   */
  submit(events: readonly PreparedEvent[]): Promise<readonly Receipt[]>;
  /** Puts what cannot be accepted into quarantine. The same bytes are kept once. */
  quarantine(reports: readonly RejectedReport[]): Promise<readonly Receipt[]>;
}

/** consumed = appended + quarantined + duplicates, of this process since it started. */
export interface Conservation {
  readonly consumed: number;
  readonly appended: number;
  readonly quarantined: number;
  readonly duplicates: number;
}
