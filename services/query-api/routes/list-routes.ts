// Across people: flows per day, findings, recipients.
import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/domain/instants.ts';
import { problem, send } from '../../adapters/http/problem-details.ts';
import { byOccurrence } from '../business-order.ts';
import type { QueryDependencies } from '../lineage-service.ts';
import { instantOf, statedPurpose } from './person-routes.ts';

const text = { type: 'string', minLength: 1, maxLength: 128 } as const;
const pageMax = 200;
const paging = { cursor: { type: 'string', maxLength: 1024 }, limit: { type: 'string', pattern: '^[0-9]{1,3}$' } } as const;
const limitOf = (limit: string | undefined): number => Math.min(Math.max(Number(limit ?? 100), 1), pageMax);

type FlowQuery = Partial<Record<'from' | 'to' | 'holder' | 'item' | 'clause' | 'outcome' | 'cursor' | 'limit', string>>;
type FindingQuery = Partial<Record<'from' | 'to' | 'outcome' | 'cursor' | 'limit', string>>;

/** Adds the lists. Findings name people, so a look at them is recorded. */
export function listRoutes(app: FastifyInstance, { queries, recordAccess }: QueryDependencies): void {
  const day = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;
  app.get<{ Querystring: FlowQuery }>(
    '/v1/flows',
    {
      schema: {
        summary: 'Counts per day, holder, clause, item, purpose, basis and verdict',
        tags: ['across people'],
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: { from: day, to: day, holder: text, item: text, clause: text, outcome: { enum: ['compliant', 'violation', 'gap'] }, ...paging },
        },
      },
    },
    async ({ query: { cursor, limit, ...filter } }) => {
      const page = await queries.flows(filter, { after: cursor ?? null, limit: limitOf(limit) });
      return { flows: page.rows, next: page.next };
    },
  );
  app.get<{ Querystring: FindingQuery }>(
    '/v1/findings',
    {
      schema: {
        summary: 'Events that are violations or gaps',
        tags: ['across people'],
        querystring: { type: 'object', additionalProperties: false, properties: { from: text, to: text, outcome: { enum: ['violation', 'gap'] }, ...paging } },
      },
    },
    async (request) => {
      const { cursor, limit, from, to, outcome } = request.query;
      const [since, until] = [instantOf('from', from), instantOf('to', to)];
      const filter = { ...(outcome === undefined ? {} : { outcome }), ...(since === null ? {} : { from: since }), ...(until === null ? {} : { to: until }) };
      await recordAccess({ dataSubject: null, route: '/v1/findings', ...statedPurpose(request), query: filter });
      const page = await queries.findings(filter, { after: cursor ?? null, limit: limitOf(limit) });
      return {
        findings: page.rows.map((row) => ({
          eventId: row.eventId,
          dataSubject: row.dataSubject,
          recordedAt: formatInstant(row.recordedAt),
          ...(JSON.parse(row.json) as object),
          verdict: { outcome: row.outcome, findings: JSON.parse(row.findings ?? '[]') as unknown },
        })),
        next: page.next,
      };
    },
  );
  app.get('/v1/recipients', { schema: { summary: 'Recipients as registered now', tags: ['across people'] } }, async () => ({
    recipients: await recipientsNow(),
  }));
  app.get<{ Params: { id: string } }>('/v1/recipients/:id', { schema: { summary: 'One recipient', tags: ['across people'] } }, async (request, reply) => {
    const found = (await recipientsNow()).find(({ recipient }) => recipient === request.params.id);
    return found ?? send(reply, problem(404, 'ERR_NOT_FOUND', 'No recipient of this code is registered', 'GET /v1/recipients lists them'));
  });

  async function recipientsNow(): Promise<readonly ({ readonly recipient: string } & Record<string, unknown>)[]> {
    const newest = new Map<string, { readonly recipient: string } & Record<string, unknown>>();
    for (const stored of (await queries.recipients()).toSorted(byOccurrence)) {
      const event = JSON.parse(stored.json) as { readonly recipient: string } & Record<string, unknown>;
      newest.set(event.recipient, { ...newest.get(event.recipient), ...event, terminated: stored.type === 'RecipientTerminated' });
    }
    return [...newest.values()].toSorted((a, b) => (a.recipient < b.recipient ? -1 : 1));
  }
}
