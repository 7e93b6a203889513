// One append and what is known of it afterwards. The client's answers are trusted only where they were seen to be true.
import { ErrorType, NO_STREAM } from '@eventstore/db-client';
import { LineageError } from '../../core/domain/errors.ts';
import type { AppendOutcome, ExpectedRevision, LedgerEvent, RecordedEvent } from '../../core/ports/ledger.ts';
import { answered, translated, typeOf } from './client-errors.ts';
import type { Connection } from './connection.ts';
import { toClientEvent } from './stored-event.ts';

export interface Append {
  readonly name: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly LedgerEvent[];
  readonly timeoutMs: number;
  /** At most `count` stored events of the stream, from a revision or the newest. */
  readonly stored: (from: bigint | 'end', count: number) => Promise<readonly RecordedEvent[]>;
}

/**
 * Appends by the plain `Append` call, which credentials given per call select: it has a real deadline and belongs to this client alone. The client's
 * default, `BatchAppend`, is faster (34,000 against 25,000 events/s at 500 a call) but does not keep its deadline, and shares its pending answers with
 * every client of the process, so that an error on one connection rejects the appends of all, and a late answer ends the process.
 */
export async function appendEvents({ client, credentials }: Connection, append: Append): Promise<AppendOutcome> {
  const { name, expected, events, timeoutMs } = append;
  const doing = `an append of ${events.length} events`;
  try {
    const call = client.appendToStream(name, events.map(toClientEvent), {
      expectedRevision: expected === 'no-stream' ? NO_STREAM : expected,
      credentials,
      requiresLeader: true,
      deadline: timeoutMs,
    });
    const { success, nextExpectedRevision: revision } = await answered(call, doing, timeoutMs);
    if (success && isWhereItBelongs(revision, expected, events.length)) return { outcome: 'appended', revision };
    return { outcome: 'unknown', cause: new LineageError('ERR_STORAGE', `EventStoreDB answered ${doing} with revision ${revision}, which cannot be`) };
  } catch (error) {
    const type = typeOf(error);
    if (type === ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED) throw tooLarge(events.length, error);
    if (type !== ErrorType.WRONG_EXPECTED_VERSION) return { outcome: 'unknown', cause: translated(error, doing) };
    return whoWrote(append).catch((cause: unknown): AppendOutcome => ({ outcome: 'unknown', cause }));
  }
}

/** After a wrong expectation: our own events from an earlier try, or somebody else's. The stream itself says. */
async function whoWrote({ expected, events, stored }: Append): Promise<AppendOutcome> {
  const first = expected === 'no-stream' ? 0n : expected + 1n;
  const [there, [last]] = await Promise.all([stored(first, events.length), stored('end', 1)]);
  const same = events.length > 0 && there.length === events.length && there.every(({ eventId }, i) => eventId === events[i]?.eventId);
  if (same) return { outcome: 'appended', revision: first + BigInt(events.length) - 1n };
  return { outcome: 'conflict', actual: last?.revision ?? 'no-stream' };
}

/** A stream that was soft-deleted goes on with its numbers: there, "no stream" says nothing about the revision. */
const isWhereItBelongs = (revision: bigint, expected: ExpectedRevision, count: number): boolean =>
  expected === 'no-stream' ? revision >= BigInt(count) - 1n : revision === expected + BigInt(count);

const tooLarge = (count: number, cause: unknown): LineageError =>
  new LineageError('ERR_TOO_LARGE', `EventStoreDB takes less in one append than a batch of ${count} events: leave its MaxAppendSize at 1 MiB or more`, {
    cause,
  });
