// A TCP proxy in front of a server that loses what a test tells it to: the reply to a message, or the message itself.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * `reply`: the message arrives, its answer is lost and the connection with it. `request`: the message never arrives.
 * `silence`: it arrives, and nothing comes back ever after. `late`: the sender loses the connection, and the message arrives half a second later.
 */
export type Loss = 'reply' | 'request' | 'silence' | 'late';

export interface LossyProxy {
  readonly port: number;
  /** From now on, the next message that contains `text` is lost in this way; connections after it are whole. */
  lose(text: string, loss: Loss): void;
  /** How many messages were lost. */
  lost(): number;
}

/** Listens on a free loopback port until the test is over. */
export async function lossyProxy(target: { readonly host: string; readonly port: number }): Promise<LossyProxy> {
  let next: { readonly text: string; readonly loss: Loss } | null = null;
  let count = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    let losing: Loss | null = null;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {}).once('close', () => open.delete(socket));
    }
    client.on('data', (chunk) => {
      if (losing === null && next !== null && chunk.includes(next.text)) {
        losing = next.loss;
        next = null;
        count += 1;
        if (losing === 'late') setTimeout(() => upstream.end(chunk), 500);
        if (losing === 'late' || losing === 'request') client.destroy();
      }
      if (losing !== 'late' && losing !== 'request') upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (losing === null) client.write(chunk);
      // The answer is there, so the server has done it: now it gets lost.
      else if (losing === 'reply') client.destroy();
    });
    client.once('close', () => {
      if (losing !== 'late') upstream.destroy();
    });
    upstream.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    lose: (text, loss) => (next = { text, loss }),
    lost: () => count,
  };
}
