// POST /v1/data-subjects/search: who is known by an identifier. It comes in the body and never stands in a URL.
import type { FastifyInstance } from 'fastify';
import { parseIdentifier } from '../../core/domain/identifier.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import type { QueryDependencies } from '../lineage-service.ts';
import { refusal, statedPurpose, text } from './parameters.ts';

const body = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'value'],
  properties: { type: text, value: { type: 'string', minLength: 1, maxLength: 256 } },
} as const;

/** Adds the route. It answers an empty list when nobody is known by the identifier, and records the look either way. */
export function searchRoute(app: FastifyInstance, { vault, recordAccess }: Pick<QueryDependencies, 'recordAccess'> & { readonly vault: IdentityVault }): void {
  app.post<{ Body: { type: string; value: string } }>(
    '/v1/data-subjects/search',
    { schema: { summary: 'Find a person by an identifier, in the body: never in a URL', tags: ['data subjects'], body } },
    async (request) => {
      const identifier = parseIdentifier(request.body.type, request.body.value);
      if ('field' in identifier) throw refusal(identifier.field, 'identifier', identifier.expected);
      const purpose = statedPurpose(request);
      const found = await vault.find(identifier);
      await recordAccess({ dataSubject: found, route: '/v1/data-subjects/search', ...purpose, query: { type: identifier.type } });
      return { dataSubjects: found === null ? [] : [found] };
    },
  );
}
