// Opens a SQLite file the way this system needs it: WAL, fsync on every commit, bounded memory, a version that must match.
import { DatabaseSync } from 'node:sqlite';
import { LineageError } from '../../core/domain/errors.ts';

export interface OpenOptions {
  readonly path: string;
  /** Version of the layout; a file of another version is refused, never guessed at. */
  readonly version: number;
  /** DDL for a new file. */
  readonly schema: string;
  /** `full` fsyncs each commit. `normal` may lose the last commits on power loss: only for what can be rebuilt. */
  readonly synchronous: 'full' | 'normal';
  readonly readOnly?: boolean;
}

/**
 * Opens or creates the file.
 * @throws LineageError ERR_DATA_VERSION when it was made by another version; ERR_STORAGE when it cannot be opened or written.
 */
export function openDatabase(options: OpenOptions): DatabaseSync {
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(options.path, { readOnly: options.readOnly ?? false, timeout: 5000 });
    if (!options.readOnly) db.exec(`PRAGMA journal_mode = wal; PRAGMA synchronous = ${options.synchronous};`);
    // 32 MiB of page cache; WAL cut back to 64 MiB after a checkpoint, so that disk use stays bounded.
    db.exec('PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = memory; PRAGMA foreign_keys = on;');
  } catch (cause) {
    throw storageError(`${options.path} cannot be opened`, cause);
  }
  try {
    prepareLayout(db, options);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepareLayout(db: DatabaseSync, options: OpenOptions): void {
  const found = Number((db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version);
  if (found === options.version) return;
  if (found !== 0) {
    throw new LineageError(
      'ERR_DATA_VERSION',
      `${options.path} has layout ${found}, this program needs ${options.version}: use the program version that wrote it, or another data folder (SUYUAN_DATA)`,
    );
  }
  if (options.readOnly) throw new LineageError('ERR_DATA_VERSION', `${options.path} is empty: start the system once with this data folder first`);
  try {
    db.exec(`BEGIN IMMEDIATE; ${options.schema}; PRAGMA user_version = ${options.version}; COMMIT;`);
  } catch (cause) {
    throw storageError(`${options.path} cannot be laid out`, cause);
  }
}

/** Driver errors in words that say what to do; the cause is kept. */
export function storageError(what: string, cause: unknown): LineageError {
  const code = typeof cause === 'object' && cause !== null && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  const advice: Record<number, string> = {
    5: 'another process holds it: stop that one first',
    8: 'the folder is read-only: make it writable or choose another with SUYUAN_DATA',
    10: 'the disk reported an error: check the disk before going on',
    13: 'the disk is full: free some space, then start again; nothing acknowledged was lost',
    14: 'the folder is missing or not accessible: check its path and rights',
  };
  const reason = advice[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new LineageError('ERR_STORAGE', `${what}: ${reason}`, { cause, retriable: code === 5 || code === 13 });
}
