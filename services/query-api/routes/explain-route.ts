// GET /v1/events/{eventId}/verdict: why this event was judged so. A look at the person it is about, recorded before it is answered.
import type { FastifyInstance } from 'fastify';
import { LineageError } from '../../core/domain/errors.ts';
import { parseEventId, type DataSubject, type EventId } from '../../core/domain/vocabulary.ts';
import { heads } from '../completeness.ts';
import { caughtUp, personRecord, type QueryDependencies } from '../lineage-service.ts';
import { verdictAnswer } from '../verdict-answer.ts';
import { answers } from './examples.ts';
import { instantOf, refusal, statedPurpose, text } from './parameters.ts';

const querystring = { type: 'object', additionalProperties: false, properties: { knownAt: text } } as const;

const consent = '0b7c9a52-6f5e-8c1d-9b3a-2f4e6d8c0a11';

const example = {
  eventId: '7f1d2c3b-4a5e-8f60-9123-456789abcdef',
  dataSubject: '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50',
  outcome: 'violation',
  storedOutcome: 'violation',
  clause: { policyVersion: 'webank-app/8.8', id: '4.2.16', kind: 'sharing', title: { zh: '物流查询', en: 'Parcel tracking' }, lines: [1, 2] },
  rules: [
    {
      rule: 'R21',
      severity: 'C',
      asks: { zh: '以同意向其他处理者提供的，此前有对该接收方的单独同意', en: 'Provision by consent: a separate consent for that recipient before' },
      articles: [{ article: 'PIPL 23', mark: 'SF:S1', verified: true }],
      answer: 'broken',
      because: [{ zh: '向该接收方提供前没有取得单独同意。', en: 'No separate consent for this recipient was in force before the transfer.' }],
      facts: [consent],
      remedy: { zh: '在此之前取得单独同意。', en: 'A separate consent given before.' },
    },
  ],
  notApplicable: ['R12'],
  facts: [{ eventId: consent, type: 'ConsentGranted', what: { zh: '一般同意 c-1', en: 'general consent c-1' }, occurredAt: '2025-09-01T10:00:00+08:00' }],
  complete: true,
  incompleteBecause: [],
};

/** Adds the route. */
export function explainRoute(app: FastifyInstance, dependencies: QueryDependencies): void {
  const { codec, registry } = dependencies;
  app.get<{ Params: { eventId: string }; Querystring: { knownAt?: string } }>(
    '/v1/events/:eventId/verdict',
    {
      schema: {
        summary: 'Why an event was judged so, rule by rule, and what would have made it compliant',
        tags: ['data subjects'],
        querystring,
        ...answers(example),
      },
    },
    async (request) => {
      const eventId = parseEventId(request.params.eventId);
      if (!eventId) throw refusal('eventId', 'uuid', 'the UUID of an event, as receipts, lineage and findings give it');
      const knownAt = instantOf('knownAt', request.query.knownAt);
      const stated = statedPurpose(request);
      const subject = await personOf(eventId, dependencies);
      const { record, incomplete } = await personRecord(
        subject,
        { route: '/v1/events/{eventId}/verdict', ...stated, query: { eventId, knownAt } },
        dependencies,
      );
      const answer = verdictAnswer(eventId, record, { codec, registry, knownAt });
      if (!answer) throw notJudged;
      return { ...answer, complete: incomplete.length === 0, incompleteBecause: incomplete };
    },
  );
}

const notJudged = new LineageError(
  'ERR_NOT_FOUND',
  'this event has no verdict: it is none that handles items, but a fact by which others are judged; or it was not recorded yet at knownAt',
);

/** The person whom a recorded event is about. @throws LineageError ERR_NOT_FOUND. */
async function personOf(eventId: EventId, { queries, ledger, codec }: QueryDependencies): Promise<DataSubject> {
  await caughtUp(queries, await heads(ledger));
  const place = await queries.event(eventId);
  if (!place) throw new LineageError('ERR_NOT_FOUND', 'no event of this id is in the ledger, or it is not projected yet');
  for await (const [recorded] of ledger.read(place.stream, place.revision, { batch: 1 })) {
    if (!recorded) break;
    const decoded = codec.decode(recorded.metadata.schema, recorded.data);
    if (decoded.ok && 'dataSubject' in decoded.event && decoded.event.dataSubject !== null) return decoded.event.dataSubject as DataSubject;
    break;
  }
  throw new LineageError('ERR_NOT_FOUND', 'this event is about no person and so has no verdict');
}
