// NDJSON streams that are spoiled, cut off, too fast to read, too long a line: what has a receipt is in the ledger, and the system goes on.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { receiptQueue } from '../../services/collector/receipt-queue.ts';
import { rawConnection } from '../support/raw-http.ts';
import { receiptsOf, runningSystem } from '../support/running-system.ts';
import { validShare, type Fields } from '../support/valid-reports.ts';

const head = 'POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n';
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const lineOf = (report: Fields): string => `${JSON.stringify(report)}\n`;
const statusesOf = (receipts: readonly Fields[]) => receipts.map(({ status }) => status);
const rulesOf = ({ errors }: Fields) => (errors as readonly { rule: string }[]).map(({ rule }) => rule);

test('lines that are no event are rejected one by one, and all others recorded', async () => {
  const system = await runningSystem();
  const poison: readonly (readonly [line: string, rule: string])[] = [
    ['{"type": "PersonalData', 'json'],
    ['[1,2', 'json'],
    ['null', 'type'],
    ['[]', 'type'],
    [`${'['.repeat(17)}${']'.repeat(17)}`, 'depth'],
    ['['.repeat(200_000), 'depth'],
    [`{"__proto__":{"admin":true},${JSON.stringify(validShare()).slice(1)}`, 'unknown-field'],
    [`{"constructor":{"admin":true},${JSON.stringify(validShare()).slice(1)}`, 'unknown-field'],
    [`{"type":"x",${JSON.stringify(validShare()).slice(1)}`, 'unique-keys'],
    ['x'.repeat(10 * 1024 * 1024), 'size'],
    [JSON.stringify(validShare({ contract: 'x'.repeat(300 * 1024) })), 'size'],
  ];
  const receipts = await system.stream(poison.flatMap(([line]) => [validShare(), line, '']).concat([validShare()]));
  expect(statusesOf(receipts)).toEqual([...poison.flatMap(() => ['recorded', 'rejected']), 'recorded']);
  for (const [i, [line, rule]] of poison.entries()) expect([line.slice(0, 40), rulesOf(receipts[2 * i + 1] ?? {})]).toEqual([line.slice(0, 40), [rule]]);
  expect(await system.conservation()).toEqual({ consumed: poison.length + 1, appended: poison.length + 1, quarantined: 0, duplicates: 0 });
});

test('invalid UTF-8 in a line spoils that line only; a BOM, CRLF and a last line without end are fine', async () => {
  const system = await runningSystem();
  const body = Buffer.concat([
    Buffer.from(`\ufeff${lineOf(validShare())}`),
    Buffer.from([0x22, 0xff, 0x22, 0x0a]),
    Buffer.from(lineOf(validShare()).replace('\n', '\r\n')),
    Buffer.from(JSON.stringify(validShare())),
  ]);
  const answer = await system.ask('/v1/events', { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body });
  const receipts = receiptsOf(answer);
  expect(statusesOf(receipts)).toEqual(['recorded', 'rejected', 'recorded', 'recorded']);
  expect(rulesOf(receipts[1] ?? {})).toEqual(['utf-8']);
});

test('with invalid=quarantine each poison line is kept once, sealed, and the counts add up', async () => {
  const system = await runningSystem();
  const secret = 'planted-secret-3f1';
  const poison = [`{"note":"${secret}"`, JSON.stringify(validShare({ colour: secret })), `"${secret}"`];
  const good = validShare();
  const lines = [good, ...poison, ...poison, good, validShare()];
  const receipts = await system.stream(lines, '?invalid=quarantine');
  expect(statusesOf(receipts)).toEqual(['recorded', ...poison.map(() => 'rejected'), ...poison.map(() => 'rejected'), 'duplicate', 'recorded']);
  expect(receipts.filter(({ quarantined }) => quarantined === true)).toHaveLength(6);
  await system.stream(lines, '?invalid=quarantine');
  const counts = { consumed: 18, appended: 2, quarantined: 3, duplicates: 13 };
  expect(await system.conservation()).toEqual(counts);
  const metrics = (await system.ask('/metrics')).text;
  for (const [outcome, count] of [
    ['appended', 2],
    ['quarantined', 3],
    ['duplicate', 13],
  ])
    expect(metrics).toContain(`suyuan_intake_events_total{outcome="${outcome}"} ${count}`);
  expect(metrics).toContain('suyuan_intake_consumed_total 18');
  const { entries } = (await system.ask('/v1/quarantine')).json as { entries: { reason: string; released: boolean }[] };
  expect(entries.map(({ reason, released }) => ({ reason, released }))).toEqual(poison.map(() => ({ reason: 'invalid', released: false })));
  await system.close();
  for (const file of ['ledger/ledger.db', 'read-model/read-model-0.db', 'vault/vault.db'])
    expect(readFileSync(join(system.data, file)).includes(secret)).toBe(false);
});

test('a summary counts lines of every outcome', async () => {
  const system = await runningSystem();
  const good = validShare();
  const answers = await system.stream([good, good, 'nonsense', validShare({ clause: '9.9.9' })], '?receipts=summary');
  const counts = { lines: 4, recorded: 2, duplicate: 1, accepted: 0, quarantined: 0, rejected: 1, warnings: 1 };
  expect(answers.at(-1)).toEqual({ summary: counts });
});

test('a connection that is cut mid-line: what has a receipt is in the ledger, the half line is not, the system goes on', async () => {
  const system = await runningSystem();
  for (const cut of ['end', 'destroy', 'resetAndDestroy'] as const) {
    const before = (await system.conservation()).appended;
    const whole = Array.from({ length: 40 }, () => validShare());
    const half = validShare();
    const connection = await rawConnection(system.url);
    connection.send(head + chunk(whole.map(lineOf).join('')));
    await connection.until('"recorded"', whole.length);
    connection.send(chunk(lineOf(half).slice(0, 60)));
    await delay(100);
    connection.socket[cut]();
    await delay(200);
    expect([cut, (await system.conservation()).appended]).toEqual([cut, before + whole.length]);
    expect(statusesOf(await system.stream([...whole, half]))).toEqual([...whole.map(() => 'duplicate'), 'recorded']);
  }
});

test('a client that is cut off before it has a receipt can send everything again: each event is in the ledger once', async () => {
  const system = await runningSystem();
  const reports = Array.from({ length: 3_000 }, () => validShare());
  const connection = await rawConnection(system.url);
  connection.send(head + chunk(reports.map(lineOf).join('')));
  await connection.until('"recorded"');
  connection.socket.destroy();
  const receipts = await system.stream(reports);
  expect(receipts.every(({ status }) => status === 'recorded' || status === 'duplicate')).toBe(true);
  expect(new Set(receipts.map(({ revision }) => revision)).size).toBe(reports.length);
  expect((await system.conservation()).appended).toBe(reports.length);
});

test('a client that sends little and waits gets its receipts before it sends more', async () => {
  const system = await runningSystem();
  const connection = await rawConnection(system.url);
  connection.send(head);
  for (let line = 1; line <= 3; line += 1) {
    connection.send(chunk(lineOf(validShare())));
    await connection.until('"recorded"', line);
  }
  connection.send('0\r\n\r\n');
  await connection.until('\r\n0\r\n\r\n');
});

test('a client that sends 100,000 lines before it reads any receipt gets them all', async () => {
  const system = await runningSystem();
  const lines = 100_000;
  const count = await new Promise<number>((resolve, reject) => {
    const outgoing = request(new URL('/v1/events', system.url), { method: 'POST', headers: { 'content-type': 'application/x-ndjson' } });
    outgoing.on('error', reject);
    const answer = new Promise<number>((counted) => {
      outgoing.on('response', (response) => {
        // Nothing is read until all is sent.
        void sent.then(() => {
          let recorded = 0;
          response.setEncoding('utf8').on('data', (text: string) => (recorded += text.split('"status":"recorded"').length - 1));
          response.on('end', () => counted(recorded));
        });
      });
    });
    const sent = (async () => {
      for (let line = 0; line < lines; line += 500) {
        const piece = Array.from({ length: 500 }, () => lineOf(validShare())).join('');
        if (!outgoing.write(piece)) await new Promise((drained) => outgoing.once('drain', drained));
      }
      await new Promise<void>((ended) => outgoing.end(ended));
    })();
    void sent.catch(reject);
    void answer.then(resolve);
  });
  // A receipt that is cut between two pieces of text is not counted above.
  expect(count).toBeGreaterThan(lines * 0.99);
  expect(await system.conservation()).toEqual({ consumed: lines, appended: lines, quarantined: 0, duplicates: 0 });
});

test('receipts that nobody reads stop the stream with an error that says so, and memory stays bounded', async () => {
  const queue = receiptQueue({ bytes: 1000, unreadMs: 100 });
  await queue.push('x'.repeat(900));
  await expect(queue.push('y'.repeat(900))).rejects.toMatchObject({ code: 'ERR_OVERLOADED', message: expect.stringMatching(/read them while you send/) });
  queue.end();
  let read = '';
  for await (const text of queue) read += text;
  expect(read).toHaveLength(1800);

  const patient = receiptQueue({ bytes: 10, unreadMs: 5_000 });
  const writing = (async () => {
    for (let i = 0; i < 50; i += 1) await patient.push(`receipt ${i}\n`);
    patient.end();
  })();
  let lines = 0;
  for await (const text of patient) {
    await delay(2);
    lines += text.split('\n').length - 1;
  }
  await writing;
  expect(lines).toBe(50);
});
