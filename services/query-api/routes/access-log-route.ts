// GET /v1/data-subjects/{id}/access-log: who looked at this person, in which role, why, and when; this very look is the newest.
import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/domain/instants.ts';
import { auditLedger } from '../../core/domain/stream-names.ts';
import { incompleteness } from '../completeness.ts';
import { caughtUp, type QueryDependencies } from '../lineage-service.ts';
import { accessLogExample, answers } from './examples.ts';
import { limitOf, paging, statedPurpose, subjectOf } from './parameters.ts';

const querystring = { type: 'object', additionalProperties: false, properties: paging } as const;

/** Adds the route. Reads the projected audit trail of that person only. */
export function accessLogRoute(app: FastifyInstance, { queries, ledger, recordAccess }: QueryDependencies): void {
  app.get<{ Params: { id: string }; Querystring: { cursor?: string; limit?: string } }>(
    '/v1/data-subjects/:id/access-log',
    { schema: { summary: 'Who looked at this person, and why; newest first', tags: ['data subjects'], querystring, ...answers(accessLogExample) } },
    async (request) => {
      const subject = subjectOf('id', request.params.id);
      await recordAccess({ dataSubject: subject, route: '/v1/data-subjects/{id}/access-log', ...statedPurpose(request), query: {} });
      const [last] = await ledger.readLast(auditLedger, 1);
      const ends = new Map(last ? [[auditLedger, last.revision]] : []);
      await caughtUp(queries, ends);
      const lacking = incompleteness({ quarantined: [], missing: [], checkpoints: await queries.checkpoints() }, ends);
      const page = await queries.looks(subject, { after: request.query.cursor ?? null, limit: limitOf(request.query.limit) });
      return {
        dataSubject: subject,
        complete: lacking.length === 0,
        incompleteBecause: lacking,
        looks: page.rows.map(({ eventId, at, role, purpose, caseId, route }) => ({ eventId, at: formatInstant(at), role, purpose, case: caseId, route })),
        next: page.next,
      };
    },
  );
}
