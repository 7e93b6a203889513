// Where a rebuild finds the live tables, where it puts the new ones, and how these take their place: files of a data folder, or schemas of a database.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '../../adapters/files/data-folder.ts';
import { currentReadModel, nextReadModel, useReadModel } from '../../adapters/files/read-model-generations.ts';
import { dropSchema, nextSchema, previousSchema, swapSchemas } from '../../adapters/postgres/postgres-generations.ts';
import { leadership } from '../../adapters/postgres/postgres-leadership.ts';
import { LineageError } from '../../core/domain/errors.ts';
import type { Configuration } from '../configuration.ts';
import { runningAt } from '../open-system.ts';
import { lockOf } from './folder-lock.ts';
import { placesOf, type LedgerPlace, type PostgresPlace, type ReadModelPlace } from './places.ts';

export interface Generations {
  readonly ledger: LedgerPlace;
  /** What answers come from now. */
  readonly live: ReadModelPlace;
  /** Empty. */
  readonly next: ReadModelPlace;
  /** Makes the new tables the live ones; says when they are. `verified`: the old ones are not needed any more. */
  use(verified: boolean): Promise<string>;
  /** Throws the new tables away. */
  discard(): Promise<void>;
  /** Lets others rebuild. */
  close(): Promise<void>;
}

const lockMaxMs = 2_000;

/** Also beside a running system. @throws LineageError ERR_LOCKED while another rebuild is at work. */
export async function generationsOf(config: Configuration): Promise<Generations> {
  const anyEmbedded = config.eventStore === null || config.database === null;
  if (anyEmbedded && !existsSync(config.data)) throw new LineageError('ERR_INPUT', `there is no data folder ${config.data}`);
  const folder = anyEmbedded ? openDataFolder(config.data) : null;
  // What is embedded has one holder: a system that runs, or this rebuild.
  const beside = folder ? await runningAt(config.data) : null;
  const lock = folder && !beside ? lockOf(folder) : null;
  try {
    // The vault is not asked for: what is projected is pseudonymous.
    const { ledger, readModel } = placesOf({ ...config, vaultDatabase: config.vaultDatabase ?? { url: '', schema: '' } }, folder, 'rebuild');
    const close = async (): Promise<void> => lock?.release();
    if (readModel.kind === 'postgres') return await schemas(ledger, readModel, close);
    // A running system may use another file than `current` names, once a rebuild was made beside it.
    const inFolder = folder?.readModels ?? '';
    const live = { ...readModel, path: beside?.readModel ? join(inFolder, beside.readModel) : currentReadModel(inFolder) };
    const next = { ...readModel, path: nextReadModel(inFolder) };
    return {
      ledger,
      live,
      next,
      use: async () => {
        useReadModel(inFolder, next.path);
        return beside ? 'The running system takes the new tables at its next start.' : 'The new tables are live.';
      },
      discard: async () => {
        for (const suffix of ['', '-wal', '-shm']) rmSync(`${next.path}${suffix}`, { force: true });
      },
      close,
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function schemas(ledger: LedgerPlace, live: PostgresPlace, close: () => Promise<void>): Promise<Generations> {
  const next = { ...live, schema: nextSchema(live.schema) };
  const alone = await leadership(next, AbortSignal.timeout(lockMaxMs));
  if (alone === null) throw new LineageError('ERR_LOCKED', `another rebuild is writing the schema ${next.schema}`);
  await dropSchema(next);
  return {
    ledger,
    live,
    next,
    use: async (verified) => {
      await swapSchemas(live);
      const previous = previousSchema(live.schema);
      if (verified) await dropSchema({ ...live, schema: previous });
      return `The new tables are live.${verified ? '' : ` The old ones are in the schema ${previous} until the next rebuild.`}`;
    },
    discard: () => dropSchema(next),
    close: async () => {
      await alone.release();
      await close();
    },
  };
}
