// Where ledger, read model and vault are by configuration, and how each is opened. Plain values: a thread can be told of them.
import { dirname, join } from 'node:path';
import { mkdirSync } from 'node:fs';
import type { DataFolder } from '../../adapters/files/data-folder.ts';
import { currentReadModel } from '../../adapters/files/read-model-generations.ts';
import type { SqlDialect } from '../../adapters/sql/dialect.ts';
import { sqliteLedger } from '../../adapters/sqlite/sqlite-ledger.ts';
import { openReadModelDialect } from '../../adapters/sqlite/sqlite-read-model.ts';
import { sqliteVault } from '../../adapters/sqlite/sqlite-vault.ts';
import type { StreamName } from '../../core/domain/vocabulary.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import type { EventIndex, Ledger } from '../../core/ports/ledger.ts';
import { LineageError } from '../../core/domain/errors.ts';
import type { Configuration, DatabaseConfiguration } from '../configuration.ts';

interface EventStorePlace {
  readonly kind: 'eventstoredb';
  readonly url: string;
  readonly prefix: string;
  readonly allowInsecure: boolean;
}

interface SqlitePlace {
  readonly kind: 'sqlite';
  readonly path: string;
}

export interface PostgresPlace extends DatabaseConfiguration {
  readonly kind: 'postgres';
  readonly allowPlaintext: boolean;
  /** The process, for `pg_stat_activity`. */
  readonly applicationName: string;
}

export type LedgerPlace = EventStorePlace | SqlitePlace;
export type ReadModelPlace = PostgresPlace | SqlitePlace;
export type VaultPlace = (PostgresPlace | SqlitePlace) & { readonly keyPath: string };

export interface Places {
  readonly ledger: LedgerPlace;
  readonly readModel: ReadModelPlace;
  readonly vault: VaultPlace;
}

/** `folder` null: nothing embedded may be used. @throws LineageError ERR_CONFIGURATION naming the variable that is missing then. */
export function placesOf(config: Configuration, folder: DataFolder | null, role: string): Places {
  const { eventStore, database, vaultDatabase, allowInsecure } = config;
  const embedded = (variable: string, path: (data: DataFolder) => string): SqlitePlace => {
    if (folder) return { kind: 'sqlite', path: path(folder) };
    throw new LineageError(
      'ERR_CONFIGURATION',
      `${role} needs ${variable}: what is embedded belongs to one process. Set it, or run everything in one with \`suyuan serve\``,
    );
  };
  const server = (at: DatabaseConfiguration): PostgresPlace => ({ kind: 'postgres', ...at, allowPlaintext: allowInsecure, applicationName: `suyuan-${role}` });
  // A role asks for the places that it uses: what it has no use for need not be configured.
  return {
    get ledger(): LedgerPlace {
      if (!eventStore) return embedded('EVENTSTORE_URL', ({ ledger }) => ledger);
      return { kind: 'eventstoredb', url: eventStore.url, prefix: eventStore.prefix, allowInsecure };
    },
    get readModel(): ReadModelPlace {
      return database ? server(database) : embedded('DATABASE_URL', ({ readModels }) => currentReadModel(readModels));
    },
    get vault(): VaultPlace {
      const place = vaultDatabase ? server(vaultDatabase) : embedded('VAULT_DATABASE_URL', ({ vault }) => vault);
      return { ...place, keyPath: config.vaultKey ?? folder?.vaultKey ?? join(config.data, 'vault', 'vault.key') };
    },
  };
}

export interface OpenedLedger {
  readonly ledger: Ledger;
  /** With an index of ids: of all, or, in EventStoreDB, of the newest of the streams that are covered. Appends by its user go through what is returned. */
  indexed(covers: (stream: StreamName) => boolean): Ledger & EventIndex;
}

/** For reading only. Asks the server once, so that an unreachable one is known at the start. @throws LineageError. */
export async function openLedger(place: LedgerPlace): Promise<Ledger> {
  return place.kind === 'sqlite' ? sqliteLedger({ path: place.path, readOnly: true }) : eventStoreDb(place);
}

/** For appending; `measured` sees every append. @throws LineageError. */
export async function openWritableLedger(place: LedgerPlace, measured: <L extends Ledger>(ledger: L) => L): Promise<OpenedLedger> {
  if (place.kind === 'sqlite') {
    const ledger = measured(sqliteLedger({ path: place.path }));
    return { ledger, indexed: () => ledger };
  }
  const { withRecentEvents } = await import('../../adapters/eventstoredb/recent-events.ts');
  const ledger = measured(await eventStoreDb(place));
  return { ledger, indexed: (covers) => withRecentEvents(ledger, { covers }) };
}

// The clients of servers are loaded where a server is configured: they are half of what the embedded system would keep in memory.

async function eventStoreDb(place: EventStorePlace): Promise<Ledger> {
  const { eventStoreDbLedger } = await import('../../adapters/eventstoredb/eventstoredb-ledger.ts');
  const ledger = eventStoreDbLedger(place);
  try {
    await ledger.streams();
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** For the projector: lays it out when it is new. `readOnly` for those who ask. */
export async function openReadModel(place: ReadModelPlace, readOnly: boolean): Promise<SqlDialect> {
  if (place.kind === 'sqlite') return openReadModelDialect({ path: place.path, readOnly });
  const { openPostgresReadModel } = await import('../../adapters/postgres/postgres-read-model.ts');
  return openPostgresReadModel({ ...place, readOnly });
}

export async function openVault({ keyPath, ...place }: VaultPlace): Promise<IdentityVault> {
  if (place.kind === 'sqlite') return sqliteVault({ path: place.path, keyPath });
  mkdirSync(dirname(keyPath), { recursive: true, mode: 0o700 });
  const { postgresVault } = await import('../../adapters/postgres/postgres-vault.ts');
  return postgresVault({ ...place, name: 'VAULT_DATABASE_URL', keyPath });
}
