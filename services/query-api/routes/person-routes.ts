// /v1/data-subjects: one person's lineage, timeline, holdings, flows and graph.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { formatInstant } from '../../core/domain/instants.ts';
import { isLate } from '../../core/domain/placed-event.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import type { StoredEvent } from '../../core/ports/read-model.ts';
import { byOccurrence } from '../business-order.ts';
import { lineageAnswer, type LineageQuestion } from '../lineage-answer.ts';
import { lineageGraph } from '../lineage-graph.ts';
import { personRecord, type QueryDependencies } from '../lineage-service.ts';
import { accessLogRoute } from './access-log-route.ts';
import { consentRoute } from './consent-route.ts';
import { answers, graphExample } from './examples.ts';
import { refuseUnknownCodes } from './known-codes.ts';
import { instantOf, spanOf, statedPurpose, subjectOf, text } from './parameters.ts';
import { searchRoute } from './search-route.ts';
import { refuseUnknownPerson } from './unknown-person.ts';

export interface PersonDependencies extends QueryDependencies {
  readonly vault: IdentityVault;
}

type PersonQuery = Partial<Record<'asOf' | 'knownAt' | 'item' | 'recipient', string>>;
type FlowsQuery = PersonQuery & Partial<Record<'from' | 'to' | 'clause' | 'outcome', string>>;
type PersonRequest<Q extends PersonQuery = PersonQuery> = FastifyRequest<{ Params: { id: string }; Querystring: Q }>;

const asked = { asOf: text, knownAt: text, item: text, recipient: text } as const;
const spanned = { ...asked, from: text, to: text, clause: text, outcome: { enum: ['compliant', 'violation', 'gap'] } } as const;
const querystring = (properties: object) => ({ type: 'object', additionalProperties: false, properties }) as const;
const schema = (summary: string, properties: object = asked) => ({ summary, tags: ['data subjects'], querystring: querystring(properties) });

/** Adds the routes. Every one records the look before it answers. */
export function personRoutes(app: FastifyInstance, dependencies: PersonDependencies): void {
  const { codec, registry, now } = dependencies;
  /** What the person's record says, and how the question that was asked would be answered; `everything` leaves its filters out. */
  const answer = async (request: PersonRequest, route: string, everything = false) => {
    const subject = subjectOf('id', request.params.id);
    const question = questionOf(request.query);
    const { record, incomplete } = await personRecord(subject, { route, ...statedPurpose(request), query: request.query }, dependencies);
    refuseUnknownPerson(record, incomplete);
    const filtered = everything ? { ...question, item: null, recipient: null } : question;
    return { record, question, lineage: lineageAnswer(subject, record, incomplete, filtered, { codec, registry, now: now() }) };
  };
  /** What was asked for by code and found nothing: a code nobody knows is refused. */
  const found = async <T>(rows: readonly unknown[], { item, recipient, clause }: FlowsQuery, result: T): Promise<T> => {
    if (rows.length === 0) await refuseUnknownCodes({ item, holder: { field: 'recipient', code: recipient }, clause }, dependencies);
    return result;
  };
  app.get('/v1/data-subjects/:id/lineage', { schema: schema('What data about this person went where and why') }, async (request: PersonRequest) => {
    const { lineage } = await answer(request, '/v1/data-subjects/{id}/lineage');
    return found([...lineage.flows, ...lineage.holdings], request.query, lineage);
  });
  app.get('/v1/data-subjects/:id/holdings', { schema: schema('Who holds which item of this person') }, async (request: PersonRequest) => {
    const { flows: _flows, ...rest } = (await answer(request, '/v1/data-subjects/{id}/holdings')).lineage;
    return found(rest.holdings, request.query, rest);
  });
  app.get('/v1/data-subjects/:id/flows', { schema: schema('Where data about this person went', spanned) }, async (request: PersonRequest<FlowsQuery>) => {
    const { clause, outcome } = request.query;
    const { from, to } = spanOf(request.query);
    const { holdings: _holdings, flows: all, ...rest } = (await answer(request, '/v1/data-subjects/{id}/flows')).lineage;
    const flows = all.filter(
      (flow) =>
        (clause === undefined || flow.clause === clause) &&
        (outcome === undefined || flow.verdict.outcome === outcome) &&
        (from === null || Date.parse(flow.occurredAt) >= from) &&
        (to === null || Date.parse(flow.occurredAt) <= to),
    );
    return found(flows, request.query, { ...rest, flows });
  });
  app.get(
    '/v1/data-subjects/:id/graph',
    { schema: { ...schema('Who got what from whom, as nodes and edges'), ...answers(graphExample) } },
    async (request: PersonRequest) => {
      const graph = lineageGraph((await answer(request, '/v1/data-subjects/{id}/graph')).lineage);
      return found(graph.nodes, request.query, graph);
    },
  );
  app.get('/v1/data-subjects/:id/timeline', { schema: schema('Every event about this person') }, async (request: PersonRequest) => {
    const { record, lineage, question } = await answer(request, '/v1/data-subjects/{id}/timeline', true);
    const verdicts = new Map(lineage.flows.map((flow) => [flow.eventId, flow.verdict]));
    const events = record.events
      .filter(
        (stored) => (question.asOf === null || stored.occurredAt <= question.asOf) && (question.knownAt === null || stored.recordedAt <= question.knownAt),
      )
      .filter(touches(question))
      .toSorted(byOccurrence)
      .map((stored) => ({
        eventId: stored.eventId,
        ledger: stored.stream,
        revision: String(stored.revision),
        recordedAt: formatInstant(stored.recordedAt),
        late: isLate(stored.occurredAt, stored.recordedAt),
        ...(JSON.parse(stored.json) as object),
        verdict: verdicts.get(stored.eventId) ?? null,
      }));
    const { dataSubject, asOf, knownAt, positions, complete, incompleteBecause, unattributedQuarantine } = lineage;
    return found(events, request.query, { dataSubject, asOf, knownAt, positions, complete, incompleteBecause, unattributedQuarantine, events });
  });
  accessLogRoute(app, dependencies);
  consentRoute(app, dependencies);
  searchRoute(app, dependencies);
}

/** Of a timeline asked by item or recipient: the events that name them. An event about all items of a holder (`items` empty) touches each. */
function touches({ item, recipient }: LineageQuestion): (stored: StoredEvent) => boolean {
  return ({ json }) => {
    if (item === null && recipient === null) return true;
    const event = JSON.parse(json) as {
      readonly items?: readonly string[];
      readonly derivedItems?: readonly string[];
      readonly recipient?: string;
      readonly at?: string;
    };
    const named = [...(event.items ?? []), ...(event.derivedItems ?? [])];
    const ofItem = item === null || named.includes(item) || (named.length === 0 && (event.at !== undefined || event.recipient !== undefined));
    return ofItem && (recipient === null || event.recipient === recipient || event.at === recipient);
  };
}

const questionOf = ({ asOf, knownAt, item, recipient }: PersonQuery): LineageQuestion => ({
  asOf: instantOf('asOf', asOf),
  knownAt: instantOf('knownAt', knownAt),
  item: item ?? null,
  recipient: recipient ?? null,
});
