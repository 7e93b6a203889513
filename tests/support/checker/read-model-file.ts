// The live tables of a data folder read straight from SQLite: which file is live, and its rows.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Row = Readonly<Record<string, string | number | null>>;

/** Path of the read model in use: the one that `current` names, else the first. */
export function liveReadModel(data: string): string {
  const pointer = join(data, 'read-model', 'current');
  const name = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
  return join(data, 'read-model', name || 'read-model-0.db');
}

/** Runs `read` on the live tables in one read transaction, on a connection of its own. */
export function withReadModel<T>(data: string, read: (rows: (sql: string) => readonly Row[]) => T): T {
  const db = new DatabaseSync(liveReadModel(data), { readOnly: true, timeout: 5000 });
  try {
    db.exec('BEGIN');
    return read((sql) => db.prepare(sql).all() as unknown as readonly Row[]);
  } finally {
    db.close();
  }
}
