// The vault's key file: made at first start with mode 0600, and the keys derived from it.
import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LineageError } from '../../core/domain/errors.ts';

export interface VaultKeys {
  /** Pepper of the identifier hashes. */
  readonly pepper: Buffer;
  /** Wraps the keys of people. */
  readonly wrapping: Buffer;
  readonly quarantine: Buffer;
}

/**
 * Reads the key file, or makes it when `mayCreate`.
 * @throws LineageError ERR_CONFIGURATION when it is missing although the vault has content, unreadable by its shape, or open to other users.
 */
export function loadVaultKeys(path: string, mayCreate: boolean): VaultKeys {
  if (!existsSync(path)) {
    if (!mayCreate)
      throw new LineageError('ERR_CONFIGURATION', `the vault's key file ${path} is missing: restore it from its backup; without it nobody can be identified`);
    createKeyFile(path);
  }
  if ((statSync(path).mode & 0o077) !== 0) throw new LineageError('ERR_CONFIGURATION', `${path} can be read by other users: chmod 600 it`);
  const master = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (master.length !== 32) throw new LineageError('ERR_CONFIGURATION', `${path} does not hold a 256-bit key: restore it from its backup`);
  const derive = (info: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', `suyuan/vault/v1/${info}`, 32));
  return { pepper: derive('pepper'), wrapping: derive('wrapping'), quarantine: derive('quarantine') };
}

/** There is never half a key file, and of two processes that make it at the same time one is too late and uses the other's. */
function createKeyFile(path: string): void {
  // Not named by process id: in a container a killed start and the next one have the same.
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(32).toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    unlinkSync(draft);
  }
  // The vault soon holds what only this key can read: the file's name must be as durable as its content.
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
