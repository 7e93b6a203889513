// What a process uses, as Linux counts it: resident memory and time on all cores.
import { readFileSync } from 'node:fs';

const kernelTicks = 100;

/** Highest resident memory so far, MiB. */
export const peakMemory = (pid: number): number => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Time on all cores since the start, seconds. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / kernelTicks;
}
