// A simulation as two files: events.ndjson and truth.json, whole or not at all.
import { once } from 'node:events';
import { createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Simulation } from './simulate.ts';
import type { Truth } from './truth.ts';

const chunkChars = 1024 * 1024;

/** Writes both files into `folder`, made when missing; they appear under their names once they are complete. */
export async function writeSimulation(simulation: Simulation, folder: string): Promise<Truth> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'events.ndjson');
  const file = createWriteStream(`${path}.part`);
  let chunk = '';
  for (const line of simulation.events()) {
    chunk += `${line}\n`;
    if (chunk.length < chunkChars) continue;
    if (!file.write(chunk)) await once(file, 'drain');
    chunk = '';
  }
  file.end(chunk);
  await finished(file);
  const truth = simulation.truth();
  writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
  renameSync(`${path}.part`, path);
  return truth;
}
