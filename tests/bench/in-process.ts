// Runs one measure in a process of its own, so that none warms up or fills the memory of another.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Answer of a measure in its own process. @throws Error with its diagnostics. */
export async function measureApart<T>(measure: string, options: unknown): Promise<T> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'measures.ts'), measure, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${measure} ended with ${code}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout) as T;
}

/** Time of a piece of work: on the clock, and on all cores together. */
export interface Spent {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Times what is done between `start` and `stop`, summed up over many pieces. */
export function stopwatch() {
  let [seconds, cpu, since] = [0, 0, 0];
  let cpuSince = process.cpuUsage();
  return {
    start: (): void => {
      cpuSince = process.cpuUsage();
      since = performance.now();
    },
    stop: (): void => {
      seconds += (performance.now() - since) / 1000;
      const { user, system } = process.cpuUsage(cpuSince);
      cpu += (user + system) / 1e6;
    },
    spent: (): Spent => ({ seconds, cpuSeconds: cpu }),
  };
}
