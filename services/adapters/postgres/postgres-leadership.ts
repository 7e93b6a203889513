// One of several processes at a time: whoever holds an advisory lock of the server, which frees it whatever way the process ends.
// It keeps projectors from getting into each other's way; that no two of them write is the fence's work (`lockWriters`, the checkpoints).
import { setTimeout as delay } from 'node:timers/promises';
import { LineageError } from '../../core/domain/errors.ts';
import { postgresPool, type PostgresOptions } from './postgres-pool.ts';

export interface Leadership {
  /** Rejects, retriable, when it is lost; resolves when it was given back. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
}

const pollMs = 1_000;
const checkMs = 5_000;

/** Waits until nobody else leads in this schema; null when `signal` aborts before. @throws LineageError ERR_UNREACHABLE when the server cannot be asked. */
export async function leadership(options: PostgresOptions, signal: AbortSignal, onWaiting: () => void = () => {}): Promise<Leadership | null> {
  const pool = postgresPool({ ...options, connectionsMax: 1, timeouts: { statement: 5_000, answerGrace: 5_000 } });
  try {
    const connection = await pool.connect();
    // A machine that lost its power does not say goodbye: the server finds out within half a minute, not within hours.
    await connection.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4');
    for (let told = false; ; told = true) {
      const { rows } = await connection.query("select pg_try_advisory_lock(hashtext('suyuan projector'), hashtext($1)) as held", [pool.schema]);
      if ((rows[0] as { readonly held: boolean }).held) break;
      if (!told) onWaiting();
      await delay(pollMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) {
        connection.release();
        await pool.end();
        return null;
      }
    }
    const over = new AbortController();
    const watch = async (): Promise<void> => {
      while (!over.signal.aborted) {
        await connection.query('select 1').catch((cause: unknown) => {
          throw new LineageError('ERR_LOCKED', 'the connection that held the lock of the projector broke: another may have it', { cause, retriable: true });
        });
        await delay(checkMs, undefined, { signal: over.signal }).catch(() => {});
      }
    };
    const lost = watch();
    lost.catch(() => {});
    const release = async (): Promise<void> => {
      over.abort();
      await lost.catch(() => {});
      connection.release(true);
      await pool.end();
    };
    return { lost, release };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
