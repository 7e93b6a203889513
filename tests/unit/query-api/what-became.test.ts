// What became of what each flow brought: a flow shares the fate of its episode, and a later share hides no deletion.
import { expect, test } from 'vitest';
import { foldPerson } from '../../../services/core/policy/person-fold.ts';
import { flowOf } from '../../../services/query-api/answered-flow.ts';
import { labels } from '../../../services/query-api/labels.ts';
import { whatBecame } from '../../../services/query-api/what-became.ts';
import { formatInstant } from '../../../services/core/domain/instants.ts';
import type { PlacedPersonEvent } from '../../../services/core/domain/placed-event.ts';
import type { StoredEvent } from '../../../services/core/ports/read-model.ts';
import { inLedgerOrder, second, shared, testCodec, type Fields } from '../../support/builders.ts';
import { smallRegistry } from '../../support/small-registry.ts';

const about = (type: string, at: number, fields: Fields): Fields => {
  const { producer, dataSubject } = shared(at);
  return { type, producer, dataSubject, sourceEventId: `${type}-${at}`, occurredAt: formatInstant(second(at)), ...fields };
};
const deleted = (at: number, fields: Fields = {}) => about('PersonalDataDeleted', at, { at: 'parcel', items: [], method: 'deleted', ...fields });
const requested = (at: number, dueAt: number) =>
  about('DeletionRequested', at, { at: 'parcel', items: [], dueAt: formatInstant(second(dueAt)), deletionRequest: 'q-1' });

const stored = ({ eventId, event, stream, revision, recordedAt }: PlacedPersonEvent): StoredEvent => ({
  eventId,
  stream,
  revision,
  recordedAt,
  occurredAt: event.occurredAt,
  type: event.type,
  json: JSON.stringify(testCodec.toJson(event)),
  outcome: 'compliant',
  findings: null,
});

const names = labels(smallRegistry, []);

/** State, second and items of each share, in order. */
function fates(reports: readonly Fields[], asOf = 100): readonly (readonly string[])[] {
  const placed = inLedgerOrder(reports);
  const { holdings } = foldPerson(placed, { registry: smallRegistry, recipients: new Map() });
  const became = whatBecame([...holdings.values()], second(asOf), () => placed);
  return placed
    .filter(({ event }) => event.type === 'PersonalDataShared')
    .map((one) =>
      became(flowOf(stored(one), { outcome: 'compliant', findings: [] }, names)).map(
        ({ state, since, items }) => `${state} ${(Date.parse(since) - second(0)) / 1000} ${items.join(' ')}`,
      ),
    );
}

test('a flow shares the fate of its episode; a new share begins another', () => {
  expect(fates([shared(1), shared(2), deleted(3), shared(4)])).toEqual([['deleted 3 mobile_number'], ['deleted 3 mobile_number'], ['held 4 mobile_number']]);
  expect(fates([shared(1), deleted(2), shared(3), deleted(4), shared(5)])).toEqual([
    ['deleted 2 mobile_number'],
    ['deleted 4 mobile_number'],
    ['held 5 mobile_number'],
  ]);
});

test('items of one flow part where only some were deleted, or under another purpose not at all', () => {
  const both = { items: ['mobile_number', 'name'] };
  expect(fates([shared(1, both), deleted(2, { items: ['name'] }), shared(3)])).toEqual([['held 1 mobile_number', 'deleted 2 name'], ['held 1 mobile_number']]);
  expect(fates([shared(1), shared(1.5, { purpose: 'login' }), deleted(2, { purpose: 'login' })])).toEqual([
    ['held 1 mobile_number'],
    ['deleted 2 mobile_number'],
  ]);
});

test('a deletion that is asked for is overdue once its time is over, also of an episode that ended otherwise later', () => {
  expect(fates([shared(1), requested(2, 50)], 49)).toEqual([['deletion-requested 2 mobile_number']]);
  expect(fates([shared(1), requested(2, 50)], 51)).toEqual([['deletion-overdue 50 mobile_number']]);
  expect(fates([shared(1), requested(2, 50), deleted(60), shared(61)], 70)).toEqual([['deleted 60 mobile_number'], ['held 61 mobile_number']]);
});

test('within one millisecond the ledger decides', () => {
  expect(fates([shared(1), deleted(2), shared(2), shared(2)])).toEqual([['deleted 2 mobile_number'], ['held 2 mobile_number'], ['held 2 mobile_number']]);
});
