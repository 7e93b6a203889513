// The producer client over HTTP: the lines of its README as a team runs them, every delivery, and a collector that goes away.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventIdOf } from '../../services/core/domain/event-id.ts';
import { producerClient, type ProducerClient } from '../../services/producer-client/producer-client.ts';
import type { Report } from '../../services/producer-client/report.ts';
import { repository } from '../support/repository-folders.ts';
import { runningSystem } from '../support/running-system.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { lossyProxy } from '../support/servers/lossy-proxy.ts';

const share = (n: number, more: object = {}): Report => ({
  type: 'PersonalDataShared',
  sourceEventId: `pc-${n}`,
  occurredAt: '2025-09-03T10:15:00+08:00',
  dataSubject: '11111111-1111-4111-8111-111111111111',
  policyVersion: 'webank-app/8.8',
  clause: '4.2.16',
  items: ['tracking_number'],
  purpose: 'parcel-tracking',
  legalBasis: '13-1',
  recipient: 'kuaidi100',
  mode: 'provided',
  ...more,
});

async function clientOf(url: string, more: object = {}): Promise<ProducerClient> {
  const client = await producerClient({ producer: 'card-service', url, ...more });
  onTestFinished(() => client.close());
  return client;
}

/** A collector that answers as a test says. */
async function standIn(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/x-ndjson');
    void text(request).then((body) => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the lines of the README', () => {
  const readme = readFileSync(join(repository, 'services/producer-client/README.md'), 'utf8');
  const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

  test('are ten, not counting comments', () => {
    expect(code.split('\n').filter((line) => /\S/.test(line) && !line.startsWith('//')).length).toBeLessThanOrEqual(10);
  });

  test('run as they stand, twice', async () => {
    const system = await runningSystem();
    const folder = scratchFolder();
    // As `npm install ../suyuan` does it.
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(repository, join(folder, 'node_modules', 'suyuan'));
    writeFileSync(join(folder, 'report.ts'), code);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const run = () => promisify(execFile)(process.execPath, ['report.ts'], { cwd: folder, env: { ...process.env, SUYUAN_URL: system.url } });
    expect((await run()).stdout).toMatch(/^recorded [0-9a-f-]{36}\n$/);
    expect((await run()).stdout).toMatch(/^duplicate [0-9a-f-]{36}\n$/);
  });
});

describe('over HTTP', () => {
  test('each event gets its own delivery, in order', async () => {
    const system = await runningSystem();
    const client = await clientOf(system.url);
    const deliveries = await Promise.all([
      client.send(share(1)),
      client.send(share(1)),
      client.send(share(1, { items: ['recipient_name'] })),
      client.send(share(2, { identifier: { type: 'mobile', value: '13800000001' }, dataSubject: undefined, references: [{ kind: 'order-no', value: 'A-1' }] })),
      client.send(share(3, { clause: '4.2.99' })),
    ]);
    expect(deliveries.map(({ status, sourceEventId }) => `${sourceEventId} ${status}`)).toEqual([
      'pc-1 recorded',
      'pc-1 duplicate',
      'pc-1 rejected',
      'pc-2 recorded',
      'pc-3 recorded',
    ]);
    expect(deliveries[0]).toMatchObject({ ledger: 'ledger-0', revision: '0', recordedAt: expect.stringMatching(/\+08:00$/), warnings: [] });
    expect(deliveries[2]).toMatchObject({ quarantined: true, problems: [{ pointer: '/sourceEventId', rule: 'conflict' }] });
    expect(deliveries[4]).toMatchObject({ warnings: [{ pointer: '/clause', rule: 'unknown-clause' }] });
  });

  test('what breaks its contract is rejected before anything is sent, with every field', async () => {
    const client = await clientOf(await standIn(() => expect.fail('something was sent')));
    const of = async (more: object) => {
      const delivery = await client.send(share(1, more));
      return delivery.status === 'rejected' ? delivery.problems.map(({ pointer, rule }) => `${pointer} ${rule}`) : delivery.status;
    };
    expect(await of({ nickname: 'x' })).toEqual(['/nickname unknown-field']);
    expect(await of({ mode: 'given', occurredAt: 'yesterday' })).toEqual(['/occurredAt instant', '/mode enum']);
    expect(await of({ dataSubject: undefined })).toEqual(['/dataSubject required']);
    expect(await of({ identifier: { type: 'mobile', value: '12' } })).toEqual(['/identifier/value identifier', '/identifier either']);
    expect(await of({ dataSubject: undefined, identifier: { type: 'mobile', value: '13800000002' }, recipient: undefined })).toEqual(['/recipient required']);
    expect(await of({ type: 'LineageQueried' })).toEqual(['/type internal']);
    expect(await of({ items: [1n] })).toEqual([' type']);
  });

  test('an answer that got lost is asked for again, and nothing is doubled', async () => {
    const system = await runningSystem();
    const proxy = await lossyProxy({ host: '127.0.0.1', port: Number(new URL(system.url).port) });
    const client = await clientOf(`http://127.0.0.1:${proxy.port}`);
    proxy.lose('pc-5"', 'reply');
    const deliveries = await Promise.all(Array.from({ length: 10 }, (_, n) => client.send(share(n))));
    expect(proxy.lost()).toBe(1);
    expect(deliveries.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'duplicate'));
    expect(deliveries.map((delivery) => (delivery.status === 'duplicate' ? delivery.revision : ''))).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`));
    expect(await system.conservation()).toMatchObject({ appended: 10, duplicates: 10 });
  });

  test('a stream that breaks off: what has a receipt is done, the rest is sent again', async () => {
    const bodies: string[][] = [];
    const url = await standIn((_request, response, body) => {
      const lines = body.split('\n').filter(Boolean);
      bodies.push(lines.map((line) => (JSON.parse(line) as { sourceEventId: string }).sourceEventId));
      const receipts = lines.map((line) => receiptOf(line));
      if (bodies.length > 1) return response.end(receipts.join(''));
      return response.end(`${receipts.slice(0, 2).join('')}{"error":{"detail":"the ledger is full"}}\n`);
    });
    const client = await clientOf(url);
    const deliveries = await Promise.all([0, 1, 2, 3].map((n) => client.send(share(n))));
    expect(deliveries.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(bodies).toEqual([
      ['pc-0', 'pc-1', 'pc-2', 'pc-3'],
      ['pc-2', 'pc-3'],
    ]);
  });

  test.each([
    [503, 'application/problem+json', '{"title":"Not ready"}', 'Not ready', 2],
    [401, 'application/problem+json', '{"title":"Who is this?"}', '401: Who is this?', 1],
    [404, 'text/html', '<html>', '404', 1],
    [200, 'text/html', '<html>', 'not about what was sent', 1],
    [200, 'application/x-ndjson', '{"eventId":"11111111-1111-8111-8111-111111111111","status":"recorded"}\n', 'not about what was sent', 1],
    [200, 'application/x-ndjson', '{"eventId":"', 'broke off', 2],
  ])('an answer of %i %s %s is unknown, after as many attempts as it is worth', async (status, type, body, because, attemptsMin) => {
    let attempts = 0;
    const url = await standIn((_request, response) => {
      attempts += 1;
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    const delivery = await (await clientOf(url, { giveUpMs: 500 })).send(share(1));
    expect(delivery).toMatchObject({ status: 'unknown', because: expect.stringContaining(because) });
    expect(attemptsMin === 1 ? attempts : Math.min(attempts, 2)).toBe(attemptsMin);
  });

  test('a collector that never answers is given up; redirects are not followed; the token is asked for each time', async () => {
    const mute = await clientOf(await standIn(() => {}), { requestMaxMs: 100, giveUpMs: 250 });
    expect((await mute.send(share(1))).status).toBe('unknown');
    const elsewhere = await standIn(() => expect.fail('followed'));
    const moved = await clientOf(await standIn((_request, response) => response.writeHead(307, { location: elsewhere }).end()), { giveUpMs: 250 });
    expect((await moved.send(share(1))).status).toBe('unknown');
    const tokens: (string | undefined)[] = [];
    const url = await standIn((request, response, body) => {
      tokens.push(request.headers.authorization);
      response.end(receiptOf(body));
    });
    const renewing = await clientOf(url, { token: () => Promise.resolve(`t${tokens.length}`) });
    await renewing.send(share(1));
    await renewing.send(share(2));
    expect(tokens).toEqual(['Bearer t0', 'Bearer t1']);
  });

  test('an address that cannot be meant is refused at the start', async () => {
    const opened = (url: string, more: object = {}) => producerClient({ producer: 'card-service', url, ...more });
    await expect(opened('suyuan')).rejects.toThrow('url is the address');
    await expect(opened('http://suyuan.bank.example')).rejects.toThrow('in clear');
    await expect(opened('https://suyuan.bank.example')).resolves.toBeDefined();
    await expect(opened('http://suyuan.bank.example', { allowPlaintext: true })).resolves.toBeDefined();
    await expect(opened('http://127.0.0.1:1', { producer: '' })).rejects.toThrow('producer is the code');
  });
});

function receiptOf(line: string): string {
  const { sourceEventId } = JSON.parse(line) as { sourceEventId: string };
  return `${JSON.stringify({ eventId: eventIdOf('card-service', sourceEventId), status: 'accepted' })}\n`;
}
