// A real PostgreSQL without a container: Debian's binaries, a folder and a port of its own, an unprivileged user, fsync on.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { endWithRun, freePort, killServer, stopServer, type Ending } from './server-process.ts';

export interface StartedPostgres {
  /** For the superuser, who makes databases and roles. */
  readonly url: string;
  /** Of the process that runs now. */
  pid(): number;
  /** SIGKILL: no checkpoint, no farewell. Resolves once the process is gone. */
  kill(): Promise<void>;
  /** After `kill`: the same server again, on the same folder and port, with the recovery that takes. */
  startAgain(): Promise<void>;
  /** The server's certificate, signed by itself, for `localhost`; it takes connections with and without TLS. */
  readonly certificate: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const root = '/usr/lib/postgresql';
const startMaxMs = 60_000;

/** Folder of the newest binaries; installs Debian's package when there are none and this is root. @throws Error with what was tried. */
export async function postgresBinaries(): Promise<string> {
  const found = newest();
  if (found !== null) return found;
  if (process.getuid?.() !== 0) throw new Error(`no PostgreSQL in ${root}, and installing Debian's package takes root`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', 'postgresql'], { env: environment, timeout: 300_000 });
  await install().catch(async () => {
    await run('apt-get', ['update'], { env: environment, timeout: 120_000 });
    await install();
  });
  const installed = newest();
  if (installed === null) throw new Error(`Debian's package postgresql left no binaries in ${root}`);
  return installed;
}

function newest(): string | null {
  const versions = existsSync(root) ? readdirSync(root).filter((version) => existsSync(join(root, version, 'bin', 'postgres'))) : [];
  const [version] = versions.toSorted((a, b) => Number(b) - Number(a));
  return version === undefined ? null : join(root, version, 'bin');
}

/** Starts a server with an empty cluster. Its locale sorts text as people do, so that what depends on byte order shows. */
export async function startPostgres(): Promise<StartedPostgres> {
  const binaries = await postgresBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-postgres-'));
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(folder, 'password');
  const as = unprivileged();
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (as) for (const path of [folder, passwordFile]) chownSync(path, as.uid, as.gid);
    const data = join(folder, 'data');
    const cluster = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-sync'];
    await run(join(binaries, 'initdb'), [...cluster, '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=zh'], { ...as, cwd: folder });
    const certificate = await ownCertificate(folder, as);
    const port = await freePort();
    const settings = { unix_socket_directories: '', ssl: 'on', ssl_cert_file: certificate.path, ssl_key_file: certificate.keyPath };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const launch = async (): Promise<ChildProcess> => {
      const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', ...flags], {
        ...as,
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { LC_ALL: 'C.UTF-8' },
      });
      endWithRun(server, 'SIGQUIT');
      await listening(server, url);
      return server;
    };
    let server = await launch();
    return {
      url,
      pid: () => server.pid ?? 0,
      kill: () => killServer(server),
      startAgain: async () => {
        // Until the last of the old server's processes has noticed, its memory is in use and a new one does not start.
        for (let attempt = 1; ; attempt += 1) {
          try {
            server = await launch();
            return;
          } catch (error) {
            if (attempt === 20) throw error;
            await delay(250);
          }
        }
      },
      certificate: certificate.path,
      stop: () => stopServer(server, folder, fastShutdown),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The server refuses to run as root: then as its own user, or as nobody. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('there is neither a user postgres nor a user nobody to run the server as');
}

async function ownCertificate(cwd: string, as: ReturnType<typeof unprivileged>): Promise<{ readonly path: string; readonly keyPath: string }> {
  const [path, keyPath] = [join(cwd, 'server.crt'), join(cwd, 'server.key')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  await run('openssl', ['req', ...kind, ...name, '-keyout', keyPath, '-out', path], { ...as, cwd });
  chmodSync(path, 0o644);
  return { path, keyPath };
}

async function listening(server: ChildProcess, url: string): Promise<void> {
  let said = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  for (const deadline = Date.now() + startMaxMs; Date.now() < deadline; await delay(50)) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended at its start: ${said}`);
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // not yet
    }
  }
  server.kill('SIGQUIT');
  throw new Error(`PostgreSQL did not answer within ${startMaxMs} ms: ${said}`);
}

/** Fast shutdown, then an immediate one. */
const fastShutdown: Ending = { gentle: 'SIGINT', hard: 'SIGQUIT', patienceMs: 20_000 };
