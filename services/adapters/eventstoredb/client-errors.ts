// Errors of the EventStoreDB client, told apart by their type only: names are all "Error", messages may be empty.
import { ErrorType } from '@eventstore/db-client';
import { LineageError } from '../../core/domain/errors.ts';

/** The client's `type` of an error; undefined for what has none (no server at the address, own timeouts). */
export function typeOf(error: unknown): ErrorType | undefined {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  return Object.values(ErrorType).find((known) => known === type);
}

const advice: Readonly<Partial<Record<ErrorType, string>>> = {
  [ErrorType.ACCESS_DENIED]: 'its user may not do this: give it read and append rights on the ledger streams, or check user and password',
  [ErrorType.STREAM_DELETED]: 'the stream was deleted for ever (tombstone): restore it from a backup, ledger streams are never deleted by this system',
};

/** The error of a call in the system's own terms, with the client's kept as its cause. Retriable unless trying again cannot help. */
export function translated(error: unknown, doing: string): LineageError {
  if (error instanceof LineageError) return error;
  const type = typeOf(error);
  const hopeless = type === undefined ? undefined : advice[type];
  if (hopeless !== undefined) return new LineageError('ERR_STORAGE', `EventStoreDB refused ${doing}: ${hopeless}`, { cause: error });
  return new LineageError('ERR_UNREACHABLE', `EventStoreDB did not answer ${doing} (${type ?? 'no connection'}): check that it runs and can be reached`, {
    cause: error,
    retriable: true,
  });
}

/** No answer within the time this system gives a call. */
export const silence = (doing: string, timeoutMs: number): LineageError =>
  new LineageError('ERR_UNREACHABLE', `EventStoreDB did not answer ${doing} within ${timeoutMs} ms: check that it runs and can be reached`, {
    retriable: true,
  });

/** The answer, or an error once the time is over: not every call of the client keeps its deadline, and nobody waits for ever. */
export function answered<T>(call: Promise<T>, doing: string, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(silence(doing, timeoutMs)), timeoutMs);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
