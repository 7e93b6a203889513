// Composition root of the projector inside `serve`: its own thread, so that collecting and projecting share the work of two cores.
import { parentPort, workerData } from 'node:worker_threads';
import { avroEventCodec } from '../adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../adapters/files/policy-directory.ts';
import { sqliteLedger } from '../adapters/sqlite/sqlite-ledger.ts';
import { sqliteReadModel } from '../adapters/sqlite/sqlite-read-model.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import { projector } from './project.ts';
import { runProjector } from './run.ts';

export interface ProjectorWorkerData {
  readonly ledger: string;
  readonly readModel: string;
  readonly schemas: string;
  readonly policies: string;
  readonly streams: readonly StreamName[];
}

/** What the worker says: that it follows the ledger, or why it stopped. */
export type ProjectorMessage = { readonly state: 'following' } | { readonly state: 'stopped'; readonly fault: string | null };

const data = workerData as ProjectorWorkerData;
const port = parentPort;
const stop = new AbortController();
port?.on('message', () => stop.abort());

const say = (message: ProjectorMessage): void => port?.postMessage(message);

try {
  const ledger = sqliteLedger({ path: data.ledger, readOnly: true });
  const readModel = sqliteReadModel({ path: data.readModel });
  const running = await projector({ readModel, codec: avroEventCodec({ directory: data.schemas }), registry: loadPolicyRegistry(data.policies) });
  say({ state: 'following' });
  await runProjector({ ledger, projector: running, streams: data.streams, signal: stop.signal });
  await ledger.close();
  await readModel.close();
  say({ state: 'stopped', fault: null });
} catch (error) {
  say({ state: 'stopped', fault: error instanceof Error ? error.message : String(error) });
} finally {
  port?.close();
}
