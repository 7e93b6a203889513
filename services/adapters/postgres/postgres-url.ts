// A database URL as the driver wants it, and the rule that nothing of a person travels in clear between two machines.
import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { LineageError } from '../../core/domain/errors.ts';

export interface PostgresAddress {
  readonly config: ClientConfig;
  /** Host, port and database, for messages: no user, no password. */
  readonly where: string;
}

/** Modes that encrypt and check certificate and name. libpq's weaker `require` and `verify-ca` are made as strict. */
const verified = ['verify-full', 'verify-ca', 'require'];
const modes = ['disable', 'no-verify', ...verified];
const known = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host'];

/**
 * Reads `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=FILE`; `host=/folder` names a Unix socket.
 * @param allowPlaintext development only: connections to other machines without a checked certificate.
 * @throws LineageError ERR_CONFIGURATION saying what is wrong with it, never repeating it: it holds a password.
 */
export function parsePostgresUrl(text: string, { name = 'DATABASE_URL', allowPlaintext = false } = {}): PostgresAddress {
  const wrong = (what: string): LineageError => new LineageError('ERR_CONFIGURATION', `${name} ${what}`);
  if (!URL.canParse(text)) throw wrong('is not a URL: postgres://user:password@host:5432/database');
  const url = new URL(text);
  if (!['postgres:', 'postgresql:'].includes(url.protocol)) throw wrong('does not begin with postgres://');
  for (const parameter of url.searchParams.keys())
    if (!known.includes(parameter)) throw wrong(`has the parameter ${parameter}, which is none of ${known.join(', ')}`);
  const option = (parameter: string): string | undefined => url.searchParams.get(parameter) ?? undefined;
  const database = decodeURIComponent(url.pathname.slice(1));
  if (database === '') throw wrong('names no database: postgres://user:password@host:5432/database');
  const socket = option('host');
  if (socket !== undefined && !socket.startsWith('/')) throw wrong('gives as `host` what is no folder of a Unix socket');
  const host = socket ?? (url.hostname.replaceAll(/^\[|\]$/g, '') || '127.0.0.1');
  const mode = option('sslmode') ?? 'disable';
  if (!modes.includes(mode)) throw wrong(`has sslmode=${mode}, which is none of ${modes.join(', ')}`);
  if (!verified.includes(mode) && !isLocal(host) && !allowPlaintext)
    throw wrong('leads to another machine without a checked certificate: add sslmode=verify-full (and sslrootcert=FILE for a CA of your own)');
  const port = Number(url.port || 5432);
  return {
    where: `${host}:${port}/${database}`,
    config: {
      host,
      port,
      database,
      ...(url.username === '' ? {} : { user: decodeURIComponent(url.username) }),
      ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
      ssl: mode === 'disable' ? false : { rejectUnauthorized: mode !== 'no-verify', ...tlsFiles(option, wrong) },
    },
  };
}

const isLocal = (host: string): boolean => host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

function tlsFiles(option: (parameter: string) => string | undefined, wrong: (what: string) => LineageError): { ca?: string; cert?: string; key?: string } {
  const files: Record<string, string> = {};
  for (const [field, parameter] of [
    ['ca', 'sslrootcert'],
    ['cert', 'sslcert'],
    ['key', 'sslkey'],
  ] as const) {
    const path = option(parameter);
    if (path === undefined) continue;
    try {
      files[field] = readFileSync(path, 'utf8');
    } catch {
      throw wrong(`names a file as ${parameter} that cannot be read: ${path}`);
    }
  }
  return files;
}
