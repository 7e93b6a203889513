// A full disk and a read-only one: nothing acknowledged is lost, every refusal says what to do, and it goes on once there is room.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { ledgerOf } from '../../services/core/domain/stream-names.ts';
import { command, saidLines } from '../support/command.ts';
import { endEveryProcess } from '../support/processes.ts';
import { expectProblem, runningSystem, type Answer } from '../support/running-system.ts';
import { canMount, remount, smallDisk } from '../support/small-disk.ts';
import { validShare, type Fields } from '../support/valid-reports.ts';

afterAll(endEveryProcess);

const mountable = canMount();
if (!mountable) process.stderr.write('SKIPPED: full and read-only disks, because no tmpfs can be mounted here (needs root or CAP_SYS_ADMIN)\n');

/** A file that takes all the room there is. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let block = 64 * 1024; block >= 1;) {
      try {
        writeSync(file, Buffer.alloc(block));
      } catch {
        block = Math.floor(block / 16);
      }
    }
  } finally {
    closeSync(file);
  }
}

const idsOf = (answer: Answer): readonly string[] => (answer.json as readonly Fields[]).map(({ eventId }) => String(eventId));
const batch = (events: number): readonly Fields[] => Array.from({ length: events }, () => validShare({ contract: 'x'.repeat(200) }));

async function idsInLedger(data: string): Promise<readonly string[]> {
  const ledger = sqliteLedger({ path: join(data, 'ledger', 'ledger.db'), readOnly: true });
  const ids: string[] = [];
  for await (const events of ledger.read(ledgerOf(0), 0n)) ids.push(...events.map(({ eventId }) => String(eventId)));
  await ledger.close();
  return ids;
}

test.skipIf(!mountable)('a full disk: 503, nothing acknowledged is lost, and it goes on by itself', async () => {
  const disk = smallDisk(24);
  const data = join(disk, 'data');
  const system = await runningSystem({ data });
  const acknowledged: string[] = [];
  const first = await system.report(batch(200));
  acknowledged.push(...idsOf(first));
  await system.caughtUp();

  fill(join(disk, 'ballast'));
  let refused: Answer | null = null;
  for (let sent = 0; sent < 40 && refused === null; sent += 1) {
    const answer = await system.report(batch(200));
    if (answer.status === 200) acknowledged.push(...idsOf(answer));
    else refused = answer;
  }
  expect(refused).not.toBeNull();
  expectProblem(refused as Answer, 503, 'ERR_STORAGE');
  expect((refused as Answer).headers.get('retry-after')).not.toBeNull();
  // A stream gets the reason too, and the receipts of what was taken before.
  const streamed = await system.stream(batch(2000));
  acknowledged.push(...streamed.filter(({ status }) => status === 'recorded').map(({ eventId }) => String(eventId)));
  expect(streamed.at(-1)).toMatchObject({ error: { status: 503, code: 'ERR_STORAGE', detail: expect.stringMatching(/send the rest again/) } });

  rmSync(join(disk, 'ballast'));
  const after = await system.report(batch(200));
  expect(after.status).toBe(200);
  acknowledged.push(...idsOf(after));
  const inLedger = await idsInLedger(data);
  expect(new Set(inLedger).size).toBe(inLedger.length);
  expect(acknowledged.filter((id) => !inLedger.includes(id))).toEqual([]);
  await system.close();

  const again = await runningSystem({ data });
  await again.caughtUp();
  expect((await again.report(validShare())).status).toBe(201);
});

test.skipIf(!mountable)('the answer on a full disk says to free some space', async () => {
  const disk = smallDisk(24);
  const system = await runningSystem({ data: join(disk, 'data') });
  fill(join(disk, 'ballast'));
  let answer = await system.report(batch(200));
  for (let sent = 0; sent < 40 && answer.status === 200; sent += 1) answer = await system.report(batch(200));
  expect(answer.text).toMatch(/free some space/);
});

test.skipIf(!mountable)('the projection goes on by itself once a full disk has room again', async () => {
  const disk = smallDisk(24);
  const system = await runningSystem({ data: join(disk, 'data') });
  await system.report(batch(100));
  await system.caughtUp();
  fill(join(disk, 'ballast'));
  for (let sent = 0, status = 200; sent < 40 && status === 200; sent += 1) status = (await system.report(batch(200))).status;
  await new Promise((resolve) => setTimeout(resolve, 500));
  rmSync(join(disk, 'ballast'));
  expect((await system.report(batch(100))).status).toBe(200);
  await system.caughtUp();
});

test.skipIf(!mountable)('a first start on a full disk says so, and the next one with room succeeds', async () => {
  const disk = smallDisk(8);
  const data = join(disk, 'data');
  fill(join(disk, 'ballast'));
  const refused = await command(['serve', '--data', data]);
  expect(refused.code).toBe(3);
  expect(saidLines(refused)).toEqual([expect.stringMatching(/the disk is full: free some space/)]);
  rmSync(join(disk, 'ballast'));
  const system = await runningSystem({ data });
  expect((await system.report(validShare())).status).toBe(201);
});

test.skipIf(!mountable)('a read-only disk is named with what to do', async () => {
  const disk = smallDisk(8);
  const data = join(disk, 'data');
  await (await runningSystem({ data })).close();
  remount(disk, 'ro');
  const refused = await command(['serve', '--data', data]);
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(saidLines(refused)).toEqual([expect.stringMatching(/read-only.*SUYUAN_DATA/)]);
  remount(disk, 'rw');
  const system = await runningSystem({ data });
  expect((await system.report(validShare())).status).toBe(201);
});
