// Routes of what is published: policy versions with their clauses, items, recipients; and their examples in OpenAPI.
import { expect, test } from 'vitest';
import { expectProblem, runningSystem } from '../support/running-system.ts';
import type { Fields } from '../support/valid-reports.ts';

test('a policy version, its clauses, an item, a recipient; what is not there says what comes near', async () => {
  const system = await runningSystem();
  const json = async (path: string): Promise<Fields> => (await system.ask(path)).json as Fields;
  const version = await json('/v1/policies/webank-app/8.8');
  expect(version).toMatchObject({ id: 'webank-app/8.8', policy: 'webank-app', version: '8.8', inForce: true });
  for (const part of ['clauses', 'items', 'purposes', 'recipientClasses', 'retention'])
    expect([part, (version[part] as unknown[]).length > 0]).toEqual([part, true]);
  expect(((await json('/v1/policies/webank-app/8.8/clauses'))['clauses'] as unknown[]).length).toBe((version['clauses'] as unknown[]).length);
  expect(await json('/v1/policies/webank-app/8.8/clauses/4.2.16')).toMatchObject({ id: '4.2.16', kind: 'sharing' });
  expect(await json('/v1/items/mobile_number')).toMatchObject({ code: 'mobile_number', policyVersions: expect.arrayContaining(['webank-app/8.8']) as unknown });
  for (const path of ['/v1/policies/webank-app/1.0', '/v1/policies/webank-app/1.0/clauses', '/v1/policies/webank-app/8.8/clauses/99'])
    expectProblem(await system.ask(path), 404, 'ERR_NOT_FOUND');
  const item = await system.ask('/v1/items/mobile_numbr');
  expectProblem(item, 404, 'ERR_NOT_FOUND');
  expect((item.json as { detail: string }).detail).toMatch(/near: .*mobile_number/);
  const registered = {
    type: 'RecipientRegistered',
    producer: 'vendor-desk',
    sourceEventId: 'r-1',
    occurredAt: '2025-08-20T09:00:00+08:00',
    recipient: 'kuaidi100',
    legalName: '快递100',
    recipientClass: 'logistics-provider',
    role: 'handler',
    contact: 'privacy@kuaidi100.example',
  };
  expect((await system.report(registered)).status).toBe(201);
  await system.caughtUp();
  expect(await json('/v1/recipients/kuaidi100')).toMatchObject({ legalName: '快递100', terminated: false });
  const recipient = await system.ask('/v1/recipients/kuaidi10');
  expectProblem(recipient, 404, 'ERR_NOT_FOUND');
  expect((recipient.json as { detail: string }).detail).toMatch(/near: kuaidi100/);
});

test('OpenAPI shows these routes, each with an example', async () => {
  const system = await runningSystem();
  const { paths } = (await system.ask('/openapi.json')).json as {
    paths: Record<string, { get?: { responses?: Record<string, { content?: Record<string, { example?: object }> }> } }>;
  };
  for (const path of [
    '/v1/data-subjects/{id}/graph',
    '/v1/data-subjects/{id}/access-log',
    '/v1/consents',
    '/v1/items/{code}',
    '/v1/recipients/{id}',
    '/v1/policies/{policy}/{version}',
    '/v1/policies/{policy}/{version}/clauses',
  ])
    expect([path, paths[path]?.get?.responses?.['200']?.content?.['application/json']?.example]).toEqual([path, expect.any(Object)]);
});
