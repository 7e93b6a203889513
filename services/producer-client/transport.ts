// A way from the client to the ledger: over HTTP to the collector, or over Kafka to the ingester.
import type { LineageError } from '../core/domain/errors.ts';
import type { EncodedEvent } from '../core/ports/event-codec.ts';
import type { EventId } from '../core/domain/vocabulary.ts';
import type { Delivery } from './delivery.ts';

/** A report that passed its contract. */
export interface Outgoing {
  readonly sourceEventId: string;
  readonly eventId: EventId;
  /** The report with its producer, as one line of JSON. */
  readonly json: string;
  /** The event; of a report with an identifier or references only its shape was checked: it is whole once the collector has seen it. */
  readonly encoded: EncodedEvent | null;
}

/** The outcomes of the first events; of the others, if any, nothing is known because of the fault. */
export interface Delivered {
  readonly deliveries: readonly Delivery[];
  readonly fault: LineageError | null;
}

export interface Transport {
  /** Whether there is a collector behind it, which resolves identifiers and seals references. */
  readonly identifies: boolean;
  /** Sends in order. The next call waits for this one. Never rejects. */
  deliver(batch: readonly Outgoing[]): Promise<Delivered>;
  close(): Promise<void>;
}
