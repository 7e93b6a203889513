// R01, R02, R04, R21 and the consents they ask for, with the worked fixtures of regulation.md 3.5.
import { describe, expect, test } from 'vitest';
import { isLate } from '../../../services/core/domain/placed-event.ts';
import { foldPerson } from '../../../services/core/policy/person-fold.ts';
import {
  acknowledged,
  collected,
  encoded,
  granted,
  inLedgerOrder,
  placed,
  registered,
  second,
  shared,
  used,
  withdrawn,
  type Fields,
} from '../../support/builders.ts';
import { findingOf, findingsOf, judgeLast } from '../../support/judging.ts';
import { smallRegistry } from '../../support/small-registry.ts';

const idOf = (fields: Fields): string => encoded(fields).eventId;
/** A general consent to what `collected` does. */
const general = (at: number, fields: Fields = {}): Fields => granted(at, { consent: 'c-g', kind: 'general', purposes: ['login'], recipient: null, ...fields });

describe('R21: a provision under consent, the worked fixtures', () => {
  test('1 · consent one second before: holds', () => expect(judgeLast([granted(1), shared(2)])).toMatchObject({ outcome: 'compliant', findings: [] }));

  test('2 · same second, but later in the ledger: violation', () => {
    const [share, consent] = [shared(1), granted(1)];
    expect(findingsOf(judgeLast([consent, share]))).toEqual([]);
    const fold = foldPerson(inLedgerOrder([share, consent]), { registry: smallRegistry, recipients: new Map() });
    expect([...fold.verdicts.values()].map(findingsOf)).toEqual([['R02 violation', 'R06 gap', 'R20 gap', 'R21 violation']]);
  });

  test('3 · consent for recipient A, transfer to B: violation', () =>
    expect(findingsOf(judgeLast([granted(1, { recipient: 'another' }), shared(2)]))).toEqual(['R02 violation', 'R21 violation']));

  test('4 · withdrawn, then given again: holds', () => {
    expect(findingsOf(judgeLast([granted(1), withdrawn(2), granted(3, { consent: 'c-2' }), shared(4)]))).toEqual([]);
    expect(findingsOf(judgeLast([granted(1), withdrawn(2), granted(3), shared(4)]))).toEqual([]);
    expect(findingsOf(judgeLast([granted(1), withdrawn(2), shared(3)]))).toEqual(['R02 violation', 'R04 violation', 'R21 violation']);
  });

  test('5 · basis 13-2: R21 does not apply', () => expect(findingsOf(judgeLast([shared(1, { legalBasis: '13-2', basisEvidence: 'contract-1' })]))).toEqual([]));

  test('6 · consent recorded late, given before: holds, and the entry is late', () => {
    const share = placed(shared(10), { revision: 0, recordedAt: second(11) });
    const consent = placed(granted(1), { revision: 1, recordedAt: second(3 * 86_400) });
    const fold = foldPerson([share, consent], { registry: smallRegistry, recipients: new Map() });
    expect(findingOf(fold.verdicts.get(share.eventId)!, 'R21')).toBeUndefined();
    expect(isLate(consent.event.occurredAt, consent.recordedAt)).toBe(true);
    expect(isLate(share.event.occurredAt, share.recordedAt)).toBe(false);
  });

  test('7 · a tick box for several consents together, recorded as separate for this recipient: violation', () => {
    expect(findingsOf(judgeLast([granted(1, { act: 'bundled' }), shared(2)]))).toEqual(['R21 violation']);
    expect(findingsOf(judgeLast([granted(1, { act: 'dedicated' }), shared(2)]))).toEqual([]);
  });

  test('a share whose mode is not stated is asked as a provision, and what is missing is a gap', () => {
    expect(findingsOf(judgeLast([general(1, { purposes: [] }), shared(2, { mode: 'unknown' })]))).toEqual(['R21 gap']);
    expect(findingsOf(judgeLast([granted(1), shared(2, { mode: 'unknown' })]))).toEqual([]);
  });

  test('7 · the tick box of the policy, recorded as separate: violation, it names no recipient', () =>
    expect(findingsOf(judgeLast([granted(1, { recipient: null, items: [], purposes: [] }), shared(2)]))).toEqual(['R21 violation']));

  test('8 · a batch where some lack consent: as many findings as people, not one for the batch', () => {
    const everybody = Array.from({ length: 50 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
    const without = new Set([everybody[3], everybody[30], everybody[49]]);
    const violations = everybody.filter((dataSubject) => {
      const events = inLedgerOrder([...(without.has(dataSubject) ? [] : [granted(1, { dataSubject })]), shared(2, { dataSubject })]);
      return [...foldPerson(events, { registry: smallRegistry, recipients: new Map() }).verdicts.values()].some((verdict) => findingOf(verdict, 'R21'));
    });
    expect(new Set(violations)).toEqual(without);
  });
});

describe('R21: what a consent must be', () => {
  test.each([
    ['general', granted(1, { kind: 'general' }), false],
    ['by a guardian', granted(1, { kind: 'guardian' }), false],
    ['separate', granted(1), true],
    ['written', granted(1, { kind: 'written' }), true],
    ['for any item and purpose', granted(1, { items: [], purposes: [] }), true],
    ['for another item', granted(1, { items: ['address'] }), false],
    ['for another purpose', granted(1, { purposes: ['login'] }), false],
    ['later', granted(3), false],
    ['valid until the very moment', granted(1, { validUntil: '2025-09-01T10:00:02+08:00' }), true],
    ['lapsed', granted(1, { validUntil: '2025-09-01T10:00:01.999+08:00' }), false],
  ])('%s', (_name, consent, holds) => expect(findingOf(judgeLast([consent, shared(2)]), 'R21') === undefined).toBe(holds));

  test('one consent must cover everything alone: two halves are none', () => {
    const halves = [granted(1, { items: ['mobile_number'] }), granted(1, { consent: 'c-2', items: ['address'] })];
    expect(findingsOf(judgeLast([...halves, shared(2, { items: ['mobile_number', 'address'] })]))).toEqual(['R02 violation', 'R21 violation']);
  });

  test.each(['sdk-direct', 'statutory', 'transferred', 'published'])('only a provision needs it: %s does not', (mode) =>
    expect(findingOf(judgeLast([general(1, { purposes: [] }), shared(2, { mode })]), 'R21')).toBeUndefined(),
  );

  test.each([
    ['provided', 'handler', 'violation'],
    ['provided', 'joint', 'violation'],
    ['provided', 'credit-bureau', 'violation'],
    ['provided', 'unknown', 'violation'],
    ['provided', 'processor', 'gap'],
    ['joint', 'joint', 'violation'],
    ['joint', 'processor', 'gap'],
    ['entrusted', 'processor', undefined],
    ['entrusted', 'handler', 'violation'],
    ['entrusted', 'state-organ', 'violation'],
    ['entrusted', 'unknown', 'gap'],
    ['unknown', 'processor', 'gap'],
    ['unknown', 'handler', 'gap'],
  ])('stated as %s to one registered as %s: %s without a separate consent', (mode, role, outcome) => {
    const register = [registered(-10, { role })];
    expect(findingOf(judgeLast([general(1, { purposes: [] }), shared(2, { mode })], register), 'R21')?.outcome).toBe(outcome);
    expect(findingOf(judgeLast([granted(1), shared(2, { mode })], register), 'R21')).toBeUndefined();
  });

  test('who is not registered cannot be shown to be a processor', () =>
    expect(findingsOf(judgeLast([general(1, { purposes: [] }), shared(2, { mode: 'entrusted' })], []))).toEqual(['R20 gap', 'R21 gap']));

  test('the finding says that the mode contradicts the register, and names the register entry', () => {
    const register = registered(-10, { role: 'handler' });
    const finding = findingOf(judgeLast([general(1, { purposes: [] }), shared(2, { mode: 'entrusted' })], [register]), 'R21');
    expect(finding?.because.en).toContain('not registered as a processor');
    expect(finding?.facts).toContain(idOf(register));
  });

  test('the finding names the event, and the consent that was withdrawn with its withdrawal', () => {
    const [consent, withdrawal, share] = [granted(1), withdrawn(2), shared(3)];
    expect(findingOf(judgeLast([consent, withdrawal, share]), 'R21')).toMatchObject({
      severity: 'C',
      clause: '4.2',
      facts: [idOf(share), idOf(consent), idOf(withdrawal)],
    });
    expect(findingOf(judgeLast([shared(4)]), 'R21')?.facts).toHaveLength(1);
  });
});

describe('R02: consent as the basis', () => {
  test.each([
    ['given before', [general(1)], []],
    ['separate will do', [granted(1, { purposes: ['login'], recipient: null })], []],
    ['one for a recipient is not for the bank', [granted(1, { purposes: ['login'] })], ['R02 violation']],
    ['for a recipient and for everything: still not for the bank', [granted(1, { purposes: [], items: [], kind: 'written' })], ['R02 violation']],
    ['none', [], ['R02 violation']],
    ['later', [general(3)], ['R02 violation']],
    ['for other items', [general(1, { items: ['name'] })], ['R02 violation']],
    ['for another purpose', [general(1, { purposes: ['parcel-tracking'] })], ['R02 violation']],
    ['withdrawn', [general(0), withdrawn(1, { consent: 'c-g' })], ['R02 violation', 'R04 violation']],
    ['lapsed', [general(0, { validUntil: '2025-09-01T10:00:01+08:00' })], ['R02 violation', 'R04 violation']],
  ])('%s', (_name, history, findings) => expect(findingsOf(judgeLast([...history, collected(2)]))).toEqual(findings));

  test.each(['13-2', '13-3', '13-4', '13-5', '13-6', '13-7'])('basis %s needs none', (legalBasis) =>
    expect(judgeLast([collected(2, { legalBasis })]).outcome).toBe('compliant'),
  );
});

describe('R02: a consent that names a recipient', () => {
  const parcelOnly = granted(1, { kind: 'general' });
  test('counts for sharing with that recipient', () => expect(findingOf(judgeLast([parcelOnly, shared(2)]), 'R02')).toBeUndefined());
  test('does not count for another', () => {
    const other = registered(-10, { recipient: 'other' });
    expect(findingOf(judgeLast([parcelOnly, shared(2, { recipient: 'other' })], [other]), 'R02')?.outcome).toBe('violation');
  });
  test('its withdrawal is none of a collection', () =>
    expect(findingsOf(judgeLast([granted(0, { purposes: [] }), withdrawn(1), collected(2)]))).toEqual(['R02 violation']));
});

describe('R04: the consent that is cited', () => {
  const another = granted(1, { consent: 'c-2' });
  test('withdrawn while another stands: the basis it states is gone', () => {
    expect(findingsOf(judgeLast([granted(0), another, withdrawn(2), shared(3, { consent: 'c-1' })]))).toEqual(['R04 violation']);
    expect(findingsOf(judgeLast([granted(0), another, withdrawn(2), shared(3, { consent: 'c-2' })]))).toEqual([]);
    expect(findingsOf(judgeLast([granted(0), another, withdrawn(2), shared(3)]))).toEqual([]);
  });
  test('given again under the same id: it stands', () =>
    expect(findingsOf(judgeLast([granted(0), another, withdrawn(2), granted(2.5), shared(3, { consent: 'c-1' })]))).toEqual([]));
  test('withdrawn for something else only: it stands', () =>
    expect(findingsOf(judgeLast([granted(0), another, withdrawn(2, { items: ['address'] }), shared(3, { consent: 'c-1' })]))).toEqual([]));
  test('withdrawn later: it stood then', () => expect(findingsOf(judgeLast([granted(0), another, withdrawn(4), shared(3, { consent: 'c-1' })]))).toEqual([]));
});

describe('R04: after a withdrawal', () => {
  test.each([
    ['of the whole consent', withdrawn(2), true],
    ['of a consent of another id', withdrawn(2, { consent: 'c-9' }), false],
    ['of the item', withdrawn(2, { items: ['mobile_number', 'name'] }), true],
    ['of other items', withdrawn(2, { items: ['name'] }), false],
    ['of the purpose', withdrawn(2, { purposes: ['parcel-tracking'] }), true],
    ['of another purpose', withdrawn(2, { purposes: ['login'] }), false],
    ['that came before the consent', withdrawn(0), false],
    ['that comes after the event', withdrawn(4), false],
  ])('%s', (_name, withdrawal, isBroken) => {
    const findings = findingsOf(judgeLast([granted(1), withdrawal, shared(3)]));
    expect(findings).toEqual(isBroken ? ['R02 violation', 'R04 violation', 'R21 violation'] : []);
  });

  test('in the same millisecond the ledger decides', () => {
    expect(findingsOf(judgeLast([withdrawn(1), granted(1), shared(1)]))).toEqual([]);
    expect(findingsOf(judgeLast([granted(1), withdrawn(1), shared(1)]))).toContain('R04 violation');
  });

  test('another consent that still stands is enough', () =>
    expect(findingsOf(judgeLast([granted(0), granted(1, { consent: 'c-2' }), withdrawn(2), shared(3)]))).toEqual([]));

  test('a general consent that stands does not save a provision whose separate one was withdrawn', () =>
    expect(findingsOf(judgeLast([general(0, { purposes: [] }), granted(1), withdrawn(2), shared(3)]))).toEqual(['R04 violation', 'R21 violation']));

  test('no consent at all is not a withdrawal', () => expect(findingsOf(judgeLast([collected(3)]))).not.toContain('R04 violation'));

  test('keeping what is there may go on, using it may not', () => {
    const history = [general(0), withdrawn(1, { consent: 'c-g' })];
    expect(findingsOf(judgeLast([...history, used(2, { activity: 'stored' })]))).not.toContain('R04 violation');
    expect(findingsOf(judgeLast([...history, used(2, { activity: 'used' })]))).toContain('R04 violation');
  });

  test('other bases are not touched: R05 speaks of them', () => {
    const onContract = shared(2, { legalBasis: '13-2', basisEvidence: 'contract-1' });
    expect(findingsOf(judgeLast([granted(0), withdrawn(1), onContract]))).toEqual(['R05 gap']);
  });
});

describe('R01: the basis', () => {
  test('not stated: a gap', () => {
    const verdict = judgeLast([collected(1, { legalBasis: 'unknown' })]);
    expect(findingsOf(verdict)).toEqual(['R01 gap']);
    expect(verdict.outcome).toBe('gap');
  });

  test.each([
    ['on record before', [general(1)], undefined],
    ['on record later', [general(0, { consent: 'c-8' }), general(3)], 'gap'],
    ['not on record', [general(1, { consent: 'c-8' })], 'gap'],
  ])('the consent it cites is %s', (_name, history, outcome) =>
    expect(findingOf(judgeLast([...history, collected(2, { consent: 'c-g' })]), 'R01')?.outcome).toBe(outcome),
  );
});

test('the fold does not depend on the order in which events are given', () => {
  const events = inLedgerOrder([shared(3), granted(1), withdrawn(2), acknowledged(4), shared(5), granted(5)]);
  const context = { registry: smallRegistry, recipients: new Map() };
  expect(foldPerson(events.toReversed(), context)).toEqual(foldPerson(events, context));
});
