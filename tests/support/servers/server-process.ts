// The life of a server that the tests start themselves: its port, its end by process id, and what happens should the run itself be ended.
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';

/** A loopback port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as AddressInfo;
        probe.close(() => resolve(port));
      });
  });
}

/** The last resort: the server does not outlive the run. */
export function endWithRun(server: ChildProcess, signal: NodeJS.Signals): void {
  const lastResort = (): boolean => server.kill(signal);
  process.once('exit', lastResort);
  server.once('exit', () => process.off('exit', lastResort));
}

/** kill -9, and its end. */
export async function killServer(server: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  if (server.exitCode === null && server.kill('SIGKILL')) await ended;
}

export interface Ending {
  /** Asked with first, and with `hard` when it has not ended after `patienceMs`. */
  readonly gentle: NodeJS.Signals;
  readonly hard: NodeJS.Signals;
  readonly patienceMs: number;
}

/** By process id; the folder goes with it. */
export async function stopServer(server: ChildProcess, folder: string, { gentle, hard, patienceMs }: Ending): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  if (server.exitCode === null && server.kill(gentle)) {
    const late = setTimeout(() => server.kill(hard), patienceMs);
    await ended;
    clearTimeout(late);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
