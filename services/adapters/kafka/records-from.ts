// The records of a fetched batch, and the proof that none is missing between the last one taken and the next.
import type { Batch } from 'kafkajs';
import { LineageError } from '../../core/domain/errors.ts';
import type { TopicRecord } from '../../core/ports/intake-topic.ts';

/** What kafkajs has but does not type: the offset that was asked for, and the records as they came, marks of transactions included. */
interface RawBatch {
  readonly fetchedOffset: string;
  readonly rawMessages: readonly { readonly offset: string }[];
}

export interface FetchedRecords {
  readonly records: readonly TopicRecord[];
  /** The offset after the batch. */
  readonly next: bigint;
}

/**
 * @param from The offset that was to come.
 * @throws LineageError ERR_INVARIANT when an offset is missing or the topic begins anew: kafkajs jumps over both without a word.
 */
export function recordsFrom(batch: Batch, from: bigint): FetchedRecords {
  const { fetchedOffset, rawMessages } = batch as unknown as RawBatch;
  const asked = BigInt(fetchedOffset);
  if (asked !== from) throw asked < from ? wentBack(batch, asked, from) : missing(batch, asked, from);
  let next = from;
  for (const { offset } of rawMessages) {
    const at = BigInt(offset);
    // Batches are fetched whole: what lies before the offset that was asked for was taken before.
    if (at < asked) continue;
    if (at !== next) throw missing(batch, at, next);
    next += 1n;
  }
  return { records: batch.messages.map(({ offset, key, value }) => ({ offset: BigInt(offset), key, value })), next };
}

const place = ({ topic, partition }: Batch): string => `partition ${partition} of ${topic}`;

const missing = (batch: Batch, at: bigint, next: bigint): LineageError =>
  new LineageError(
    'ERR_INVARIANT',
    `${place(batch)} goes on at offset ${at}, but ${next} was to come: records are missing. Were they deleted before they were read, or is the topic compacted (it must not be)?`,
  );
const wentBack = (batch: Batch, at: bigint, next: bigint): LineageError =>
  new LineageError(
    'ERR_INVARIANT',
    `${place(batch)} goes on at offset ${at}, but it was read to ${next}: the topic was made anew, or its broker lost what it had`,
  );
