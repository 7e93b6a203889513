// A window cut by the version in force: each day belongs to one version, none is lost, none counted twice.
import { expect, test } from 'vitest';
import { periodsOf } from '../../../services/core/policy/drift/periods.ts';
import { smallRegistry } from '../../support/small-registry.ts';

const cut = (from: string | null, to: string) => periodsOf(smallRegistry, from, to).map((period) => [period.version?.id ?? null, period.from, period.to]);

test('the whole time: before the first version, then each until the next', () => {
  expect(cut(null, '2025-12-31')).toEqual([
    [null, null, '2025-02-12'],
    ['test-bank/1', '2025-02-13', '2025-08-11'],
    ['test-bank/2', '2025-08-12', '2025-09-10'],
    ['test-bank/3', '2025-09-11', '2025-12-31'],
  ]);
});

test('a window within one version, and one across two', () => {
  expect(cut('2025-09-01', '2025-09-05')).toEqual([['test-bank/2', '2025-09-01', '2025-09-05']]);
  expect(cut('2025-09-10', '2025-09-11')).toEqual([
    ['test-bank/2', '2025-09-10', '2025-09-10'],
    ['test-bank/3', '2025-09-11', '2025-09-11'],
  ]);
});

test('no version at all', () => {
  expect(periodsOf({ versions: new Map() }, null, '2025-09-05')).toEqual([{ version: null, from: null, to: '2025-09-05' }]);
});
