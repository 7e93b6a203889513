// One writer per data folder: an exclusive SQLite lock, which the system frees whatever way the process ends.
import { DatabaseSync } from 'node:sqlite';
import { LineageError } from '../../core/domain/errors.ts';
import { storageError } from './open-database.ts';

/** Takes the lock or says that another process has it. @throws LineageError ERR_LOCKED, ERR_STORAGE. */
export function lockFolder(path: string): { release(): void } {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec('PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE;');
    const held = db;
    return { release: () => held.close() };
  } catch (cause) {
    db?.close();
    const busy = cause instanceof Error && 'errcode' in cause && (Number(cause.errcode) & 0xff) === 5;
    if (busy)
      throw new LineageError(
        'ERR_LOCKED',
        `${path} is held by another process: one process writes a data folder. Use that one (suyuan … --url), stop it, or choose another folder with SUYUAN_DATA`,
        { retriable: true },
      );
    throw storageError(`the lock ${path} cannot be taken`, cause);
  }
}
