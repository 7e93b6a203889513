// A simulation as two files: events.ndjson and truth.json, whole or not at all.
import { createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Simulation } from './simulate.ts';
import type { Truth } from './truth.ts';

const chunkChars = 1024 * 1024;

/** Writes both files into `folder`, made when missing; they appear under their names once both are complete. Rejects with what the disk says. */
export async function writeSimulation(simulation: Simulation, folder: string): Promise<Truth> {
  mkdirSync(folder, { recursive: true });
  const [events, truths] = [join(folder, 'events.ndjson'), join(folder, 'truth.json')];
  await pipeline(Readable.from(chunks(simulation.events())), createWriteStream(`${events}.part`));
  const truth = simulation.truth();
  writeFileSync(`${truths}.part`, `${JSON.stringify(truth, null, 2)}\n`);
  renameSync(`${events}.part`, events);
  renameSync(`${truths}.part`, truths);
  return truth;
}

function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < chunkChars) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
