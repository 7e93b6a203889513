// The projector's promises beside the fold: once, in order, all or nothing, loud on what it does not know, bounded in memory.
import { describe, expect, test, vi } from 'vitest';
import { quarantineId, quarantineSchema } from '../../../services/core/domain/quarantine.ts';
import type { StreamName } from '../../../services/core/domain/vocabulary.ts';
import type { RecordedEvent } from '../../../services/core/ports/ledger.ts';
import type { CommitOutcome, ReadModel } from '../../../services/core/ports/read-model.ts';
import { granted, ming, registered, shared, withdrawn } from '../../support/builders.ts';
import { memoryProjection, recordedEvents, recordedRegisters } from '../../support/memory-projection.ts';

const registers = recordedRegisters([registered(0)]);
const life = recordedEvents([shared(2), granted(1), withdrawn(3), shared(4), granted(5), shared(6)]);

/** Tables after all of `life`, for comparison. */
async function expected(): Promise<ReadonlyMap<string, string>> {
  const projection = await memoryProjection();
  await projection.projector.project(life);
  const digests = await projection.tableDigests();
  await projection.close();
  return digests;
}

describe('again and again', () => {
  test('a batch that was applied changes nothing, wholly or in part', async () => {
    const projection = await memoryProjection();
    await projection.projector.project(life.slice(0, 4));
    await projection.projector.project(life.slice(0, 4));
    await projection.projector.project(life.slice(2));
    await projection.projector.project(life);
    expect(await projection.tableDigests()).toEqual(await expected());
    expect(projection.projector.checkpoint(life[0]!.stream)).toMatchObject({ revision: 5n, events: 6n });
    await projection.close();
  });

  test.each([1, 2, 3, 4, 5])('a projector that starts after %i events goes on as if it had been there', async (done) => {
    const projection = await memoryProjection();
    await projection.projector.project(registers);
    await projection.projector.project(life.slice(0, done));
    await (await projection.restart()).project(life.slice(done));
    const restarted = await projection.tableDigests();
    const whole = await memoryProjection();
    await whole.projector.project(registers);
    await whole.projector.project(life);
    expect(restarted).toEqual(await whole.tableDigests());
    await projection.close();
    await whole.close();
  });

  test('nothing to do is no commit', async () => {
    const commit = vi.fn<ReadModel['commit']>();
    const projection = await memoryProjection({ between: (readModel) => ({ ...readModel, commit }) });
    await projection.projector.project([]);
    expect(commit).not.toHaveBeenCalled();
    await projection.close();
  });
});

describe('commits that go wrong', () => {
  /** The commit number `at` (from 0) goes as `how` says. */
  const failing = (at: number, how: (real: () => Promise<CommitOutcome>) => Promise<CommitOutcome>) => {
    let commits = 0;
    return memoryProjection({
      between: (readModel) => ({
        ...readModel,
        commit: (...all) => {
          commits += 1;
          return commits - 1 === at ? how(() => readModel.commit(...all)) : readModel.commit(...all);
        },
      }),
    });
  };

  test('unknown, and it happened: goes on', async () => {
    const projection = await failing(1, async (real) => ({ outcome: 'unknown', cause: await real() }));
    for (const batch of [life.slice(0, 2), life.slice(2, 4), life.slice(4)]) await projection.projector.project(batch);
    expect(await projection.tableDigests()).toEqual(await expected());
    await projection.close();
  });

  test('unknown, and it did not happen: does it again', async () => {
    const projection = await failing(1, async () => ({ outcome: 'unknown', cause: new Error('connection lost') }));
    for (const batch of [life.slice(0, 2), life.slice(2, 4), life.slice(4)]) await projection.projector.project(batch);
    expect(await projection.tableDigests()).toEqual(await expected());
    await projection.close();
  });

  test('fenced: another projector is at work, this one stops', async () => {
    const projection = await memoryProjection();
    const late = await projection.restart();
    await projection.projector.project(life.slice(0, 3));
    await expect(late.project(life.slice(0, 2))).rejects.toMatchObject({ code: 'ERR_LOCKED' });
    const digests = await projection.tableDigests();
    await projection.projector.project(life.slice(3));
    expect(digests).not.toEqual(await expected());
    expect(await projection.tableDigests()).toEqual(await expected());
    await projection.close();
  });

  test.each([0, 1])('an error at commit %i: nothing was written, and when it is tried again nothing is lost or counts twice', async (at) => {
    const projection = await failing(at, async () => Promise.reject(new Error('disk full')));
    if (at === 1) await projection.projector.project(life.slice(0, 2));
    await expect(projection.projector.project(life.slice(at * 2, 5))).rejects.toThrow('disk full');
    await projection.projector.project(life.slice(at * 2));
    expect(await projection.tableDigests()).toEqual(await expected());
    await projection.close();
  });
});

describe('what it does not know stops it, and nothing of the batch is written', () => {
  const spoiled = (change: Partial<RecordedEvent>): readonly RecordedEvent[] => life.map((event, i) => (i === 3 ? { ...event, ...change } : event));
  test.each([
    ['a schema that no contract has', spoiled({ metadata: { schema: '0'.repeat(16), recordedAt: 0 } })],
    ['bytes that do not fit', spoiled({ data: Buffer.from([1, 2, 3]) })],
  ])('%s', async (_name, events) => {
    const projection = await memoryProjection();
    const before = await projection.tableDigests();
    await expect(projection.projector.project(events)).rejects.toMatchObject({ code: 'ERR_UNREADABLE' });
    expect(await projection.tableDigests()).toEqual(before);
    await projection.close();
  });

  test('an unknown type in a quarantine stream', async () => {
    const projection = await memoryProjection();
    const event = { ...life[0]!, stream: 'quarantine-0' as StreamName, type: 'Other', data: Buffer.from('{}') };
    await expect(projection.projector.project([event])).rejects.toMatchObject({ code: 'ERR_UNREADABLE' });
    await projection.close();
  });
});

test('quarantine: entries are kept until they are replayed or discarded', async () => {
  const projection = await memoryProjection();
  const stream = 'quarantine-0' as StreamName;
  const entry = quarantineId(Buffer.from('sealed'));
  const of = (revision: bigint, type: string, content: object): RecordedEvent => ({
    stream,
    revision,
    type,
    eventId: quarantineId(Buffer.from(`${revision}`)),
    data: Buffer.from(JSON.stringify(content)),
    metadata: { schema: quarantineSchema, recordedAt: 5 },
  });
  const quarantined = { ...of(0n, 'Quarantined', { reason: 'invalid', dataSubject: ming, reported: null }), eventId: entry };
  await projection.projector.project([quarantined]);
  const kept = await projection.tableDigests();
  await projection.projector.project([of(1n, 'QuarantineReplayed', { entry, outcome: 'recorded' })]);
  const released = await projection.tableDigests();
  expect(released.get('quarantine_end')).not.toBe(kept.get('quarantine_end'));
  const decided = await memoryProjection();
  const discard = { entry, reason: 'the first content is right', role: 'operator', purpose: 'audit', caseId: 'C-7' };
  await decided.projector.project([quarantined, of(1n, 'QuarantineDiscarded', discard)]);
  expect((await decided.tableDigests()).get('quarantine_end')).toBe(released.get('quarantine_end'));
  await decided.close();
  const together = await memoryProjection();
  await together.projector.project([quarantined, of(1n, 'QuarantineReplayed', { entry, outcome: 'recorded' })]);
  expect(await together.tableDigests()).toEqual(released);
  await together.close();
  await projection.close();
});

test('a verdict that a late fact changed is kept as superseded, with the fact that changed it', async () => {
  const projection = await memoryProjection();
  await projection.projector.project(registers);
  await projection.projector.project(life.slice(0, 1));
  await projection.projector.project(life.slice(1, 2));
  expect(await projection.superseded()).toMatchObject([{ ledger: 'ledger-0', revision: 0, by_ledger: 'ledger-0', by_revision: 1, outcome: 'violation' }]);
  expect((await projection.verdicts()).get(life[0]!.eventId)).toMatchObject({ outcome: 'gap', findings: [{ rule: 'R06' }] });
  await projection.close();
});

test('the memory of people is bounded, also when a register event touches all of them', async () => {
  let read = 0;
  const counting = (readModel: ReadModel): ReadModel => ({
    ...readModel,
    people: (subjects) => {
      read += subjects.length;
      return readModel.people(subjects);
    },
  });
  const projection = await memoryProjection({ peopleWeightMax: 100, between: counting });
  const everybody = Array.from({ length: 60 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  const once = (at: number, first: number) =>
    recordedEvents(
      everybody.map((dataSubject) => shared(at, { dataSubject })),
      undefined,
      first,
    );
  await projection.projector.project(once(1, 0));
  await projection.projector.project(registers);
  read = 0;
  await projection.projector.project(once(2, 60));
  // Each counts for ten at least, so ten can be kept.
  expect(read).toBeGreaterThanOrEqual(50);
  expect([...(await projection.verdicts()).values()].every(({ findings }) => !findings.some(({ rule }) => rule === 'R20'))).toBe(true);
  await projection.close();
});
