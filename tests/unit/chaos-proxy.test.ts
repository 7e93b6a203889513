// The chaos proxy does what it says: a fault that does not happen would make every chaos run a lie.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { chaosProxy, type ChaosProxy } from '../chaos/chaos-proxy.ts';

/** A server that answers each byte with itself, behind a proxy. */
async function echoBehindProxy() {
  const open = new Set<Socket>();
  const heard: string[] = [];
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).once('close', () => open.delete(socket));
    socket.on('data', (chunk) => {
      heard.push(String(chunk));
      socket.write(chunk);
    });
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await chaosProxy({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  onTestFinished(async () => {
    await proxy.close();
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { proxy, open, heard };
}

interface Client {
  readonly socket: Socket;
  readonly got: () => string;
  readonly ended: Promise<string>;
  ask(text: string, maxMs?: number): Promise<string>;
}

async function clientOf({ port }: ChaosProxy): Promise<Client> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let got = '';
  socket.on('data', (chunk) => (got += String(chunk)));
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error')).once('close', () => resolve('closed'));
  onTestFinished(() => void socket.destroy());
  await Promise.race([once(socket, 'connect'), ended]);
  return {
    socket,
    ended,
    got: () => got,
    ask: async (text, maxMs = 150) => {
      got = '';
      socket.write(text);
      for (const deadline = Date.now() + maxMs; Date.now() < deadline && got.length < text.length; await delay(2));
      return got;
    },
  };
}

test('none: everything passes, both ways, and an end is an end', async () => {
  const { proxy } = await echoBehindProxy();
  const client = await clientOf(proxy);
  const large = 'x'.repeat(2_000_000);
  expect(await client.ask(large, 3_000)).toBe(large);
  client.socket.end();
  expect(await client.ended).toBe('closed');
  expect(proxy.done()).toEqual({ resets: 0, lostAnswers: 0 });
});

test('down: open connections are reset, new ones too, and up again they work', async () => {
  const { proxy, open } = await echoBehindProxy();
  const client = await clientOf(proxy);
  await client.ask('a');
  proxy.set({ kind: 'down' });
  expect(await client.ended).toBe('ECONNRESET');
  expect(await (await clientOf(proxy)).ended).toBe('ECONNRESET');
  await expect.poll(() => open.size).toBe(0);
  proxy.set({ kind: 'none' });
  expect(await (await clientOf(proxy)).ask('b')).toBe('b');
});

test('cut: once, and the next connection is whole', async () => {
  const { proxy } = await echoBehindProxy();
  const client = await clientOf(proxy);
  await client.ask('a');
  proxy.cut();
  expect(await client.ended).toBe('ECONNRESET');
  expect(await (await clientOf(proxy)).ask('b')).toBe('b');
  expect(proxy.done().resets).toBe(1);
});

test('silent there: the server hears nothing, nobody is told; when it is over, it arrives', async () => {
  const { proxy, heard } = await echoBehindProxy();
  const client = await clientOf(proxy);
  proxy.set({ kind: 'silent', ways: ['there'] });
  expect(await client.ask('a')).toBe('');
  expect(heard).toEqual([]);
  proxy.set({ kind: 'none' });
  await expect.poll(client.got).toBe('a');
});

test('silent back: the server did it, the client does not hear of it', async () => {
  const { proxy, heard } = await echoBehindProxy();
  const client = await clientOf(proxy);
  proxy.set({ kind: 'silent', ways: ['back'] });
  expect(await client.ask('a')).toBe('');
  expect(heard).toEqual(['a']);
  proxy.set({ kind: 'none' });
  await expect.poll(client.got).toBe('a');
});

test('silent: a client that goes away in it stays half-open at the server until it is over', async () => {
  const { proxy, open } = await echoBehindProxy();
  const client = await clientOf(proxy);
  await client.ask('a');
  proxy.set({ kind: 'silent', ways: ['there', 'back'] });
  client.socket.resetAndDestroy();
  await delay(50);
  expect(open.size).toBe(1);
  proxy.set({ kind: 'none' });
  await expect.poll(() => open.size).toBe(0);
});

test.each(['reset', 'mute'] as const)('lost-answer, then %s: the server did it, one answer is lost, other connections are whole', async (leaves) => {
  const { proxy, heard } = await echoBehindProxy();
  const client = await clientOf(proxy);
  await client.ask('a');
  proxy.set({ kind: 'lost-answer', leaves });
  expect(await client.ask('b')).toBe('');
  expect(heard).toEqual(['a', 'b']);
  expect(proxy.done().lostAnswers).toBe(1);
  if (leaves === 'reset') expect(await client.ended).toBe('ECONNRESET');
  else expect(await client.ask('c')).toBe('');
  expect(await (await clientOf(proxy)).ask('d')).toBe('d');
});

test('latency, slow, slices: late, but whole', async () => {
  const { proxy, heard } = await echoBehindProxy();
  const client = await clientOf(proxy);
  const took = async (text: string): Promise<number> => {
    const began = performance.now();
    expect(await client.ask(text, 5_000)).toBe(text);
    return performance.now() - began;
  };
  proxy.set({ kind: 'latency', ms: 60 });
  expect(await took('a')).toBeGreaterThan(110);
  proxy.set({ kind: 'slow', bytesPerSecond: 10_000 });
  expect(await took('x'.repeat(2_000))).toBeGreaterThan(140);
  proxy.set({ kind: 'slices', bytes: 1 });
  heard.length = 0;
  await took('one byte at a time');
  expect(heard.length).toBeGreaterThan(5);
  proxy.set({ kind: 'none' });
  expect(await took('a')).toBeLessThan(50);
});

test('a target that is down is a reset, not a hang', async () => {
  const proxy = await chaosProxy({ host: '127.0.0.1', port: 1 });
  onTestFinished(() => proxy.close());
  expect(await (await clientOf(proxy)).ended).toBe('ECONNRESET');
});
