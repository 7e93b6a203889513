// The projector's own thread inside `serve`: node:sqlite is synchronous, and collecting must not wait for projecting.
import { parentPort, workerData } from 'node:worker_threads';
import type { ProjectedBatch } from '../../projector/run.ts';
import { startProjection, type ProjectionOptions } from './projection.ts';

/** What the thread says; its last word is `ended`. */
export type ThreadMessage =
  | { readonly kind: 'state'; readonly state: 'waiting' | 'projecting' | 'pausing'; readonly why?: string }
  | { readonly kind: 'batch'; readonly batch: ProjectedBatch }
  | { readonly kind: 'fault'; readonly why: string }
  | { readonly kind: 'ended' };

const port = parentPort;
const say = (message: ThreadMessage): void => port?.postMessage(message);

try {
  const projection = await startProjection(workerData as ProjectionOptions, {
    onState: (state, why) => say({ kind: 'state', state, ...(why === undefined ? {} : { why }) }),
    onFault: (why) => say({ kind: 'fault', why }),
    onBatch: (batch) => say({ kind: 'batch', batch }),
  });
  port?.on('message', () => void projection.stop());
  await projection.done;
} catch (error) {
  say({ kind: 'fault', why: error instanceof Error ? error.message : String(error) });
} finally {
  say({ kind: 'ended' });
  port?.close();
}
