// POST /v1/events and GET /v1/events/{eventId}: reports in, receipts out.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { LineageError } from '../core/domain/errors.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { parseEventId } from '../core/domain/vocabulary.ts';
import type { EventPlaces } from '../core/ports/ledger.ts';
import { problem, send } from '../adapters/http/problem-details.ts';
import { collect, type CollectDependencies, type CollectedReceipt, type OnInvalid, type Report } from './collect.ts';
import { receiptJson } from './receipt-json.ts';
import { streamReports, type ReceiptStyle } from './stream-reports.ts';

export interface CollectorDependencies extends CollectDependencies {
  readonly index: EventPlaces;
}

const arrayMax = 500;
const querystring = {
  type: 'object',
  additionalProperties: false,
  properties: {
    invalid: {
      enum: ['reject', 'quarantine'],
      description: 'What becomes of a report that breaks its contract: refused (default), or kept sealed to be replayed',
    },
    receipts: { enum: ['each', 'summary'], description: 'Of a stream: a receipt per line (default), or counts' },
  },
} as const;

/** Adds the routes, and the content type of streams. */
export function collectorRoutes(app: FastifyInstance, dependencies: CollectorDependencies): void {
  app.addContentTypeParser(/^application\/(x-)?ndjson(; charset="utf-8")?$/i, (_request, payload, done) => done(null, payload));
  app.post<{ Querystring: { invalid?: OnInvalid; receipts?: ReceiptStyle } }>(
    '/v1/events',
    { schema: { summary: 'Report events: one, an array of at most 500, or a stream of lines (application/x-ndjson)', tags: ['events'], querystring } },
    async (request, reply) => {
      const { invalid = 'reject', receipts = 'each' } = request.query;
      if (!(request.body instanceof Readable)) return answer(request.body, invalid, reply, dependencies);
      return reply.type('application/x-ndjson').send(Readable.from(streamReports(request.body, invalid, receipts, dependencies)));
    },
  );
  app.get<{ Params: { eventId: string } }>('/v1/events/:eventId', { schema: { summary: 'The receipt of an event', tags: ['events'] } }, async (request) => {
    const eventId = parseEventId(request.params.eventId);
    if (!eventId) throw new LineageError('ERR_INPUT', 'an event id is a UUID', { details: { field: 'eventId' } });
    const found = (await dependencies.index.find([eventId])).get(eventId);
    if (!found) throw new LineageError('ERR_NOT_FOUND', 'no event of this id is in the ledger');
    return { eventId, status: 'recorded', ledger: found.stream, revision: String(found.revision), recordedAt: formatInstant(found.recordedAt) };
  });
}

async function answer(body: unknown, invalid: OnInvalid, reply: FastifyReply, dependencies: CollectorDependencies): Promise<unknown> {
  const many = Array.isArray(body);
  const values: readonly unknown[] = many ? body : [body];
  if (values.length > arrayMax) throw new LineageError('ERR_TOO_LARGE', `an array holds at most ${arrayMax} events; send more as application/x-ndjson`);
  const reports = values.map((value): Report => ({ raw: () => Buffer.from(JSON.stringify(value ?? null)), parsed: { ok: true, value } }));
  const receipts = await collect(reports, invalid, dependencies);
  if (!many) return answerOne(receipts[0] as CollectedReceipt, reply);
  const allTaken = receipts.every(({ status }) => status !== 'rejected' && status !== 'quarantined');
  return reply.code(allTaken ? 200 : 207).send(receipts.map(receiptJson));
}

/** One report: a refusal is a problem (RFC 9457) with its status, so that no client takes it for a success. */
function answerOne(receipt: CollectedReceipt, reply: FastifyReply): FastifyReply {
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
  if (receipt.status !== 'quarantined') return reply.code(receipt.status === 'recorded' ? 201 : 200).send(receiptJson(receipt));
  const { reason, problems, eventId, entry } = receipt;
  const refused =
    reason === 'conflict'
      ? problem(
          409,
          'ERR_CONFLICT',
          'This producer and sourceEventId stand for other content already',
          'GET /v1/events/{eventId} shows where the first content stands; this one is in quarantine until somebody decides',
          problems,
        )
      : problem(422, 'ERR_EVENT', 'The event breaks its contract', 'It is in quarantine, sealed, and can be replayed', problems);
  return send(reply, Object.assign(refused, { eventId, entry }));
}
