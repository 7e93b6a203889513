// GET /v1/consents?dataSubject=: the consents of one person, given and withdrawn.
import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/domain/instants.ts';
import type { ConsentRecord } from '../../core/ports/lineage-queries.ts';
import { personRecord, type QueryDependencies } from '../lineage-service.ts';
import { answers, consentsExample } from './examples.ts';
import { statedPurpose, subjectOf, text } from './parameters.ts';
import { refuseUnknownPerson } from './unknown-person.ts';

const querystring = { type: 'object', additionalProperties: false, required: ['dataSubject'], properties: { dataSubject: text } } as const;

/** Adds the route. It records the look before it answers. */
export function consentRoute(app: FastifyInstance, dependencies: QueryDependencies): void {
  const { queries, now } = dependencies;
  app.get<{ Querystring: { dataSubject: string } }>(
    '/v1/consents',
    { schema: { summary: 'Consents of one person, newest first', tags: ['data subjects'], querystring, ...answers(consentsExample) } },
    async (request) => {
      const subject = subjectOf('dataSubject', request.query.dataSubject);
      const { record, incomplete } = await personRecord(subject, { route: '/v1/consents', ...statedPurpose(request), query: {} }, dependencies);
      refuseUnknownPerson(record, incomplete);
      const consents = (await queries.consents(subject)).map((consent) => shown(consent, now()));
      return { dataSubject: subject, complete: incomplete.length === 0, incompleteBecause: incomplete, consents };
    },
  );
}

function shown({ grantedAt, validUntil, withdrawnAt, ...rest }: ConsentRecord, now: number) {
  const instant = (at: number | null): string | null => (at === null ? null : formatInstant(at));
  const lapsed = validUntil !== null && validUntil < now;
  return {
    ...rest,
    grantedAt: formatInstant(grantedAt),
    validUntil: instant(validUntil),
    withdrawnAt: instant(withdrawnAt),
    state: withdrawnAt === null ? (lapsed ? 'lapsed' : 'given') : rest.withdrawnInPart ? 'withdrawn-in-part' : 'withdrawn',
  };
}
