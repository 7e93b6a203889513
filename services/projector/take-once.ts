// Each event once: what was applied before is dropped, and told loudly when it comes again with other content.
import { hash } from 'node:crypto';
import type { EventId } from '../core/domain/vocabulary.ts';
import type { RecordedEvent } from '../core/ports/ledger.ts';
import type { ContentHash } from '../core/ports/read-model.ts';

export interface TakenEvent {
  readonly recorded: RecordedEvent;
  readonly contentHash: ContentHash;
}

export interface Taken {
  /** Never seen before. */
  readonly fresh: readonly TakenEvent[];
  /** A known id with other content (design.md 3.1): one of the two is wrong and nobody knows which. */
  readonly conflicts: readonly RecordedEvent[];
}

/** `applied`: of these events, those applied by earlier batches, with the content they had. */
export function takeOnce(events: readonly RecordedEvent[], applied: ReadonlyMap<EventId, ContentHash>): Taken {
  const seen = new Map(applied);
  const fresh: TakenEvent[] = [];
  const conflicts: RecordedEvent[] = [];
  for (const recorded of events) {
    const contentHash = hash('sha256', recorded.data).slice(0, hexDigits);
    const before = seen.get(recorded.eventId);
    if (before === undefined) fresh.push({ recorded, contentHash });
    else if (before !== contentHash) conflicts.push(recorded);
    seen.set(recorded.eventId, before ?? contentHash);
  }
  return { fresh, conflicts };
}

const hexDigits = 32;
