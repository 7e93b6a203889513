// One role of the system as a process that somebody watches over: started again whenever it ends, killed, paused, stopped as a test says.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine, repository } from '../support/repository-folders.ts';

export interface RoleProcess {
  readonly name: string;
  /** Where it listens now; null while it does not. */
  url(): string | null;
  /** SIGKILL. It is started again at once. */
  kill(): Promise<void>;
  /** SIGSTOP, and SIGCONT after so long. */
  pause(ms: number): Promise<void>;
  /** SIGTERM; it stays away until what this resolves with is called. */
  hold(): Promise<() => void>;
  /** SIGTERM, and it stays away. Resolves once it is gone; killed when that takes too long. */
  stop(): Promise<void>;
  /** How it ended without being asked to, one line each. */
  readonly ends: readonly string[];
  /** The last of what it said, and what its predecessor said last. */
  said(): string;
}

/** What a role says when it waits for a server, or was told to stop: it ends, and is started again. */
const expectedCodes = new Set([0, 3]);
const pauseBetweenMs = 300;
const stopMaxMs = 20_000;

export function roleProcess(name: string, role: string, environment: NodeJS.ProcessEnv): RoleProcess {
  const ends: string[] = [];
  let [stopping, last, said, url]: [boolean, string, string, string | null] = [false, '', '', null];
  let child: ChildProcess | null = null;
  let gone: Promise<unknown> = Promise.resolve();

  const launch = (): void => {
    const started = spawn(process.execPath, [commandLine, role, '--port', '0'], {
      cwd: repository,
      env: { ...process.env, ...environment, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    [child, url] = [started, null];
    const listen = (text: string): void => {
      said = (said + text).slice(-8_000);
      url ??= /listens on (http:\/\/\S+)/.exec(said.slice(-text.length - 200))?.[1] ?? null;
    };
    started.stdout.setEncoding('utf8').on('data', listen);
    started.stderr.setEncoding('utf8').on('data', listen);
    // The last resort, should the run itself be ended.
    const lastResort = (): boolean => started.kill('SIGKILL');
    process.once('exit', lastResort);
    gone = once(started, 'close').then(async ([code, signal]) => {
      process.off('exit', lastResort);
      url = null;
      if (signal === null && !expectedCodes.has(code as number)) ends.push(`${name} ended with ${code}: ${said.slice(-600)}`);
      if (/unhandled|uncaught/i.test(said)) ends.push(`${name} said: ${/.*(?:unhandled|uncaught).*/i.exec(said)?.[0]}`);
      last = said;
      said = '';
      if (stopping) return;
      await delay(pauseBetweenMs);
      if (!stopping) launch();
    });
  };
  launch();
  const stop = async (): Promise<void> => {
    stopping = true;
    const late = setTimeout(() => child?.kill('SIGKILL'), stopMaxMs);
    child?.kill('SIGTERM');
    await gone;
    clearTimeout(late);
  };

  return {
    name,
    ends,
    url: () => url,
    said: () => `${last.slice(-1_000)}\n—\n${said}`,
    kill: async () => {
      const dead = child && child.exitCode === null && child.signalCode === null ? once(child, 'close') : null;
      child?.kill('SIGKILL');
      await dead;
    },
    pause: async (ms) => {
      const paused = child;
      paused?.kill('SIGSTOP');
      await delay(ms);
      paused?.kill('SIGCONT');
    },
    hold: async () => {
      await stop();
      return () => {
        stopping = false;
        launch();
      };
    },
    stop,
  };
}
