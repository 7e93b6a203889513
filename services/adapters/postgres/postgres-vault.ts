// The identity vault on PostgreSQL: a database and credentials of its own. Keyed hashes of identifiers, wrapped keys, nothing in clear.
import { LineageError } from '../../core/domain/errors.ts';
import type { DataSubject } from '../../core/domain/vocabulary.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import { assertKeyCheck, keyCheckOf, vaultCrypto, type WrappedKey } from '../vault/vault-crypto.ts';
import { loadVaultKeys, type VaultKeys } from '../vault/vault-keys.ts';
import { prepareLayout, type Layout } from './postgres-layout.ts';
import { postgresPool, type PostgresOptions, type PostgresPool } from './postgres-pool.ts';

const layout: Layout = {
  part: 'identity-vault',
  version: 1,
  statements: [
    'create table identifier (keyed_hash bytea primary key, data_subject uuid not null)',
    'create index identifier_by_subject on identifier (data_subject)',
    'create table key_check (one boolean primary key default true check (one), value bytea not null)',
    'create table subject_key (data_subject uuid primary key, key_id uuid not null, wrapped bytea not null)',
  ],
  otherVersion: 'use the program version that wrote it; a vault cannot be made anew',
};

/**
 * Opens the vault; makes tables and key file at the first start. Several processes share one vault and one key file.
 * @throws LineageError as `postgresPool`, `prepareLayout` and `loadVaultKeys`; ERR_UNREACHABLE.
 */
export async function postgresVault({ keyPath, ...options }: PostgresOptions & { readonly keyPath: string }): Promise<IdentityVault> {
  const pool = postgresPool(options);
  try {
    await prepareLayout(pool, layout, options.readOnly ?? false);
    return vaultOn(pool, await keysOf(pool, keyPath, options.readOnly ?? false));
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function vaultOn(pool: PostgresPool, keys: VaultKeys): IdentityVault {
  const crypto = vaultCrypto(keys);

  /** The people of hashes, those that are there, by hash in hex. */
  const lookUp = async (hashes: readonly Buffer[]): Promise<ReadonlyMap<string, DataSubject>> => {
    const rows = await pool.query<{ readonly keyed_hash: Buffer; readonly data_subject: DataSubject }>(
      'select keyed_hash, data_subject from identifier where keyed_hash = any($1::bytea[])',
      [hashes],
    );
    return new Map(rows.map((row) => [row.keyed_hash.toString('hex'), row.data_subject]));
  };

  /** Makes people for the hashes that nobody has; those whom another process makes at the same time stay as it makes them. */
  const makeMissing = async (hashes: readonly Buffer[]): Promise<void> => {
    // In one order for everybody: two processes with the same new people wait for each other, and never in a circle.
    const ordered = hashes.toSorted((a, b) => a.compare(b));
    await pool.query('insert into identifier (keyed_hash, data_subject) select * from unnest($1::bytea[], $2::uuid[]) on conflict (keyed_hash) do nothing', [
      ordered,
      ordered.map(crypto.newDataSubject),
    ]);
  };

  const keyOf = async (subject: DataSubject): Promise<WrappedKey | null> =>
    (await pool.query<WrappedKey>('select key_id as id, wrapped from subject_key where data_subject = $1', [subject]))[0] ?? null;
  const keysOfPeople = async (subjects: readonly DataSubject[]): Promise<ReadonlyMap<DataSubject, WrappedKey>> => {
    const rows = await pool.query<WrappedKey & { readonly subject: DataSubject }>(
      'select data_subject as subject, key_id as id, wrapped from subject_key where data_subject = any($1::uuid[])',
      [subjects],
    );
    return new Map(rows.map(({ subject, id, wrapped }) => [subject, { id, wrapped }]));
  };
  /** Makes keys for those who have none; what another process makes at the same time stays. */
  const makeKeys = async (subjects: readonly DataSubject[]): Promise<void> => {
    const ordered = subjects.toSorted();
    const made = ordered.map(crypto.newKey);
    await pool.query(
      'insert into subject_key (data_subject, key_id, wrapped) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[]) on conflict (data_subject) do nothing',
      [ordered, made.map(({ id }) => id), made.map(({ wrapped }) => wrapped)],
    );
  };

  return {
    find: async (identifier) => {
      const hash = crypto.keyedHash(identifier);
      return (await lookUp([hash])).get(hash.toString('hex')) ?? null;
    },
    resolve: async (identifiers) => {
      if (identifiers.length === 0) return [];
      const byHex = new Map(identifiers.map(crypto.keyedHash).map((hash) => [hash.toString('hex'), hash]));
      let found = await lookUp([...byHex.values()]);
      const missing = [...byHex].filter(([hex]) => !found.has(hex)).map(([, hash]) => hash);
      if (missing.length > 0) {
        await makeMissing(missing);
        found = new Map([...found, ...(await lookUp(missing))]);
      }
      return identifiers.map((identifier) => {
        const subject = found.get(crypto.keyedHash(identifier).toString('hex'));
        if (!subject) throw new LineageError('ERR_STORAGE', 'a person was forgotten while being resolved: try again', { retriable: true });
        return subject;
      });
    },
    seal: async (references) => {
      const subjects = [...new Set(references.map(({ subject }) => subject))];
      let held = await keysOfPeople(subjects);
      const missing = subjects.filter((subject) => !held.has(subject));
      if (missing.length > 0) {
        await makeKeys(missing);
        held = new Map([...held, ...(await keysOfPeople(missing))]);
      }
      return references.map((reference) => {
        const key = held.get(reference.subject);
        if (!key) throw new LineageError('ERR_STORAGE', 'the key of a person was destroyed while it was made: try again', { retriable: true });
        return crypto.seal(key, reference);
      });
    },
    unseal: async (subject, eventId, sealed) => crypto.unseal(subject, await keyOf(subject), eventId, sealed),
    sealQuarantined: async (bytes) => crypto.sealQuarantined(bytes),
    unsealQuarantined: async (sealed) => crypto.unsealQuarantined(sealed),
    close: () => pool.end(),
  };
}

/** The keys that belong to this vault; at the first start, whoever comes first decides which. */
async function keysOf(pool: PostgresPool, keyPath: string, readOnly: boolean): Promise<VaultKeys> {
  const checked = async (): Promise<Buffer | undefined> => (await pool.query<{ readonly value: Buffer }>('select value from key_check'))[0]?.value;
  const before = await checked();
  const keys = loadVaultKeys(keyPath, !before && !readOnly);
  if (!before && !readOnly) await pool.query('insert into key_check (value) values ($1) on conflict do nothing', [keyCheckOf(keys)]);
  const stored = before ?? (await checked());
  if (stored) assertKeyCheck(keys, stored, keyPath);
  return keys;
}
