// The identity vault on SQLite: its own file, its own key file. Keyed hashes of identifiers, wrapped keys, nothing in clear.
import type { DatabaseSync } from 'node:sqlite';
import { LineageError } from '../../core/domain/errors.ts';
import type { DataSubject } from '../../core/domain/vocabulary.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import { assertKeyCheck, keyCheckOf, vaultCrypto, type WrappedKey } from '../vault/vault-crypto.ts';
import { loadVaultKeys, type VaultKeys } from '../vault/vault-keys.ts';
import { openDatabase, storageError } from './open-database.ts';

const schema = `
  CREATE TABLE identifier (keyed_hash BLOB PRIMARY KEY, data_subject TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX identifier_by_subject ON identifier (data_subject);
  CREATE TABLE key_check (value BLOB NOT NULL) STRICT;
  CREATE TABLE subject_key (data_subject TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID`;

/** Opens the vault, making file and key at first start. @throws LineageError as `openDatabase` and `loadVaultKeys`. */
export function sqliteVault({
  path,
  keyPath,
  readOnly = false,
}: {
  readonly path: string;
  readonly keyPath: string;
  readonly readOnly?: boolean;
}): IdentityVault {
  const db = openDatabase({ path, version: 2, schema, synchronous: 'full', readOnly });
  const crypto = vaultCrypto(keysOf(db, keyPath, readOnly));
  const q = {
    find: db.prepare('SELECT data_subject FROM identifier WHERE keyed_hash = ?'),
    insert: db.prepare('INSERT INTO identifier (keyed_hash, data_subject) VALUES (?, ?)'),
    key: db.prepare('SELECT key_id AS id, wrapped FROM subject_key WHERE data_subject = ?'),
    newKey: db.prepare('INSERT INTO subject_key (data_subject, key_id, wrapped) VALUES (?, ?, ?)'),
  };

  const lookUp = (hash: Buffer): DataSubject | null =>
    ((q.find.get(hash) as { data_subject: string } | undefined)?.data_subject as DataSubject | undefined) ?? null;

  const inTransaction = <T>(work: () => T): T => {
    try {
      db.exec('BEGIN IMMEDIATE');
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (cause) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw storageError('the identity vault cannot be written', cause);
    }
  };

  const keyOf = (subject: DataSubject): WrappedKey | null => (q.key.get(subject) as WrappedKey | undefined) ?? null;
  const keyOrNew = (subject: DataSubject): WrappedKey => {
    const known = keyOf(subject);
    if (known) return known;
    const made = crypto.newKey(subject);
    q.newKey.run(subject, made.id, made.wrapped);
    return made;
  };
  /** The keys of people; those that are missing are made in one transaction. */
  const keysOfPeople = (subjects: readonly DataSubject[]): readonly WrappedKey[] => {
    const held = subjects.map(keyOf);
    return held.every((key) => key !== null) ? held : inTransaction(() => subjects.map(keyOrNew));
  };

  return {
    find: async (identifier) => lookUp(crypto.keyedHash(identifier)),
    resolve: async (identifiers) => {
      const hashes = identifiers.map(crypto.keyedHash);
      const found = hashes.map(lookUp);
      if (found.every((subject) => subject !== null)) return found;
      return inTransaction(() =>
        hashes.map((hash) => {
          const known = lookUp(hash);
          if (known) return known;
          const made = crypto.newDataSubject();
          q.insert.run(hash, made);
          return made;
        }),
      );
    },
    seal: async (references) => {
      const keys = keysOfPeople(references.map(({ subject }) => subject));
      return references.map((reference, i) => crypto.seal(keys[i] as WrappedKey, reference));
    },
    unseal: async (subject, eventId, sealed) => crypto.unseal(subject, keyOf(subject), eventId, sealed),
    sealQuarantined: async (bytes) => crypto.sealQuarantined(bytes),
    unsealQuarantined: async (sealed) => crypto.unsealQuarantined(sealed),
    close: async () => db.close(),
  };
}

/** The keys that belong to this vault. */
function keysOf(db: DatabaseSync, keyPath: string, readOnly: boolean): VaultKeys {
  try {
    const checked = db.prepare('SELECT value FROM key_check').get() as { value: Uint8Array } | undefined;
    const keys = loadVaultKeys(keyPath, !checked && !readOnly);
    if (checked) assertKeyCheck(keys, checked.value, keyPath);
    else if (!readOnly) db.prepare('INSERT INTO key_check (value) VALUES (?)').run(keyCheckOf(keys));
    return keys;
  } catch (error) {
    db.close();
    throw error instanceof LineageError ? error : storageError('the identity vault cannot be read', error);
  }
}
