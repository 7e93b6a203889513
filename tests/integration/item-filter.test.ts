// Questions about one item: what was derived is found where it came from, and no verdict is lost because of a filter.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { runningSystem } from '../support/running-system.ts';
import { validShare, type Fields } from '../support/valid-reports.ts';

async function withDerivedItem() {
  const system = await runningSystem();
  const dataSubject = randomUUID();
  const use = { type: 'PersonalDataUsed', activity: 'derived', derivedItems: ['risk_preference'], purpose: 'investor-risk-assessment', legalBasis: '13-3' };
  const reports = [
    validShare({ dataSubject }),
    { ...use, producer: 'wealth-service', sourceEventId: 'u-1', dataSubject, occurredAt: '2025-09-03T10:15:00+08:00', items: ['name'] },
  ];
  for (const report of reports) expect((await system.report(report)).status).toBe(201);
  await system.caughtUp();
  return async (path: string): Promise<Fields> => (await system.ask(`/v1/data-subjects/${dataSubject}/${path}`)).json as Fields;
}

test('the lineage of a derived item shows the use that it was derived by', async () => {
  const ask = await withDerivedItem();
  const { flows, holdings } = (await ask('lineage?item=risk_preference')) as { flows: Fields[]; holdings: Fields[] };
  expect(holdings).toEqual([expect.objectContaining({ item: 'risk_preference' })]);
  expect(flows).toEqual([expect.objectContaining({ type: 'PersonalDataUsed', derivedItems: ['risk_preference'] })]);
});

test('a timeline asked by item holds the events that name it, each with its verdict', async () => {
  const ask = await withDerivedItem();
  const shown = async (path: string) => ((await ask(path)) as { events: Fields[] }).events.map(({ type, verdict }) => [type, verdict === null]);
  expect(await shown('timeline?item=name')).toEqual([['PersonalDataUsed', false]]);
  expect(await shown('timeline')).toEqual(
    expect.arrayContaining([
      ['PersonalDataShared', false],
      ['PersonalDataUsed', false],
    ]),
  );
});
