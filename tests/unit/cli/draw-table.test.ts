// Tables at the widths of real windows: nothing is wider than the window, and no id and no day is split.
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { drawTable, type Column } from '../../../services/cli/draw-table.ts';
import { wrap } from '../../../services/cli/wrap-text.ts';

interface Row {
  readonly day: string;
  readonly id: string;
  readonly other: string;
  readonly rules: readonly (readonly [rule: string, because: string])[];
}

const rows: readonly Row[] = [
  {
    day: '2025-09-03',
    id: '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50',
    other: '0b7c9a52-6f5e-8c1d-9b3a-2f4e6d8c0a11',
    rules: [
      ['R07', 'The clause does not list these items: name, delivery_address, mobile_number, and the recipient is not of a class that it allows.'],
      ['R20', '发生时接收方没有登记，也没有登记联系方式，因此无法证明此前已经向本人作过告知。'],
    ],
  },
];

const columns: readonly Column<Row>[] = [
  { key: 'day', title: 'Day', whole: true, show: ({ day }) => day },
  { key: 'rule', title: 'Rule', aligned: true, show: ({ rules }) => rules.map(([rule]) => rule).join('\n') },
  { key: 'because', title: 'Because', min: 20, aligned: true, show: ({ rules }) => rules.map(([, because]) => because).join('\n') },
  { key: 'id', title: 'Data subject', whole: true, below: true, show: ({ id }) => id },
  { key: 'other', title: 'Event', whole: true, below: true, show: ({ other }) => other },
];

describe.each([80, 100, 160])('%i columns', (width) => {
  const lines = drawTable(rows, columns, width).split('\n');

  test('no line is wider than the window', () => expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]));
  test('days and ids stand whole', () => {
    for (const whole of [rows[0]?.day, rows[0]?.id, rows[0]?.other]) expect(lines.filter((line) => line.includes(whole ?? '?'))).toHaveLength(1);
  });
  test('each rule stands beside the beginning of its reason', () => {
    expect(lines.find((line) => line.includes('R07'))).toMatch(/R07 +The clause/);
    expect(lines.find((line) => line.includes('R20'))).toMatch(/R20 +发生时/);
  });
});

test('what finds no room stands beneath its row by name, else beside', () => {
  expect(drawTable(rows, columns, 80)).toContain(`Data subject: ${rows[0]?.id}`);
  expect(drawTable(rows, columns, 160).split('\n')[0]).toMatch(/Data subject +Event$/);
});

test('text breaks at spaces, between Chinese characters and between the words of a code, never before a Chinese comma', () => {
  expect(wrap('customer-service-processor', 12)).toEqual(['customer-', 'service-', 'processor']);
  expect(wrap('deleted 2025-09-04', 12)).toEqual(['deleted', '2025-09-04']);
  expect(wrap('姓名，证件', 4)).toEqual(['姓', '名，', '证件']);
  expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  expect(wrap('', 5)).toEqual(['']);
});
