// Every verdict of random people, rule by rule, against the oracle that reads regulation.md a second time.
import { expect, test } from 'vitest';
import { loadPolicyRegistry } from '../../../services/adapters/files/policy-directory.ts';
import type { PlacedEvent } from '../../../services/core/domain/placed-event.ts';
import { rules } from '../../../services/core/policy/evaluate.ts';
import { foldPerson } from '../../../services/core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../../../services/core/policy/recipient-history.ts';
import { encoded, inLedgerOrder, placedRecipient } from '../../support/builders.ts';
import type { Fact } from '../../support/oracle/facts.ts';
import { lineageOf } from '../../support/oracle/lineage.ts';
import { readPolicies } from '../../support/oracle/read-policies.ts';
import { randomWorld, type Report } from '../../support/random-events.ts';
import { policiesFolder } from '../../support/repository-folders.ts';

const registry = loadPolicyRegistry(policiesFolder);
const policies = readPolicies(policiesFolder);
const now = Date.parse('2025-11-01T00:00:00+08:00');

const factOf = (report: Report, place: number, person: string | null): Fact => ({
  eventId: encoded(report).eventId,
  person,
  type: String(report['type']),
  at: Date.parse(String(report['occurredAt'])),
  place,
  fields: report,
});

test('verdicts equal the oracle, and every rule has something to say', { timeout: 60_000 }, () => {
  const found = new Map<string, number>();
  for (let seed = 1; seed <= 40; seed += 1) {
    const world = randomWorld({ seed, people: 4, events: 40 });
    const registers = new Map<string, PlacedEvent<RecipientEvent>[]>();
    for (const [revision, report] of world.registers.entries()) registerRecipient(registers, placedRecipient(report, { revision }));
    const registerFacts = world.registers.map((report, place) => factOf(report, place, null));
    for (const [person, reports] of world.people) {
      const fold = foldPerson(inLedgerOrder(reports), { registry, recipients: registers });
      const { flows } = lineageOf(person, [...registerFacts, ...reports.map((report, place) => factOf(report, place, person))], policies, now);
      for (const { eventId, findings } of flows) {
        const should = findings.map(({ rule, outcome }) => `${rule} ${outcome}`);
        const is = (fold.verdicts.get(eventId as never)?.findings ?? []).map(({ rule, outcome }) => `${rule} ${outcome}`).toSorted();
        expect({ event: reports.find((report) => encoded(report).eventId === eventId), is }).toMatchObject({ is: should });
        for (const { rule } of findings) found.set(rule, (found.get(rule) ?? 0) + 1);
      }
    }
  }
  expect(rules.map(({ id }) => id).filter((id) => !found.has(id))).toEqual([]);
});
