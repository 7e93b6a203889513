// Declared against observed, on the small policy: each way in which they differ, and none where they agree.
import { describe, expect, test } from 'vitest';
import { driftOf } from '../../../services/core/policy/drift/drift.ts';
import type { DriftEntry } from '../../../services/core/policy/drift/drift-entry.ts';
import type { ObservedFlow } from '../../../services/core/policy/drift/observed.ts';
import { registerRecipient, type RecipientEvent } from '../../../services/core/policy/recipient-history.ts';
import type { PlacedEvent } from '../../../services/core/domain/placed-event.ts';
import { placedRecipient, registered, terminated, type Fields } from '../../support/builders.ts';
import { smallRegistry } from '../../support/small-registry.ts';

const version = smallRegistry.versions.get('test-bank/2') ?? null;
const period = { version, from: '2025-09-01', to: '2025-09-30' };

const flow = (clause: string, item: string, fields: Partial<ObservedFlow> = {}): ObservedFlow => ({
  clause,
  item,
  holder: 'webank',
  purpose: 'login',
  count: 2,
  firstDay: '2025-09-02',
  lastDay: '2025-09-05',
  ...fields,
});

function registerOf(entries: readonly Fields[]) {
  const register = new Map<string, PlacedEvent<RecipientEvent>[]>();
  for (const [revision, fields] of entries.entries()) registerRecipient(register, placedRecipient(fields, { revision }));
  return register;
}

const told = (entries: readonly DriftEntry[], direction: DriftEntry['direction']): readonly string[] =>
  entries
    .filter((one) => one.direction === direction)
    .map(({ aspect, clause, code, outcome, count }) => `${clause} ${aspect} ${code}${outcome === null ? '' : ` ${outcome} ${count}`}`);

const drift = (flows: readonly ObservedFlow[], entries: readonly Fields[] = [registered(-1000)]) => driftOf(period, flows, registerOf(entries)).entries;

describe('undeclared', () => {
  test('items and purposes that the clause does not state, with where they are declared', () => {
    const entries = drift([flow('1.1', 'mobile_number'), flow('1.1', 'address', { purpose: 'parcel-tracking', count: 3, lastDay: '2025-09-09' })]);
    expect(told(entries, 'undeclared')).toEqual(['1.1 item address violation 3', '1.1 purpose parcel-tracking violation 3']);
    expect(entries.find(({ code }) => code === 'address')).toMatchObject({ declaredUnder: ['4.2'], firstDay: '2025-09-02', lastDay: '2025-09-09' });
  });
  test('an item under a clause that lists nothing one by one is a gap', () => {
    expect(told(drift([flow('1.open', 'occupation')]), 'undeclared')).toEqual(['1.open item occupation gap 2']);
  });
  test('clauses and SDK rows that the version does not have, and no clause at all', () => {
    const entries = drift([flow('9.9', 'name'), flow('A-99', 'name'), flow('', 'name')]);
    expect(told(entries, 'undeclared')).toEqual([' clause  gap 2', '9.9 clause 9.9 violation 2', 'A-99 sdk A-99 violation 2']);
  });
  const given = (recipient: string, clause = '4.2') => [
    flow(clause, 'mobile_number', { holder: recipient, purpose: clause === '4.2' ? 'parcel-tracking' : 'credit-enquiry' }),
  ];
  test('recipients: of the class is declared, of another is not, who is not registered cannot be compared', () => {
    expect(told(drift(given('parcel')), 'undeclared')).toEqual([]);
    expect(told(drift(given('parcel'), [registered(-1000), terminated(10)]), 'undeclared')).toEqual([]);
    expect(told(drift(given('parcel'), [registered(-1000, { recipientClass: 'sms-provider' })]), 'undeclared')).toEqual(['4.2 recipient parcel violation 2']);
    expect(told(drift(given('stranger')), 'undeclared')).toEqual(['4.2 recipient stranger gap 2']);
  });
  test('recipients: where the clause names them, the legal name decides', () => {
    const agency = (legalName: string) => [registered(-1000, { recipient: 'credit-one', recipientClass: 'credit-agency', legalName })];
    expect(told(drift(given('credit-one', '4.named'), agency('Credit One (invented)')), 'undeclared')).toEqual([]);
    expect(told(drift(given('credit-one', '4.named'), agency('Another')), 'undeclared')).toEqual(['4.named recipient credit-one violation 2']);
    expect(told(drift(given('credit-one', '4.any'), agency('Another')), 'undeclared')).toEqual(['4.any recipient credit-one gap 2']);
  });
  test('anything at all, before the first version', () => {
    const { entries } = driftOf({ ...period, version: null }, [flow('1.1', 'name')], new Map());
    expect(told(entries, 'undeclared')).toEqual(['1.1 clause 1.1 violation 2']);
    expect(told(entries, 'unobserved')).toEqual([]);
  });
});

describe('unobserved', () => {
  test('a clause that no event cites is one entry', () => {
    expect(told(drift([]), 'unobserved')).toEqual(
      [...(version?.clauses.values() ?? [])].map(({ id, kind }) => `${id} ${kind === 'sdk' ? 'sdk' : 'clause'} ${id}`),
    );
  });
  test('of a clause in use: items, purposes, recipients and classes that no event had', () => {
    const flows = [flow('4.any', 'name', { holder: 'credit-two', purpose: 'login' })];
    const entries = drift(flows, [registered(-1000, { recipient: 'credit-two', recipientClass: 'credit-agency', legalName: 'Two' })]);
    expect(told(entries, 'unobserved').filter((line) => line.startsWith('4.any'))).toEqual([
      '4.any item mobile_number',
      '4.any purpose credit-enquiry',
      '4.any recipient credit-one',
    ]);
    const toNobody = drift([flow('4.any', 'name')], []);
    expect(told(toNobody, 'unobserved')).toContain('4.any recipient-class credit-agency');
  });
});
