// The README of core/policy shows the rules that there are. When it does not, the test prints the table to put there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../../services/core/policy/evaluate.ts';
import { ruleTable } from '../../../services/core/policy/rule-table.ts';
import { policiesFolder } from '../../support/repository-folders.ts';

const readme = readFileSync(join(policiesFolder, '../../services/core/policy/README.md'), 'utf8');

/** Cells of every row, however the columns are padded. */
const cellsOf = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .filter((line) => !/^[|\s:-]+$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

test('the table in the README is made of the rules', () => {
  const shown = readme.split('<!-- rules -->')[1]?.split('<!-- /rules -->')[0] ?? '';
  expect(cellsOf(shown), ruleTable()).toEqual(cellsOf(ruleTable()));
});

test('what is listed as not decided is no rule that is', () => {
  const [, left = ''] = readme.split('## Not decided from an event');
  expect(rules.map(({ id }) => id).filter((id) => new RegExp(`^\\| [^|]*${id}\\b`, 'm').test(left))).toEqual([]);
});

test('ids rise, each once; every source carries a verify mark', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  for (const { id, source } of rules) expect(`${id} ${source}`).toMatch(/SF:S\d+|GK/);
});
