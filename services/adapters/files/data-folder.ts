// The data folder of the embedded system: its layout, its version, and who serves it now.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineageError } from '../../core/domain/errors.ts';

export interface DataFolder {
  readonly path: string;
  readonly ledger: string;
  readonly vault: string;
  readonly vaultKey: string;
  readonly readModels: string;
  readonly lock: string;
  /** Where a running `serve` says how it can be reached. */
  readonly address: string;
}

const layoutVersion = 1;

/**
 * Makes the folder when it is missing and checks its version.
 * @throws LineageError ERR_STORAGE when it cannot be made or written, ERR_DATA_VERSION when another version made it.
 */
export function openDataFolder(path: string): DataFolder {
  const folder: DataFolder = {
    path,
    ledger: join(path, 'ledger', 'ledger.db'),
    vault: join(path, 'vault', 'vault.db'),
    vaultKey: join(path, 'vault', 'vault.key'),
    readModels: join(path, 'read-model'),
    lock: join(path, 'lock.db'),
    address: join(path, 'serve.json'),
  };
  try {
    for (const part of [path, join(path, 'ledger'), join(path, 'vault'), folder.readModels]) mkdirSync(part, { recursive: true, mode: 0o700 });
    chmodSync(join(path, 'vault'), 0o700);
    checkVersion(join(path, 'VERSION'));
  } catch (cause) {
    if (cause instanceof LineageError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const advice: Record<string, string> = {
      EACCES: 'it is not accessible',
      EROFS: 'it is on a read-only file system',
      ENOSPC: 'the disk is full: free some space',
      ENOTDIR: 'a part of the path is no folder',
      EEXIST: 'a file of that name is in the way',
    };
    throw new LineageError(
      'ERR_STORAGE',
      `the data folder ${path} cannot be used: ${advice[code] ?? 'it cannot be written'}; make it writable or choose another with SUYUAN_DATA`,
      { cause },
    );
  }
  return folder;
}

/** The process that serves this folder, as it wrote down; null when it did not, or is gone. */
export function servedBy({ address }: DataFolder): { readonly url: string; readonly pid: number } | null {
  try {
    const { url, pid } = JSON.parse(readFileSync(address, 'utf8')) as { url: string; pid: number };
    process.kill(pid, 0); // Signal 0 only asks whether there is such a process.
    return { url, pid };
  } catch {
    return null;
  }
}

function checkVersion(path: string): void {
  if (!existsSync(path)) {
    // Whole or not at all: a start that is killed, or finds the disk full, must not leave an empty file behind.
    writeFileSync(`${path}.next`, `${layoutVersion}\n`, { flush: true });
    return renameSync(`${path}.next`, path);
  }
  const found = readFileSync(path, 'utf8').trim();
  if (found !== String(layoutVersion)) {
    throw new LineageError(
      'ERR_DATA_VERSION',
      `${path} says that the data folder has layout ${/^\d{1,9}$/.test(found) ? found : '(unreadable)'}, this program needs ${layoutVersion}: use the program version that wrote it, or another folder with SUYUAN_DATA`,
    );
  }
}
