// The policy as data: versions, clauses, items of the dictionary. What these routes show is published.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { problem, send } from '../../adapters/http/problem-details.ts';
import { formatInstant } from '../../core/domain/instants.ts';
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import { versionInForce, type PolicyVersion } from '../../core/policy/registry.ts';
import type { QueryDependencies } from '../lineage-service.ts';
import { answers, clausesExample, itemExample, policyExample } from './examples.ts';
import { nearest } from './known-codes.ts';

interface VersionParams {
  readonly policy: string;
  readonly version: string;
}

const tags = ['policy'];

/** Adds the routes. */
export function policyRoutes(app: FastifyInstance, { registry, now }: Pick<QueryDependencies, 'registry' | 'now'>): void {
  const versions = [...registry.versions.values()];
  const versionOf = ({ policy, version }: VersionParams): PolicyVersion | undefined => registry.versions.get(`${policy}/${version}`);
  const unknownVersion = (reply: FastifyReply): FastifyReply =>
    send(reply, problem(404, 'ERR_NOT_FOUND', 'No such policy version in the registry', `there are ${[...registry.versions.keys()].join(', ')}`));

  app.get('/v1/items', { schema: { summary: 'The item dictionary of the policy in force', tags } }, () => ({
    items: [...(versionInForce(registry, now())?.items.values() ?? [])],
  }));
  app.get<{ Params: { code: string } }>(
    '/v1/items/:code',
    { schema: { summary: 'One item of the dictionary, and the clauses that list it', tags, ...answers(itemExample) } },
    async (request, reply) => {
      const { code } = request.params;
      const having = versions.filter(({ items }) => items.has(code));
      const inForce = versionInForce(registry, now());
      const version = having.find((one) => one === inForce) ?? having.at(-1);
      if (!version)
        return send(reply, problem(404, 'ERR_NOT_FOUND', 'No item of this code is in the dictionary of any policy version', nearItems(code, versions)));
      return {
        ...version.items.get(code),
        policyVersion: version.id,
        clauses: [...version.clauses.values()].filter((clause) => clause.items.some((item) => item.code === code)).map(({ id }) => id),
        policyVersions: having.map(({ id }) => id),
      };
    },
  );
  app.get('/v1/policies', { schema: { summary: 'Policy versions of the registry', tags } }, () => ({
    policies: versions.map((version) => ({ ...headOf(version), clauses: version.clauses.size, items: version.items.size })),
  }));
  app.get<{ Params: VersionParams }>(
    '/v1/policies/:policy/:version',
    { schema: { summary: 'One version: clauses, item dictionary, purposes, recipient classes, retention', tags, ...answers(policyExample) } },
    async (request, reply) => {
      const version = versionOf(request.params);
      if (!version) return unknownVersion(reply);
      return {
        ...headOf(version),
        inForce: version === versionInForce(registry, now()),
        clauses: [...version.clauses.values()],
        items: [...version.items.values()],
        purposes: labelled(version.purposes),
        recipientClasses: labelled(version.recipientClasses),
        retention: version.retention,
      };
    },
  );
  app.get<{ Params: VersionParams }>(
    '/v1/policies/:policy/:version/clauses',
    { schema: { summary: 'The clauses of one version', tags, ...answers(clausesExample) } },
    async (request, reply) => {
      const version = versionOf(request.params);
      return version ? { policyVersion: version.id, clauses: [...version.clauses.values()] } : unknownVersion(reply);
    },
  );
  app.get<{ Params: VersionParams & { clause: string } }>(
    '/v1/policies/:policy/:version/clauses/:clause',
    { schema: { summary: 'One clause', tags } },
    async (request, reply) => {
      const version = versionOf(request.params);
      if (!version) return unknownVersion(reply);
      return version.clauses.get(request.params.clause) ?? send(reply, problem(404, 'ERR_NOT_FOUND', 'No such clause in that policy version'));
    },
  );
}

const headOf = ({ id, policy, version, effectiveFrom, contentHash }: PolicyVersion) => ({
  id,
  policy,
  version,
  effectiveFrom: formatInstant(effectiveFrom),
  contentHash,
});

const labelled = (names: ReadonlyMap<string, Bilingual>) => [...names].map(([code, label]) => ({ code, label }));

/** Where to look instead. */
function nearItems(code: string, versions: readonly PolicyVersion[]): string {
  const near = nearest(code, new Map(versions.flatMap(({ items }) => [...items.values()].map((item) => [item.code, [item.label.zh, item.label.en]] as const))));
  return `GET /v1/items lists them${near.length > 0 ? `; near: ${near.join(', ')}` : ''}`;
}
