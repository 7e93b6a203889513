// Codes and people that nobody knows: an empty answer would look like a clean record, so it is refused, with what comes near.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectProblem, runningSystem } from '../support/running-system.ts';
import { validShare } from '../support/valid-reports.ts';

const stranger = '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50';

test('a person of whom nothing is known is 404, and the look is recorded all the same', async () => {
  const system = await runningSystem();
  for (const path of ['lineage', 'holdings', 'flows', 'timeline', 'graph'])
    expectProblem(await system.ask(`/v1/data-subjects/${stranger}/${path}`), 404, 'ERR_NOT_FOUND');
  expectProblem(await system.ask(`/v1/consents?dataSubject=${stranger}`), 404, 'ERR_NOT_FOUND');
  const log = async () => (await system.ask(`/v1/data-subjects/${stranger}/access-log`)).json as { complete: boolean; looks: { route: string }[] };
  while (!(await log()).complete);
  const routes = (await log()).looks.map(({ route }) => route.split('/').at(-1) ?? '');
  expect(routes.filter((route) => route !== 'access-log')).toEqual(['consents', 'graph', 'timeline', 'flows', 'holdings', 'lineage']);
});

test('a person of whom only a report in quarantine speaks is known, and incomplete', async () => {
  const system = await runningSystem();
  await system.report({ ...validShare({ dataSubject: stranger }), colour: 'red' }, '?invalid=quarantine');
  await system.caughtUp();
  expect((await system.ask(`/v1/data-subjects/${stranger}/lineage`)).json).toMatchObject({ complete: false, flows: [] });
});

test('a code that stands in no policy, no register and no event is refused, with codes that come near', async () => {
  const system = await runningSystem();
  const dataSubject = randomUUID();
  expect((await system.report(validShare({ dataSubject, items: ['mobile_number', 'shoe_size'], recipient: 'corner-shop' }))).status).toBe(201);
  await system.caughtUp();
  const person = `/v1/data-subjects/${dataSubject}`;
  const unknown: readonly (readonly [path: string, pointer: string, near: RegExp])[] = [
    [`${person}/lineage?item=mobile_numbr`, '/item', /near: .*mobile_number/],
    [`${person}/lineage?item=${encodeURIComponent('手机号码')}`, '/item', /near: .*mobile_number/],
    [`${person}/holdings?recipient=kuaidi10`, '/recipient', /near: .*kuaidi100/],
    [`${person}/timeline?item=zzzzzz`, '/item', /^nothing is known under this item$/],
    [`${person}/flows?clause=9.9.9`, '/clause', /nothing is known/],
    ['/v1/flows?item=mobile_numbr', '/item', /near: .*mobile_number/],
    ['/v1/flows?holder=kuaidi10', '/holder', /near: .*kuaidi100/],
    ['/v1/flows?clause=9.9.9', '/clause', /nothing is known/],
  ];
  for (const [path, pointer, near] of unknown) {
    const answer = await system.ask(path);
    expect([path, expectProblem(answer, 400, 'ERR_INPUT')]).toEqual([path, [{ pointer, rule: 'unknown', expected: expect.any(String) }]]);
    expect((answer.json as { detail: string }).detail).toMatch(near);
  }
  // Known from an event alone, or from the policy alone: an answer, also an empty one.
  for (const [path, rows] of [
    ['lineage?item=shoe_size', 1],
    ['lineage?recipient=corner-shop', 1],
    ['lineage?item=bank_card_number', 0],
    ['lineage?recipient=kuaidi100', 0],
    ['flows?clause=4.2.14', 0],
  ] as const)
    expect([path, ((await system.ask(`${person}/${path}`)).json as { flows: unknown[] }).flows.length]).toEqual([path, rows]);
  expect((await system.ask('/v1/flows?item=bank_card_number')).status).toBe(200);
});

test('the flows of one person can be narrowed by days, clause and outcome; both days are included', async () => {
  const system = await runningSystem();
  const dataSubject = randomUUID();
  for (const [occurredAt, clause] of [
    ['2025-09-01T00:00:00+08:00', '4.2.16'],
    ['2025-09-02T23:59:59+08:00', '4.2.14'],
    ['2025-09-03T00:00:00+08:00', '4.2.16'],
  ])
    expect((await system.report(validShare({ dataSubject, occurredAt, clause }))).status).toBe(201);
  await system.caughtUp();
  const flows = async (query: string) =>
    ((await system.ask(`/v1/data-subjects/${dataSubject}/flows?${query}`)).json as { flows: { occurredAt: string }[] }).flows.length;
  expect(await flows('from=2025-09-01&to=2025-09-02')).toBe(2);
  expect(await flows('from=2025-09-02T23:59:59%2B08:00')).toBe(2);
  expect(await flows('clause=4.2.16&to=2025-09-02')).toBe(1);
  expect(await flows('outcome=compliant')).toBe(0);
});
