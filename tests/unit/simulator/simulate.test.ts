// The simulator: repeatable, in order, within the contracts, with everything that it says it injects.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { avroEventCodec } from '../../../services/adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../../services/adapters/files/policy-directory.ts';
import { eventIdOf } from '../../../services/core/domain/event-id.ts';
import { deviationKinds } from '../../../services/simulator/deviations.ts';
import { simulate } from '../../../services/simulator/simulate.ts';

const root = `${import.meta.dirname}/../../..`;
const registry = loadPolicyRegistry(`${root}/schemas/policy`);
const codec = avroEventCodec({ directory: `${root}/schemas/events` });

type Line = Record<string, unknown> & { readonly producer: string; readonly sourceEventId: string; readonly type: string; readonly occurredAt: string };

function run(options: { readonly people: number; readonly seed: number; readonly deviationRate?: number }) {
  const simulation = simulate({ ...options, registry });
  const lines = [...simulation.events()];
  return { lines, truth: simulation.truth() };
}

/** What a collector makes of a line, without a vault: identifiers and references are taken out. */
function accepted(line: string): Line | null {
  let value: Line;
  try {
    value = JSON.parse(line) as Line;
  } catch {
    return null;
  }
  const { identifier, references: _references, ...rest } = value;
  const event = identifier === undefined ? rest : { ...rest, dataSubject: '00000000-0000-4000-8000-000000000000' };
  return codec.fromJson(event).ok ? value : null;
}

const digest = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');

describe('simulate', () => {
  const { lines, truth } = run({ people: 120, seed: 3, deviationRate: 0.05 });

  test('the same options give the same bytes, another seed gives others', () => {
    const again = run({ people: 120, seed: 3, deviationRate: 0.05 });
    expect(digest(again.lines)).toBe(digest(lines));
    expect(JSON.stringify(again.truth)).toBe(JSON.stringify(truth));
    expect(digest(run({ people: 120, seed: 4, deviationRate: 0.05 }).lines)).not.toBe(digest(lines));
  });

  test('every line but the poison passes its contract, and the counts add up', () => {
    const good = lines.map(accepted).filter((value) => value !== null);
    expect(lines.length - good.length).toBe(truth.poison);
    const ids = new Set(good.map(({ producer, sourceEventId }) => eventIdOf(producer, sourceEventId)));
    expect(ids.size).toBe(truth.events);
    expect(truth.lines).toBe(lines.length);
    expect(truth.events + truth.duplicates + truth.conflicts + truth.poison).toBe(truth.lines);
    for (const { eventId } of truth.expectedFindings) expect(ids).toContain(eventId);
  });

  test('without deviations nothing is expected to be found, and each person is told in order', () => {
    const clean = run({ people: 60, seed: 5, deviationRate: 0 });
    expect(clean.truth.expectedFindings).toEqual([]);
    expect(clean.truth.poison + clean.truth.duplicates + clean.truth.conflicts + clean.truth.outOfOrder + clean.truth.late.length).toBe(0);
    const latest = new Map<unknown, number>();
    for (const line of clean.lines) {
      const { dataSubject, identifier, occurredAt } = JSON.parse(line) as Line;
      const key = JSON.stringify(dataSubject ?? identifier);
      if (dataSubject === undefined && identifier === undefined) continue;
      const at = Date.parse(occurredAt);
      expect(at).toBeGreaterThanOrEqual((latest.get(key) ?? 0) - 400);
      latest.set(key, Math.max(latest.get(key) ?? 0, at));
    }
  });

  test('every kind of deviation occurs', () => {
    const { truth: large } = run({ people: 300, seed: 11, deviationRate: 0.2 });
    const kinds = new Set(large.expectedFindings.map(({ kind }) => kind));
    expect(deviationKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(large.late.length * large.outOfOrder * large.duplicates * large.conflicts * large.poison).toBeGreaterThan(0);
  });

  test('people use their bank by day', () => {
    const hours = lines.map(accepted).flatMap((value) => (value ? [(new Date(value.occurredAt).getUTCHours() + 8) % 24] : []));
    const between = (from: number, to: number) => hours.filter((hour) => hour >= from && hour < to).length;
    expect(between(9, 13)).toBeGreaterThan(3 * between(1, 5));
  });

  test('lines are made as they are asked for', () => {
    const first = simulate({ people: 1_000_000_000, seed: 1, registry }).events().next();
    expect(first.value).toContain('PolicyPublished');
  });

  test('causes named are events of the simulation', () => {
    const ids = new Set(lines.map(accepted).flatMap((value) => (value ? [eventIdOf(value.producer, value.sourceEventId)] : [])));
    const causes = lines.map(accepted).flatMap((value) => (value?.['causedBy'] as string[] | undefined) ?? []);
    expect(causes.length).toBeGreaterThan(100);
    expect(causes.filter((cause) => !ids.has(cause as never))).toEqual([]);
  });
});
