// Opens a SQLite file the way this system needs it: WAL, fsync on every commit, bounded memory, a version that must match.
import { DatabaseSync } from 'node:sqlite';
import { LineageError } from '../../core/domain/errors.ts';

export interface OpenOptions {
  readonly path: string;
  /** Version of the layout; a file of another version is refused, never guessed at. */
  readonly version: number;
  /** DDL for a new file. */
  readonly schema: string;
  /**
   * `full` fsyncs each commit. `normal` may lose the last commits on power loss: only for what can be rebuilt.
   * `off` writes straight into the file, which is worthless after a crash: only for a file that nobody uses before it is finished and fsynced.
   */
  readonly synchronous: 'full' | 'normal' | 'off';
  readonly readOnly?: boolean;
  /** Pages kept in memory, MiB; the system's own cache stands behind it. */
  readonly cacheMiB?: number;
}

/** The WAL goes back into the file when it is this long: pages that change again and again are written back once. */
const walMiB = 64;
const pageBytes = 4096;

/**
 * Opens or creates the file.
 * @throws LineageError ERR_DATA_VERSION when it was made by another version; ERR_STORAGE when it cannot be opened or written.
 */
export function openDatabase(options: OpenOptions): DatabaseSync {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(options.path, { readOnly: options.readOnly ?? false, timeout: 5000 });
    if (!options.readOnly) db.exec(`PRAGMA journal_mode = ${options.synchronous === 'off' ? 'memory' : 'wal'}; PRAGMA synchronous = ${options.synchronous};`);
    const [cacheKiB, walBytes] = [(options.cacheMiB ?? 4) * 1024, walMiB * 1024 * 1024];
    // The WAL is cut back after a checkpoint, so that disk use stays bounded.
    db.exec(`PRAGMA cache_size = -${cacheKiB}; PRAGMA wal_autocheckpoint = ${walBytes / pageBytes}; PRAGMA journal_size_limit = ${walBytes};`);
    db.exec('PRAGMA temp_store = memory; PRAGMA foreign_keys = on;');
    prepareLayout(db, options);
    return db;
  } catch (cause) {
    db?.close();
    throw cause instanceof LineageError ? cause : storageError(`${options.path} cannot be opened`, cause, remedyOf(options).damaged);
  }
}

function prepareLayout(db: DatabaseSync, options: OpenOptions): void {
  const found = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (found === options.version) return;
  if (found !== 0) {
    throw new LineageError('ERR_DATA_VERSION', `${options.path} has layout ${found}, this program needs ${options.version}: ${remedyOf(options).otherVersion}`);
  }
  if (options.readOnly) throw new LineageError('ERR_DATA_VERSION', `${options.path} is empty: start the system once with this data folder first`);
  try {
    db.exec(`BEGIN IMMEDIATE; ${options.schema}; PRAGMA user_version = ${options.version}; COMMIT;`);
  } catch (cause) {
    throw storageError(`${options.path} cannot be laid out`, cause);
  }
}

/** What helps when the file itself is not usable. */
function remedyOf({ synchronous }: OpenOptions): { readonly damaged: string; readonly otherVersion: string } {
  if (synchronous === 'normal') {
    const rebuild = 'run `suyuan rebuild`, which projects it again from the ledger';
    return { damaged: `it is damaged: ${rebuild}`, otherVersion: rebuild };
  }
  return { damaged: restore, otherVersion: 'use the program version that wrote it, or another data folder (SUYUAN_DATA)' };
}

const restore = 'it is damaged, or no file of this system: restore it from its backup';

/** Driver errors in words that say what to do; the cause is kept. */
export function storageError(what: string, cause: unknown, damaged = restore): LineageError {
  const code = typeof cause === 'object' && cause !== null && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  const advice: Record<number, string> = {
    5: 'another process holds it: stop that one first',
    8: 'the folder is read-only: make it writable or choose another with SUYUAN_DATA',
    10: 'the disk reported an error: check the disk before going on',
    11: damaged,
    13: 'the disk is full: free some space, then try again; nothing acknowledged was lost',
    14: 'the folder is missing or not accessible: check its path and rights',
    26: damaged,
  };
  const reason = advice[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new LineageError('ERR_STORAGE', `${what}: ${reason}`, { cause, retriable: code === 5 || code === 13 });
}
