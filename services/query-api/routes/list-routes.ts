// Across people: flows per day, findings, recipients.
import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/domain/instants.ts';
import { problem, send } from '../../adapters/http/problem-details.ts';
import { byOccurrence } from '../business-order.ts';
import { labels } from '../labels.ts';
import type { QueryDependencies } from '../lineage-service.ts';
import { answers, recipientExample } from './examples.ts';
import { nearest, refuseUnknownCodes } from './known-codes.ts';
import { checkDays, limitOf, paging, purposeOfList, spanOf, text } from './parameters.ts';

type FlowQuery = Partial<Record<'from' | 'to' | 'holder' | 'item' | 'clause' | 'outcome' | 'cursor' | 'limit', string>>;
type FindingQuery = Partial<Record<'from' | 'to' | 'outcome' | 'cursor' | 'limit', string>>;

type Registered = { readonly recipient: string; readonly legalName?: string } & Readonly<Record<string, unknown>>;

/** Adds the lists. Findings name people, so a look at them is recorded. */
export function listRoutes(app: FastifyInstance, { queries, registry, recordAccess }: QueryDependencies): void {
  app.get<{ Querystring: FlowQuery }>(
    '/v1/flows',
    {
      schema: {
        summary: 'Counts per day, holder, clause, item, purpose, basis and verdict',
        tags: ['across people'],
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: { from: text, to: text, holder: text, item: text, clause: text, outcome: { enum: ['compliant', 'violation', 'gap'] }, ...paging },
        },
      },
    },
    async ({ query: { cursor, limit, ...filter } }) => {
      checkDays(filter);
      const page = await queries.flows(filter, { after: cursor ?? null, limit: limitOf(limit) });
      const { item, holder, clause } = filter;
      if (page.rows.length === 0 && cursor === undefined)
        await refuseUnknownCodes({ item, holder: { field: 'holder', code: holder }, clause }, { registry, queries });
      const names = labels(registry, await queries.recipients());
      const flows = page.rows.map((row) => ({
        ...row,
        holderName: names.holder(row.holder),
        itemName: names.item(row.item, null),
        purposeName: names.purpose(row.purpose, null),
      }));
      return { flows, next: page.next };
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
      const { cursor, limit, outcome } = request.query;
      const { from, to } = spanOf(request.query);
      const filter = { ...(outcome === undefined ? {} : { outcome }), ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
      await recordAccess({ dataSubject: null, route: '/v1/findings', ...purposeOfList(request, 'findings-review'), query: filter });
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
  app.get<{ Params: { id: string } }>(
    '/v1/recipients/:id',
    { schema: { summary: 'One recipient', tags: ['across people'], ...answers(recipientExample) } },
    async (request, reply) => {
      const all = await recipientsNow();
      const found = all.find(({ recipient }) => recipient === request.params.id);
      if (found) return found;
      const near = nearest(request.params.id, new Map(all.map(({ recipient, legalName }) => [recipient, [legalName ?? '']])));
      const detail = `GET /v1/recipients lists them${near.length > 0 ? `; near: ${near.join(', ')}` : ''}`;
      return send(reply, problem(404, 'ERR_NOT_FOUND', 'No recipient of this code is registered', detail));
    },
  );

  async function recipientsNow(): Promise<readonly Registered[]> {
    const newest = new Map<string, Registered>();
    for (const stored of (await queries.recipients()).toSorted(byOccurrence)) {
      const event = JSON.parse(stored.json) as Registered;
      newest.set(event.recipient, { ...newest.get(event.recipient), ...event, terminated: stored.type === 'RecipientTerminated' });
    }
    return [...newest.values()].toSorted((a, b) => (a.recipient < b.recipient ? -1 : 1));
  }
}
