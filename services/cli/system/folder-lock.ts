// The lock of a data folder, and who holds it when it is taken.
import { servedBy, type DataFolder } from '../../adapters/files/data-folder.ts';
import { lockFolder } from '../../adapters/sqlite/folder-lock.ts';
import { LineageError } from '../../core/domain/errors.ts';

/** Takes the folder's lock. @throws LineageError ERR_LOCKED that names the process that serves the folder, where that is known. */
export function lockOf(folder: DataFolder): { release(): void } {
  try {
    return lockFolder(folder.lock);
  } catch (error) {
    const holder = error instanceof LineageError && error.code === 'ERR_LOCKED' ? servedBy(folder) : null;
    if (holder === null) throw error;
    const advice = `ask it with --url ${holder.url}, stop it, or choose another folder with SUYUAN_DATA`;
    throw new LineageError('ERR_LOCKED', `${folder.path} is held by process ${holder.pid}, which serves it at ${holder.url}: ${advice}`, {
      cause: error,
      retriable: true,
    });
  }
}
