// The note that a killed process leaves behind leads nobody into another folder, even when its port answers again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readLedgerFile } from '../support/checker/ledger-file.ts';
import { endEveryProcess, runCommand, serve } from '../support/processes.ts';
import { randomWorld } from '../support/random-events.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

afterAll(endEveryProcess);

test('events for a folder go into that folder when its old port now belongs to another', async () => {
  const folder = scratchFolder();
  const [mine, other, file] = [join(folder, 'mine'), join(folder, 'other'), join(folder, 'events.ndjson')];
  const { registers } = randomWorld({ seed: 3, people: 1, events: 1 });
  writeFileSync(file, registers.map((report) => `${JSON.stringify(report)}\n`).join(''));
  const server = await serve(other);
  // As a process leaves it that served `mine` on this very port until it was killed.
  const left = JSON.parse(readFileSync(join(other, 'serve.json'), 'utf8')) as object;
  mkdirSync(mine);
  writeFileSync(join(mine, 'serve.json'), JSON.stringify({ ...left, pid: 2 ** 22 - 1, instance: 'of-a-process-that-is-gone' }));

  await runCommand(['ingest', file, '--data', mine]);
  await server.stop();
  const registered = (data: string): number => readLedgerFile(data).filter(({ stream }) => stream === 'ledger-registers').length;
  expect({ mine: registered(mine), other: registered(other) }).toEqual({ mine: registers.length, other: 0 });
});
