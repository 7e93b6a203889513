// Connections as this system needs them: bounded in number and time, durable, never the end of the process, errors translated at the edge.
import { Pool, type PoolClient, type QueryResult } from 'pg';
import { LineageError } from '../../core/domain/errors.ts';
import { postgresError } from './postgres-errors.ts';
import { parsePostgresUrl } from './postgres-url.ts';

export interface PostgresOptions {
  readonly url: string;
  /** The variable that the URL came from, for messages. */
  readonly name?: string;
  /** Holds the tables; made when it is missing. One per tenant, or per test run. */
  readonly schema: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Connections that cannot write, whatever is sent. */
  readonly readOnly?: boolean;
  /** Connections at most. */
  readonly connectionsMax?: number;
  /** Development only: other machines without a checked certificate. */
  readonly allowPlaintext?: boolean;
  readonly timeouts?: Partial<PostgresTimeouts>;
  /** Hears of connections that broke while nobody used them; they are replaced. */
  readonly onConnectionLost?: (error: LineageError) => void;
}

/** Milliseconds. */
export interface PostgresTimeouts {
  /** To connect, waiting for a free connection included. */
  readonly connect: number;
  readonly statement: number;
  readonly lock: number;
  readonly idleInTransaction: number;
  /** Beyond `statement`: then the server is not waited for any more. */
  readonly answerGrace: number;
}

const standardTimeouts: PostgresTimeouts = { connect: 10_000, statement: 60_000, lock: 10_000, idleInTransaction: 60_000, answerGrace: 10_000 };

export interface PostgresConnection {
  /** Rejects with a LineageError. After ERR_UNREACHABLE the connection answers nothing any more. */
  query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  /** Gives it back; a broken one is closed. */
  release(destroy?: boolean): void;
}

export interface PostgresPool {
  /** Host, port and database, for messages. */
  readonly where: string;
  readonly schema: string;
  readonly options: object;
  connect(): Promise<PostgresConnection>;
  /** One statement on any connection, committed when it returns. */
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  end(): Promise<void>;
}

/** Opens nothing yet: the first query connects. @throws LineageError ERR_CONFIGURATION on an URL or schema that cannot be. */
export function postgresPool(options: PostgresOptions): PostgresPool {
  const { schema, applicationName, readOnly = false, connectionsMax = 8, onConnectionLost } = options;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new LineageError('ERR_CONFIGURATION', `the schema ${schema} is not a name of small letters, digits and _ that begins with a letter`);
  const timeouts = { ...standardTimeouts, ...options.timeouts };
  const { config, where } = parsePostgresUrl(options.url, { name: options.name ?? 'DATABASE_URL', allowPlaintext: options.allowPlaintext ?? false });
  const pool = new Pool({
    ...config,
    max: connectionsMax,
    application_name: applicationName,
    connectionTimeoutMillis: timeouts.connect,
    statement_timeout: timeouts.statement,
    lock_timeout: timeouts.lock,
    idle_in_transaction_session_timeout: timeouts.idleInTransaction,
    query_timeout: timeouts.statement + timeouts.answerGrace,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: settings(schema, readOnly),
  });
  // Without these listeners a server that is restarted would end this process: one for idle connections, one for those in use.
  pool.on('error', (error) => onConnectionLost?.(postgresError(error, where)));
  pool.on('connect', (client) => client.on('error', () => {}));

  const connect = async (): Promise<PostgresConnection> => {
    try {
      return connectionOf(await pool.connect(), where);
    } catch (error) {
      throw postgresError(error, where);
    }
  };
  return {
    where,
    schema,
    options: pool.options,
    connect,
    query: async <R>(text: string, values: readonly unknown[] = []) => {
      const connection = await connect();
      try {
        return (await connection.query(text, values)).rows as R[];
      } finally {
        connection.release();
      }
    },
    end: () => pool.end(),
  };
}

function connectionOf(client: PoolClient, where: string): PostgresConnection {
  let lost: LineageError | null = null;
  return {
    query: async (text, values = []) => {
      if (lost) throw lost;
      try {
        return await client.query(text, values as unknown[]);
      } catch (error) {
        const translated = postgresError(error, where);
        // A late answer to this query must not be taken for the answer to the next.
        if (translated.code === 'ERR_UNREACHABLE') lost = translated;
        throw translated;
      }
    },
    release: (destroy = false) => client.release(destroy || lost !== null),
  };
}

/** Session settings, sent with the start of each connection: there is no moment without them. */
function settings(schema: string, readOnly: boolean): string {
  const all = [
    `search_path=${schema}`,
    // An acknowledged commit is on the disk, whatever the server's default.
    'synchronous_commit=on',
    'timezone=UTC',
    // Statements here take milliseconds; compiling them takes longer.
    'jit=off',
    `default_transaction_read_only=${readOnly ? 'on' : 'off'}`,
  ];
  return all.map((setting) => `-c ${setting}`).join(' ');
}
