// Random lives against the oracle: whatever the order of arrival and the size of the batches, the answer is the brute-force one.
import { describe, expect, test } from 'vitest';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { inOrder, inProcessPipeline } from '../support/in-process-pipeline.ts';
import { reduceAnswer, reduceOracle } from '../support/oracle/compare-answers.ts';
import type { Fact } from '../support/oracle/facts.ts';
import { lineageOf } from '../support/oracle/lineage.ts';
import { readPolicies } from '../support/oracle/read-policies.ts';
import { randomWorld } from '../support/random-events.ts';
import { randomSource } from '../support/random-source.ts';
import { policiesFolder } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const policies = readPolicies(policiesFolder);
/** `SEED=7` runs that one, `SEEDS=100` the first hundred. */
const seeds = process.env['SEED'] === undefined ? Array.from({ length: Number(process.env['SEEDS'] ?? 12) }, (_, i) => i + 1) : [Number(process.env['SEED'])];
const now = Date.parse('2025-11-01T00:00:00+08:00');

test('the oracle and the product read the same policy', () => {
  for (const version of loadPolicyRegistry(policiesFolder).versions.values()) {
    const own = policies.find(({ id }) => id === version.id);
    expect([...(own?.clauses.keys() ?? [])].toSorted()).toEqual([...version.clauses.keys()].toSorted());
    for (const clause of version.clauses.values()) {
      const { items, purposes, recipients, openEnded } = own!.clauses.get(clause.id)!;
      expect({ id: clause.id, items, purposes, openEnded, recipients }).toEqual({
        id: clause.id,
        items: new Set(clause.items.map(({ code }) => code)),
        purposes: clause.purposes,
        openEnded: clause.openEnded,
        recipients: clause.recipients.map((recipient) => ({
          printed: recipient.printed,
          named: recipient.named,
          class: recipient.class,
          code: recipient.code ?? null,
        })),
      });
    }
  }
});

test('years of retention are counted on the calendar of Shanghai', async () => {
  const pipeline = await inProcessPipeline(scratchFolder());
  const dataSubject = '7b0d2c54-5a0e-4f6b-9a43-0d3c5f1f8a11';
  const identity = (n: number) => ({ producer: 'app', sourceEventId: `leap-${n}`, dataSubject });
  // 29 February in UTC, 1 March in Shanghai.
  const end = { type: 'RelationshipEnded', ...identity(2), occurredAt: '2024-03-01T02:00:00+08:00', relationship: 'rel-1', product: 'loan' };
  const facts = [
    await pipeline.record({
      type: 'PersonalDataCollected',
      ...identity(1),
      occurredAt: '2024-01-05T09:00:00+08:00',
      items: ['name'],
      purpose: 'loan-application',
      legalBasis: '13-2',
      product: 'loan',
      policyVersion: 'webank-app/8.8',
    }),
    await pipeline.record(end),
  ];
  await pipeline.project(10);
  const answer = await pipeline.answer(dataSubject, now);
  expect(answer.holdings[0]?.retainUntil).toBe('2029-03-01T02:00:00+08:00');
  expect(reduceAnswer(answer)).toEqual(reduceOracle(lineageOf(dataSubject, facts, policies, now)));
  await pipeline.close();
});

describe.each(seeds)('seed %i', (seed) => {
  test('answers of random people equal the oracle, now and as of an earlier time; any projection gives the same tables', async () => {
    const random = randomSource(seed);
    const world = randomWorld({ seed, people: 6, events: 40 });
    const pipeline = await inProcessPipeline(scratchFolder());
    const facts: Fact[] = [];
    const queues = [[...world.registers], ...[...world.people.values()].map((events) => [...events])];
    for (let left = queues.filter((queue) => queue.length > 0); left.length > 0; left = left.filter((queue) => queue.length > 0)) {
      facts.push(await pipeline.record(random.pick(left).shift()!));
      if (random.chance(0.05)) await pipeline.project(1 + random.below(20), random.chance(0.5) ? inOrder : inOrder.toReversed());
      if (random.chance(0.02)) await pipeline.restart();
    }
    await pipeline.project(1 + random.below(50));
    const asOf = Date.parse('2025-09-10T00:00:00+08:00');
    for (const person of world.people.keys()) {
      expect(reduceAnswer(await pipeline.answer(person, now))).toEqual(reduceOracle(lineageOf(person, facts, policies, now)));
      expect(reduceAnswer(await pipeline.answer(person, now, asOf))).toEqual(reduceOracle(lineageOf(person, facts, policies, asOf, asOf)));
    }
    const digests = await pipeline.tableDigests();
    expect(await pipeline.digestsAnew(7, inOrder.toReversed())).toEqual(digests);
    expect(await pipeline.digestsAnew(1000, inOrder)).toEqual(digests);
    await pipeline.close();
  });
});
