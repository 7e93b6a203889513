// The Fastify instance every HTTP service starts from: strict validation, limits on every size and time, no personal data in logs.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { addProblemDetails } from './problem-details.ts';

export const httpLimits = {
  jsonBytes: 2 * 1024 * 1024,
  requestMs: 600_000,
  connectionMs: 650_000,
  keepAliveMs: 10_000,
  paramLength: 128,
  jsonDepth: 16,
} as const;

/** `logger` null: silent. Routes are added to what this returns; `/docs` and `/openapi.json` list them. */
export async function httpServer(logger: Logger | null): Promise<FastifyInstance> {
  const app = fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    disableRequestLogging: true, // URLs hold pseudonyms and nothing else, but queries do not belong into logs either
    bodyLimit: httpLimits.jsonBytes,
    requestTimeout: httpLimits.requestMs,
    connectionTimeout: httpLimits.connectionMs,
    keepAliveTimeout: httpLimits.keepAliveMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: httpLimits.paramLength },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: false } },
  }) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  addJson(app);
  addProblemDetails(app);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Suyuan 溯源', version: '1', description: 'What data about this person went where and why.' } },
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  return app;
}

/** Strict JSON: valid UTF-8, bounded depth, no prototype keys. */
function addJson(app: FastifyInstance): void {
  app.addContentTypeParser(/^application\/json(; ?charset=utf-8)?$/i, { parseAs: 'buffer' }, (_request, body, done) => {
    const parsed = parseJson(body as Buffer);
    if (parsed.ok) done(null, parsed.value);
    else done(Object.assign(new Error(`The body is not acceptable JSON: ${parsed.expected}`), { statusCode: 400 }), undefined);
  });
}

export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly rule: string; readonly expected: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Bytes → JSON value, or what is wrong with them. Never throws. */
export function parseJson(bytes: Uint8Array): ParsedJson {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { ok: false, rule: 'utf-8', expected: 'valid UTF-8' };
  }
  if (depthOf(text) > httpLimits.jsonDepth) return { ok: false, rule: 'depth', expected: `at most ${httpLimits.jsonDepth} levels of nesting` };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, rule: 'json', expected: 'well-formed JSON' };
  }
}

/** Deepest nesting of brackets outside strings: found before anything is built. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i += 1;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth -= 1;
  }
  return deepest;
}
