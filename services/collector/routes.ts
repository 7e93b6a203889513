// POST /v1/events and GET /v1/events/{eventId}: reports in, receipts out.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { LineageError } from '../core/domain/errors.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { parseEventId, type EventId } from '../core/domain/vocabulary.ts';
import type { EventIndex } from '../core/ports/ledger.ts';
import { parseJson } from '../adapters/http/http-server.ts';
import { problem, send } from '../adapters/http/problem-details.ts';
import { collect, type CollectDependencies, type CollectedReceipt, type OnInvalid, type Report } from './collect.ts';
import { ndjsonBatches, ndjsonLimits, type Line } from './ndjson.ts';

export interface CollectorDependencies extends CollectDependencies {
  readonly index: EventIndex;
}

const arrayMax = 500;

export function collectorRoutes(app: FastifyInstance, dependencies: CollectorDependencies): void {
  app.addContentTypeParser(/^application\/(x-)?ndjson(; ?charset=utf-8)?$/i, (_request, payload, done) => done(null, payload));
  const querystring = {
    type: 'object',
    additionalProperties: false,
    properties: { invalid: { enum: ['reject', 'quarantine'] }, receipts: { enum: ['each', 'summary'] } },
  } as const;
  app.post<{ Querystring: { invalid?: OnInvalid; receipts?: 'each' | 'summary' } }>(
    '/v1/events',
    { schema: { summary: 'Report events: one, an array of at most 500, or a stream of lines (application/x-ndjson)', tags: ['events'], querystring } },
    async (request, reply) => {
      const { invalid = 'reject', receipts = 'each' } = request.query;
      if (request.body instanceof Readable)
        return reply.type('application/x-ndjson').send(Readable.from(streamed(request.body, invalid, receipts, dependencies)));
      return answer(request.body, invalid, reply, dependencies);
    },
  );
  app.get<{ Params: { eventId: string } }>(
    '/v1/events/:eventId',
    { schema: { summary: 'The receipt of an event', tags: ['events'] } },
    async (request, reply) => {
      const eventId = parseEventId(request.params.eventId);
      if (!eventId) throw new LineageError('ERR_INPUT', 'an event id is a UUID', { details: { field: 'eventId' } });
      const found = (await dependencies.index.find([eventId])).get(eventId);
      if (!found) return send(reply, problem(404, 'ERR_NOT_FOUND', 'No event of this id is in the ledger'));
      return { eventId, status: 'recorded', ledger: found.stream, revision: String(found.revision), recordedAt: formatInstant(found.recordedAt) };
    },
  );
}

async function answer(body: unknown, invalid: OnInvalid, reply: FastifyReply, dependencies: CollectorDependencies): Promise<unknown> {
  const many = Array.isArray(body);
  const values: readonly unknown[] = many ? body : [body];
  if (values.length > arrayMax) throw new LineageError('ERR_TOO_LARGE', `an array holds at most ${arrayMax} events; send more as application/x-ndjson`);
  const reports = values.map((value): Report => ({ raw: () => Buffer.from(JSON.stringify(value)), parsed: { ok: true, value } }));
  const receipts = await collect(reports, invalid, dependencies);
  if (many) return reply.code(receipts.some(({ status }) => status === 'rejected' || status === 'quarantined') ? 207 : 200).send(receipts.map(shown));
  const [receipt] = receipts as readonly [CollectedReceipt];
  if (receipt.status === 'rejected')
    return send(
      reply,
      problem(
        422,
        'ERR_EVENT',
        'The event breaks its contract',
        'Nothing was recorded. Correct the fields named in errors and send it again',
        receipt.problems,
      ),
    );
  if (receipt.status === 'quarantined' && receipt.reason === 'conflict')
    return send(
      reply,
      problem(
        409,
        'ERR_CONFLICT',
        'This producer and sourceEventId stand for other content already',
        'The first content stays; this one is in quarantine',
        receipt.problems,
      ),
    );
  return reply.code(receipt.status === 'recorded' ? 201 : 200).send(shown(receipt));
}

async function* streamed(body: Readable, invalid: OnInvalid, receipts: 'each' | 'summary', dependencies: CollectorDependencies): AsyncGenerator<string> {
  const counts = { lines: 0, recorded: 0, duplicate: 0, accepted: 0, quarantined: 0, rejected: 0, warnings: 0 };
  try {
    for await (const lines of ndjsonBatches(body as AsyncIterable<Buffer>)) {
      const collected = await collect(lines.map(reportOf), invalid, dependencies);
      for (const receipt of collected) {
        counts.lines += 1;
        counts[receipt.status] += 1;
        if (receipt.warnings) counts.warnings += 1;
      }
      yield receipts === 'each' ? collected.map((receipt) => `${JSON.stringify(shown(receipt))}\n`).join('') : `${JSON.stringify({ progress: counts })}\n`;
    }
  } catch (error) {
    // The status line is gone already: the last line says that the stream broke off, and what of it is safe.
    const detail = error instanceof LineageError ? error.message : 'the stream broke off';
    yield `${JSON.stringify({ error: problem(503, error instanceof LineageError ? error.code : 'ERR_STREAM', 'Not everything was taken', `${detail}; every line with a receipt is safe, send the rest again`) })}\n`;
    return;
  }
  if (receipts === 'summary') yield `${JSON.stringify({ summary: counts })}\n`;
}

function reportOf(line: Line): Report {
  if (line.tooLong)
    return {
      raw: () => line.bytes,
      parsed: { ok: false, problem: { pointer: '', rule: 'size', expected: `a line of at most ${ndjsonLimits.lineBytes} bytes` } },
    };
  const parsed = parseJson(line.bytes);
  return { raw: () => line.bytes, parsed: parsed.ok ? parsed : { ok: false, problem: { pointer: '', rule: parsed.rule, expected: parsed.expected } } };
}

/** A receipt as JSON. */
function shown(receipt: CollectedReceipt): Record<string, unknown> {
  const { warnings } = receipt;
  const more = warnings ? { warnings } : {};
  switch (receipt.status) {
    case 'recorded':
    case 'duplicate':
      return {
        eventId: receipt.eventId satisfies EventId,
        status: receipt.status,
        ledger: receipt.ledger,
        revision: String(receipt.revision),
        recordedAt: formatInstant(receipt.recordedAt),
        ...more,
      };
    case 'accepted':
      return { eventId: receipt.eventId, status: receipt.status, ...more };
    case 'quarantined':
      return { eventId: receipt.eventId, status: receipt.status, reason: receipt.reason, errors: receipt.problems };
    case 'rejected':
      return { eventId: receipt.eventId, status: receipt.status, errors: receipt.problems };
  }
}
