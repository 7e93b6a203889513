// The identity vault on SQLite: its own file, its own key file. Keyed hashes of identifiers, wrapped keys, nothing in clear.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { LineageError } from '../../core/domain/errors.ts';
import type { Identifier } from '../../core/domain/identifier.ts';
import type { DataSubject, EventId } from '../../core/domain/vocabulary.ts';
import type { IdentityVault, SealedReference } from '../../core/ports/identity-vault.ts';
import { decrypt, encrypt, randomNonce, syntheticNonce } from './cipher.ts';
import { openDatabase, storageError } from './open-database.ts';
import { loadVaultKeys } from './vault-keys.ts';

const schema = `
  CREATE TABLE identifier (keyed_hash BLOB PRIMARY KEY, data_subject TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX identifier_by_subject ON identifier (data_subject);
  CREATE TABLE subject_key (data_subject TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID`;

const suite = 'A256GCM';
const quarantineAad = 'suyuan/quarantine/v1';

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
  const db = openDatabase({ path, version: 1, schema, synchronous: 'full', readOnly });
  const isNew = db.prepare('SELECT 1 FROM identifier LIMIT 1').get() === undefined && db.prepare('SELECT 1 FROM subject_key LIMIT 1').get() === undefined;
  const keys = loadVaultKeys(keyPath, isNew && !readOnly);
  const q = {
    find: db.prepare('SELECT data_subject FROM identifier WHERE keyed_hash = ?'),
    insert: db.prepare('INSERT INTO identifier (keyed_hash, data_subject) VALUES (?, ?)'),
    key: db.prepare('SELECT key_id, wrapped FROM subject_key WHERE data_subject = ?'),
    newKey: db.prepare('INSERT INTO subject_key (data_subject, key_id, wrapped) VALUES (?, ?, ?)'),
  };

  const keyedHash = ({ type, value }: Identifier): Buffer => createHmac('sha256', keys.pepper).update(`${type}\n${value}`).digest();
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

  const subjectKey = (subject: DataSubject): { readonly id: string; readonly key: Buffer } | null => {
    const row = q.key.get(subject) as { key_id: string; wrapped: Uint8Array } | undefined;
    if (!row) return null;
    const key = decrypt(keys.wrapping, row.wrapped, `${subject}\n${row.key_id}`);
    if (!key) throw new LineageError('ERR_UNREADABLE', "a person's key cannot be unwrapped: the vault and its key file do not belong together");
    return { id: row.key_id, key };
  };
  const makeSubjectKey = (subject: DataSubject): { readonly id: string; readonly key: Buffer } => {
    const made = { id: randomUUID(), key: randomBytes(32) };
    const wrapped = encrypt(keys.wrapping, randomNonce(), made.key, `${subject}\n${made.id}`);
    inTransaction(() => q.newKey.run(subject, made.id, wrapped));
    return made;
  };

  return {
    find: async (identifier) => lookUp(keyedHash(identifier)),
    resolve: async (identifiers) => {
      const hashes = identifiers.map(keyedHash);
      const found = hashes.map(lookUp);
      if (found.every((subject) => subject !== null)) return found;
      return inTransaction(() =>
        hashes.map((hash) => {
          const known = lookUp(hash);
          if (known) return known;
          const made = randomUUID() as DataSubject;
          q.insert.run(hash, made);
          return made;
        }),
      );
    },
    seal: async (subject, eventId, kind, value) => {
      const { id, key } = subjectKey(subject) ?? makeSubjectKey(subject);
      const aad = aadOf(subject, eventId, kind, id);
      const plaintext = Buffer.from(value);
      return { kind, suite, keyId: id, ciphertext: encrypt(key, syntheticNonce(key, aad, plaintext), plaintext, aad) };
    },
    unseal: async (subject, eventId, sealed: SealedReference) => {
      const held = subjectKey(subject);
      if (!held || held.id !== sealed.keyId) return { state: 'erased' };
      const value = decrypt(held.key, sealed.ciphertext, aadOf(subject, eventId, sealed.kind, sealed.keyId));
      return value ? { state: 'open', value: value.toString('utf8') } : { state: 'forged' };
    },
    sealQuarantined: async (bytes) => encrypt(keys.quarantine, syntheticNonce(keys.quarantine, quarantineAad, bytes), bytes, quarantineAad),
    unsealQuarantined: async (sealed) => {
      const bytes = decrypt(keys.quarantine, sealed, quarantineAad);
      if (!bytes) throw new LineageError('ERR_UNREADABLE', 'the quarantined bytes cannot be unsealed: they were sealed under another key file, or altered');
      return bytes;
    },
    close: async () => db.close(),
  };
}

const aadOf = (subject: DataSubject, eventId: EventId, kind: string, keyId: string): string => `${eventId}\n${subject}\n${kind}\n${keyId}`;
