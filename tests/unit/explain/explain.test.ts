// Why an event was judged so: the same answers as the verdict, the facts that decide, and what would have satisfied each rule.
import { describe, expect, test } from 'vitest';
import type { PlacedEvent } from '../../../services/core/domain/placed-event.ts';
import { rules } from '../../../services/core/policy/evaluate.ts';
import { articlesOf } from '../../../services/core/policy/explain/article-marks.ts';
import { explain, type Explanation } from '../../../services/core/policy/explain/explain.ts';
import { remedies } from '../../../services/core/policy/explain/remedy.ts';
import { isFact } from '../../../services/core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../../../services/core/policy/recipient-history.ts';
import type { JudgedEvent } from '../../../services/core/policy/rules/rule.ts';
import { collected, granted, inLedgerOrder, noticeShown, placedRecipient, registered, shared, withdrawn, type Fields } from '../../support/builders.ts';
import { smallRegistry } from '../../support/small-registry.ts';

/** Explains the last of `reports`; gives also the ids of all, by their own ids. */
function explainLast(reports: readonly Fields[], registers: readonly Fields[] = [registered(-1000)]) {
  const placed = inLedgerOrder(reports);
  const recipients = new Map<string, PlacedEvent<RecipientEvent>[]>();
  const entries = registers.map((fields, revision) => placedRecipient(fields, { revision }));
  for (const entry of entries) registerRecipient(recipients, entry);
  const history = placed.filter(({ event }) => isFact(event));
  const explanation = explain(placed.at(-1) as PlacedEvent<JudgedEvent>, { registry: smallRegistry, history, recipients });
  return { explanation, ids: placed.map(({ eventId }) => eventId), register: entries.map(({ eventId }) => eventId) };
}

const ruleOf = ({ rules: explained }: Explanation, id: string) => explained.find(({ rule }) => rule === id);

describe('an explanation', () => {
  const reports = [noticeShown(-50), noticeShown(-40, { recipient: 'parcel' }), granted(-30), withdrawn(-20), shared(0)];
  const { explanation, ids, register } = explainLast(reports);

  test('answers as the verdict does, and lists every rule once', () => {
    const failing = explanation.rules.filter(({ answer }) => answer !== 'holds').map(({ rule }) => rule);
    expect(new Set(explanation.verdict.findings.map(({ rule }) => rule))).toEqual(new Set(failing));
    expect(new Set(explanation.rules.map(({ rule }) => rule))).toEqual(new Set(explanation.verdict.consulted));
    expect([...explanation.rules.map(({ rule }) => rule), ...explanation.notApplicable].toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });
  test('names what a broken rule rests on, and what would have satisfied it', () => {
    expect(ruleOf(explanation, 'R21')).toMatchObject({ answer: 'broken', severity: 'C', facts: [ids[2], ids[3]] });
    expect(ruleOf(explanation, 'R21')?.remedy?.en).toBe(
      'A separate consent given before 2025-09-01T10:00:00+08:00 for the purpose parcel-tracking, the items mobile_number and the recipient parcel, neither withdrawn nor lapsed by then.',
    );
    expect(ruleOf(explanation, 'R21')?.articles).toContainEqual({ article: 'PIPL 23', mark: 'SF:S1', verified: true });
  });
  test('names what a rule that holds rests on: without it, it would not hold', () => {
    expect(ruleOf(explanation, 'R06')).toMatchObject({ answer: 'holds', facts: [ids[0]], remedy: null, because: [] });
    expect(ruleOf(explanation, 'R20')).toMatchObject({ answer: 'holds', facts: [register[0]] });
    expect(ruleOf(explanation, 'R01')).toMatchObject({ answer: 'holds', facts: [] });
  });
  test('gives each fact once, in business order, and the clause with its lines', () => {
    expect(explanation.facts.map(({ eventId }) => eventId)).toEqual([register[0], ids[0], ids[2], ids[3]]);
    expect(explanation.clause).toMatchObject({ id: '4.2', lines: [1, 1] });
  });
});

test('facts after the event explain nothing', () => {
  const placed = inLedgerOrder([noticeShown(-50), collected(0), granted(10, { purposes: ['login'], recipient: null, kind: 'general' })]);
  const [, asked, later] = placed;
  const { rules: explained } = explain(asked as PlacedEvent<JudgedEvent>, {
    registry: smallRegistry,
    history: placed.filter(({ event }) => isFact(event)),
    recipients: new Map(),
  });
  expect(explained.find(({ rule }) => rule === 'R02')?.answer).toBe('broken');
  expect(explained.flatMap(({ facts }) => facts)).not.toContain(later?.eventId);
});

test('one of two consents is enough, and one is named', () => {
  const consent = (at: number, id: string) => granted(at, { consent: id, purposes: ['login'], recipient: null, kind: 'general' });
  const { explanation } = explainLast([noticeShown(-50), consent(-30, 'c-1'), consent(-20, 'c-2'), collected(0)]);
  expect(ruleOf(explanation, 'R02')?.facts).toHaveLength(1);
});

describe('what would have made it compliant', () => {
  test('names the clause that lists the items for the purpose', () => {
    const { explanation } = explainLast([collected(0, { items: ['name', 'mobile_number'], clause: '1.open' })]);
    expect(ruleOf(explanation, 'R07')?.remedy?.en).toBe('Citing a clause that lists these items, purpose and recipient: 1.1.');
  });
  test('names what goes beyond the clause where none does', () => {
    const { explanation } = explainLast([collected(0, { items: ['name', 'occupation'] })]);
    expect(ruleOf(explanation, 'R07')?.remedy?.en).toBe('By clause 1.1: leaving out occupation; or changing the policy first.');
  });
  test('names the version in force', () => {
    const { explanation } = explainLast([collected(0, { policyVersion: 'test-bank/1' })]);
    expect(ruleOf(explanation, 'R07')?.remedy?.en).toBe('Citing the policy version in force then: test-bank/2.');
  });
  test('is said by every rule', () => expect(rules.map(({ id }) => id).filter((id) => !remedies[id])).toEqual([]));
});

test('articles carry their marks; what has none, or general knowledge, is not verified', () => {
  expect(articlesOf('征信业管理条例 14, 20 SF:S4; licence GK; somewhere')).toEqual([
    { article: '征信业管理条例 14, 20', mark: 'SF:S4', verified: true },
    { article: 'licence', mark: 'GK', verified: false },
    { article: 'somewhere', mark: 'GK', verified: false },
  ]);
  expect(rules.flatMap(({ source }) => articlesOf(source)).filter(({ article }) => article === '')).toEqual([]);
});
