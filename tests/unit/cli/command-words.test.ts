// What the command line makes of its words before anything is opened: vain cries for help, days, purposes.
import { expect, test } from 'vitest';
import { checkInstant, checkSpan, requirePurpose } from '../../../services/cli/options.ts';
import { program, withoutVainHelp } from '../../../services/cli/program.ts';

test('help for a command that is not there is an unknown command; help for one that is stays help', () => {
  const words = (line: string): string => withoutVainHelp(line.split(' '), program()).join(' ');
  for (const line of ['--help', 'lineage --help', 'quarantine --help', 'quarantine list -h', 'help', 'help lineage', 'lineage x --help'])
    expect(words(line)).toBe(line);
  expect(words('linage --help')).toBe('linage');
  expect(words('quarantine lst -h')).toBe('quarantine lst');
  expect(words('help linage')).toBe('linage');
});

test('spans are calendar days, or instants where they may be, in order', () => {
  const refused = (from: string | undefined, to: string | undefined, orInstants = false): unknown => {
    try {
      checkSpan({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }, orInstants);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : error;
    }
  };
  expect(refused('2025-09-01', '2025-09-01')).toBeNull();
  expect(refused('2024-02-29', undefined)).toBeNull();
  expect(refused('2025-09-01T00:00:00+08:00', '2025-09-01', true)).toBeNull();
  expect(refused('2025-13-01', undefined)).toMatch(/^--from is a calendar day/);
  expect(refused(undefined, '2025-02-29')).toMatch(/^--to is a calendar day/);
  expect(refused('2025-09-01T00:00:00+08:00', undefined)).toMatch(/^--from is a calendar day/);
  expect(refused('2025-09-02', '2025-09-01', true)).toBe('--from is not after --to');
});

test('instants carry their offset, and a look at a person its purpose and its case', () => {
  expect(() => checkInstant('--as-of', '2025-09-01')).toThrow(/^--as-of is an RFC 3339 instant/);
  expect(() => checkInstant('--as-of', '2025-09-01T00:00:00Z')).not.toThrow();
  expect(() => requirePurpose({})).toThrow(/--purpose .* and --case/);
  expect(() => requirePurpose({ purpose: 'audit' })).toThrow(/^a look at a person needs --case/);
  expect(() => requirePurpose({ purpose: 'audit', case: 'C-7' })).not.toThrow();
});
