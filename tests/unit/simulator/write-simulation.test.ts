// The two files of a simulation: the stream and its truth, whole or not at all.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulate } from '../../../services/simulator/simulate.ts';
import { writeSimulation } from '../../../services/simulator/write-simulation.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { registry, run } from './arrived.ts';

const options = { people: 5, seed: 2 };

test('the files hold the lines and the truth', async () => {
  const folder = join(scratchFolder(), 'new', 'folder');
  const written = await writeSimulation(simulate({ ...options, registry }), folder);
  const { lines, truth } = run(options);
  expect(readdirSync(folder).toSorted()).toEqual(['events.ndjson', 'truth.json']);
  expect(readFileSync(join(folder, 'events.ndjson'), 'utf8')).toBe(`${lines.join('\n')}\n`);
  expect(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))).toEqual(truth);
  expect(written).toEqual(truth);
});

test('a folder that cannot be written to is an error, and leaves no half file under its name', async () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'events.ndjson.part')); // a folder is where the file should be
  await expect(writeSimulation(simulate({ ...options, registry }), folder)).rejects.toThrow(/EISDIR/);
  expect(readdirSync(folder)).toEqual(['events.ndjson.part']);
});
