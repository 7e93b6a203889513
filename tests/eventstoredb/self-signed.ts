// A certificate for the loopback address, made for one test by openssl where the machine has it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SelfSigned {
  readonly key: Buffer;
  readonly certificate: Buffer;
  /** Path of the certificate, which is its own authority. */
  readonly file: string;
}

/** Null where there is no openssl. */
export function selfSigned(folder: string): SelfSigned | null {
  const [key, file] = [join(folder, 'server.key'), join(folder, 'server.crt')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', file, ...names], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return { key: readFileSync(key), certificate: readFileSync(file), file };
}
