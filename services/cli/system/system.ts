// The system, or some of its roles, in one process, on whichever adapters are configured: the one place where the parts are put together.
import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { loadContracts, rabinOf } from '../../adapters/avro/contracts.ts';
import { avroEventCodec } from '../../adapters/avro/event-codec.ts';
import { openDataFolder, type DataFolder } from '../../adapters/files/data-folder.ts';
import { loadPolicyRegistry } from '../../adapters/files/policy-directory.ts';
import { removeStaleReadModels } from '../../adapters/files/read-model-generations.ts';
import { httpLimits, httpServer, type HttpLimits } from '../../adapters/http/http-server.ts';
import { wireFormat } from '../../adapters/kafka/confluent-settings.ts';
import { topicLag } from '../../adapters/kafka/topic-lag.ts';
import { sqlLineageQueries } from '../../adapters/sql/sql-lineage-queries.ts';
import { auditLedger, collectorQuarantine, isQuarantine, ledgerOf, quarantineOf, registersLedger } from '../../core/domain/stream-names.ts';
import type { EventId } from '../../core/domain/vocabulary.ts';
import type { PolicyRegistry } from '../../core/policy/registry.ts';
import type { EventIndex, EventPlace, EventPlaces, Ledger } from '../../core/ports/ledger.ts';
import type { LineageQueries } from '../../core/ports/lineage-queries.ts';
import { sharedStream } from '../../ingester/shared-stream.ts';
import type { Configuration } from '../configuration.ts';
import { collectIntoLedger, collectOntoTopic, type Collecting } from './collecting.ts';
import { clientOf, groupsOf, startConsuming, sum, type Consuming } from './consuming.ts';
import { lockOf } from './folder-lock.ts';
import { metrics, type Metrics } from './metrics.ts';
import { operationRoutes } from './operation-routes.ts';
import { openReadModel, openVault, openWritableLedger, placesOf, type Places } from './places.ts';
import { projectHere, projectInThread, type Projecting } from './projecting.ts';
import { roles as allRoles, type Role } from './roles.ts';
import { collectorSide, querySide } from './routes.ts';

/** Followed whether or not they are there yet: nobody waits for the next look at what streams there are. */
const knownStreams = [registersLedger, ledgerOf(0), quarantineOf(ledgerOf(0)), quarantineOf(registersLedger), collectorQuarantine, auditLedger] as const;

export interface System {
  readonly app: FastifyInstance;
  /** Null where nothing is embedded. */
  readonly folder: DataFolder | null;
  /** Random name of this running system, also in `/healthz`. */
  readonly instance: string;
  readonly registry: PolicyRegistry;
  /** Null in an ingester or projector of its own. */
  readonly queries: LineageQueries | null;
  /** Name of the read-model file that is in use until the end, whatever a rebuild makes beside it; null on a server. */
  readonly readModel: string | null;
  /** Why a part of it stopped for good; null while all run. */
  fault(): string | null;
  /** Resolves when a part has stopped for good. */
  readonly stopped: Promise<void>;
  /** Answers what was taken in, stops the parts, frees what it holds. */
  close(): Promise<void>;
}

export interface SystemOptions {
  readonly roles?: readonly Role[];
  /** A part that others could take over is a process of its own: nothing embedded. */
  readonly alone?: boolean;
  readonly limits?: HttpLimits;
}

/** Opens what the roles need and builds the HTTP application without listening. Nothing stays open when that fails. @throws LineageError with what to do. */
export async function startSystem(config: Configuration, logger: Logger | null, options: SystemOptions = {}): Promise<System> {
  const { roles = allRoles, alone = false, limits = httpLimits } = options;
  const opened = new AsyncDisposableStack();
  try {
    return await assemble(config, logger, { roles, alone, limits }, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function assemble(
  config: Configuration,
  logger: Logger | null,
  { roles, alone, limits }: Required<SystemOptions>,
  opened: AsyncDisposableStack,
): Promise<System> {
  const does = (role: Role): boolean => roles.includes(role);
  const registry = loadPolicyRegistry(config.policies);
  const codec = avroEventCodec({ directory: config.schemas });
  const folder = alone ? null : openDataFolder(config.data);
  if (folder) opened.adopt(lockOf(folder), (lock) => lock.release());
  if (folder) removeStaleReadModels(folder.readModels);
  const places = placesOf(config, folder, roles.length === 1 ? (roles[0] as string) : 'serve');
  const measured = metrics();

  const { kafka } = config;
  const openedLedger = opened.adopt(await openWritableLedger(places.ledger, measured.appends), (one) => one.ledger.close());
  // What is not taken from a topic: all of it, or what collectors keep aside. Where an event is besides, the read model tells.
  const ledger = openedLedger.indexed((stream) => kafka === null || isQuarantine(stream));
  const queries = does('collector') || does('query-api') ? opened.adopt(await openQueries(places, does('projector')), (one) => one.close()) : null;
  const vault = does('projector') && roles.length === 1 ? null : opened.adopt(await openVault(places.vault), (one) => one.close());
  const projecting = does('projector') ? opened.adopt(await project(config, places, { registry, alone, logger, measured }), (one) => one.stop()) : null;

  const wire = kafka
    ? await wireFormat(config.settings, { contracts: loadContracts(config.schemas), rabinOf, writes: does('collector'), allowPlaintext: config.allowInsecure })
    : null;
  const consuming =
    kafka && wire && vault && does('ingester')
      ? opened.adopt(await startConsuming({ kafka, ledger: openedLedger, vault, codec, wire, logger, onFenced: measured.fenced() }), (one) => one.stop())
      : null;
  const lag = kafka ? opened.adopt(topicLag(clientOf(kafka, logger), groupsOf(kafka)), (one) => one.close()) : null;
  const collecting =
    vault && does('collector')
      ? opened.adopt(kafka && wire ? await collectOntoTopic(kafka, { ledger, vault, codec, wire, logger }) : collectIntoLedger({ ledger, vault }), (one) =>
          one.drain(),
        )
      : null;

  const instance = randomUUID();
  const app = opened.adopt(await httpServer(logger, limits), (one) => one.close());
  const audit = sharedStream({ ledger, stream: auditLedger, now: Date.now });
  const shared = { codec, registry, ledger, audit };
  if (collecting && vault && queries) collectorSide(app, { ...shared, collecting, vault, places: placesIn(config, ledger, queries) });
  if (queries && vault && does('query-api')) querySide(app, { ...shared, vault, queries });
  const ingesterFault = (): string | null => consuming?.fault() ?? collecting?.fault() ?? null;
  const projectorFault = (): string | null => projecting?.fault() ?? null;
  operationRoutes(app, {
    metrics: measured,
    roles,
    instance,
    ledger,
    queries,
    ingesterFault,
    projectorFault,
    conservation: conservationOf(consuming, collecting),
    topicLag: lag && (() => lag.records()),
    projectorState: projecting && (() => projecting.state()),
  });
  return {
    app,
    folder,
    instance,
    registry,
    queries,
    readModel: places.readModel.kind === 'sqlite' ? basename(places.readModel.path) : null,
    fault: () => ingesterFault() ?? projectorFault(),
    stopped: Promise.race([consuming?.ended, projecting?.ended].filter((one) => one !== undefined)),
    close: () => opened.disposeAsync(),
  };
}

/** Lays a new read model out before two open it, where the projector is part of this process. */
async function openQueries({ readModel }: Places, mayMake: boolean): Promise<LineageQueries> {
  if (mayMake) await (await openReadModel(readModel, false)).close();
  return sqlLineageQueries(await openReadModel(readModel, true));
}

async function project(
  config: Configuration,
  places: Places,
  { registry, alone, logger, measured }: { registry: PolicyRegistry; alone: boolean; logger: Logger | null; measured: Metrics },
): Promise<Projecting> {
  const { ledger, readModel } = places;
  const options = { ledger, readModel, schemas: config.schemas, registry, streams: knownStreams, logger, onBatch: measured.projection() };
  return alone ? projectHere(options) : projectInThread(options);
}

/** Where an event is: by the ledger's own index, and where that holds the newest ids only, by the read model. */
function placesIn({ eventStore }: Configuration, ledger: Ledger & EventIndex, queries: LineageQueries): EventPlaces {
  if (eventStore === null) return ledger;
  return {
    find: async (ids) => {
      const found = new Map<EventId, EventPlace>(await ledger.find(ids));
      const missing = ids.filter((id) => !found.has(id));
      const asked = await Promise.all(missing.map(async (id) => [id, await queries.event(id)] as const));
      for (const [id, at] of asked) if (at) found.set(id, at);
      return found;
    },
  };
}

function conservationOf(consuming: Consuming | null, collecting: Collecting | null) {
  const parts = [consuming, collecting].filter((part) => part !== null);
  return parts.length === 0 ? null : () => sum(parts.map((part) => part.conservation()));
}
