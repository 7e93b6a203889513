// What the environment and the flags say, checked once at the start.
import { join } from 'node:path';
import { LineageError } from '../core/domain/errors.ts';

export interface Configuration {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** People of the sample that an empty ledger is filled with; 0 for none. */
  readonly samplePeople: number;
  readonly schemas: string;
  readonly policies: string;
}

const root = join(import.meta.dirname, '..', '..');

export interface Flags {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
}

/** Flags before environment before defaults. @throws LineageError ERR_CONFIGURATION naming the variable and what it may be. */
export function configuration(flags: Flags = {}, environment: NodeJS.ProcessEnv = process.env): Configuration {
  const host = flags.host ?? environment['HOST'] ?? '127.0.0.1';
  if (!isLoopback(host))
    throw new LineageError('ERR_CONFIGURATION', `HOST ${host} is not a loopback address: without access control this server listens on 127.0.0.1 or ::1 only`);
  return {
    data: flags.data ?? environment['SUYUAN_DATA'] ?? './data',
    host,
    port: whole('PORT', flags.port ?? environment['PORT'] ?? '8080', 65_535),
    samplePeople: whole('SAMPLE', environment['SAMPLE'] ?? '200', 1_000_000),
    schemas: join(root, 'schemas', 'events'),
    policies: join(root, 'schemas', 'policy'),
  };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

function whole(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new LineageError('ERR_CONFIGURATION', `${name} is a whole number from 0 to ${max}`);
}
