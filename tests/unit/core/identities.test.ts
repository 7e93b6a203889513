// Identifiers of people, identities of events, names of streams: one form each, the same for ever.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventIdOf } from '../../../services/core/domain/event-id.ts';
import { identifierTypes, parseIdentifier } from '../../../services/core/domain/identifier.ts';
import { auditLedger, isPersonLedger, isQuarantine, ledgerOf, partitionOf, quarantineOf, registersLedger } from '../../../services/core/domain/stream-names.ts';
import { parseDataSubject, parseEventId, type DataSubject } from '../../../services/core/domain/vocabulary.ts';

describe('identifiers', () => {
  // Numbers of nobody.
  test.each([
    ['mobile', '199 0000 1234', '19900001234'],
    ['mobile', '+86-199-0000-1234', '19900001234'],
    ['mobile', '0086 19900001234', '19900001234'],
    ['mobile', '１９９００００１２３４', '19900001234'],
    ['mobile', '+1 555 0100 123', '+15550100123'],
    ['id-card', '11010119000101000x', '11010119000101000X'],
    ['id-card', ' 110101 19000101 000X ', '11010119000101000X'],
    ['account', '6222 0000 0000 0000', '6222000000000000'],
    ['email', '  Nobody@Example.Example ', 'nobody@example.example'],
    ['device', 'AB:CD:EF:00', 'ab:cd:ef:00'],
  ])('%s %j → %j', (type, text, value) => expect(parseIdentifier(type, text)).toEqual({ type, value }));

  test.each([
    ['mobile', '12900001234'],
    ['mobile', '1990000123'],
    ['mobile', '8619900001234567890'],
    ['id-card', '123'],
    ['account', 'a b'],
    ['account', '../../etc'],
    ['email', 'nobody'],
    ['email', `${'x'.repeat(300)}@example.example`],
    ['device', 'a'],
    ['mobile', ''],
    ['mobile', 19_900_001_234],
    ['mobile', null],
  ])('%s %j is refused', (type, value) => expect(parseIdentifier(type, value)).toMatchObject({ field: 'value', expected: expect.any(String) }));

  test.each(['passport', '', null, 7, '__proto__', 'constructor'])('the type %j is refused', (type) =>
    expect(parseIdentifier(type, '19900001234')).toMatchObject({ field: 'type' }),
  );

  test('a normal form is its own normal form', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...identifierTypes),
        fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.stringMatching(/^[ +-]{0,2}(86|0086)?1[3-9]\d{9}$/)),
        (type, text) => {
          const parsed = parseIdentifier(type, text);
          expect('value' in parsed ? parseIdentifier(type, parsed.value) : parsed).toEqual(parsed);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('what is refused never quotes the value', () => expect(JSON.stringify(parseIdentifier('email', 'canary'))).not.toContain('canary'));
});

describe('the identity of an event', () => {
  test('is fixed for ever: producers resend, and rebuilds compare', () =>
    expect(eventIdOf('card-service', 'c-77120-1')).toBe('1187b3ff-2ef9-8f97-9d0b-98bbac007bc9'));

  test('is a UUID of version 8', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (producer, sourceEventId) => {
        const id = eventIdOf(producer, sourceEventId);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(parseEventId(id)).toBe(id);
        expect(eventIdOf(producer, sourceEventId)).toBe(id);
      }),
    );
  });

  test('differs for any other pair, wherever producer and id are cut', () => {
    const pair = fc.tuple(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }));
    fc.assert(fc.property(pair, pair, ([p, s], [q, t]) => (eventIdOf(p, s) === eventIdOf(q, t)) === (p === q && s === t)));
    expect(eventIdOf('a', '1\nb')).not.toBe(eventIdOf('a\n1', 'b'));
    expect(eventIdOf('ab', 'c')).not.toBe(eventIdOf('a', 'bc'));
  });
});

describe('pseudonyms', () => {
  test('have one canonical form', () => {
    expect(parseDataSubject('5B0E1F2A-0000-4000-8000-00000000000F')).toBe('5b0e1f2a-0000-4000-8000-00000000000f');
    for (const text of [
      '',
      'mobile:19900001234',
      '5b0e1f2a00004000800000000000000f',
      '{5b0e1f2a-0000-4000-8000-00000000000f}',
      '5b0e1f2a-0000-4000-8000-00000000000f\n',
    ])
      expect(parseDataSubject(text)).toBeNull();
  });
});

describe('streams', () => {
  test('of people, of registers, of the audit, and their quarantines', () => {
    expect([ledgerOf(3), registersLedger, auditLedger].map((stream) => [stream, isPersonLedger(stream), isQuarantine(stream), quarantineOf(stream)])).toEqual([
      ['ledger-3', true, false, 'quarantine-3'],
      ['ledger-registers', false, false, 'quarantine-registers'],
      ['ledger-audit', false, false, 'quarantine-audit'],
    ]);
    expect(isQuarantine(quarantineOf(ledgerOf(0)))).toBe(true);
    expect(isPersonLedger(quarantineOf(ledgerOf(0)))).toBe(false);
  });

  test('a person is always in the same partition, and partitions are used evenly', () => {
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 2000; n += 1) {
      const subject = `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as DataSubject;
      const partition = partitionOf(subject, 4);
      expect(partitionOf(subject, 4)).toBe(partition);
      expect(partitionOf(subject, 1)).toBe(0);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(400);
  });
});
