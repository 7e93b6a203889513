// The whole embedded system inside the test process, behind real HTTP, with its log kept for looking at.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { httpLimits, type HttpLimits } from '../../services/adapters/http/http-server.ts';
import { configuration, type Configuration } from '../../services/cli/configuration.ts';
import { listen } from '../../services/cli/open-system.ts';
import { startSystem } from '../../services/cli/system/system.ts';
import { policiesFolder } from './repository-folders.ts';
import { scratchFolder } from './scratch-folder.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

export interface Conservation {
  readonly consumed: number;
  readonly appended: number;
  readonly quarantined: number;
  readonly duplicates: number;
}

interface RunningSystem {
  readonly url: string;
  readonly data: string;
  /** Everything that was logged so far. */
  log(): string;
  ask(path: string, init?: RequestInit): Promise<Answer>;
  /** POST /v1/events with a JSON content type; a string goes as it is. */
  report(body: unknown, query?: string): Promise<Answer>;
  /** POST /v1/events as NDJSON; a line that is no string is written as JSON. */
  stream(lines: readonly unknown[], query?: string): Promise<readonly Record<string, unknown>[]>;
  conservation(): Promise<Conservation>;
  /** Resolves once everything that was recorded is projected. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export interface Options {
  readonly data?: string;
  readonly policies?: string;
  readonly limits?: Partial<HttpLimits>;
}

/** What a look at a person states of itself. */
export const looking = { 'suyuan-purpose': 'test', 'suyuan-case': 'T-1' } as const;

/** Configuration of an embedded system on `data` with the repository's contracts and policies. */
export const configurationOf = (data: string, policies = policiesFolder): Configuration => ({
  ...configuration({ data, port: '0' }, { SAMPLE: '0' }),
  policies,
});

/** Starts a system that is closed when the running test ends. */
export async function runningSystem({ data = join(scratchFolder(), 'data'), policies, limits }: Options = {}): Promise<RunningSystem> {
  const logged: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const system = await startSystem(configurationOf(data, policies), logger, { limits: { ...httpLimits, ...limits } });
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) await system.close();
    closed = true;
  };
  onTestFinished(close);
  const url = await listen(system, { host: '127.0.0.1', port: 0 });
  const ask = (path: string, init: RequestInit = {}): Promise<Answer> =>
    askAt(url, path, { ...init, headers: { ...looking, ...(init.headers as Record<string, string> | undefined) } });
  const post = (contentType: string, body: string, query: string): Promise<Answer> =>
    ask(`/v1/events${query}`, { method: 'POST', headers: { 'content-type': contentType }, body });
  return {
    url,
    data,
    log: () => logged.join(''),
    ask,
    report: (body, query = '') => post('application/json', typeof body === 'string' ? body : JSON.stringify(body), query),
    stream: async (lines, query = '') => {
      const body = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
      return receiptsOf(await post('application/x-ndjson', body, query));
    },
    conservation: async () => ((await ask('/readyz')).json as { readonly conservation: Conservation }).conservation,
    caughtUp: async () => {
      for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(20)) {
        const { lagEvents } = (await ask('/readyz')).json as { readonly lagEvents?: Readonly<Record<string, number>> };
        if (lagEvents && Object.values(lagEvents).every((lag) => lag === 0)) return;
      }
      throw new Error(`the projection did not catch up: ${(await ask('/readyz')).text}`);
    },
    close,
  };
}

/** One request, answered whole. */
export async function askAt(url: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type') ?? '', headers: response.headers, text, json: parsed(text) };
}

/** Lines of an NDJSON answer. */
export const receiptsOf = ({ text }: Pick<Answer, 'text'>): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Expects an RFC 9457 problem with this status and code; gives its fields. */
export function expectProblem(answer: Answer, status: number, code: string): readonly { pointer: string; rule: string; expected: string }[] {
  expect(answer.text).toContain(code);
  expect({ status: answer.status, type: answer.type.split(';')[0] }).toEqual({ status, type: 'application/problem+json' });
  const { errors = [], ...problem } = answer.json as { errors?: { pointer: string; rule: string; expected: string }[] };
  expect(problem).toMatchObject({ type: `urn:suyuan:problem:${code.toLowerCase().replaceAll('_', '-')}`, title: expect.stringMatching(/\w/), status, code });
  for (const { pointer, rule, expected } of errors) {
    expect(pointer).toMatch(/^(\/|$)/);
    expect(rule).toMatch(/^[\w-]+$/);
    expect(expected).not.toBe('');
  }
  return errors;
}
