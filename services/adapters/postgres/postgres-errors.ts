// Driver errors in words that say what to do. The driver's own text is left behind: it quotes values and keys.
import { DatabaseError } from 'pg';
import { LineageError, type ErrorCode } from '../../core/domain/errors.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly advice: string;
  readonly retriable?: boolean;
}

const unreachable = (advice: string): Meaning => ({ code: 'ERR_UNREACHABLE', advice, retriable: true });
const busy = (advice: string): Meaning => ({ code: 'ERR_STORAGE', advice, retriable: true });
const configuration = (advice: string): Meaning => ({ code: 'ERR_CONFIGURATION', advice });

/** By SQLSTATE, or by its class of two characters. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const meanings: Readonly<Record<string, Meaning>> = {
  '08': unreachable('the connection failed'),
  '57P01': unreachable('the server ended the connection'),
  '57P02': unreachable('the server crashed and is recovering'),
  '57P03': unreachable('the server is starting or stopping'),
  '57P05': unreachable('the server ended an idle connection'),
  '25P03': unreachable('the server ended a transaction that stood still for too long'),
  '53300': unreachable('the server has no connection left: raise max_connections or use smaller pools'),
  '40': busy('it was rolled back because of another transaction: try again'),
  '55P03': busy('a lock was not free in time: try again; look for a long transaction if it lasts'),
  '57014': busy('it ran longer than its timeout and was cancelled'),
  '53100': busy('the disk of the server is full: free some space; nothing acknowledged was lost'),
  '53200': busy('the server is out of memory'),
  '25006': busy('the server only reads: it is a standby, or this connection was opened read-only'),
  '28': configuration('the server refused the user or the password'),
  '3D000': configuration('the database does not exist: create it'),
  '42501': configuration('the user may not do this: grant it the schema'),
  '42P01': { code: 'ERR_DATA_VERSION', advice: 'a table is missing: let the program lay the schema out anew' },
  '42703': { code: 'ERR_DATA_VERSION', advice: 'a column is missing: let the program lay the schema out anew' },
  '23': { code: 'ERR_STORAGE', advice: 'a row contradicts one that is there' },
};

const tlsFaults = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL/;

/**
 * A driver error as LineageError: ERR_UNREACHABLE (retriable) when the connection is gone, ERR_STORAGE (retriable where another try may
 * succeed) when the server refused, ERR_CONFIGURATION, ERR_DATA_VERSION. SQLSTATE, table and constraint are kept in `details`; no message,
 * parameter or row of the driver is, and so there is no `cause`.
 */
export function postgresError(error: unknown, where: string): LineageError {
  if (error instanceof LineageError) return error;
  const make = ({ code, advice, retriable = false }: Meaning, details: Record<string, unknown>): LineageError =>
    new LineageError(code, `PostgreSQL at ${where}: ${advice}`, { retriable, details });
  if (error instanceof DatabaseError) {
    const { code: sqlState = 'none', table, constraint } = error;
    const meaning = meanings[sqlState] ?? meanings[sqlState.slice(0, 2)] ?? { code: 'ERR_STORAGE', advice: `the server answered with SQLSTATE ${sqlState}` };
    return make(meaning, { sqlState, ...(table === undefined ? {} : { table }), ...(constraint === undefined ? {} : { constraint }) });
  }
  if (error instanceof TypeError || error instanceof RangeError)
    return make({ code: 'ERR_INVARIANT', advice: `the driver cannot send this (${error.name})` }, {});
  const { code, message } = (error instanceof Error ? error : {}) as { readonly code?: string; readonly message?: string };
  if ((code !== undefined && tlsFaults.test(code)) || message?.includes('does not support SSL'))
    return make(configuration('TLS failed: check sslmode, sslrootcert and the name in the certificate of the server'), { reason: code ?? 'no TLS' });
  return make(unreachable('the connection failed or did not answer in time'), { reason: code ?? 'closed' });
}
