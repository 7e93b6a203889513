// HTTP used wrongly: content types, hosts, methods, headers, parameters, pace. Every answer is a problem document, and the system goes on.
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { answerOf, rawConnection } from '../support/raw-http.ts';
import { expectProblem, runningSystem, type Answer } from '../support/running-system.ts';
import { validShare } from '../support/valid-reports.ts';

const person = '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50';

/** A request with headers that fetch would not let through. */
function ask(url: string, headers: Readonly<Record<string, string>>, body = '', method = 'POST', path = '/v1/events'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, url), { method, headers: { 'content-length': String(Buffer.byteLength(body)), ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        const type = response.headers['content-type'] ?? '';
        resolve({ status: response.statusCode ?? 0, type, headers: new Headers(), text, json: type.includes('json') ? JSON.parse(text) : undefined });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('a body of another content type is 415, whatever trick its name plays', async () => {
  const system = await runningSystem();
  const body = JSON.stringify(validShare());
  const wrong = [
    'text/plain',
    'text/json',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=gbk',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; charset=gbk',
    'application/json;charset=gbk',
    'application/jsonx',
    'application/json-patch+json',
    'application/json/x',
    'xapplication/json',
    'application/json\tx',
    'application/json \ta',
    'text/plain\tapplication/json',
    'text/plain; application/json',
    'text/plain, application/json',
    'application/json, text/plain',
    '; application/json',
    'application',
    '*/*',
    'application/ndjson; charset=gbk',
    'application/x-ndjson2',
    'application/x-ndjson\tx',
  ];
  for (const type of wrong) expect([type, expectProblem(await ask(system.url, { 'content-type': type }, body), 415, 'ERR_MEDIA_TYPE')]).toEqual([type, []]);
  expectProblem(await ask(system.url, {}, body), 415, 'ERR_MEDIA_TYPE');
  expectProblem(
    await ask(system.url, { 'content-type': 'text/plain' }, '{"type":"mobile","value":"x"}', 'POST', '/v1/data-subjects/search'),
    415,
    'ERR_MEDIA_TYPE',
  );
  expect((await system.conservation()).consumed).toBe(0);
  const right = ['application/json', 'Application/JSON', 'application/json;charset=utf-8', 'application/json; charset=UTF-8'];
  for (const type of right) expect([type, (await ask(system.url, { 'content-type': type }, JSON.stringify(validShare()))).status]).toEqual([type, 201]);
  const streams = ['application/x-ndjson', 'application/ndjson', 'application/x-ndjson; charset=utf-8', 'application/x-ndjson;charset=UTF-8'];
  for (const type of streams)
    expect([type, (await ask(system.url, { 'content-type': type }, JSON.stringify(validShare()))).text]).toEqual([type, expect.stringMatching(/"recorded"/)]);
});

test('a stream is for events only: elsewhere it is refused', async () => {
  const system = await runningSystem();
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await ask(system.url, headers, '{"type":"mobile","value":"13800000000"}', 'POST', '/v1/data-subjects/search');
  expectProblem(answer, 400, 'ERR_INPUT');
});

test('a foreign Host is 421, on every route, found or not', async () => {
  const system = await runningSystem();
  const foreign = [
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    '10.0.0.1',
    '0.0.0.0',
    '[::2]',
  ];
  for (const host of foreign) {
    for (const path of ['/v1/events', '/healthz', '/docs', '/nowhere', `/v1/data-subjects/${person}/lineage`])
      expectProblem(await ask(system.url, { host }, '', path === '/v1/events' ? 'POST' : 'GET', path), 421, 'ERR_HOST');
  }
  const nameless = await rawConnection(system.url);
  nameless.send('GET /healthz HTTP/1.0\r\n\r\n');
  expectProblem(answerOf(await nameless.ended()), 421, 'ERR_HOST');
  for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1', '[::1]:8080']) expect((await ask(system.url, { host }, '', 'GET', '/healthz')).status).toBe(200);
});

test('a method that a route does not have is 405 and says which it has; a route that is not there is 404', async () => {
  const system = await runningSystem();
  for (const method of ['PUT', 'DELETE', 'PATCH', 'GET', 'OPTIONS']) expectProblem(await ask(system.url, {}, '', method), 405, 'ERR_METHOD');
  expectProblem(await ask(system.url, { 'content-type': 'application/json' }, '{}', 'POST', `/v1/data-subjects/${person}/lineage`), 405, 'ERR_METHOD');
  const allowed = async (path: string, method: string) => (await system.ask(path, { method })).headers.get('allow');
  expect(await allowed('/v1/events?x=y', 'PUT')).toBe('POST');
  expect(await allowed(`/v1/data-subjects/${person}/lineage`, 'DELETE')).toBe('GET, HEAD');
  expect(await allowed('/v1/nowhere', 'PUT')).toBeNull();
  for (const path of ['/v1', '/v1/events/', '/v1/data-subjects', '/../etc/passwd', '/v1/events%2f..']) {
    const answer = await ask(system.url, {}, '', 'GET', path);
    expect([path, answer.status]).toEqual([path, path === '/v1/events/' || path === '/v1/events%2f..' ? answer.status : 404]);
    expectProblem(answer, answer.status, answer.status === 404 ? 'ERR_NOT_FOUND' : 'ERR_INPUT');
  }
});

test('a URL that cannot be read is a problem too', async () => {
  const system = await runningSystem();
  expectProblem(await ask(system.url, {}, '', 'GET', '/v1/items/%ZZ'), 400, 'ERR_INPUT');
  expectProblem(await ask(system.url, {}, '', 'GET', `/v1/items/${'x'.repeat(129)}`), 414, 'ERR_INPUT');
});

test('bytes that are no HTTP are answered with a problem and cut off', async () => {
  const system = await runningSystem();
  const exchanges: readonly (readonly [sent: string, status: number])[] = [
    ['hello\r\n\r\n', 400],
    ['GET / HTTP/9.9\r\n\r\n', 400],
    ['BREW /pot HTTP/1.1\r\nhost: localhost\r\n\r\n', 400],
    ['POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n', 400],
    ['POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx', 400],
    [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ];
  for (const [sent, status] of exchanges) {
    const connection = await rawConnection(system.url);
    connection.send(sent);
    expectProblem(answerOf(await connection.ended()), status, status === 431 ? 'ERR_TOO_LARGE' : 'ERR_INPUT');
  }
  expect((await system.ask('/healthz')).status).toBe(200);
});

test('wrong values of Suyuan-Purpose and Suyuan-Case are refused before anybody is looked at', async () => {
  const system = await runningSystem();
  const known = validShare();
  expect((await system.report(known)).status).toBe(201);
  const look = (headers: Readonly<Record<string, string>>) => ask(system.url, headers, '', 'GET', `/v1/data-subjects/${String(known['dataSubject'])}/lineage`);
  for (const name of ['suyuan-purpose', 'suyuan-case']) {
    for (const value of ['', 'x'.repeat(65), 'a\tb', 'a;b', '<script>', '"', 'a, b', 'caf\u00e9'])
      expect([value, expectProblem(await look({ [name]: value }), 400, 'ERR_INPUT')]).toEqual([
        value,
        [{ pointer: `/${name}`, rule: 'value', expected: expect.stringMatching(/letters/) }],
      ]);
  }
  expect((await look({ 'suyuan-purpose': 'audit', 'suyuan-case': 'C-7/1' })).status).toBe(200);
  const missing = (name: string) => ({ pointer: `/${name}`, rule: 'required', expected: expect.stringMatching(/\w/) as string });
  expect(expectProblem(await look({}), 400, 'ERR_INPUT')).toEqual([missing('suyuan-purpose'), missing('suyuan-case')]);
  expect(expectProblem(await look({ 'suyuan-purpose': 'audit' }), 400, 'ERR_INPUT')).toEqual([missing('suyuan-case')]);
  expect(expectProblem(await look({ 'suyuan-case': 'C-7' }), 400, 'ERR_INPUT')).toEqual([missing('suyuan-purpose')]);
});

test('wrong parameters are named with what they may be', async () => {
  const system = await runningSystem();
  const asked: readonly (readonly [path: string, pointer: string])[] = [
    ['/v1/events/42', '/eventId'],
    ['/v1/data-subjects/42/lineage', '/id'],
    [`/v1/data-subjects/${person}x/holdings`, '/id'],
    [`/v1/data-subjects/${person}/lineage?asOf=yesterday`, '/asOf'],
    [`/v1/data-subjects/${person}/lineage?knownAt=2025-02-30T00:00:00Z`, '/knownAt'],
    [`/v1/data-subjects/${person}/lineage?asOf=`, '/asOf'],
    [`/v1/data-subjects/${person}/lineage?colour=red`, '/colour'],
    [`/v1/data-subjects/${person}/lineage?item=a&item=b`, '/item'],
    [`/v1/data-subjects/${person}/lineage?__proto__=x`, '/(unprintable name)'],
    ['/v1/findings?cursor=zzzz', '/cursor'],
    ['/v1/findings?cursor=e30', '/cursor'],
    [`/v1/findings?cursor=${'x'.repeat(1025)}`, '/cursor'],
    ['/v1/flows?cursor=WyJhIl0', '/cursor'],
    ['/v1/findings?outcome=compliant', '/outcome'],
    ['/v1/findings?from=yesterday', '/from'],
    ['/v1/flows?from=2025-9-1', '/from'],
    ['/v1/flows?from=2025-13-01', '/from'],
    ['/v1/flows?to=2025-02-29', '/to'],
    ['/v1/flows?from=2025-09-02&to=2025-09-01', '/to'],
    ['/v1/findings?from=2025-09-02&to=2025-09-01T23:59:59%2B08:00', '/to'],
    [`/v1/data-subjects/${person}/flows?from=2025-06-31`, '/from'],
    ['/v1/consents', '/dataSubject'],
    ['/v1/consents?dataSubject=42', '/dataSubject'],
    ['/v1/quarantine?cursor=7', '/cursor'],
    ...['abc', '-1', '1.5', '1e3', '1000', '', '0x10'].map((limit) => [`/v1/findings?limit=${limit}`, '/limit'] as const),
  ];
  for (const [path, pointer] of asked) {
    const errors = expectProblem(await system.ask(path), 400, 'ERR_INPUT');
    expect([path, errors.map((error) => error.pointer)]).toEqual([path, [pointer]]);
  }
  expect(expectProblem(await system.ask('/v1/events?invalid=perhaps', { method: 'POST' }), 400, 'ERR_INPUT')).toEqual([
    { pointer: '/invalid', rule: 'enum', expected: 'one of reject, quarantine' },
  ]);
});

test('a cursor that was made up is refused or finds nothing, never an error of the system', async () => {
  const system = await runningSystem();
  const made = [
    ['a', 'b', 'c', 'd'],
    ['9'.repeat(400), '1', 'x', '-1'],
    ["'", '"', ';', '--'],
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  ];
  for (const values of made) {
    for (const list of ['findings', 'flows']) {
      const { status } = await system.ask(`/v1/${list}?cursor=${Buffer.from(JSON.stringify(values)).toString('base64url')}`);
      expect([list, values, [200, 400].includes(status)]).toEqual([list, values, true]);
    }
  }
});

test('a search is refused field by field', async () => {
  const system = await runningSystem();
  const search = (body: unknown) =>
    system.ask('/v1/data-subjects/search', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const refused: readonly (readonly [body: unknown, pointer: string])[] = [
    [{ type: 'mobile' }, '/value'],
    [{ type: 'mobile', value: '13800000000', colour: 'red' }, '/colour'],
    [{ type: 'mobile', value: 13_800_000_000 }, '/value'],
    [{ type: 'shoe-size', value: '42' }, '/type'],
    [{ type: 'mobile', value: '42' }, '/value'],
    [{ type: 'mobile', value: 'x'.repeat(257) }, '/value'],
    [[], ''],
    [null, ''],
  ];
  for (const [body, pointer] of refused)
    expect([body, expectProblem(await search(body), 400, 'ERR_INPUT').map((error) => error.pointer)]).toEqual([body, [pointer]]);
  expect((await search({ type: 'mobile', value: '13800000000' })).json).toEqual({ dataSubjects: [] });
});

test('a body that does not arrive in time is 408 and cut off; one that arrives is not', async () => {
  const system = await runningSystem({ limits: { jsonBodyMs: 300 } });
  const connection = await rawConnection(system.url);
  connection.send('POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');
  const drip = setInterval(() => connection.send(' '), 50);
  const answer = answerOf(await connection.ended());
  clearInterval(drip);
  expectProblem(answer, 408, 'ERR_TIMEOUT');
  expect((await system.report(validShare())).status).toBe(201);
});

test('a stream that falls silent is cut off', async () => {
  const system = await runningSystem({ limits: { silenceMs: 500 } });
  const connection = await rawConnection(system.url);
  const line = `${JSON.stringify(validShare())}\n`;
  connection.send('POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n');
  connection.send(`${line.length.toString(16)}\r\n${line}\r\n`);
  await connection.until('"recorded"');
  await connection.ended();
  expect(await system.conservation()).toMatchObject({ appended: 1 });
});

test('too many requests in a second are 429 with what to do instead', async () => {
  const system = await runningSystem({ limits: { requestsPerSecond: 20 } });
  const answers = await Promise.all(Array.from({ length: 60 }, () => system.report(validShare())));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expectProblem(answer, 429, 'ERR_RATE');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect((await system.conservation()).appended).toBe(answers.filter(({ status }) => status === 201).length);
});
