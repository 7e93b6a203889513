// How commands talk to a system: over HTTP, whether it runs elsewhere, beside this process, or was opened by it.
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { LineageError, type ErrorCode } from '../core/domain/errors.ts';

export interface SystemClient {
  readonly url: string;
  get(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  /** Sends a body as it comes and hands over each line of the answer as it comes. */
  stream(path: string, body: Readable, onLine: (line: unknown) => void): Promise<void>;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly purpose?: string | undefined;
  readonly case?: string | undefined;
  readonly close?: () => Promise<void>;
}

/** Every failure is a LineageError: ERR_UNREACHABLE when nothing answers, else what the system said. @throws LineageError ERR_INPUT for a purpose or case that no header can carry. */
export function systemClient({ url, token, purpose, case: caseId, close = async () => {} }: ClientOptions): SystemClient {
  for (const [option, code] of Object.entries({ purpose, case: caseId })) {
    if (code !== undefined && !/^[\w .:/-]{1,64}$/.test(code))
      throw new LineageError('ERR_INPUT', `--${option} is a code of 1 to 64 letters, digits, spaces and . : / _ -`);
  }
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(purpose === undefined ? {} : { 'suyuan-purpose': purpose }),
    ...(caseId === undefined ? {} : { 'suyuan-case': caseId }),
  };
  const ask = async (path: string, init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }): Promise<unknown> => {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), { ...init, headers: { ...headers, ...init.headers } });
    } catch (cause) {
      throw unreachable(url, cause);
    }
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw refused(answer, response.status);
    return answer;
  };
  return {
    url,
    close,
    get: (path, query = {}) => {
      const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
      return ask(given.length > 0 ? `${path}?${new URLSearchParams(given).toString()}` : path, {});
    },
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    stream: (path, body, onLine) =>
      new Promise((resolve, reject) => {
        const target = new URL(path, url);
        const outgoing = (target.protocol === 'https:' ? secureRequest : request)(target, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/x-ndjson' },
        });
        outgoing.on('error', (cause) => reject(unreachable(url, cause)));
        body.on('error', (error) => {
          reject(error);
          outgoing.destroy(); // Else the system would wait for the rest until it takes the silence for the end.
        });
        outgoing.on('response', (response) => {
          let rest = '';
          response.setEncoding('utf8');
          response.on('data', (text: string) => {
            const lines = (rest + text).split('\n');
            rest = lines.pop() ?? '';
            if (response.statusCode !== 200) return;
            try {
              for (const line of lines) onLine(JSON.parse(line));
            } catch (error) {
              reject(error);
              outgoing.destroy();
            }
          });
          response.on('error', (cause) => reject(unreachable(url, cause)));
          response.on('end', () => (response.statusCode === 200 ? resolve() : reject(refused(parsed(rest), response.statusCode ?? 0))));
        });
        body.pipe(outgoing);
      }),
  };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const unreachable = (url: string, cause: unknown): LineageError =>
  new LineageError('ERR_UNREACHABLE', `nothing answers at ${new URL(url).origin}: start it with \`suyuan serve\`, or correct --url`, { cause });

/** The problem document of an answer as an error that reads well on one line. */
export function refused(answer: unknown, status: number): LineageError {
  const { code, title, detail, errors } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  const fields = Array.isArray(errors) ? (errors as { pointer: string; rule: string; expected: string }[]) : [];
  const said = typeof detail === 'string' ? detail : typeof title === 'string' ? title : `the system answered ${status}`;
  // A field whose expectation is the message itself is not told twice.
  const listed = fields
    .filter(({ expected }) => !said.includes(expected))
    .map(({ pointer, rule, expected }) => `${pointer || '/'} (${rule}): expected ${expected}`)
    .join('; ');
  const message = listed ? `${said} — ${listed}` : said;
  return new LineageError(typeof code === 'string' ? (code as ErrorCode) : status >= 500 ? 'ERR_UNREACHABLE' : 'ERR_INPUT', message);
}
