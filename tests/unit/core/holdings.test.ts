// Who holds which item, in which state: the fold over one person's events.
import { describe, expect, test } from 'vitest';
import { acquireLate, applyToHoldings, changesHoldings, type Holding, type Holdings } from '../../../services/core/domain/holdings.ts';
import {
  acknowledged,
  collected,
  deleted,
  deletionRequested,
  granted,
  inLedgerOrder,
  notified,
  placed,
  relationshipEnded,
  relationshipStarted,
  second,
  shared,
  used,
  type Fields,
} from '../../support/builders.ts';

const fiveYears = (_version: string | null, product: string): number | null => (product === 'account' ? 5 : null);

/** Folds reports that are given in business order. */
function fold(reports: readonly Fields[]): readonly Holding[] {
  const holdings: Holdings = new Map();
  const history = inLedgerOrder(reports);
  for (const event of history) applyToHoldings(holdings, event, fiveYears, history);
  return [...holdings.values()];
}
const states = (reports: readonly Fields[]): readonly string[] =>
  fold(reports).map(({ holder, item, state, stateSince }) => `${holder} ${item} ${state} ${(stateSince - second(0)) / 1000}`);

describe('acquiring', () => {
  test('a collection: the bank holds it', () => {
    const [holding] = fold([collected(1, { product: 'account' })]);
    expect(holding).toMatchObject({
      holder: 'webank',
      item: 'mobile_number',
      purpose: 'login',
      legalBasis: '13-1',
      clause: '1.1',
      policyVersion: 'test-bank/2',
      product: 'account',
      since: second(1),
      state: 'held',
      stateSince: second(1),
      dueAt: null,
      retainUntil: null,
    });
  });

  test('a share: the recipient holds it too, the bank as before', () =>
    expect(states([collected(1), shared(2)])).toEqual(['webank mobile_number held 1', 'parcel mobile_number held 2']));

  test('a use: only what was derived is new', () =>
    expect(states([used(1, { items: ['name'], derivedItems: ['credit_score'] })])).toEqual(['webank credit_score held 1']));

  test('again while it is held: the beginning stays', () => expect(states([collected(1), collected(2)])).toEqual(['webank mobile_number held 1']));

  test('under another purpose, basis or clause it is another holding', () =>
    expect(fold([collected(1), collected(2, { purpose: 'other' }), collected(3, { legalBasis: '13-2' }), collected(4, { clause: '1.open' })])).toHaveLength(4));

  test('without a clause and version', () =>
    expect(fold([collected(1, { clause: undefined, policyVersion: undefined })])[0]).toMatchObject({ clause: '', policyVersion: '' }));
});

describe('ending', () => {
  test.each([
    ['deleted', 'deleted'],
    ['anonymised', 'anonymised'],
    ['restricted', 'restricted'],
  ])('method %s: %s', (method, state) => expect(states([collected(1), deleted(2, { method })])).toEqual([`webank mobile_number ${state} 2`]));

  test('by a method that nobody states: nothing is known to have changed', () =>
    expect(states([collected(1), deleted(2, { method: 'unknown' })])).toEqual(['webank mobile_number held 1']));

  test('only there, only those items, only that purpose', () => {
    const before = [collected(1, { items: ['mobile_number', 'name'] }), collected(1, { purpose: 'other' }), shared(1)];
    expect(states([...before, deleted(2, { items: ['mobile_number'], purpose: 'login' })])).toEqual([
      'webank mobile_number deleted 2',
      'webank name held 1',
      'webank mobile_number held 1',
      'parcel mobile_number held 1',
    ]);
    expect(states([...before, deleted(2, { at: 'parcel' })]).filter((state) => !state.includes('held'))).toEqual(['parcel mobile_number deleted 2']);
  });

  test('what ended stays ended', () =>
    expect(states([collected(1), deleted(2), deleted(3, { method: 'anonymised' }), deletionRequested(4)])).toEqual(['webank mobile_number deleted 2']));

  test('acquired again it is held anew, from then on', () => {
    const again = collected(3);
    const [holding] = fold([collected(1), deleted(2), again]);
    expect(holding).toMatchObject({ state: 'held', since: second(3), stateSince: second(3), events: [placed(again).eventId] });
  });

  test('restricted is no end: acquired again it stays restricted', () =>
    expect(states([collected(1), deleted(2, { method: 'restricted' }), collected(3)])).toEqual(['webank mobile_number restricted 2']));

  test('what nobody holds cannot end', () => expect(fold([deleted(1), notified(2), acknowledged(3)])).toEqual([]));
});

describe('a deletion that is asked for', () => {
  const due = { dueAt: '2025-09-16T10:00:00+08:00' };
  const later = { dueAt: '2025-09-20T10:00:00+08:00' };

  test('at a recipient: requested with its due date, then acknowledged', () => {
    const reports = [shared(1), notified(2, due)];
    expect(fold(reports)[0]).toMatchObject({ state: 'deletion-requested', stateSince: second(2), dueAt: Date.parse(due.dueAt) });
    expect(fold([...reports, acknowledged(3)])[0]).toMatchObject({ state: 'deleted', stateSince: second(3), dueAt: null });
  });

  test.each([
    ['deleted', 'deleted'],
    ['anonymised', 'anonymised'],
    ['restricted', 'restricted'],
    ['refused', 'deletion-refused'],
    ['unknown', 'deletion-requested'],
  ])('acknowledged as %s: %s', (outcome, state) => expect(fold([shared(1), notified(2), acknowledged(3, { outcome })])[0]?.state).toBe(state));

  test('at the bank', () =>
    expect(fold([collected(1), deletionRequested(2, due)])[0]).toMatchObject({ state: 'deletion-requested', dueAt: Date.parse(due.dueAt) }));

  test('asked twice: since the first time, due as said last', () => {
    const first = notified(2, due);
    const again = notified(3, later);
    expect(fold([shared(1), first, again])[0]).toMatchObject({
      stateSince: second(2),
      dueAt: Date.parse(later.dueAt),
      events: [expect.anything(), placed(again).eventId],
    });
    expect(fold([shared(1), first, notified(3)])[0]).toMatchObject({ dueAt: Date.parse(due.dueAt), events: [expect.anything(), placed(first).eventId] });
  });

  test('refused, then asked again', () =>
    expect(fold([shared(1), notified(2, due), acknowledged(3, { outcome: 'refused' }), notified(4)])[0]).toMatchObject({
      state: 'deletion-requested',
      stateSince: second(4),
      dueAt: null,
    }));

  test('by when was not said: no day is made up, and it never becomes overdue', () => expect(fold([shared(1), notified(2)])[0]?.dueAt).toBeNull());

  test('answered without being asked: what was done stands, a refusal refuses nothing', () => {
    expect(states([shared(1), acknowledged(2)])).toEqual(['parcel mobile_number deleted 2']);
    expect(states([shared(1), acknowledged(2, { outcome: 'restricted' })])).toEqual(['parcel mobile_number restricted 2']);
    expect(states([shared(1), acknowledged(2, { outcome: 'refused' })])).toEqual(['parcel mobile_number held 1']);
  });

  test('more of the same arrives meanwhile: still asked for, and due as before', () => {
    expect(fold([shared(1), notified(2, due), shared(3)])[0]).toMatchObject({ state: 'deletion-requested', dueAt: Date.parse(due.dueAt) });
    expect(fold([shared(1), notified(2, due), acknowledged(3, { outcome: 'refused' }), shared(4)])[0]).toMatchObject({ state: 'deletion-refused' });
  });

  test('more of the same arrives meanwhile: since the request', () =>
    expect(states([shared(1), notified(2), shared(3)])).toEqual(['parcel mobile_number deletion-requested 2']));
});

describe('retention after the relationship', () => {
  test('the policy’s years from its end, on the calendar of Shanghai, for that product at the bank', () => {
    const [account, loan, parcel] = fold([
      collected(1, { product: 'account' }),
      collected(1, { product: 'loan', purpose: 'loan' }),
      shared(1, { product: 'account' }),
      relationshipEnded(2),
    ]);
    expect(account?.retainUntil).toBe(Date.parse('2030-09-01T10:00:02+08:00'));
    expect(loan?.retainUntil).toBeNull();
    expect(parcel?.retainUntil).toBeNull();
    expect(account?.state).toBe('held');
  });

  test('a product without a rule starts nothing', () =>
    expect(fold([collected(1, { product: 'loan' }), relationshipEnded(2, { product: 'loan' })])[0]?.retainUntil).toBeNull());

  test('it counts from the end of the last relationship of the product', () => {
    const account = (reports: readonly Fields[]) => fold([collected(1, { product: 'account' }), ...reports])[0]?.retainUntil ?? null;
    const [first, second_] = [relationshipStarted(2), relationshipStarted(3, { relationship: 'rel-2' })];
    expect(account([first, second_, relationshipEnded(4)])).toBeNull();
    expect(account([first, second_, relationshipEnded(4), relationshipEnded(60, { relationship: 'rel-2' })])).toBe(Date.parse('2030-09-01T10:01:00+08:00'));
    expect(account([first, relationshipEnded(4), second_])).toBeNull();
    expect(account([first, relationshipStarted(3, { relationship: 'rel-3', product: 'loan' }), relationshipEnded(60)])).toBe(
      Date.parse('2030-09-01T10:01:00+08:00'),
    );
  });

  test('a second end counts anew', () =>
    expect(fold([collected(1, { product: 'account' }), relationshipEnded(2), relationshipEnded(60)])[0]?.retainUntil).toBe(
      Date.parse('2030-09-01T10:01:00+08:00'),
    ));

  test('what was deleted needs no keeping', () =>
    expect(fold([collected(1, { product: 'account' }), deleted(2), relationshipEnded(3)])[0]?.retainUntil).toBeNull());
});

describe('an acquisition that arrived late', () => {
  const held = (reports: readonly Fields[]): Holdings => {
    const holdings: Holdings = new Map();
    for (const event of inLedgerOrder(reports)) applyToHoldings(holdings, event, fiveYears);
    return holdings;
  };

  test('is the beginning when it was earlier, and nothing when it was not', () => {
    const holdings = held([collected(5)]);
    expect(acquireLate(holdings, placed(collected(7), { revision: 1 }), fiveYears)).toEqual([]);
    const early = placed(collected(2, { product: 'account' }), { revision: 2 });
    expect(acquireLate(holdings, early, fiveYears)).toHaveLength(1);
    expect([...holdings.values()]).toEqual([expect.objectContaining({ since: second(2), product: 'account', events: [early.eventId] })]);
  });

  test('of the same millisecond cannot tell, and changes nothing', () => {
    const holdings = held([collected(5)]);
    const before = new Map(holdings);
    expect(acquireLate(holdings, placed(collected(5, { items: ['name', 'mobile_number'] }), { revision: 1 }), fiveYears)).toBeNull();
    expect(holdings).toEqual(before);
  });

  test('which facts can end a holding', () => {
    const changing = [deleted(1), deletionRequested(1), notified(1), acknowledged(1), relationshipEnded(1)];
    const others = [collected(1), shared(1), used(1), granted(1)];
    expect(changing.map((fields) => changesHoldings(placed(fields).event))).toEqual(changing.map(() => true));
    expect(changesHoldings(placed(relationshipStarted(2)).event)).toBe(false);
    expect(changesHoldings(placed(relationshipStarted(2)).event, inLedgerOrder([relationshipEnded(1)]))).toBe(true);
    expect(others.map((fields) => changesHoldings(placed(fields).event))).toEqual(others.map(() => false));
  });
});
