// The HTTP routes of the roles that answer people and producers, with what they depend on.
import type { FastifyInstance } from 'fastify';
import { toPrepared } from '../../collector/collect.ts';
import { quarantineRoutes } from '../../collector/quarantine-routes.ts';
import { reviewer } from '../../collector/review.ts';
import { collectorRoutes } from '../../collector/routes.ts';
import type { PolicyRegistry } from '../../core/policy/registry.ts';
import type { EventCodec } from '../../core/ports/event-codec.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import type { EventIndex, EventPlaces, Ledger } from '../../core/ports/ledger.ts';
import type { LineageQueries } from '../../core/ports/lineage-queries.ts';
import { discarded, replayed } from '../../ingester/quarantine.ts';
import type { SharedStream } from '../../ingester/shared-stream.ts';
import { accessEvent, type RecordAccess } from '../../query-api/access-audit.ts';
import { driftRoute } from '../../query-api/routes/drift-route.ts';
import { explainRoute } from '../../query-api/routes/explain-route.ts';
import { findingGroupsRoute } from '../../query-api/routes/finding-groups-route.ts';
import { listRoutes } from '../../query-api/routes/list-routes.ts';
import { purposeOfList } from '../../query-api/routes/parameters.ts';
import { personRoutes } from '../../query-api/routes/person-routes.ts';
import { policyRoutes } from '../../query-api/routes/policy-routes.ts';
import type { Collecting } from './collecting.ts';

interface SideOptions {
  readonly codec: EventCodec;
  readonly registry: PolicyRegistry;
  readonly ledger: Ledger & EventIndex;
  readonly vault: IdentityVault;
  /** The trail of looks at people. */
  readonly audit: SharedStream;
}

/** One ledger stream of people where no topic decides. */
const partitions = 1;

const recorder =
  ({ codec, audit }: Pick<SideOptions, 'codec' | 'audit'>): RecordAccess =>
  (access) =>
    audit.record([toPrepared(codec.encode(accessEvent(access, Date.now())), partitions)]);

/** Reports in, receipts out, and what could not be accepted. */
export function collectorSide(app: FastifyInstance, options: SideOptions & { readonly collecting: Collecting; readonly places: EventPlaces }): void {
  const { codec, registry, ledger, vault, collecting, places: index } = options;
  const recordAccess = recorder(options);
  const dependencies = { codec, vault, intake: collecting.intake, partitions, review: reviewer(registry) };
  collectorRoutes(app, { ...dependencies, index });
  quarantineRoutes(app, {
    ledger,
    index,
    collecting: dependencies,
    noteReplay: (entry, outcome) => collecting.note([replayed(entry, outcome)]),
    noteDiscard: (discard) => collecting.note([discarded(discard)]),
    noteLook: async (request, route) => {
      const stated = purposeOfList(request, 'quarantine-review');
      await recordAccess({ dataSubject: null, route, ...stated, query: {} });
      return stated;
    },
  });
}

/** Answers about people and across them. */
export function querySide(app: FastifyInstance, options: SideOptions & { readonly queries: LineageQueries }): void {
  const { codec, registry, ledger, vault, queries } = options;
  const query = { queries, ledger, codec, registry, recordAccess: recorder(options), now: Date.now };
  personRoutes(app, { ...query, vault });
  listRoutes(app, query);
  findingGroupsRoute(app, query);
  driftRoute(app, query);
  explainRoute(app, query);
  policyRoutes(app, query);
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'));
}
