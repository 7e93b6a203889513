// Starts the wire double (not a real server) as a child process: killed by SIGKILL, started again on the same file and port.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Faults } from './faults.ts';

export interface DoubleProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Sets faults; they are in force when this resolves the double's next message. */
  set(faults: Partial<Faults>): void;
  /** SIGKILL; resolves once the process is gone, also when it died by a fault before. */
  kill(): Promise<void>;
  /** Resolves when it has died by itself. */
  readonly gone: Promise<void>;
}

const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

export async function startDoubleProcess({ path, port = 0 }: { readonly path: string; readonly port?: number }): Promise<DoubleProcess> {
  const child = fork(join(import.meta.dirname, 'main.ts'), [path, String(port)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  living.add(child);
  const gone = once(child, 'exit').then(() => {
    living.delete(child);
  });
  const [bound] = (await Promise.race([
    once(child, 'message'),
    gone.then(() => {
      throw new Error('the wire double ended before it listened');
    }),
  ])) as [number];
  return {
    url: `esdb://127.0.0.1:${bound}?tls=false`,
    port: bound,
    pid: child.pid as number,
    gone,
    set: (faults) => child.send(faults),
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
