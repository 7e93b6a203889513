// The Fastify instance every HTTP service starts from: strict validation, limits on every size, rate and time, no personal data in logs.
import { randomBytes } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { LineageError } from '../../core/domain/errors.ts';
import { parseJson } from './parse-json.ts';
import { addProblemDetails, answerUnreadable, answerUnroutable } from './problem-details.ts';
import { limitBodyTime } from './body-time.ts';
import { loopbackHostsOnly } from './loopback-host.ts';

/** Every bound of the HTTP side in one place. Streams (NDJSON) are bounded by silence, not by length. */
export const httpLimits = {
  jsonBytes: 2 * 1024 * 1024,
  jsonBodyMs: 30_000,
  silenceMs: 60_000,
  keepAliveMs: 10_000,
  paramLength: 128,
  requestsPerSecond: 2_000,
} as const;

export type HttpLimits = Readonly<Record<keyof typeof httpLimits, number>>;

/** `logger` null: silent. Routes are added to what this returns; `/docs` and `/openapi.json` list them. */
export async function httpServer(logger: Logger | null, limits: HttpLimits = httpLimits): Promise<FastifyInstance> {
  const app = fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    // URLs hold pseudonyms and nothing else, but queries do not belong into logs either.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    genReqId: ({ headers }) => traceIdOf(headers['traceparent']) ?? randomBytes(16).toString('hex'),
    bodyLimit: limits.jsonBytes,
    requestTimeout: 0, // a stream may take as long as it flows; `limitBodyTime` bounds everything else
    connectionTimeout: limits.silenceMs,
    keepAliveTimeout: limits.keepAliveMs,
    forceCloseConnections: 'idle',
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
    routerOptions: { maxParamLength: limits.paramLength },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: false } },
  }) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  addJson(app);
  addProblemDetails(app);
  loopbackHostsOnly(app);
  limitBodyTime(app, limits.jsonBodyMs);
  await app.register(rateLimit, {
    max: limits.requestsPerSecond,
    timeWindow: 1000,
    errorResponseBuilder: () =>
      new LineageError('ERR_RATE', `more than ${limits.requestsPerSecond} requests in a second: send events in arrays or as a stream`),
  });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Suyuan 溯源', version: '1', description: 'What data about this person went where and why.' } },
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  return app;
}

/** The trace that a request belongs to (W3C Trace Context, level 1); null when it states none, or what is none. */
const traceIdOf = (traceparent: string | readonly string[] | undefined): string | null =>
  typeof traceparent === 'string' ? (/^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent)?.[1] ?? null) : null;

/** Strict JSON: valid UTF-8, bounded depth, no prototype keys, no key twice. Fastify matches the content type as it writes it itself: lower case, parameters quoted. */
function addJson(app: FastifyInstance): void {
  app.addContentTypeParser(/^application\/json(; charset="utf-8")?$/i, { parseAs: 'buffer' }, (_request, body, done) => {
    const parsed = parseJson(body as Buffer);
    if (parsed.ok) return done(null, parsed.value);
    const problems = [{ pointer: '', rule: parsed.rule, expected: parsed.expected }];
    return done(new LineageError('ERR_INPUT', `the body is not acceptable JSON: expected ${parsed.expected}`, { details: { problems } }), undefined);
  });
}
