// The whole system in one process on one data folder: the same pipeline as on servers, with the embedded adapters.
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { avroEventCodec } from '../adapters/avro/event-codec.ts';
import { openDataFolder, servedBy, type DataFolder } from '../adapters/files/data-folder.ts';
import { loadPolicyRegistry } from '../adapters/files/policy-directory.ts';
import { currentReadModel, removeStaleReadModels } from '../adapters/files/read-model-generations.ts';
import { httpLimits, httpServer, type HttpLimits } from '../adapters/http/http-server.ts';
import { sqlLineageQueries } from '../adapters/sql/sql-lineage-queries.ts';
import { lockFolder } from '../adapters/sqlite/folder-lock.ts';
import { sqliteLedger } from '../adapters/sqlite/sqlite-ledger.ts';
import { openReadModelDialect } from '../adapters/sqlite/sqlite-read-model.ts';
import { sqliteVault } from '../adapters/sqlite/sqlite-vault.ts';
import { toPrepared } from '../collector/collect.ts';
import { reviewer } from '../collector/review.ts';
import { quarantineRoutes } from '../collector/quarantine-routes.ts';
import { collectorRoutes } from '../collector/routes.ts';
import { LineageError } from '../core/domain/errors.ts';
import { auditLedger, ledgerOf, quarantineOf, registersLedger } from '../core/domain/stream-names.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';
import type { EventIndex, Ledger } from '../core/ports/ledger.ts';
import type { LineageQueries } from '../core/ports/lineage-queries.ts';
import { embeddedIntake, type EmbeddedIntake } from '../ingester/embedded-intake.ts';
import { ingester } from '../ingester/ingest.ts';
import { replayed } from '../ingester/quarantine.ts';
import type { ProjectorMessage, ProjectorWorkerData } from '../projector/worker.ts';
import { accessEvent } from '../query-api/access-audit.ts';
import { listRoutes } from '../query-api/routes/list-routes.ts';
import { operationRoutes } from '../query-api/routes/operation-routes.ts';
import { policyRoutes } from '../query-api/routes/policy-routes.ts';
import { personRoutes, statedPurpose } from '../query-api/routes/person-routes.ts';
import type { Configuration } from './configuration.ts';
import { keepHeapSmall, workerMemory } from './small-heap.ts';

/** One partition: one process writes. */
const partitions = 1;
const embeddedStreams = [registersLedger, ledgerOf(0), quarantineOf(ledgerOf(0)), auditLedger] as const;

export interface EmbeddedSystem {
  readonly app: FastifyInstance;
  readonly folder: DataFolder;
  /** Random name of this running system, also in `/healthz`. */
  readonly instance: string;
  readonly registry: PolicyRegistry;
  readonly codec: EventCodec;
  readonly vault: IdentityVault;
  readonly ledger: Ledger & EventIndex;
  readonly queries: LineageQueries;
  readonly intake: EmbeddedIntake;
  /** File of the read model that is in use until the end, whatever a rebuild makes beside it. */
  readonly readModel: string;
  /** Why the projector stopped; null while it runs. */
  projectorFault(): string | null;
  /** Answers what was taken in, stops the projector, frees the folder. */
  close(): Promise<void>;
}

/** Opens the folder, starts the projector, and builds the HTTP application without listening. @throws LineageError with what to do. */
export async function embeddedSystem(config: Configuration, logger: Logger | null, limits: HttpLimits = httpLimits): Promise<EmbeddedSystem> {
  keepHeapSmall();
  const registry = loadPolicyRegistry(config.policies);
  const codec = avroEventCodec({ directory: config.schemas });
  const folder = openDataFolder(config.data);
  const lock = lockOf(folder);
  const { ledger, vault, queries, readModelPath } = await openStores(folder).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  const ingesting = ingester({ ledger, index: ledger, now: Date.now });
  const intake = embeddedIntake({ ingester: ingesting, vault });
  const projecting = startProjector(
    { ledger: folder.ledger, readModel: readModelPath, schemas: config.schemas, policies: config.policies, streams: embeddedStreams },
    logger,
  );

  const instance = randomUUID();
  const app = await httpServer(logger, limits);
  const recordAccess = async (access: Parameters<typeof accessEvent>[0]): Promise<void> => {
    await intake.record([toPrepared(codec.encode(accessEvent(access, Date.now())), partitions)]);
  };
  const query = { queries, ledger, codec, registry, recordAccess, now: Date.now };
  const collecting = { codec, vault, intake, partitions, review: reviewer(registry) };
  collectorRoutes(app, { ...collecting, index: ledger });
  personRoutes(app, { ...query, vault });
  listRoutes(app, query);
  policyRoutes(app, query);
  operationRoutes(app, {
    queries,
    ledger,
    conservation: () => intake.conservation(),
    projectorFault: projecting.fault,
    ingesterFault: ingesting.fault,
    instance,
  });
  quarantineRoutes(app, {
    ledger,
    index: ledger,
    collecting,
    noteReplay: (entry, outcome) => intake.record([replayed(entry, outcome)]),
    noteLook: (request, route) => recordAccess({ dataSubject: null, route, ...statedPurpose(request), query: {} }),
  });
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'));

  return {
    app,
    folder,
    instance,
    registry,
    codec,
    vault,
    ledger,
    queries,
    intake,
    readModel: readModelPath,
    projectorFault: projecting.fault,
    close: async () => {
      await app.close();
      await intake.drain();
      await projecting.stop();
      await queries.close();
      await ledger.close();
      await vault.close();
      lock.release();
    },
  };
}

async function openStores(folder: DataFolder) {
  removeStaleReadModels(folder.readModels);
  const ledger = sqliteLedger({ path: folder.ledger });
  const vault = sqliteVault({ path: folder.vault, keyPath: folder.vaultKey });
  const readModelPath = currentReadModel(folder.readModels);
  await openReadModelDialect({ path: readModelPath }).close(); // lays a new file out before two threads open it
  const queries = sqlLineageQueries(openReadModelDialect({ path: readModelPath, readOnly: true }));
  return { ledger, vault, queries, readModelPath };
}

/** The folder's lock. @throws LineageError ERR_LOCKED that names the process that serves the folder, where that is known. */
function lockOf(folder: DataFolder): { release(): void } {
  try {
    return lockFolder(folder.lock);
  } catch (error) {
    const holder = error instanceof LineageError && error.code === 'ERR_LOCKED' ? servedBy(folder) : null;
    if (holder === null) throw error;
    const advice = `ask it with --url ${holder.url}, stop it, or choose another folder with SUYUAN_DATA`;
    throw new LineageError('ERR_LOCKED', `${folder.path} is held by process ${holder.pid}, which serves it at ${holder.url}: ${advice}`, {
      cause: error,
      retriable: true,
    });
  }
}

function startProjector(data: ProjectorWorkerData, logger: Logger | null) {
  let fault: string | null = null;
  let stopping = false;
  const worker = new Worker(new URL('../projector/worker.ts', import.meta.url), { workerData: data, resourceLimits: workerMemory });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const stopped = (reason: string): void => {
    if (stopping) return;
    fault = reason;
    logger?.error({ code: 'ERR_PROJECTOR_STOPPED', reason }, 'the projector stopped');
    if (!logger) process.stderr.write(`the projector stopped: ${reason}\n`);
  };
  worker.on('message', (message: ProjectorMessage) => {
    if (message.state === 'stopped' && message.fault !== null) stopped(message.fault);
  });
  worker.on('error', (error) => stopped(error instanceof Error ? error.message : String(error)));
  return {
    fault: () => fault,
    stop: async () => {
      stopping = true;
      worker.postMessage('stop');
      const late = setTimeout(() => void worker.terminate(), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}
