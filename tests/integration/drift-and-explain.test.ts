// Drift, the work list of findings and the reasons of a verdict: over HTTP and on the command line.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { command } from '../support/command.ts';
import { expectProblem, looking, runningSystem } from '../support/running-system.ts';
import { validShare, type Fields } from '../support/valid-reports.ts';

const registered: Fields = {
  type: 'RecipientRegistered',
  producer: 'register-desk',
  sourceEventId: 'reg-1',
  occurredAt: '2025-08-20T10:00:00+08:00',
  recipient: 'kuaidi100',
  recipientClass: 'logistics-information-provider',
  legalName: '深圳前海百递网络有限公司',
  contact: 'privacy@kuaidi100.example',
  role: 'handler',
  purposes: ['parcel-tracking'],
  methods: ['provide'],
};

async function withShares() {
  const system = await runningSystem();
  const person = randomUUID();
  const about = { dataSubject: person };
  const consent = {
    type: 'ConsentGranted',
    producer: 'app',
    sourceEventId: `consent-${person}`,
    ...about,
    occurredAt: '2025-09-01T09:00:00+08:00',
    consent: 'cons-1',
    kind: 'separate',
    items: [],
    purposes: ['parcel-tracking'],
    recipient: 'kuaidi100',
  };
  const reports = [
    registered,
    consent,
    validShare({ ...about, items: ['mobile_number', 'tracking_number'] }),
    validShare({ ...about, occurredAt: '2025-09-05T10:00:00+08:00', items: ['tracking_number'], clause: '9.9.9' }),
  ];
  const ids: string[] = [];
  for (const report of reports) {
    const answer = await system.report(report);
    expect(answer.text).toContain('"recorded"');
    ids.push((answer.json as { readonly eventId: string }).eventId);
  }
  await system.caughtUp();
  return { system, person, ids };
}

interface Difference {
  readonly direction: string;
  readonly aspect: string;
  readonly clause: string;
  readonly code: string;
  readonly count: number;
  readonly firstDay: string | null;
}

test('drift names what is done and not declared, and what is declared and not done', async () => {
  const { system } = await withShares();
  const drift = async (query = '') =>
    (await system.ask(`/v1/drift${query}`)).json as {
      readonly complete: boolean;
      readonly periods: readonly { readonly differences: readonly Difference[] }[];
    };
  const whole = await drift('?from=2025-09-01&to=2025-09-30');
  expect(whole.complete).toBe(true);
  const [period] = whole.periods;
  expect(period).toMatchObject({ policyVersion: 'webank-app/8.8', from: '2025-09-01', to: '2025-09-30', observed: { count: 3, firstDay: '2025-09-03' } });
  const undeclared = period?.differences.filter(({ direction }) => direction === 'undeclared');
  expect(undeclared).toMatchObject([
    { aspect: 'item', clause: '4.2.16', code: 'mobile_number', count: 1, firstDay: '2025-09-03', outcome: 'violation', name: { zh: '手机号码' } },
    { aspect: 'clause', clause: '9.9.9', code: '9.9.9', count: 1, firstDay: '2025-09-05', outcome: 'violation' },
  ]);
  const unobserved = period?.differences.filter(({ direction }) => direction === 'unobserved') ?? [];
  for (const aspect of ['clause', 'sdk', 'permission']) expect(unobserved.map((one) => one.aspect)).toContain(aspect);
  expect(unobserved.filter(({ clause }) => clause === '4.2.16')).toEqual([]);

  expect((await drift('?to=2025-09-04&direction=undeclared')).periods.at(-1)?.differences).toMatchObject([{ code: 'mobile_number' }]);
  expectProblem(await system.ask('/v1/drift?from=2025-13-01'), 400, 'ERR_INPUT');
  expectProblem(await system.ask('/v1/drift?clause=7.7.7'), 400, 'ERR_INPUT');
  const table = (await command(['drift', '--url', system.url, '--direction', 'undeclared', '--lang', 'zh'])).stdout;
  expect(table).toMatch(/4\.2\.16.*✗ 违规.*信息.*手机号码/);
  const csv = (await command(['drift', '--url', system.url, '--direction', 'undeclared', '--format', 'csv'])).stdout;
  expect(csv.split('\n')[1]).toMatch(/^"webank-app\/8\.8","4\.2\.16","undeclared","violation","item","mobile_number","1","2025-09-03","2025-09-03"/);
});

test('findings are grouped, and --fail-on asks the groups', async () => {
  const { system } = await withShares();
  const groups = async (query = '') => ((await system.ask(`/v1/findings/groups${query}`)).json as { readonly groups: readonly Fields[] }).groups;
  const r07 = (await groups()).filter(({ rule }) => rule === 'R07');
  expect(r07).toMatchObject([
    {
      clause: '4.2.16',
      recipient: 'kuaidi100',
      recipientName: { zh: '深圳前海百递网络有限公司' },
      severity: 'H',
      violations: 1,
      first: '2025-09-03T10:15:00+08:00',
    },
    { clause: '9.9.9', recipient: 'kuaidi100', violations: 1, gaps: 0 },
  ]);
  expect((await groups('?by=rule')).find(({ rule }) => rule === 'R07')).toMatchObject({ clause: null, violations: 2, last: '2025-09-05T10:00:00+08:00' });
  expect((await groups('?by=rule&to=2025-09-04')).find(({ rule }) => rule === 'R07')).toMatchObject({ violations: 1 });
  expect(await groups('?outcome=gap').then((all) => all.filter(({ violations }) => violations !== 0))).toEqual([]);
  expectProblem(await system.ask('/v1/findings/groups?by=person'), 400, 'ERR_INPUT');
  const failing = await command(['findings', '--by', 'rule', '--fail-on', 'H', '--url', system.url]);
  expect([failing.code, failing.stdout]).toEqual([1, expect.stringMatching(/R07/)]);
});

test('a verdict is explained, and the look is recorded before', async () => {
  const { system, person, ids } = await withShares();
  const [register, consent, share] = ids;
  const answer = (await system.ask(`/v1/events/${share}/verdict`)).json as Fields & { readonly rules: readonly Fields[]; readonly facts: readonly Fields[] };
  expect(answer).toMatchObject({
    eventId: share,
    dataSubject: person,
    outcome: 'violation',
    storedOutcome: 'violation',
    complete: true,
    clause: { id: '4.2.16', policyVersion: 'webank-app/8.8', lines: [expect.any(Number), expect.any(Number)] },
  });
  const ruleOf = (id: string) => answer.rules.find(({ rule }) => rule === id);
  expect(ruleOf('R07')).toMatchObject({ answer: 'broken', remedy: { en: expect.stringContaining('mobile_number') } });
  expect(ruleOf('R21')).toMatchObject({ answer: 'holds', facts: expect.arrayContaining([consent]) });
  expect(answer.facts.map(({ eventId }) => eventId)).toEqual([register, consent]);
  expect(answer.facts[1]).toMatchObject({ occurredAt: '2025-09-01T09:00:00+08:00', what: { en: expect.stringContaining('separate consent cons-1') } });
  const log = (await system.ask(`/v1/data-subjects/${person}/access-log`)).json as { readonly looks: readonly Fields[] };
  expect(log.looks).toContainEqual(expect.objectContaining({ route: '/v1/events/{eventId}/verdict', purpose: looking['suyuan-purpose'] }));

  expectProblem(await system.ask(`/v1/events/${consent}/verdict`), 404, 'ERR_NOT_FOUND');
  expectProblem(await system.ask(`/v1/events/${register}/verdict`), 404, 'ERR_NOT_FOUND');
  expectProblem(await system.ask(`/v1/events/${randomUUID()}/verdict`), 404, 'ERR_NOT_FOUND');
  expectProblem(await system.ask('/v1/events/none/verdict'), 400, 'ERR_INPUT');
  expectProblem(await system.ask(`/v1/events/${share}/verdict?knownAt=2025-01-01T00:00:00Z`), 404, 'ERR_NOT_FOUND');
  expectProblem(await fetch(`${system.url}/v1/events/${share}/verdict`).then(asAnswer), 400, 'ERR_INPUT');

  const stated = ['--purpose', 'audit', '--case', 'C-1', '--url', system.url];
  const table = (await command(['explain', String(share), ...stated, '--lang', 'en'])).stdout;
  expect(table).toMatch(/R07 H +✗ broken/);
  expect(table).toMatch(/What would have made it compliant:\n.*R07  By clause 4\.2\.16/s);
  expect((await command(['explain', String(share), '--url', system.url])).code).toBe(2);
});

async function asAnswer(response: Response) {
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type') ?? '', headers: response.headers, text, json: JSON.parse(text) as unknown };
}
