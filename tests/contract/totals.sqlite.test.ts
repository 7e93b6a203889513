// Sums over people against sums of the pages: every flow count and every finding is in exactly one of them. PostgreSQL is compared with SQLite elsewhere.
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { sqlLineageQueries } from '../../services/adapters/sql/sql-lineage-queries.ts';
import { openReadModelDialect, sqliteReadModel } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import { projector } from '../../services/projector/project.ts';
import { testCodec } from '../support/builders.ts';
import { recordedEvents, recordedRegisters } from '../support/memory-projection.ts';
import { randomWorld } from '../support/random-events.ts';
import { policiesFolder } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

async function projectedWorld(seed: number) {
  const path = join(scratchFolder(), 'read-model.db');
  const readModel = sqliteReadModel({ path });
  const running = await projector({ readModel, codec: testCodec, registry: loadPolicyRegistry(policiesFolder) });
  const world = randomWorld({ seed, people: 8, events: 25 });
  await running.project(recordedRegisters(world.registers.map((report, n) => ({ producer: 'registers', sourceEventId: `${seed}-r-${n}`, ...report }))));
  await running.project(recordedEvents([...world.people.values()].flat()));
  const queries = sqlLineageQueries(openReadModelDialect({ path, readOnly: true }));
  onTestFinished(async () => {
    await queries.close();
    await readModel.close();
  });
  return queries;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

test.each([1, 2, 3])('seed %i: sums hold everything once', async (seed) => {
  const queries = await projectedWorld(seed);
  const flows = (await queries.flows({}, { after: null, limit: 100_000 })).rows;
  const totals = await queries.flowTotals(null, null);
  expect(sum(totals.map(({ count }) => count))).toBe(sum(flows.map(({ events }) => events)));
  const days = flows.map(({ day }) => day).toSorted();
  expect(totals.map(({ firstDay }) => firstDay).toSorted()[0]).toBe(days[0]);
  expect(
    totals
      .map(({ lastDay }) => lastDay)
      .toSorted()
      .at(-1),
  ).toBe(days.at(-1));
  const oneDay = days[Math.floor(days.length / 2)] ?? '';
  expect(sum((await queries.flowTotals(oneDay, oneDay)).map(({ count }) => count))).toBe(
    sum(flows.filter(({ day }) => day === oneDay).map(({ events }) => events)),
  );

  const events = (await queries.findings({}, { after: null, limit: 100_000 })).rows;
  const findings = events.flatMap((row) =>
    (JSON.parse(row.findings ?? '[]') as { readonly rule: string; readonly outcome: string }[]).map((finding) => ({ ...finding, at: row.occurredAt })),
  );
  expect(findings.length).toBeGreaterThan(10);
  const groups = await queries.findingGroups({});
  const countOf = (rule: string, outcome: string): number =>
    sum(groups.filter((group) => group.rule === rule && group.outcome === outcome).map((group) => group.findings));
  for (const [key, those] of Map.groupBy(findings, ({ rule, outcome }) => `${rule} ${outcome}`)) {
    const [rule = '', outcome = ''] = key.split(' ');
    expect([key, countOf(rule, outcome)]).toEqual([key, those.length]);
  }
  expect(sum(groups.map((group) => group.findings))).toBe(findings.length);
  expect(Math.min(...groups.map(({ first }) => first))).toBe(Math.min(...findings.map(({ at }) => at)));
  expect(Math.max(...groups.map(({ last }) => last))).toBe(Math.max(...findings.map(({ at }) => at)));
  const gaps = await queries.findingGroups({ outcome: 'gap', from: groups[0]?.first ?? 0 });
  expect(gaps.every(({ outcome, first }) => outcome === 'gap' && first >= (groups[0]?.first ?? 0))).toBe(true);
});
