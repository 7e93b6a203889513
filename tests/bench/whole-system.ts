// The pipeline as it runs: NDJSON over HTTP into `serve`, until the answers show what the ledger holds.
import { createReadStream, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClient, type SystemClient } from '../../services/cli/system-client.ts';
import { serve, type Server } from '../support/processes.ts';
import type { Spent } from './in-process.ts';
import { median } from './median.ts';
import { cpuSeconds, peakMemory } from './watched-process.ts';

export interface Ingested extends Spent {
  /** Until the last event was acknowledged. */
  readonly recordedIn: number;
  readonly peakMiB: number;
}

/** Sends the file to a server on a new folder; resolves once everything can be queried and the server has stopped. */
export async function ingest(data: string, file: string, onProgress: (share: number) => void): Promise<Ingested> {
  const server = await serve(data);
  const client = systemClient({ url: server.url, purpose: 'bench', case: 'bench' });
  const started = performance.now();
  const cpuBefore = cpuSeconds(server.pid);
  await send(client, file, onProgress);
  const recordedIn = (performance.now() - started) / 1000;
  await caughtUp(client);
  const seconds = (performance.now() - started) / 1000;
  const used = { seconds, recordedIn, cpuSeconds: cpuSeconds(server.pid) - cpuBefore, peakMiB: peakMemory(server.pid) };
  await server.stop();
  return used;
}

async function send(client: SystemClient, file: string, onProgress: (share: number) => void): Promise<void> {
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  const bytes = statSync(file).size;
  let refused = 0;
  await client.stream('/v1/events?receipts=summary', source, (line) => {
    onProgress(source.bytesRead / bytes);
    const { summary } = line as { readonly summary?: { readonly lines: number; readonly recorded: number } };
    if (summary) refused = summary.lines - summary.recorded;
  });
  if (refused > 0) throw new Error(`${refused} events of the bench were not recorded`);
}

async function caughtUp(client: SystemClient): Promise<void> {
  for (;;) {
    const { lagEvents } = (await client.get('/readyz')) as { readonly lagEvents: Readonly<Record<string, number>> };
    if (Object.values(lagEvents).every((lag) => lag === 0)) return;
    await delay(50);
  }
}

export interface Asked {
  /** From the start of the process to the end of the first answer, seconds. */
  readonly firstAnswer: number;
  /** Median over HTTP, audit record before the answer included, milliseconds. */
  readonly overHttp: number;
}

/** Starts a server on an existing folder and asks about people. */
export async function ask(data: string, people: readonly string[]): Promise<Asked> {
  const started = performance.now();
  const server: Server = await serve(data);
  const client = systemClient({ url: server.url, purpose: 'bench', case: 'bench' });
  const look = (subject: string): Promise<unknown> => client.get(`/v1/data-subjects/${subject}/lineage`);
  await look(people[0] ?? '');
  const firstAnswer = (performance.now() - started) / 1000;
  const overHttp = await medianMs(people, look);
  await server.stop();
  return { firstAnswer, overHttp };
}

async function medianMs(people: readonly string[], work: (subject: string) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (const subject of people) {
      const start = performance.now();
      await work(subject);
      if (round > 0) times.push(performance.now() - start);
    }
  }
  return median(times);
}
