// What else can be asked of one person: the graph, the consents, who looked; and what became of what each flow brought.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { runningSystem } from '../support/running-system.ts';
import { validShare, type Fields } from '../support/valid-reports.ts';

const about = (dataSubject: string, sourceEventId: string, day: string) => ({
  producer: 'card-service',
  sourceEventId,
  dataSubject,
  occurredAt: `2025-09-${day}T10:00:00+08:00`,
});

async function withHistory() {
  const system = await runningSystem();
  const person = randomUUID();
  const reports: readonly Fields[] = [
    {
      type: 'ConsentGranted',
      ...about(person, 'c-1', '01'),
      consent: 'cons-1',
      kind: 'separate',
      items: ['mobile_number'],
      purposes: ['parcel-tracking'],
      recipient: 'kuaidi100',
    },
    {
      type: 'ConsentGranted',
      ...about(person, 'c-2', '02'),
      consent: 'cons-2',
      kind: 'general',
      items: ['name'],
      purposes: ['login'],
      validUntil: '2025-09-03T00:00:00+08:00',
    },
    validShare({ ...about(person, 's-1', '03') }),
    { type: 'PersonalDataDeleted', ...about(person, 'd-1', '04'), at: 'kuaidi100', items: ['mobile_number'], method: 'deleted' },
    validShare({ ...about(person, 's-2', '05') }),
    { type: 'ConsentWithdrawn', ...about(person, 'w-1', '06'), consent: 'cons-1' },
  ];
  for (const report of reports) expect([report['type'], (await system.report(report)).text]).toEqual([report['type'], expect.stringContaining('"recorded"')]);
  await system.caughtUp();
  const ask = async (path: string, init?: RequestInit): Promise<Fields> => (await system.ask(path, init)).json as Fields;
  return { system, person, ask, of: (path: string) => ask(`/v1/data-subjects/${person}/${path}`) };
}

test('a deletion is not hidden by a share that came after it', async () => {
  const { of } = await withHistory();
  const flows = async (query = '') => ((await of(`lineage${query}`)) as { flows: Fields[] }).flows.map(({ became }) => became);
  const deleted = [{ state: 'deleted', since: '2025-09-04T10:00:00+08:00', items: ['mobile_number'] }];
  const held = (since: string) => [{ state: 'held', since, items: ['mobile_number'] }];
  expect(await flows()).toEqual([deleted, held('2025-09-05T10:00:00+08:00')]);
  expect(await flows('?asOf=2025-09-04T12:00:00%2B08:00')).toEqual([deleted]);
  expect(await flows('?asOf=2025-09-03T12:00:00%2B08:00')).toEqual([held('2025-09-03T10:00:00+08:00')]);
});

test('the graph names who got what from whom, with verdicts and states', async () => {
  const { of, person } = await withHistory();
  const graph = await of('graph');
  expect(graph).toMatchObject({
    dataSubject: person,
    complete: true,
    nodes: [
      { id: 'kuaidi100', kind: 'recipient' },
      { id: 'webank', kind: 'bank' },
    ],
    edges: [
      {
        from: 'webank',
        to: 'kuaidi100',
        items: ['mobile_number'],
        purposes: ['parcel-tracking'],
        clauses: ['4.2.16'],
        flows: 2,
        firstAt: '2025-09-03T10:00:00+08:00',
        lastAt: '2025-09-05T10:00:00+08:00',
        states: { held: 1 },
      },
    ],
  });
  const [{ verdicts }] = graph['edges'] as [{ verdicts: Record<string, number> }];
  expect(Object.values(verdicts).reduce((sum, n) => sum + n, 0)).toBe(2);
});

test('consents tell what was given, lapsed and withdrawn', async () => {
  const { ask, person } = await withHistory();
  expect(await ask(`/v1/consents?dataSubject=${person}`)).toMatchObject({
    complete: true,
    consents: [
      { consent: 'cons-2', state: 'lapsed', recipient: null, withdrawnAt: null },
      { consent: 'cons-1', state: 'withdrawn', kind: 'separate', recipient: 'kuaidi100', items: ['mobile_number'], withdrawnAt: '2025-09-06T10:00:00+08:00' },
    ],
  });
});

test('the access log tells who looked, why and when, newest first, this very look included, page by page', async () => {
  const { of, ask, person } = await withHistory();
  await of('lineage');
  await ask(`/v1/data-subjects/${person}/holdings`, { headers: { 'suyuan-purpose': 'support', 'suyuan-case': 'C-9' } });
  await ask(`/v1/data-subjects/${randomUUID()}/lineage`);
  const looks = (await of('access-log?limit=2')) as { looks: Fields[]; next: string };
  expect(looks).toMatchObject({ complete: true, incompleteBecause: [] });
  expect(looks.looks).toEqual([
    expect.objectContaining({
      route: '/v1/data-subjects/{id}/access-log',
      purpose: 'test',
      case: 'T-1',
      role: 'operator',
      at: expect.stringMatching(/\+08:00$/),
    }),
    expect.objectContaining({ route: '/v1/data-subjects/{id}/holdings', purpose: 'support', case: 'C-9' }),
  ]);
  const older = (await of(`access-log?cursor=${looks.next}`)) as { looks: Fields[]; next: string | null };
  // Newer looks do not disturb the page, and nobody else's are in it.
  expect(older.looks.map(({ route }) => route)).toEqual(['/v1/data-subjects/{id}/lineage']);
  expect(older.next).toBeNull();
});
