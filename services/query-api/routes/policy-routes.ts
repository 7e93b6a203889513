// The policy as data: versions, clauses, items of the dictionary.
import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/domain/instants.ts';
import { versionInForce } from '../../core/policy/registry.ts';
import { problem, send } from '../../adapters/http/problem-details.ts';
import type { QueryDependencies } from '../lineage-service.ts';

/** Adds the routes; what they show is published. */
export function policyRoutes(app: FastifyInstance, { registry, now }: Pick<QueryDependencies, 'registry' | 'now'>): void {
  app.get<{ Params: { code: string } }>(
    '/v1/items/:code',
    { schema: { summary: 'One item of the dictionary, and the clauses that list it', tags: ['policy'] } },
    async (request, reply) => {
      const version = versionInForce(registry, now());
      const item = version?.items.get(request.params.code);
      if (!version || !item) return send(reply, problem(404, 'ERR_NOT_FOUND', 'No item of this code is in the dictionary of the policy in force'));
      return {
        ...item,
        policyVersion: version.id,
        clauses: [...version.clauses.values()].filter((clause) => clause.items.some(({ code }) => code === item.code)).map(({ id }) => id),
      };
    },
  );
  app.get('/v1/policies', { schema: { summary: 'Policy versions of the registry', tags: ['policy'] } }, () => ({
    policies: [...registry.versions.values()].map(({ id, policy, version, effectiveFrom, contentHash, clauses, items }) => ({
      id,
      policy,
      version,
      effectiveFrom: formatInstant(effectiveFrom),
      contentHash,
      clauses: clauses.size,
      items: items.size,
    })),
  }));
  app.get<{ Params: { policy: string; version: string; clause: string } }>(
    '/v1/policies/:policy/:version/clauses/:clause',
    { schema: { summary: 'One clause', tags: ['policy'] } },
    async (request, reply) => {
      const { policy, version, clause } = request.params;
      return (
        registry.versions.get(`${policy}/${version}`)?.clauses.get(clause) ??
        send(reply, problem(404, 'ERR_NOT_FOUND', 'No such clause in that policy version'))
      );
    },
  );
}
