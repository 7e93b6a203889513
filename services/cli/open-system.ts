// Finds the system a command works on: the one named by --url, the one that already holds the data folder, or its own for as long as it takes.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineageError } from '../core/domain/errors.ts';
import { configuration, type Configuration, type Flags } from './configuration.ts';
import { systemClient, type SystemClient } from './system-client.ts';
import type { Role } from './system/roles.ts';
import { startSystem, type System } from './system/system.ts';

export interface SystemOptions extends Flags {
  readonly url?: string;
  readonly token?: string;
  readonly purpose?: string;
  readonly case?: string;
}

const waitForHolderMs = 5_000;

/** Works on the system and closes what was opened for it. */
export async function withSystem<T>(options: SystemOptions, work: (client: SystemClient) => Promise<T>): Promise<T> {
  const client = await openSystem(options);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function openSystem(options: SystemOptions): Promise<SystemClient> {
  if (options.url !== undefined) return systemClient({ ...options, url: checkedUrl(options.url) });
  const config = configuration(options);
  for (const deadline = Date.now() + waitForHolderMs; ;) {
    const running = await runningAt(config.data);
    if (running !== null) return systemClient({ ...options, url: running.url });
    try {
      const system = await startSystem(config, null, { roles: rolesOfCommand(config) });
      try {
        const url = await listen(system, { ...config, port: 0 });
        return systemClient({ ...options, url, close: () => system.close() });
      } catch (error) {
        await system.close();
        throw error;
      }
    } catch (error) {
      // Somebody holds the folder and is not listening yet, or just stopped: look again.
      if (!(error instanceof LineageError && error.code === 'ERR_LOCKED') || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A command asks and reports. What is embedded nobody else can do for it; on servers, ingesters and projectors are at work and are not to be disturbed. */
const rolesOfCommand = ({ eventStore, database }: Configuration): readonly Role[] => [
  'collector',
  'query-api',
  ...(eventStore ? [] : (['ingester'] as const)),
  ...(database ? [] : (['projector'] as const)),
];

/** Starts to listen; where there is a data folder, writes down where, so that other commands on it find it. The note goes when the system closes. */
export async function listen({ app, folder, instance, readModel }: System, { host, port }: Pick<Configuration, 'host' | 'port'>): Promise<string> {
  if (folder) app.addHook('onClose', async () => rmSync(folder.address, { force: true }));
  let url: string;
  try {
    url = await app.listen({ host, port });
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    throw new LineageError('ERR_CONFIGURATION', taken ? `port ${port} is taken: choose another with PORT` : `${host}:${port} cannot be listened on`, { cause });
  }
  if (folder) writeFileSync(folder.address, `${JSON.stringify({ url, pid: process.pid, instance, readModel })}\n`, { mode: 0o600 });
  return url;
}

/** A process that serves a folder. */
export interface Running {
  readonly url: string;
  /** Name of the read-model file that it uses; null on a server. */
  readonly readModel: string | null;
}

/** The process that serves this folder now; null when there is none. A note left by a killed process may name an address that another folder's system has now: the instance tells. */
export async function runningAt(data: string): Promise<Running | null> {
  try {
    const { url, instance, readModel } = JSON.parse(readFileSync(join(data, 'serve.json'), 'utf8')) as Running & { readonly instance: string };
    const answer = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(5_000) });
    const health = (await answer.json()) as { readonly instance?: string };
    return answer.ok && health.instance === instance ? { url, readModel } : null;
  } catch {
    return null;
  }
}

function checkedUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new LineageError('ERR_INPUT', '--url is an address such as http://127.0.0.1:8080');
}
