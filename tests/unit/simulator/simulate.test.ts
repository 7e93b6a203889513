// The simulator: repeatable, in order, within the contracts, with everything that it says it injects.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eventIdOf } from '../../../services/core/domain/event-id.ts';
import { deviationKinds } from '../../../services/simulator/deviations.ts';
import { simulate } from '../../../services/simulator/simulate.ts';
import { arrived, registry, run, type Line } from './arrived.ts';

const digest = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');

describe('simulate', () => {
  const { lines, truth } = run({ people: 120, seed: 3, deviationRate: 0.05 });
  const good = arrived(lines);

  test('the same options give the same bytes, another seed gives others', () => {
    const again = run({ people: 120, seed: 3, deviationRate: 0.05 });
    expect(digest(again.lines)).toBe(digest(lines));
    expect(JSON.stringify(again.truth)).toBe(JSON.stringify(truth));
    expect(digest(run({ people: 120, seed: 4, deviationRate: 0.05 }).lines)).not.toBe(digest(lines));
  });

  test('every line but the poison passes its contract, and the counts add up', () => {
    expect(lines.length - good.length).toBe(truth.poison);
    const ids = new Set(good.map(({ eventId }) => eventId));
    expect(ids.size).toBe(truth.events);
    expect(new Set(good.map(({ text }) => text)).size).toBe(truth.events + truth.conflicts);
    expect(truth.lines).toBe(lines.length);
    expect(truth.events + truth.duplicates + truth.conflicts + truth.poison).toBe(truth.lines);
    for (const { producer, sourceEventId, eventId } of truth.expectedFindings) {
      expect(eventId).toBe(eventIdOf(producer, sourceEventId));
      expect(ids).toContain(eventId);
    }
  });

  test('without deviations nothing is expected to be found, and each person is told in order', () => {
    const clean = run({ people: 60, seed: 5, deviationRate: 0 });
    expect(clean.truth.expectedFindings).toEqual([]);
    expect(clean.truth.poison + clean.truth.duplicates + clean.truth.conflicts + clean.truth.outOfOrder + clean.truth.late.length).toBe(0);
    const latest = new Map<string, number>();
    for (const { about, event } of arrived(clean.lines)) {
      if (about === null) continue;
      expect(event.occurredAt).toBeGreaterThanOrEqual(latest.get(about) ?? 0);
      latest.set(about, event.occurredAt);
    }
  });

  test('every kind of deviation occurs', () => {
    const { truth: large } = run({ people: 300, seed: 11, deviationRate: 0.2 });
    const kinds = new Set(large.expectedFindings.map(({ kind }) => kind));
    expect(deviationKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
    expect(large.late.length * large.outOfOrder * large.duplicates * large.conflicts * large.poison).toBeGreaterThan(0);
  });

  test('deviations come at the rate asked for', () => {
    const handled = good.filter(({ event: { type } }) => type === 'PersonalDataCollected' || type === 'PersonalDataShared').length;
    expect(truth.expectedFindings.length / handled).toBeGreaterThan(0.03);
    expect(truth.expectedFindings.length / handled).toBeLessThan(0.07);
  });

  test('people use their bank by day, and more on working days', () => {
    const moments = good.map(({ event }) => new Date(event.occurredAt + 8 * 3_600_000));
    const between = (from: number, to: number) => moments.filter((at) => at.getUTCHours() >= from && at.getUTCHours() < to).length;
    expect(between(9, 13)).toBeGreaterThan(3 * between(1, 5));
    const weekend = moments.filter((at) => at.getUTCDay() % 6 === 0).length;
    expect(weekend / 2).toBeLessThan((moments.length - weekend) / 5);
  });

  test('everything happens between from and to, recipients being registered before', () => {
    const [from, to] = [Date.parse(truth.from), Date.parse(truth.to)];
    const outside = good.filter(({ event }) => event.type !== 'RecipientRegistered' && (event.occurredAt < from || event.occurredAt >= to));
    expect(outside).toEqual([]);
  });

  test('who is known by an identifier is known by it in all events, and few are', () => {
    const identities = new Map<string, Set<string>>();
    for (const line of lines) {
      const [, person] = /"sourceEventId":"(p\d+)-/.exec(line) ?? [];
      if (person === undefined || !line.endsWith('}') || line.includes('"subjectType":"payee"')) continue;
      const { dataSubject, identifier } = JSON.parse(line) as Line;
      identities.set(person, (identities.get(person) ?? new Set()).add(JSON.stringify(dataSubject ?? identifier)));
    }
    expect([...identities.values()].filter((one) => one.size > 1)).toEqual([]);
    const byIdentifier = [...identities.values()].filter((one) => [...one].some((text) => text.includes('"mobile"'))).length;
    expect(byIdentifier).toBeGreaterThan(0);
    expect(byIdentifier).toBeLessThan(120 * 0.15);
  });

  test('lines are made as they are asked for', () => {
    const events = simulate({ people: 1_000_000_000, seed: 1, registry }).events();
    expect(events.next().value).toContain('PolicyPublished');
    for (let i = 0; i < 1000; i += 1) expect(events.next().done).toBe(false);
  });

  test('a simulation is read once', () => {
    const simulation = simulate({ people: 1, seed: 1, registry });
    for (const _ of simulation.events());
    expect(() => simulation.events().next()).toThrow(expect.objectContaining({ code: 'ERR_INVARIANT' }));
  });

  test('causes named are events of the simulation', () => {
    const ids = new Set<string>(good.map(({ eventId }) => eventId));
    const causes = good.flatMap(({ event }) => event.causedBy);
    expect(causes.length).toBeGreaterThan(100);
    expect(causes.filter((cause) => !ids.has(cause))).toEqual([]);
  });
});
