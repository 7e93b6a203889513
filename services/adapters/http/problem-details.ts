// Errors over HTTP: RFC 9457 problems with a stable code. The only place where a status is chosen.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, FastifySchemaValidationError } from 'fastify';
import { LineageError, type ErrorCode } from '../../core/domain/errors.ts';
import type { FieldProblem } from '../../core/ports/event-codec.ts';
import { methodsByPath } from './allowed-methods.ts';

const problemMediaType = 'application/problem+json';

const statusOf: Readonly<Record<ErrorCode, number>> = {
  ERR_INPUT: 400,
  ERR_NOT_FOUND: 404,
  ERR_RATE: 429,
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
  FST_ERR_MAX_PARAM_LENGTH: [414, 'ERR_INPUT', 'A part of the URL is longer than any id or code'],
};

/** Every error and every unknown route answers with a problem document. */
export function addProblemDetails(app: FastifyInstance): void {
  const methodsOf = methodsByPath(app);
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0) return send(reply, problem(404, 'ERR_NOT_FOUND', 'There is no such route', 'GET /openapi.json lists the routes'));
    const allowed = methods.join(', ');
    return send(reply.header('allow', allowed), problem(405, 'ERR_METHOD', 'This route does not have this method', `it has ${allowed}`));
  });
  app.setErrorHandler((error: FastifyError | LineageError, request, reply) => send(reply, toProblem(error, request)));
}

/** For requests that reach no route: the router could not read their URL. */
export const answerUnroutable = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => void send(reply, toProblem(error, request));

/** For bytes that are no HTTP request: answers on the bare socket and closes it. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, code, title] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ([408, 'ERR_TIMEOUT', 'The request did not arrive in time'] as const)
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ([431, 'ERR_TOO_LARGE', 'The headers are larger than this server takes'] as const)
        : ([400, 'ERR_INPUT', 'This is not an HTTP/1.1 request'] as const);
  const body = JSON.stringify(problem(status, code, title));
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: ${problemMediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  if (socket.writable) socket.end(`${head}\r\n\r\n${body}`);
  else socket.destroy();
}

/** Answers with a problem document and its status. */
export function send(reply: FastifyReply, document: Problem): FastifyReply {
  if (document.status === 503) void reply.header('retry-after', '1');
  return reply.code(document.status).type(problemMediaType).send(document);
}

function toProblem(error: FastifyError | LineageError, request: FastifyRequest): Problem {
  if (error instanceof LineageError) {
    const status = statusOf[error.code];
    if (status >= 500) request.log.error({ code: error.code, err: { message: error.message } }, 'request failed');
    return problem(status, error.code, titleOf(status), error.message, fieldsOf(error));
  }
  const known = ofFastify[error.code];
  if (known) return problem(known[0], known[1], known[2]);
  if (error.validation) {
    const part = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'request');
    return problem(400, 'ERR_INPUT', `The ${part} does not fit its schema`, undefined, error.validation.map(fieldProblem));
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return problem(error.statusCode, error.statusCode === 429 ? 'ERR_RATE' : 'ERR_INPUT', error.message);
  request.log.error({ err: { name: error.name, message: error.message, stack: error.stack } }, 'unexpected error');
  return problem(500, 'ERR_UNEXPECTED', 'Something unexpected went wrong', 'It is in the log under this request id');
}

/** One finding of the schema as a field problem. Names of parameters are shown when they look like names, values never. */
function fieldProblem({ instancePath, keyword, params, message }: FastifySchemaValidationError): FieldProblem {
  const name = keyword === 'additionalProperties' ? params['additionalProperty'] : keyword === 'required' ? params['missingProperty'] : undefined;
  const shown = typeof name === 'string' ? `/${/^[A-Za-z]{1,32}$/.test(name) ? name : '(unprintable name)'}` : '';
  if (keyword === 'additionalProperties')
    return { pointer: instancePath + shown, rule: 'unknown-field', expected: 'no such field: GET /openapi.json lists them' };
  if (keyword === 'required') return { pointer: instancePath + shown, rule: keyword, expected: 'this field' };
  if (keyword === 'enum') return { pointer: instancePath, rule: keyword, expected: `one of ${(params['allowedValues'] as readonly string[]).join(', ')}` };
  return { pointer: instancePath, rule: keyword, expected: message ?? 'another value' };
}

const titleOf = (status: number): string =>
  status >= 500 ? 'The system could not do it' : status === 404 ? 'There is no such thing' : 'The request cannot be taken';

/** What an error says of single fields: a list of its own, or the one field it names. */
function fieldsOf({ details, message }: LineageError): readonly FieldProblem[] | undefined {
  if (Array.isArray(details['problems'])) return details['problems'] as readonly FieldProblem[];
  return typeof details['field'] === 'string' ? [{ pointer: `/${details['field']}`, rule: 'value', expected: message }] : undefined;
}
