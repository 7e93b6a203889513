// Bodies that are no acceptable JSON: each is refused with a problem that says what was expected, and nothing of it is recorded.
import { expect, test } from 'vitest';
import { expectProblem, runningSystem } from '../support/running-system.ts';
import { validShare } from '../support/valid-reports.ts';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const share = (): string => JSON.stringify(validShare());
const broken: Readonly<Record<string, readonly [body: string | Uint8Array, rule: string]>> = {
  'malformed JSON': ['{"type": "PersonalDataShared",', 'json'],
  'JSON with a comment': ['{ /* no */ }', 'json'],
  'JSON and something after it': [`${share()}x`, 'json'],
  'two values': [`${share()}${share()}`, 'json'],
  'blanks only': ['   \n', 'json'],
  'a BOM only': [Buffer.from([0xef, 0xbb, 0xbf]), 'json'],
  'an infinite number': ['{"type": Infinity}', 'json'],
  'invalid UTF-8': [Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'utf-8'],
  'UTF-16': [Buffer.from('{}', 'utf16le'), 'json'],
  'an overlong encoding': [Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'utf-8'],
  'deep nesting': [nested(17), 'depth'],
  'very deep nesting': [nested(500_000), 'depth'],
  'deep nesting that is never closed': ['['.repeat(1_000_000), 'depth'],
  'a key that stands twice': [`{"dataSubject":"a",${share().slice(1)}`, 'unique-keys'],
  'a nested key that stands twice': [`{"identifier":{"type":"mobile","type":"email","value":"x"},${share().slice(1)}`, 'unique-keys'],
};

test('a body that is no acceptable JSON is refused by name of the rule, and the system goes on', async () => {
  const system = await runningSystem();
  for (const [name, [body, rule]] of Object.entries(broken)) {
    const answer = await system.ask('/v1/events', { method: 'POST', headers: { 'content-type': 'application/json' }, body: body as string });
    expect(expectProblem(answer, 400, 'ERR_INPUT'), name).toEqual([{ pointer: '', rule, expected: expect.any(String) }]);
  }
  expect(await system.conservation()).toEqual({ consumed: 0, appended: 0, quarantined: 0, duplicates: 0 });
  expect((await system.report(validShare())).status).toBe(201);
});

test('a BOM before JSON is passed over; escaped quotes, brackets and colons in strings are no structure', async () => {
  const system = await runningSystem();
  expect((await system.report(`\ufeff${share()}`)).status).toBe(201);
  const odd = validShare({ contract: 'No. "7": {[{[{[{[{[{[{[{[{[{[ \\' });
  expect((await system.report(odd)).status).toBe(201);
});

test('what is JSON but no event is refused', async () => {
  const system = await runningSystem();
  for (const body of ['null', '7', '"text"', 'true', '[[]]', '[null]', '[7]']) {
    const answer = await system.report(body);
    if (body.startsWith('[')) {
      expect(answer.status, body).toBe(207);
      expect(answer.json, body).toEqual([
        expect.objectContaining({ status: 'rejected', errors: [{ pointer: '', rule: 'type', expected: expect.any(String) }] }),
      ]);
    } else expect(expectProblem(answer, 422, 'ERR_EVENT'), body).toEqual([{ pointer: '', rule: 'type', expected: expect.any(String) }]);
  }
});

test('an empty body is refused, with and without a content type; an empty array is nothing', async () => {
  const system = await runningSystem();
  expectProblem(await system.report(''), 400, 'ERR_INPUT');
  const bare = await system.ask('/v1/events', { method: 'POST' });
  expect(bare.status).toBeGreaterThanOrEqual(400);
  expectProblem(bare, bare.status, bare.status === 422 ? 'ERR_EVENT' : 'ERR_INPUT');
  const nothing = await system.report('[]');
  expect([nothing.status, nothing.json]).toEqual([200, []]);
  expect(await system.stream([])).toEqual([]);
  expect(await system.stream(['', '  ', '\t\r'])).toEqual([]);
});

test('more than 500 in an array, or more than 2 MiB of JSON, is 413 and nothing of it is recorded', async () => {
  const system = await runningSystem();
  const many = Array.from({ length: 501 }, () => validShare());
  expectProblem(await system.report(many), 413, 'ERR_TOO_LARGE');
  const padded = JSON.stringify(validShare({ contract: 'x'.repeat(10 * 1024 * 1024) }));
  expectProblem(await system.report(padded), 413, 'ERR_TOO_LARGE');
  expect((await system.conservation()).consumed).toBe(0);
  const taken = await system.report(many.slice(0, 500));
  expect(taken.status).toBe(200);
  expect((await system.conservation()).appended).toBe(500);
});
