// A TCP proxy in front of a Kafka broker that knows one request from another, and loses the answers a test tells it to.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The broker has done it, and nobody hears of it: the connection is closed, or stays open and mute for this one answer. */
export type LostAnswer = 'closed' | 'swallowed';

export interface KafkaProxy {
  /** For kafkajs: every connection goes through the proxy, whatever address the brokers give. */
  readonly socket: (address: { readonly host: string; readonly port: number; readonly onConnect: () => void }) => Socket;
  /** The answer to the n-th Produce request from now on (from 1) is lost. */
  lose(n: number, how: LostAnswer): void;
  lost(): number;
  /** The most Produce requests that were under way at once. */
  mostUnderWay(): number;
}

const produceKey = 0;

/** Listens on a free loopback port until the test is over. */
export async function kafkaProxy(target: { readonly host: string; readonly port: number }): Promise<KafkaProxy> {
  let plan: { n: number; readonly how: LostAnswer } | null = null;
  let [count, underWay, most] = [0, 0, 0];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    const doomed = new Map<number, LostAnswer>();
    const producing = new Set<number>();
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {}).once('close', () => open.delete(socket));
    }
    onFrames(client, (frame) => {
      if (frame.readInt16BE(4) === produceKey) {
        const correlation = frame.readInt32BE(8);
        producing.add(correlation);
        most = Math.max(most, (underWay += 1));
        if (plan !== null && (plan.n -= 1) === 0) {
          doomed.set(correlation, plan.how);
          plan = null;
        }
      }
      upstream.write(frame);
    });
    onFrames(upstream, (frame) => {
      const correlation = frame.readInt32BE(4);
      if (producing.delete(correlation)) underWay -= 1;
      const how = doomed.get(correlation);
      if (how === undefined) client.write(frame);
      else {
        count += 1;
        doomed.delete(correlation);
        if (how === 'closed') client.destroy();
      }
    });
    client.once('close', () => {
      underWay -= producing.size;
      producing.clear();
      upstream.destroy();
    });
    upstream.once('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    socket: ({ onConnect }) => connect({ host: '127.0.0.1', port }, onConnect),
    lose: (n, how) => (plan = { n, how }),
    lost: () => count,
    mostUnderWay: () => most,
  };
}

/** Calls back with each whole frame: four bytes of length and what they count. */
function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}
