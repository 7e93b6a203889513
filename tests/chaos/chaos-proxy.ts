// A TCP proxy between two parts of the system that does to their connections what networks do: nothing, latency, slowness, silence, cuts, lost answers.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** To the server, or back to the client. */
type Way = 'there' | 'back';

/**
 * `down`: connections are reset, and new ones at once. `silent`: what is sent is neither lost nor delivered, and nobody is told; it arrives when
 * the fault is over. `lost-answer`: one answer is lost after the server did what was asked; the connection is reset, or stays open and mute.
 */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'down' }
  | { readonly kind: 'silent'; readonly ways: readonly Way[] }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | { readonly kind: 'slices'; readonly bytes: number }
  | { readonly kind: 'lost-answer'; readonly leaves: 'reset' | 'mute' };

export interface ChaosProxy {
  readonly port: number;
  /** From now on, for connections that are open and those to come. */
  set(fault: Fault): void;
  /** Resets every open connection, once. */
  cut(): void;
  /** Connections that were reset and answers that were lost, so far. */
  readonly done: () => { readonly resets: number; readonly lostAnswers: number };
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** Chosen to lose its next answer, then to be as good as dead. */
  state: 'whole' | 'doomed' | 'mute';
}

/** Listens on a loopback port, any that is free unless one is given. The target may be down. */
export async function chaosProxy(target: { readonly host: string; readonly port: number }, port = 0): Promise<ChaosProxy> {
  const links = new Set<Link>();
  const counts = { resets: 0, lostAnswers: 0 };
  let fault: Fault = { kind: 'none' };
  let changed = Promise.withResolvers<void>();

  const isSilent = (way: Way): boolean => fault.kind === 'silent' && fault.ways.includes(way);
  const end = (link: Link): void => {
    if (!links.delete(link)) return;
    counts.resets += 1;
    link.client.resetAndDestroy();
    link.server.resetAndDestroy();
  };

  /** Carries one way of a connection, chunk by chunk, each under the fault of its moment. */
  const carry = async (link: Link, way: Way): Promise<void> => {
    const [from, to] = way === 'there' ? [link.client, link.server] : [link.server, link.client];
    for await (const chunk of from as AsyncIterable<Buffer>) {
      while (isSilent(way)) await changed.promise;
      if (fault.kind === 'lost-answer' && way === 'there' && link.state === 'whole') link.state = 'doomed';
      if (link.state === 'doomed' && way === 'back' && fault.kind === 'lost-answer') {
        const { leaves } = fault;
        fault = { kind: 'none' };
        counts.lostAnswers += 1;
        link.state = 'mute';
        if (leaves === 'reset') return end(link);
      }
      // Both ways from now on: its peer finds out by its own timeout.
      if (link.state === 'mute') continue;
      link.state = fault.kind === 'lost-answer' ? link.state : 'whole';
      await write(to, chunk);
    }
    while (isSilent(way)) await changed.promise;
    to.end();
  };

  const write = async (to: Socket, chunk: Buffer): Promise<void> => {
    const now = fault;
    const step = now.kind === 'slices' ? now.bytes : now.kind === 'slow' ? Math.max(1, Math.floor(now.bytesPerSecond / 20)) : chunk.length;
    if (now.kind === 'latency') await delay(now.ms);
    for (let at = 0; at < chunk.length; at += step) {
      if (!to.writable) return;
      if (!to.write(chunk.subarray(at, at + step))) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      // A fault that is over holds nobody up.
      if (fault === now && now.kind === 'slow') await delay(50);
      if (fault === now && now.kind === 'slices') await new Promise(setImmediate);
    }
  };

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    if (fault.kind === 'down') {
      client.resetAndDestroy();
      return;
    }
    const link: Link = { client, server: connect({ ...target, noDelay: true, allowHalfOpen: true }), state: 'whole' };
    links.add(link);
    for (const socket of [link.client, link.server]) {
      socket.on('error', () => {});
      // Who is cut off by a crash is told by a reset, as the kernel of a dead process does it; in silence nobody is told.
      socket.once('close', (hadError) => void closeOther(link, hadError));
    }
    void carry(link, 'there').catch(() => {});
    void carry(link, 'back').catch(() => {});
  });

  const closeOther = async (link: Link, hadError: boolean): Promise<void> => {
    while (fault.kind === 'silent') await changed.promise;
    if (hadError) end(link);
    else if (link.client.destroyed && link.server.destroyed) links.delete(link);
  };

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      fault = next;
      changed.resolve();
      changed = Promise.withResolvers<void>();
      if (next.kind === 'down') for (const link of links) end(link);
    },
    cut: () => {
      for (const link of links) end(link);
    },
    done: () => ({ ...counts }),
    close: async () => {
      fault = { kind: 'none' };
      changed.resolve();
      for (const link of links) end(link);
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
