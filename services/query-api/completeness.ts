// Whether an answer holds all there is: what keeps it from that, in words.
import { auditLedger, isQuarantine } from '../core/domain/stream-names.ts';
import type { Bilingual, StreamName } from '../core/domain/vocabulary.ts';
import type { PersonRecord } from '../core/ports/lineage-queries.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import type { Checkpoint } from '../core/ports/read-model.ts';

export interface Incompleteness {
  readonly reason: 'quarantine' | 'lag' | 'gap';
  readonly because: Bilingual;
  readonly details: Readonly<Record<string, string>>;
}

/** The last revision of every stream that answers depend on. */
export async function heads(ledger: Ledger): Promise<ReadonlyMap<StreamName, bigint>> {
  // Looking at people does not change what is known about them.
  const streams = (await ledger.streams()).filter((stream) => stream !== auditLedger);
  const lasts = await Promise.all(streams.map((stream) => ledger.readLast(stream, 1)));
  return new Map(lasts.flatMap(([last]) => (last ? [[last.stream, last.revision] as const] : [])));
}

/** Whether a stream is not projected as far as `ends` says. */
export const isBehind = (checkpoints: ReadonlyMap<StreamName, Checkpoint>, ends: ReadonlyMap<StreamName, bigint>): boolean =>
  [...ends].some(([stream, end]) => (checkpoints.get(stream)?.revision ?? -1n) < end);

/** Everything that may be missing from an answer about this person, given the ends of the streams when the question came. */
export function incompleteness(
  record: Pick<PersonRecord, 'quarantined' | 'missing' | 'checkpoints'>,
  ends: ReadonlyMap<StreamName, bigint>,
): readonly Incompleteness[] {
  const found: Incompleteness[] = [];
  if (record.quarantined.length > 0) {
    const n = record.quarantined.length;
    found.push({
      reason: 'quarantine',
      because: {
        zh: `有 ${n} 条关于该主体的上报被隔离，尚未入账。`,
        en: `${n} report${n === 1 ? '' : 's'} about this person ${n === 1 ? 'is' : 'are'} in quarantine and not in the ledger.`,
      },
      details: { entries: record.quarantined.map(({ entry }) => entry).join(' ') },
    });
  }
  if (record.missing.length > 0) {
    const n = record.missing.length;
    found.push({
      reason: 'gap',
      because: {
        zh: `有 ${n} 个上游事件被引用，但账本中没有。`,
        en: `${n} event${n === 1 ? '' : 's'} that events of this person follow from ${n === 1 ? 'is' : 'are'} not in the ledger.`,
      },
      details: { events: record.missing.join(' ') },
    });
  }
  for (const [stream, end] of ends) {
    const projected = record.checkpoints.get(stream)?.revision ?? -1n;
    if (projected >= end) continue;
    const behind = String(end - projected);
    found.push({
      reason: 'lag',
      because: {
        zh: `${stream} 还有 ${behind} 条未投影，其中可能有该主体的事件。`,
        en: `${behind} ${isQuarantine(stream) ? 'quarantine entries' : 'events'} of ${stream} are not projected yet; some may be about this person.`,
      },
      details: { stream, projected: String(projected), end: String(end) },
    });
  }
  return found;
}
