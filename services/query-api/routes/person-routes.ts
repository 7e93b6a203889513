// /v1/data-subjects: one person's lineage, timeline and holdings, and the search by identifier.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LineageError } from '../../core/domain/errors.ts';
import { formatInstant, parseInstant } from '../../core/domain/instants.ts';
import { holdsPersonalValue } from '../../core/domain/personal-values.ts';
import { parseIdentifier } from '../../core/domain/identifier.ts';
import { isLate } from '../../core/domain/placed-event.ts';
import { parseDataSubject, type DataSubject, type Instant } from '../../core/domain/vocabulary.ts';
import type { StoredEvent } from '../../core/ports/read-model.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import { byOccurrence } from '../business-order.ts';
import { lineageAnswer, type LineageQuestion } from '../lineage-answer.ts';
import { personRecord, type QueryDependencies } from '../lineage-service.ts';

export interface PersonDependencies extends QueryDependencies {
  readonly vault: IdentityVault;
}

interface PersonQuery {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly item?: string;
  readonly recipient?: string;
}

type PersonRequest = FastifyRequest<{ Params: { id: string }; Querystring: PersonQuery }>;

const text = { type: 'string', minLength: 1, maxLength: 128 } as const;
const querystring = { type: 'object', additionalProperties: false, properties: { asOf: text, knownAt: text, item: text, recipient: text } } as const;
const schema = (summary: string) => ({ summary, tags: ['data subjects'], querystring });

/** Adds the routes. Every one records the look before it answers. */
export function personRoutes(app: FastifyInstance, dependencies: PersonDependencies): void {
  const { codec, registry, now } = dependencies;
  /** What the person's record says, and how the question that was asked would be answered; `everything` leaves its filters out. */
  const answer = async (request: PersonRequest, route: string, everything = false) => {
    const subject = subjectOf(request.params.id);
    const question = questionOf(request.query);
    const { record, incomplete } = await personRecord(subject, { route, ...statedPurpose(request), query: request.query }, dependencies);
    const asked = everything ? { ...question, item: null, recipient: null } : question;
    return { record, question, lineage: lineageAnswer(subject, record, incomplete, asked, { codec, registry, now: now() }) };
  };
  app.get(
    '/v1/data-subjects/:id/lineage',
    { schema: schema('What data about this person went where and why') },
    async (request: PersonRequest) => (await answer(request, '/v1/data-subjects/{id}/lineage')).lineage,
  );
  app.get('/v1/data-subjects/:id/holdings', { schema: schema('Who holds which item of this person') }, async (request: PersonRequest) => {
    const { flows: _flows, ...rest } = (await answer(request, '/v1/data-subjects/{id}/holdings')).lineage;
    return rest;
  });
  app.get('/v1/data-subjects/:id/flows', { schema: schema('Where data about this person went') }, async (request: PersonRequest) => {
    const { holdings: _holdings, ...rest } = (await answer(request, '/v1/data-subjects/{id}/flows')).lineage;
    return rest;
  });
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
    return { dataSubject, asOf, knownAt, positions, complete, incompleteBecause, unattributedQuarantine, events };
  });
  app.post<{ Body: { type: string; value: string } }>(
    '/v1/data-subjects/search',
    {
      schema: {
        summary: 'Find a person by an identifier, in the body: never in a URL',
        tags: ['data subjects'],
        body: {
          type: 'object',
          additionalProperties: false,
          required: ['type', 'value'],
          properties: { type: text, value: { type: 'string', minLength: 1, maxLength: 256 } },
        },
      },
    },
    async (request) => {
      const identifier = parseIdentifier(request.body.type, request.body.value);
      if ('field' in identifier) throw new LineageError('ERR_INPUT', `expected ${identifier.expected}`, { details: { field: identifier.field } });
      const purpose = statedPurpose(request);
      const found = await dependencies.vault.find(identifier);
      await dependencies.recordAccess({ dataSubject: found, route: '/v1/data-subjects/search', ...purpose, query: { type: identifier.type } });
      return { dataSubjects: found === null ? [] : [found] };
    },
  );
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

function subjectOf(id: string): DataSubject {
  const subject = parseDataSubject(id);
  if (!subject)
    throw new LineageError('ERR_INPUT', 'a data subject is a UUID; find it by identifier with POST /v1/data-subjects/search', { details: { field: 'id' } });
  return subject;
}

function questionOf({ asOf, knownAt, item, recipient }: PersonQuery): LineageQuestion {
  return { asOf: instantOf('asOf', asOf), knownAt: instantOf('knownAt', knownAt), item: item ?? null, recipient: recipient ?? null };
}

/** A query parameter as an instant; null when it is not given. @throws LineageError ERR_INPUT. */
export function instantOf(field: string, value: string | undefined): Instant | null {
  if (value === undefined) return null;
  // A + that was not escaped arrives as a space; no instant holds a space otherwise.
  const instant = parseInstant(value.replace(' ', '+'));
  if (instant === null)
    throw new LineageError('ERR_INPUT', `${field} is an RFC 3339 instant with offset, such as 2025-09-03T10:15:00+08:00`, { details: { field } });
  return instant;
}

/** Purpose and case of the look, as the caller states them. */
export function statedPurpose(request: FastifyRequest): { readonly purpose: string; readonly caseId: string | null } {
  const header = (name: string): string | null => {
    const value = request.headers[name];
    if (value === undefined) return null;
    if (typeof value === 'string' && /^[\w .:/-]{1,64}$/.test(value) && !holdsPersonalValue(value)) return value;
    throw new LineageError('ERR_INPUT', `the header ${name} is a code of 1 to 64 letters, digits, spaces and . : / _ -, and no number of a person`, {
      details: { field: name },
    });
  };
  return { purpose: header('suyuan-purpose') ?? 'not-stated', caseId: header('suyuan-case') };
}
