// What became of a report.
import type { EventId } from '../core/domain/vocabulary.ts';
import type { FieldProblem } from '../core/ports/event-codec.ts';

interface Of {
  readonly sourceEventId: string;
}

/**
 * `recorded`: in the ledger now. `duplicate`: it was there already, which is just as good. `accepted`: durable on its way there.
 * `rejected`: it breaks its contract, or its id stands for other content (then it is `quarantined`); correct it, sending it again as it is changes nothing.
 * `unknown`: nobody could say; it may be there or not. Leave it in the outbox and send it again, before what comes after it.
 */
export type Delivery =
  | (Of & {
      readonly status: 'recorded' | 'duplicate';
      readonly eventId: EventId;
      readonly ledger: string;
      /** A decimal number. */
      readonly revision: string;
      readonly recordedAt: string;
      readonly warnings: readonly FieldProblem[];
    })
  | (Of & { readonly status: 'accepted'; readonly eventId: EventId; readonly warnings: readonly FieldProblem[] })
  | (Of & { readonly status: 'rejected'; readonly eventId: EventId | null; readonly problems: readonly FieldProblem[]; readonly quarantined: boolean })
  | (Of & { readonly status: 'unknown'; readonly eventId: EventId; readonly because: string });
