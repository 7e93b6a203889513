// The truth and the product, made apart, about the same lines: they must say the same.
import { describe, expect, test } from 'vitest';
import type { PlacedEvent, PlacedPersonEvent } from '../../../services/core/domain/placed-event.ts';
import type { StreamName } from '../../../services/core/domain/vocabulary.ts';
import { foldPerson, type PersonFold } from '../../../services/core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../../../services/core/policy/recipient-history.ts';
import { arrived, pseudonymOfPerson, recorded, registry, run } from './arrived.ts';

const { lines, truth } = run({ people: 120, seed: 21, deviationRate: 0.15 });
const ledger = recorded(arrived(lines)).map(({ eventId, event }, i): PlacedEvent => ({
  eventId,
  event,
  stream: 'ledger-0' as StreamName,
  revision: BigInt(i),
  recordedAt: event.occurredAt,
}));

const aboutWhom = ({ event }: PlacedEvent): string | null => ('dataSubject' in event ? event.dataSubject : null);

function foldEverybody(): ReadonlyMap<string, PersonFold> {
  const recipients = new Map<string, PlacedEvent<RecipientEvent>[]>();
  const people = new Map<string, PlacedPersonEvent[]>();
  for (const placed of ledger) {
    if (placed.event.type === 'RecipientRegistered' || placed.event.type === 'RecipientChanged')
      registerRecipient(recipients, placed as PlacedEvent<RecipientEvent>);
    const person = aboutWhom(placed);
    if (person === null) continue;
    const events = people.get(person) ?? [];
    people.set(person, events);
    events.push(placed as PlacedPersonEvent);
  }
  return new Map([...people].map(([person, events]) => [person, foldPerson(events, { registry, recipients })]));
}

const subjectOf = (person: string): string => (person.startsWith('mobile#') ? pseudonymOfPerson(Number(person.slice(7))) : person);

describe('the truth', () => {
  const people = foldEverybody();

  test('every deviation is found by exactly the rules named, and nothing else is', () => {
    const found = [...people].flatMap(([person, { verdicts }]) =>
      [...verdicts].flatMap(([eventId, { outcome, findings }]) =>
        outcome === 'compliant' ? [] : [{ person, eventId, outcome, rules: [...new Set(findings.map(({ rule }) => rule))].toSorted() }],
      ),
    );
    const expected = truth.expectedFindings.map(({ person, eventId, outcome, rules }) => ({ person: subjectOf(person), eventId, outcome, rules }));
    const byId = (all: readonly { readonly eventId: string }[]) => all.toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1));
    expect(expected.length).toBeGreaterThan(500);
    expect(byId(found)).toEqual(byId(expected));
  });

  test('exposure is who holds what at the end', () => {
    const held: Record<string, { people: number; byItem: Record<string, number> }> = {};
    for (const { holdings } of people.values()) {
      const atRecipients = [...holdings.values()].filter(({ holder, state }) => holder !== 'webank' && state !== 'deleted' && state !== 'anonymised');
      for (const [holder, of] of Object.entries(Object.groupBy(atRecipients, ({ holder }) => holder))) {
        const entry = (held[holder] ??= { people: 0, byItem: {} });
        entry.people += 1;
        for (const item of new Set(of?.map((one) => one.item))) entry.byItem[item] = (entry.byItem[item] ?? 0) + 1;
      }
    }
    expect(truth.exposure).toEqual(held);
  });

  test('late and out of order are what was overtaken on the way', () => {
    const latest = new Map<string, number>();
    const overtaken = ledger.filter((placed) => {
      const person = aboutWhom(placed);
      if (person === null) return false;
      const before = latest.get(person) ?? 0;
      latest.set(person, Math.max(before, placed.event.occurredAt));
      return placed.event.occurredAt < before;
    });
    const late = overtaken.filter(({ event }) => event.type === 'ConsentGranted').map(({ eventId }) => eventId);
    expect(late.length).toBeGreaterThan(10);
    expect(truth.late.map(({ eventId }) => eventId).toSorted()).toEqual(late.toSorted());
    expect(truth.outOfOrder).toBe(overtaken.length - late.length);
  });

  test('some deletions are answered, some refused, and the bank deletes too', () => {
    const kinds = new Set(truth.deletions.map(({ holder, outcome }) => `${holder === 'webank' ? 'bank' : 'recipient'} ${outcome}`));
    expect([...kinds].toSorted()).toEqual(expect.arrayContaining(['bank deleted', 'bank restricted', 'recipient deleted']));
  });
});
