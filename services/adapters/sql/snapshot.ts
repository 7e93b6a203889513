// Several reads of one state, whatever a projector commits meanwhile.
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Everything that `read` reads is of one moment. On SQLite every transaction is a snapshot and the level is ignored; PostgreSQL's default is not. */
export const snapshot = <T>(db: Kysely<Tables>, read: (at: Transaction<Tables>) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
