// Where to read a partition on: after the offset that its ledger stream took last. What a group committed decides nothing but what may be missing.
import { LineageError } from '../core/domain/errors.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import type { PartitionBounds } from '../core/ports/intake-topic.ts';
import type { Ledger, RecordedEvent } from '../core/ports/ledger.ts';

/** A stream may hold events that came by another way; among so many of the newest, one from the topic is looked for. */
const lookBack = 500;

export interface ResumePoint {
  readonly next: bigint;
  /** The stream's last event as it was read with it: what is appended after `next` was decided must go right behind this one. */
  readonly last: RecordedEvent | null;
}

/**
 * The offset that comes next, within what the topic still holds.
 * @throws LineageError ERR_INVARIANT when that is already gone, or the topic ends before it.
 */
export async function resumePoint(
  ledger: Ledger,
  stream: StreamName,
  { topic, partition, bounds }: { readonly topic: string; readonly partition: number; readonly bounds: PartitionBounds },
): Promise<ResumePoint> {
  const [last] = await ledger.readLast(stream, 1);
  const isOurs = ({ metadata }: RecordedEvent): boolean => metadata.topic === topic && metadata.partition === partition;
  const ours = last === undefined || isOurs(last) ? last : (await ledger.readLast(stream, lookBack)).find(isOurs);
  const next = ours === undefined ? 0n : BigInt(ours.metadata.offset ?? -1) + 1n;
  const place = `partition ${partition} of ${topic}`;
  if (next > bounds.high) {
    const what = `${stream} has taken ${place} to offset ${next - 1n}, but it ends at ${bounds.high - 1n}: the topic was made anew or its broker lost what it had`;
    throw new LineageError('ERR_INVARIANT', `${what}. Give the new topic another name`);
  }
  if (next < bounds.low) {
    // What was taken without a trace in the ledger stream (duplicates, quarantined records) is committed all the same.
    if (bounds.committed !== null && bounds.committed >= bounds.low) return { next: bounds.low, last: last ?? null };
    const what = `${place} begins at offset ${bounds.low}, but ${stream} comes to ${next}: what lies between was deleted before it was read`;
    throw new LineageError('ERR_INVARIANT', `${what}. Send it again, or accept the gap by setting the group's committed offset to ${bounds.low}`);
  }
  return { next, last: last ?? null };
}
