// A real schema registry without a container: Apicurio from its Maven artifact, which speaks Confluent's API, in memory, on a free loopback port.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endWithRun, killServer } from './server-process.ts';

export const apicurioVersion = '3.0.9';

export interface StartedRegistry {
  /** For `SCHEMA_REGISTRY_URL`. */
  readonly url: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const fetchMaxMs = 300_000;
const startMaxMs = 90_000;

/** Starts an empty registry. @throws Error when it cannot be had or does not answer, with what it said. */
export async function startRegistry(): Promise<StartedRegistry> {
  const folder = await apicurioFolder();
  const server = spawn('java', ['-Xmx384m', '-XX:+UseSerialGC', '-jar', join(folder, `apicurio-registry-app-${apicurioVersion}-runner.jar`)], {
    env: { ...process.env, QUARKUS_HTTP_HOST: '127.0.0.1', QUARKUS_HTTP_PORT: '0', QUARKUS_LOG_LEVEL: 'INFO' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithRun(server, 'SIGKILL');
  const url = `${await listening(server)}/apis/ccompat/v7`;
  return { url, stop: () => killServer(server) };
}

async function listening(server: ChildProcess): Promise<string> {
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-20_000)));
  for (const deadline = Date.now() + startMaxMs; Date.now() < deadline; await delay(100)) {
    const [, address] = /Listening on: (http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? [];
    if (address !== undefined) return address;
    if (server.exitCode !== null) throw new Error(`Apicurio ended at its start: ${said.slice(-2000)}`);
  }
  server.kill('SIGKILL');
  throw new Error(`Apicurio did not answer within ${startMaxMs} ms: ${said.slice(-2000)}`);
}

/** Fetched once into the user's cache. @throws Error with what Maven said. */
async function apicurioFolder(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'suyuan');
  const folder = join(cache, `apicurio-${apicurioVersion}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fetching = mkdtempSync(join(cache, 'fetching-'));
  try {
    const artifact = `io.apicurio:apicurio-registry-app:${apicurioVersion}:tar.gz:all`;
    const goal = ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${fetching}`];
    await run('mvn', goal, { cwd: fetching, timeout: fetchMaxMs });
    mkdirSync(join(fetching, 'whole'));
    await run('tar', ['xzf', join(fetching, `apicurio-registry-app-${apicurioVersion}-all.tar.gz`), '-C', join(fetching, 'whole')]);
    // Whole or not there at all, also when two runs fetch at once.
    if (!existsSync(folder)) renameSync(join(fetching, 'whole'), folder);
    return folder;
  } catch (error) {
    const { stdout = '' } = error as { readonly stdout?: string };
    throw new Error(`Maven did not give Apicurio ${apicurioVersion}: ${stdout.slice(0, 500) || String(error)}`, { cause: error });
  } finally {
    rmSync(fetching, { recursive: true, force: true });
  }
}
