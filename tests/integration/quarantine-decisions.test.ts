// How quarantine entries end without replay: recorded as they should be later, or discarded with a reason. Nothing is deleted.
import { expect, test } from 'vitest';
import { eventIdOf } from '../../services/core/domain/event-id.ts';
import { expectProblem, runningSystem } from '../support/running-system.ts';
import { validShare, type Fields } from '../support/valid-reports.ts';

type System = Awaited<ReturnType<typeof runningSystem>>;

const completeOf = async (system: System, person: unknown): Promise<unknown> => {
  await system.caughtUp();
  return ((await system.ask(`/v1/data-subjects/${String(person)}/lineage`)).json as Fields)['complete'];
};
const entriesOf = async (system: System): Promise<readonly Fields[]> => ((await system.ask('/v1/quarantine')).json as { entries: Fields[] }).entries;
const post = (system: System, path: string, body: object) =>
  system.ask(`/v1/quarantine/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('recorded correctly under the same identity later, an entry is superseded and the answer complete', async () => {
  const system = await runningSystem();
  const report = validShare();
  const bad = await system.report({ ...report, colour: 'red' }, '?invalid=quarantine');
  const { entry, eventId } = bad.json as { entry: string; eventId: string };
  expect(eventId).toBe(eventIdOf(String(report['producer']), String(report['sourceEventId'])));
  expect(await completeOf(system, report['dataSubject'])).toBe(false);
  const { ledger, revision } = (await system.report(report)).json as Fields;
  expect(await completeOf(system, report['dataSubject'])).toBe(true);
  expect(await entriesOf(system)).toEqual([
    expect.objectContaining({ entry, state: 'superseded', supersededBy: expect.objectContaining({ ledger, revision }) as unknown }),
  ]);
  // What comes broken after it was recorded says something that nobody has looked at.
  await system.report({ ...report, colour: 'blue' }, '?invalid=quarantine');
  expect(await completeOf(system, report['dataSubject'])).toBe(false);
});

test('a conflict carries the event and its entry, and ends by a reasoned discard alone', async () => {
  const system = await runningSystem();
  const report = validShare();
  await system.report(report);
  const refused = await system.report({ ...report, items: ['name'] });
  expectProblem(refused, 409, 'ERR_CONFLICT');
  const { entry, eventId } = refused.json as { entry: string; eventId: string };
  expect((await system.ask(`/v1/events/${eventId}`)).json).toMatchObject({ status: 'recorded' });
  expect(await completeOf(system, report['dataSubject'])).toBe(false);
  for (const reason of ['', 'x', '   ', 'y'.repeat(201), 'two\nlines', 'asked by 13800000000', undefined])
    expect([reason, expectProblem(await post(system, `${entry}/discard`, { reason }), 400, 'ERR_INPUT').map(({ pointer }) => pointer)]).toEqual([
      reason,
      ['/reason'],
    ]);
  expectProblem(await post(system, '42/discard', { reason: 'no such entry' }), 404, 'ERR_NOT_FOUND');
  const reason = 'the producer confirmed the first content';
  const discarded = { state: 'discarded', discarded: { reason, purpose: 'test', case: 'T-1', role: 'operator', at: expect.any(String) as string } };
  expect((await post(system, `${entry}/discard`, { reason })).json).toMatchObject(discarded);
  // Decided once: the first reason stays, and nothing of it is replayed.
  expect((await post(system, `${entry}/discard`, { reason: 'another one' })).json).toMatchObject(discarded);
  expectProblem(await post(system, `${entry}/replay`, {}), 400, 'ERR_INPUT');
  expect(await completeOf(system, report['dataSubject'])).toBe(true);
  expect(await entriesOf(system)).toEqual([expect.objectContaining({ entry, reason: 'conflict', ...discarded })]);
});

test('pages of entries go on where the last one ended', async () => {
  const system = await runningSystem();
  for (let n = 0; n < 5; n += 1) await system.report({ ...validShare(), colour: String(n) }, '?invalid=quarantine');
  const found: unknown[] = [];
  for (let cursor = ''; ;) {
    const { entries, next } = (await system.ask(`/v1/quarantine?limit=2${cursor}`)).json as { entries: Fields[]; next: string | null };
    found.push(...entries.map(({ entry }) => entry));
    if (next === null) break;
    cursor = `&cursor=${next}`;
  }
  expect(new Set(found).size).toBe(5);
});
