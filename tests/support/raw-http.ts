// HTTP by hand on a bare socket: what no well-behaved client would send, in the pieces and at the pace the test wants.
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Answer } from './running-system.ts';

interface RawConnection {
  readonly socket: Socket;
  send(text: string | Uint8Array): void;
  /** Everything received so far. */
  received(): string;
  /** Resolves once what was received holds `text` so many times. @throws Error when the connection ends before, or 20 seconds are over. */
  until(text: string, times?: number): Promise<string>;
  /** Resolves with everything received once the other side ends the connection. */
  ended(): Promise<string>;
}

/** Connects; the socket goes when the running test ends. */
export async function rawConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let text = '';
  let open = true;
  socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  socket.on('error', () => {}).on('close', () => (open = false));
  const wait = async (done: () => boolean): Promise<string> => {
    for (const deadline = Date.now() + 20_000; !done(); await new Promise((resolve) => setTimeout(resolve, 5)))
      if (Date.now() > deadline) throw new Error(`nothing more came in 20 seconds after: ${text.slice(-500)}`);
    return text;
  };
  return {
    socket,
    send: (piece) => void socket.write(piece),
    received: () => text,
    until: async (wanted, times = 1) => {
      const there = (): boolean => text.split(wanted).length > times;
      await wait(() => there() || !open);
      if (!there()) throw new Error(`the connection ended after: ${text.slice(-500)}`);
      return text;
    },
    ended: () => wait(() => !open),
  };
}

/** The one answer of a connection that was ended by the server. */
export function answerOf(text: string): Answer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  const headers = new Headers(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const body = rest.join('\r\n\r\n');
  return { status: Number(status.split(' ')[1]), type: headers.get('content-type') ?? '', headers, text: body, json: JSON.parse(body) as unknown };
}
