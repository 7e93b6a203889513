// The program as its users run it: child processes that are started, asked, killed by their pid, and never left behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine, repository } from './repository-folders.ts';

export interface Finished {
  /** Null when it was ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  /** What it has written to stderr so far. */
  said(): string;
  /** SIGKILL; resolves once the process is gone. */
  kill(): Promise<void>;
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly finished: Promise<Finished>;
  kill(): Promise<void>;
  /** SIGTERM; resolves once the process is gone. */
  stop(): Promise<Finished>;
}

const startMaxMs = 30_000;
const living = new Set<ChildProcess>();

/** Starts a command of the command line; `environment` is added to this process's own. */
export function startCommand(commands: readonly string[], environment: NodeJS.ProcessEnv = {}): RunningCommand {
  const child = spawn(process.execPath, [commandLine, ...commands], {
    cwd: repository,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code) => {
      living.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  if (child.pid === undefined) throw new Error('the process did not start');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await finished;
  };
  return { pid: child.pid, finished, said: () => stderr, kill };
}

/** Runs a command to its end. @throws Error with its diagnostics when it does not exit with 0. */
export async function runCommand(commands: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const finished = await startCommand(commands, environment).finished;
  if (finished.code !== 0) throw new Error(`${commands.join(' ')} exited with ${finished.code}: ${finished.stderr.slice(-2000)}`);
  return finished;
}

/** Starts `serve` on a data folder and a free port without waiting; `ready` resolves once it listens. */
export function startServe(data: string, environment: NodeJS.ProcessEnv = {}): RunningCommand & { readonly ready: Promise<Server> } {
  const running = startCommand(['serve'], { SUYUAN_DATA: data, PORT: '0', SAMPLE: '0', ...environment });
  return { ...running, ready: listening(running, data) };
}

/** Starts `serve` and waits until it listens. @throws Error when it does not, with its diagnostics. */
export const serve = (data: string, environment: NodeJS.ProcessEnv = {}): Promise<Server> => startServe(data, environment).ready;

async function listening(running: RunningCommand, data: string): Promise<Server> {
  const address = join(data, 'serve.json');
  let ended: Finished | null = null;
  void running.finished.then((finished) => (ended = finished));
  for (const deadline = Date.now() + startMaxMs; Date.now() < deadline; await delay(20)) {
    if (ended !== null) throw new Error(`serve ended before it listened: ${(ended as Finished).stderr.slice(-2000)}`);
    const said = existsSync(address) ? readAddress(address) : null;
    // The note of a process that was killed stays behind: only that of this one counts.
    if (said?.pid === running.pid) return { ...running, url: said.url, stop: () => stop(running) };
  }
  await running.kill();
  throw new Error(`serve did not listen within ${startMaxMs} ms: ${(await running.finished).stderr.slice(-2000)}`);
}

function readAddress(path: string): { readonly url: string; readonly pid: number } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { url: string; pid: number };
  } catch {
    return null; // half written: looked at again in a moment
  }
}

async function stop(running: RunningCommand): Promise<Finished> {
  const late = setTimeout(() => void running.kill(), 15_000);
  try {
    process.kill(running.pid, 'SIGTERM');
  } catch {
    // it ended by itself
  }
  const finished = await running.finished;
  clearTimeout(late);
  return finished;
}

/** Starts one role as a process of its own and waits until it listens. @throws Error when it does not, with its diagnostics. */
export async function startRole(role: string, environment: NodeJS.ProcessEnv): Promise<RunningCommand & Server> {
  const running = startCommand([role], { PORT: '0', ...environment });
  let ended: Finished | null = null;
  void running.finished.then((finished) => (ended = finished));
  for (const deadline = Date.now() + 4 * startMaxMs; Date.now() < deadline; await delay(20)) {
    if (ended !== null) break;
    const url = new RegExp(`^${role} listens on (\\S+)$`, 'm').exec(running.said())?.[1];
    if (url !== undefined) return { ...running, url, stop: () => stop(running) };
  }
  await running.kill();
  throw new Error(`${role} did not listen: ${running.said().slice(-2000)}`);
}

/** Kills whatever this test process started and did not end. For `afterAll`. */
export async function endEveryProcess(): Promise<void> {
  const ended = [...living].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of living) child.kill('SIGKILL');
  await Promise.all(ended);
}

// The last resort, should the test process itself be ended.
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});
