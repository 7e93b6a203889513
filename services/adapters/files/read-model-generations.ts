// Read models of a data folder: one file each, and a pointer to the one in use, so that a rebuild swaps in one step.
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pointer = 'current';
const shape = /^read-model-\d+\.db$/;

/** The file in use; the first one when there is none yet. */
export function currentReadModel(folder: string): string {
  const path = join(folder, pointer);
  const name = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return join(folder, shape.test(name) ? name : 'read-model-0.db');
}

/** A file for a rebuild: not there yet, never in use before. */
export function nextReadModel(folder: string): string {
  const numbers = readdirSync(folder).map((name) => Number(/^read-model-(\d+)\.db$/.exec(name)?.[1] ?? -1));
  return join(folder, `read-model-${Math.max(0, ...numbers) + 1}.db`);
}

/** Makes `file` the one in use, in one rename; the others can go. */
export function useReadModel(folder: string, file: string): void {
  const temporary = join(folder, `${pointer}.next`);
  writeFileSync(temporary, `${file.slice(folder.length + 1)}\n`, { flush: true });
  renameSync(temporary, join(folder, pointer));
}

/** Removes every read model but the one in use: leftovers of rebuilds that were killed. */
export function removeStaleReadModels(folder: string): void {
  const current = currentReadModel(folder);
  for (const name of readdirSync(folder)) {
    const file = /^(read-model-\d+\.db)(-wal|-shm)?$/.exec(name)?.[1];
    if (file !== undefined && join(folder, file) !== current) rmSync(join(folder, name), { force: true });
  }
}
