// Each event once: what was applied before is dropped, and told loudly when it comes again with other content.
import { hash } from 'node:crypto';
import type { EventId } from '../core/domain/vocabulary.ts';
import type { RecordedEvent } from '../core/ports/ledger.ts';
import type { ContentHash } from '../core/ports/read-model.ts';

export interface TakenEvent {
  readonly recorded: RecordedEvent;
  readonly contentHash: ContentHash;
}

/** Content hashes of stored events, in their order. */
export const contentHashes = (events: readonly RecordedEvent[]): readonly ContentHash[] => events.map(({ data }) => hash('sha256', data).slice(0, hexDigits));

export interface Taken {
  /** Never seen before. */
  readonly fresh: readonly TakenEvent[];
  /** A known id with other content (design.md 3.1): one of the two is wrong and nobody knows which. */
  readonly conflicts: readonly RecordedEvent[];
}

/** `contents`: the events' hashes. `applied`: of these events, those applied by earlier batches, with the content they had. */
export function takeOnce(events: readonly RecordedEvent[], contents: readonly ContentHash[], applied: ReadonlyMap<EventId, ContentHash>): Taken {
  const seen = new Map(applied);
  const fresh: TakenEvent[] = [];
  const conflicts: RecordedEvent[] = [];
  for (const [i, recorded] of events.entries()) {
    const contentHash = contents[i] as ContentHash;
    const before = seen.get(recorded.eventId);
    if (before === undefined) fresh.push({ recorded, contentHash });
    else if (before !== contentHash) conflicts.push(recorded);
    seen.set(recorded.eventId, before ?? contentHash);
  }
  return { fresh, conflicts };
}

const hexDigits = 32;
