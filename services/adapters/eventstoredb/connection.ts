// Opens the client of one EventStoreDB: what its connection string must say, and what it must never give away.
import { EventStoreDBClient, type Credentials } from '@eventstore/db-client';
import { LineageError } from '../../core/domain/errors.ts';

export interface Connection {
  readonly client: EventStoreDBClient;
  /** For each call; on the wire only where the connection is encrypted. */
  readonly credentials: Credentials;
}

export interface ConnectionOptions {
  /** `esdb://user:password@host:2113?tlsCAFile=…`, or `esdb+discover://…`, or several hosts separated by commas. */
  readonly url: string;
  /** Development only: takes `tls=false`, where neither data nor password is protected. */
  readonly allowInsecure?: boolean;
}

const shape = /^(?<protocol>esdb(?:\+discover)?:\/\/)(?:(?<user>[^:@/]+):(?<password>[^@]+)@)?(?<hosts>[^?@]+)(?:\?(?<settings>.*))?$/;

// As the client reads them: without case, underscores and dashes. It prints the whole string, password included, beside a key it does not know.
const keys = new Set(
  [
    'tls',
    'tlsCAFile',
    'connectionName',
    'defaultDeadline',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'maxDiscoverAttempts',
    'nodePreference',
    'userCertFile',
    'userKeyFile',
  ].map((key) => key.toLowerCase()),
);
// Without effect here: certificates are always verified, and append failures always thrown (the client's other way answers false revisions).
const dropped = new Set(['tlsverifycert', 'throwonappendfailure']);

/**
 * A client that connects at its first call. The string it gets holds no password: credentials go with each call.
 * @throws LineageError ERR_CONFIGURATION that says what to change, without the connection string.
 */
export function connect({ url, allowInsecure = false }: ConnectionOptions): Connection {
  refuseDebugOutput(process.env['DEBUG'] ?? '');
  const parts = shape.exec(url.trim().replace(/\/+$/, ''))?.groups;
  if (!parts) throw wrong('it is not of the form esdb://user:password@host:2113?tlsCAFile=/path/ca.crt');
  const settings = readSettings(parts['settings'] ?? '');
  const insecure = settings.get('tls') === 'false';
  if (insecure && !allowInsecure)
    throw wrong('it says tls=false: take that out and give tlsCAFile where the certificate is your own, or allow insecure connections for development only');
  const text = [...settings].map(([key, value]) => `${key}=${value}`).join('&');
  const client = open(`${parts['protocol']}${parts['hosts']}${text === '' ? '' : `?${text}`}`);
  return { client, credentials: credentialsOf(parts, insecure) };
}

function credentialsOf(parts: Readonly<Record<string, string | undefined>>, insecure: boolean): Credentials {
  const { user, password } = parts;
  if (user !== undefined && password !== undefined) return { username: decoded(user), password: decoded(password) };
  // The client sends none without TLS; that some are there chooses the append call that keeps its deadline.
  if (insecure) return { username: 'nobody', password: 'nothing' };
  throw wrong('it names no user: write esdb://user:password@host:2113, a user of its own that may read and append to the ledger streams and nothing else');
}

function readSettings(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [key = '', value = ''] = pair.split(/=(.*)/s);
    const flat = key.trim().toLowerCase().replaceAll(/[_-]/g, '');
    if (dropped.has(flat)) continue;
    if (!keys.has(flat) || value === '')
      throw wrong(`its setting ${JSON.stringify(key.slice(0, 40))} is not one of ${[...keys].join(', ')}, each with a value`);
    settings.set(flat, value);
  }
  return settings;
}

function open(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    // Its parser's errors carry the string; that of a missing certificate does not.
    throw wrong(error instanceof Error && !('connectionString' in error) ? error.message : 'the client cannot read it');
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('its user or password is not percent-encoded: write % as %25, @ as %40, : as %3A');
  }
}

/** The client prints connection strings, credentials and event contents when its debug output is on. */
function refuseDebugOutput(debug: string): void {
  const on = debug.split(/[\s,]+/).some((name) => name === '*' || name.startsWith('esdb'));
  if (on) throw new LineageError('ERR_CONFIGURATION', 'DEBUG lets the EventStoreDB client print passwords and event contents: unset it');
}

const wrong = (what: string): LineageError =>
  new LineageError('ERR_CONFIGURATION', `the connection string of EventStoreDB (EVENTSTORE_URL) cannot be used: ${what}`);
