// Instants as people write them: every valid one is read as the platform reads it, everything else is refused.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addYears, dayOf, formatInstant, parseInstant } from '../../../services/core/domain/instants.ts';

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
const first = Date.parse('0001-01-02T00:00:00Z');
const last = Date.parse('9999-12-30T00:00:00Z');
const instants = fc.integer({ min: first, max: last });
const offsets = fc.oneof(
  fc.constantFrom('Z', 'z', '+00:00', '-00:00', '+08:00'),
  fc
    .tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([sign, h, m]) => `${sign}${pad(h, 2)}:${pad(m, 2)}`),
);

describe('parseInstant', () => {
  test('reads every valid text as the platform does, whatever offset and digits', () => {
    fc.assert(
      fc.property(instants, offsets, fc.constantFrom('T', 't'), fc.stringMatching(/^(\.\d{1,9})?$/), (instant, offset, t, fraction) => {
        const text = `${new Date(instant).toISOString().slice(0, 10)}${t}${new Date(instant).toISOString().slice(11, 19)}`;
        // The platform takes three digits and capitals.
        const digits = fraction === '' ? '' : `.${fraction.slice(1).padEnd(3, '0').slice(0, 3)}`;
        expect(parseInstant(`${text}${fraction}${offset}`)).toBe(Date.parse(`${text.replace('t', 'T')}${digits}${offset.toUpperCase()}`));
      }),
      { numRuns: 500 },
    );
  });

  test('reads back what formatInstant wrote', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
    );
  });

  test('takes a day exactly when the calendar has it', () => {
    const number = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), number(14), number(33), number(25), number(61), (year, month, day, hour, minute) => {
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${pad(hour, 2)}:${pad(minute, 2)}:00Z`;
        const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
        const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
        const exists = day >= 1 && day <= days && hour <= 23 && minute <= 59;
        const parsed = parseInstant(text);
        expect(parsed === null ? null : new Date(parsed).toISOString()).toBe(exists ? text.replace('Z', '.000Z') : null);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    '',
    '2025-09-03',
    '2025-09-03T10:15:00',
    '2025-09-03 10:15:00Z',
    '2025-09-03T10:15Z',
    '2025-09-03T10:15:60Z',
    '2025-09-03T24:00:00Z',
    '2025-09-03T10:15:00.Z',
    '2025-09-03T10:15:00.1234567890Z',
    '2025-09-03T10:15:00+0800',
    '2025-09-03T10:15:00+08',
    '2025-09-03T10:15:00+24:00',
    '2025-09-03T10:15:00+08:60',
    '2025-00-10T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2025-04-31T00:00:00Z',
    ' 2025-09-03T10:15:00Z',
    '2025-09-03T10:15:00Z\n',
    '+02025-09-03T10:15:00Z',
    '1756865700000',
    '２０２５-09-03T10:15:00Z',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeNull());

  test('never throws, and what it takes is a finite number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)), (text) => {
        expect(parseInstant(text) ?? 0).toSatisfy(Number.isFinite);
      }),
    );
  });
});

describe('in Shanghai', () => {
  test.each([
    ['2025-09-03T15:59:59.999Z', '2025-09-03'],
    ['2025-09-03T16:00:00Z', '2025-09-04'],
    ['1969-12-31T15:59:59Z', '1969-12-31'],
  ])('%s is on %s', (text, day) => expect(dayOf(Date.parse(text))).toBe(day));

  test('milliseconds are shown when there are any', () => {
    expect(formatInstant(Date.parse('2025-09-03T02:15:00Z'))).toBe('2025-09-03T10:15:00+08:00');
    expect(formatInstant(Date.parse('2025-09-03T02:15:00.007Z'))).toBe('2025-09-03T10:15:00.007+08:00');
  });

  test.each([
    ['2025-09-01T10:00:00+08:00', 5, '2030-09-01T10:00:00+08:00'],
    ['2024-03-01T07:00:00+08:00', 5, '2029-03-01T07:00:00+08:00'],
    ['2024-02-29T12:00:00+08:00', 4, '2028-02-29T12:00:00+08:00'],
    ['2024-02-29T12:00:00+08:00', 5, '2029-03-01T12:00:00+08:00'],
    ['2025-01-01T00:30:00+08:00', 15, '2040-01-01T00:30:00+08:00'],
  ])('%s and %i years: %s', (text, years, later) => expect(addYears(Date.parse(text), years)).toBe(Date.parse(later)));
});
