// Over random histories and the whole policy: an explanation gives the answers that the verdict gives, and its facts are enough for them.
import { expect, test } from 'vitest';
import { loadPolicyRegistry } from '../../../services/adapters/files/policy-directory.ts';
import type { PlacedEvent } from '../../../services/core/domain/placed-event.ts';
import { evaluate } from '../../../services/core/policy/evaluate.ts';
import { explain } from '../../../services/core/policy/explain/explain.ts';
import { isFact, isJudgedPlaced } from '../../../services/core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../../../services/core/policy/recipient-history.ts';
import { inLedgerOrder, placedRecipient } from '../../support/builders.ts';
import { randomWorld } from '../../support/random-events.ts';
import { policiesFolder } from '../../support/repository-folders.ts';

const registry = loadPolicyRegistry(policiesFolder);

test.each([1, 2, 3, 4])('seed %i', (seed) => {
  const world = randomWorld({ seed, people: 4, events: 20 });
  const entries = world.registers.map((fields, revision) =>
    placedRecipient({ producer: 'registers', sourceEventId: `${seed}-r-${revision}`, ...fields }, { revision }),
  );
  const registerWith = (kept: readonly PlacedEvent<RecipientEvent>[]) => {
    const register = new Map<string, PlacedEvent<RecipientEvent>[]>();
    for (const entry of kept) registerRecipient(register, entry);
    return register;
  };
  let explained = 0;
  for (const life of world.people.values()) {
    const events = inLedgerOrder(life);
    const history = events.filter(({ event }) => isFact(event));
    const facts = { registry, history, recipients: registerWith(entries) };
    for (const placed of events) {
      if (!isJudgedPlaced(placed)) continue;
      const { verdict, rules, facts: used } = explain(placed, facts);
      expect(verdict).toEqual(evaluate(placed, facts));
      const failing = rules.filter(({ answer }) => answer !== 'holds');
      expect(failing.flatMap(({ rule, because }) => because.map((one) => [rule, one]))).toEqual(verdict.findings.map(({ rule, because }) => [rule, because]));
      const kept = new Set(used.map(({ eventId }) => eventId));
      const alone = {
        registry,
        history: history.filter(({ eventId }) => kept.has(eventId)),
        recipients: registerWith(entries.filter(({ eventId }) => kept.has(eventId))),
      };
      expect(evaluate(placed, alone).outcome).toBe(verdict.outcome);
      explained += 1;
    }
  }
  expect(explained).toBeGreaterThan(20);
});
