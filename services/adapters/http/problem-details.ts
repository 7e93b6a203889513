// Errors over HTTP: RFC 9457 problems with a stable code. The only place where a status is chosen.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LineageError, type ErrorCode } from '../../core/domain/errors.ts';
import type { FieldProblem } from '../../core/ports/event-codec.ts';

export const problemMediaType = 'application/problem+json';

const statusOf: Readonly<Record<ErrorCode, number>> = {
  ERR_INPUT: 400,
  ERR_TOO_LARGE: 413,
  ERR_LOCKED: 503,
  ERR_DATA_VERSION: 500,
  ERR_STORAGE: 503,
  ERR_UNREACHABLE: 503,
  ERR_CONFIGURATION: 500,
  ERR_REGISTRY: 500,
  ERR_UNREADABLE: 500,
  ERR_OVERLOADED: 503,
  ERR_INVARIANT: 500,
};

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
}

/** A problem document. `detail` says what to do and holds no personal data. */
export const problem = (status: number, code: string, title: string, detail?: string, errors?: readonly FieldProblem[]): Problem => ({
  type: `urn:suyuan:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title,
  status,
  code,
  ...(detail === undefined ? {} : { detail }),
  ...(errors ? { errors } : {}),
});

/** Fastify's own codes that a client can cause, in our words. */
const ofFastify: Readonly<Record<string, readonly [number, string, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    413,
    'ERR_TOO_LARGE',
    'The body is larger than this route takes: send an array of at most 500 events, or a stream as application/x-ndjson',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'ERR_MEDIA_TYPE', 'The content type is not one that this route takes: application/json or application/x-ndjson'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'ERR_INPUT', 'The body is empty: send JSON'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'ERR_INPUT', 'The body is not JSON'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'ERR_INPUT', 'The body is not as long as its content-length says'],
  FST_ERR_BAD_URL: [400, 'ERR_INPUT', 'The URL is not well formed'],
};

export function addProblemDetails(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => send(reply, problem(404, 'ERR_NOT_FOUND', 'There is no such route', 'GET /openapi.json lists the routes')));
  app.setErrorHandler((error: FastifyError | LineageError, request, reply) => send(reply, toProblem(error, request)));
}

export function send(reply: FastifyReply, document: Problem): FastifyReply {
  if (document.status === 503) void reply.header('retry-after', '1');
  return reply.code(document.status).type(problemMediaType).send(document);
}

function toProblem(error: FastifyError | LineageError, request: FastifyRequest): Problem {
  if (error instanceof LineageError) {
    const status = statusOf[error.code];
    if (status >= 500) request.log.error({ code: error.code, err: { message: error.message } }, 'request failed');
    const field = typeof error.details['field'] === 'string' ? [{ pointer: `/${error.details['field']}`, rule: 'value', expected: error.message }] : undefined;
    return problem(status, error.code, status >= 500 ? 'The system could not do it' : 'The request cannot be taken', error.message, field);
  }
  const known = ofFastify[error.code];
  if (known) return problem(known[0], known[1], known[2]);
  if (error.validation) {
    const at = error.validationContext ?? 'request';
    const errors = error.validation.map((found) => ({
      pointer: `/${at}${found.instancePath}`,
      rule: found.keyword,
      expected: found.message ?? 'another value',
    }));
    return problem(400, 'ERR_INPUT', 'The request does not fit its schema', undefined, errors);
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return problem(error.statusCode, error.statusCode === 429 ? 'ERR_RATE' : 'ERR_INPUT', error.message);
  request.log.error({ err: { name: error.name, message: error.message, stack: error.stack } }, 'unexpected error');
  return problem(500, 'ERR_UNEXPECTED', 'Something unexpected went wrong', 'It is in the log under this request id');
}
