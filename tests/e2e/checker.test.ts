// The checker bites: a sound data folder passes, and every kind of damage is found by the check that is meant to find it.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkDataFolder, nothingWrong, type CheckName } from '../support/checker/check-everything.ts';
import { checkConservation } from '../support/checker/check-ledger.ts';
import { look, violationsOf, wentBack, type Look } from '../support/checker/watcher.ts';
import { inProcessPipeline } from '../support/in-process-pipeline.ts';
import { randomWorld } from '../support/random-events.ts';
import { scratchFolder, sharedScratchFolder } from '../support/scratch-folder.ts';

const rejected = '00000000-0000-8000-8000-000000000001';
const numberOf = (sourceEventId: string): number => Number(sourceEventId.split('-').at(-1));
const acknowledged: string[] = [];
const sound = sharedScratchFolder();

beforeAll(async () => {
  const pipeline = await inProcessPipeline(sound);
  const world = randomWorld({ seed: 11, people: 5, events: 30 });
  for (const report of [...world.registers, ...[...world.people.values()].flat()]) acknowledged.push((await pipeline.record(report)).eventId);
  await pipeline.reject(rejected);
  acknowledged.push(rejected);
  await pipeline.project(40);
  await pipeline.close();
});

/** A copy of the sound folder with one statement run against its ledger or its read model. */
function damaged(part: 'ledger' | 'read model', sql: string): string {
  const folder = scratchFolder();
  cpSync(sound, folder, { recursive: true });
  const db = new DatabaseSync(part === 'ledger' ? join(folder, 'ledger', 'ledger.db') : join(folder, 'read-model', 'read-model-0.db'));
  db.exec(sql);
  db.close();
  return folder;
}

const ofPeople = "(SELECT id FROM stream WHERE name = 'ledger-0')";

const damages: readonly (readonly [string, 'ledger' | 'read model', string, readonly CheckName[]])[] = [
  [
    'an event is gone from the end of the ledger',
    'ledger',
    `DELETE FROM event WHERE stream = ${ofPeople} AND revision = 149`,
    ['acknowledged', 'once', 'caughtUp'],
  ],
  ['an event is gone from the middle', 'ledger', `DELETE FROM event WHERE stream = ${ofPeople} AND revision = 70`, ['acknowledged', 'contiguity', 'rowCounts']],
  [
    'a quarantine entry is gone',
    'ledger',
    "DELETE FROM event WHERE stream = (SELECT id FROM stream WHERE name = 'quarantine-0')",
    ['acknowledged', 'rowCounts'],
  ],
  [
    'an event stands twice in the ledger',
    'ledger',
    `INSERT INTO event SELECT stream, 150, event_id, type, data, schema, recorded_at, source FROM event WHERE stream = ${ofPeople} AND revision = 149`,
    ['once', 'caughtUp'],
  ],
  [
    'two events of a person changed places',
    'ledger',
    `UPDATE event SET revision = 1000 WHERE stream = ${ofPeople} AND revision = 3; UPDATE event SET revision = 3 WHERE stream = ${ofPeople} AND revision = 4;
     UPDATE event SET revision = 4 WHERE stream = ${ofPeople} AND revision = 1000`,
    ['order', 'once'],
  ],
  ['a recorded time goes back', 'ledger', `UPDATE event SET recorded_at = 0 WHERE stream = ${ofPeople} AND revision = 5`, ['contiguity']],
  ['an event was applied and is not in the inbox', 'read model', 'DELETE FROM inbox WHERE revision = 20', ['once', 'rowCounts', 'rebuild']],
  [
    'the inbox holds an event that never was',
    'read model',
    "INSERT INTO inbox VALUES (zeroblob(16), 'ledger-0', 500, 0, zeroblob(16))",
    ['once', 'rowCounts', 'rebuild'],
  ],
  ['the inbox points elsewhere', 'read model', 'UPDATE inbox SET revision = 999 WHERE revision = 20', ['once']],
  ['a checkpoint is behind', 'read model', "UPDATE checkpoint SET revision = revision - 1 WHERE ledger = 'ledger-0'", ['caughtUp', 'rebuild']],
  ['a holding is gone', 'read model', 'DELETE FROM holding WHERE (ord, item) = (SELECT min(ord), min(item) FROM holding)', ['oracle', 'rebuild']],
  ['a holding says another state', 'read model', "UPDATE holding SET state = 'erased' WHERE ord = 2", ['oracle', 'rebuild']],
  [
    'a verdict is whitewashed',
    'read model',
    "UPDATE lineage_event SET outcome = 'compliant', findings = NULL WHERE outcome = 'violation'",
    ['oracle', 'rebuild'],
  ],
  ['a finding cites another rule', 'read model', `UPDATE lineage_event SET findings = replace(findings, '"R02"', '"R99"')`, ['oracle', 'rebuild']],
  ['a flow is counted once too often', 'read model', 'UPDATE flow SET events = events + 1 WHERE item = (SELECT min(item) FROM flow)', ['rowCounts', 'rebuild']],
  ['a person is doubled', 'read model', "INSERT INTO subject VALUES (99, 'f0000000-0000-4000-8000-000000000000', 0)", ['rowCounts']],
  ['a consent is gone', 'read model', 'DELETE FROM consent WHERE ord = 1', ['rowCounts', 'rebuild']],
  ['a recipient is gone', 'read model', 'DELETE FROM recipient WHERE revision = 0', ['rowCounts', 'rebuild']],
];

test('a sound folder passes every check', async () => {
  expect(await checkDataFolder(sound, { acknowledged, numberOf })).toEqual(nothingWrong);
});

test.each(damages)('found: %s', async (_what, part, sql, by) => {
  const found = await checkDataFolder(damaged(part, sql), { acknowledged, numberOf });
  expect(by.filter((check) => found[check].length === 0)).toEqual([]);
});

test('found: an acknowledged event that is nowhere', async () => {
  const found = await checkDataFolder(sound, { acknowledged: [...acknowledged, '00000000-0000-8000-8000-00000000dead'], numberOf });
  expect(found).toEqual({ ...nothingWrong, acknowledged: [expect.stringContaining('dead')] });
});

test('found: counters that do not add up', () => {
  expect(checkConservation({ consumed: 10, appended: 7, quarantined: 1, duplicates: 2 })).toEqual([]);
  expect(checkConservation({ consumed: 10, appended: 7, quarantined: 1, duplicates: 1 })).not.toEqual([]);
});

describe('the watcher', () => {
  const lookAt = (folder: string): Look => look(folder)!;

  test('sees nothing wrong in a sound folder', () => {
    expect(lookAt(sound).streams['ledger-0']).toEqual({ checkpoint: 149, events: 150, applied: 149, rows: 150, timeline: 149, end: 149 });
    expect(violationsOf(lookAt(sound))).toEqual([]);
    expect(wentBack(lookAt(sound), lookAt(sound))).toEqual([]);
  });

  test.each([
    ['rows newer than the checkpoint', 'I7', "UPDATE checkpoint SET revision = revision - 1, events = events - 1 WHERE ledger = 'ledger-0'"],
    ['a checkpoint newer than the rows', 'I7', "DELETE FROM inbox WHERE ledger = 'ledger-0' AND revision = 149"],
    ['a hole in the rows', 'I7', "DELETE FROM inbox WHERE ledger = 'ledger-0' AND revision = 70"],
    ['a timeline that stops early', 'I7', 'DELETE FROM lineage_event WHERE revision = 149'],
    ['a checkpoint beyond the ledger', 'I6', "UPDATE checkpoint SET revision = 900, events = 901 WHERE ledger = 'ledger-0'"],
  ])('sees %s', (_what, invariant, sql) => {
    expect(violationsOf(lookAt(damaged('read model', sql)))).toContainEqual(expect.stringContaining(invariant));
  });

  test('sees a checkpoint go back', () => {
    const later = lookAt(damaged('read model', "UPDATE checkpoint SET revision = 10 WHERE ledger = 'ledger-0'"));
    expect(wentBack(lookAt(sound), later)).toEqual([expect.stringContaining('I6')]);
  });
});
