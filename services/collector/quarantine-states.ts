// What became of quarantine entries: still kept, replayed, superseded by a later report of the same identity, or discarded with a reason.
import { discardNoteId, replayNoteId, type QuarantineDiscard, type QuarantineEntry } from '../core/domain/quarantine.ts';
import type { EventId, Instant } from '../core/domain/vocabulary.ts';
import type { EventPlace, EventPlaces, Ledger, RecordedEvent } from '../core/ports/ledger.ts';

export interface Listed {
  readonly entry: EventId;
  readonly revision: bigint;
  readonly recordedAt: Instant;
  readonly content: QuarantineEntry;
}

export interface SettledEntry {
  readonly listed: Listed;
  /** `kept` entries make the answers of their person incomplete; the others do not. */
  readonly state: 'kept' | 'replayed' | 'superseded' | 'discarded';
  /** The event that was recorded under the same identity afterwards. */
  readonly supersededBy: EventPlace | null;
  readonly discard: (QuarantineDiscard & { readonly at: Instant }) | null;
}

export const listedOf = ({ eventId, revision, data, metadata }: RecordedEvent): Listed => ({
  entry: eventId,
  revision,
  recordedAt: metadata.recordedAt,
  content: JSON.parse(Buffer.from(data).toString('utf8')) as QuarantineEntry,
});

/** One lookup for all entries, and one read more for each that was discarded. */
export async function settle(
  entries: readonly Listed[],
  { ledger, index }: { readonly ledger: Ledger; readonly index: EventPlaces },
): Promise<readonly SettledEntry[]> {
  const ids = entries.flatMap(({ entry, content }) => [
    replayNoteId(entry, 'recorded'),
    replayNoteId(entry, 'duplicate'),
    discardNoteId(entry),
    ...(content.reported === null ? [] : [content.reported]),
  ]);
  const there = await index.find(ids);
  return Promise.all(
    entries.map(async (listed): Promise<SettledEntry> => {
      const { entry, recordedAt, content } = listed;
      const discardedAt = there.get(discardNoteId(entry));
      if (discardedAt) return { listed, state: 'discarded', supersededBy: null, discard: await discardOf(ledger, discardedAt) };
      if (there.has(replayNoteId(entry, 'recorded')) || there.has(replayNoteId(entry, 'duplicate')))
        return { listed, state: 'replayed', supersededBy: null, discard: null };
      // Of a conflict the ledger holds the other content, which settles nothing: somebody has to decide.
      const recorded = content.reported === null || content.reason === 'conflict' ? undefined : there.get(content.reported);
      if (recorded && recorded.recordedAt >= recordedAt) return { listed, state: 'superseded', supersededBy: recorded, discard: null };
      return { listed, state: 'kept', supersededBy: null, discard: null };
    }),
  );
}

async function discardOf(ledger: Ledger, { stream, revision, recordedAt }: EventPlace): Promise<SettledEntry['discard']> {
  for await (const [event] of ledger.read(stream, revision, { batch: 1 }))
    return event ? { ...(JSON.parse(Buffer.from(event.data).toString('utf8')) as QuarantineDiscard), at: recordedAt } : null;
  return null;
}
