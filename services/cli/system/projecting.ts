// The projection as the rest of the system sees it, whether it runs in this thread or in one of its own.
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { workerMemory } from '../small-heap.ts';
import { startProjection, type ProjectionEvents, type ProjectionOptions } from './projection.ts';
import type { ThreadMessage } from './projection-thread.ts';

export interface Projecting {
  state(): 'starting' | 'waiting' | 'projecting' | 'pausing';
  /** Why it stopped for good; null while it runs. */
  fault(): string | null;
  /** Resolves once it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const stopMaxMs = 10_000;

interface ProjectingOptions extends ProjectionOptions {
  readonly logger: Logger | null;
  readonly onBatch: ProjectionEvents['onBatch'];
}

/** In a thread: what cannot be opened is told by `fault`. */
export function projectInThread({ logger, onBatch, ...options }: ProjectingOptions): Projecting {
  const told = listener(logger, onBatch);
  const worker = new Worker(new URL('projection-thread.ts', import.meta.url), {
    workerData: options satisfies ProjectionOptions,
    resourceLimits: workerMemory,
  });
  let stopping = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (message: ThreadMessage) => {
    if (message.kind === 'state') told.onState(message.state, message.why);
    else if (message.kind === 'batch') told.onBatch(message.batch);
    else if (message.kind === 'fault' && !stopping) told.onFault(message.why);
  });
  worker.on('error', (error) => told.onFault(error instanceof Error ? error.message : String(error)));
  const stop = async (): Promise<void> => {
    stopping = true;
    worker.postMessage('stop');
    const late = setTimeout(() => void worker.terminate(), stopMaxMs);
    await ended;
    clearTimeout(late);
  };
  return { state: told.state, fault: told.fault, ended, stop };
}

/** In this thread, for a process that does nothing else. @throws LineageError when ledger or read model cannot be opened. */
export async function projectHere({ logger, onBatch, ...options }: ProjectingOptions): Promise<Projecting> {
  const told = listener(logger, onBatch);
  const projection = await startProjection(options, told);
  return { state: told.state, fault: told.fault, ended: projection.done, stop: () => projection.stop() };
}

function listener(logger: Logger | null, onBatch: ProjectionEvents['onBatch']) {
  let state: ReturnType<Projecting['state']> = 'starting';
  let fault: string | null = null;
  const onState: ProjectionEvents['onState'] = (now, why) => {
    state = now;
    if (now === 'pausing') logger?.warn({ code: 'ERR_PROJECTOR_PAUSED', reason: why }, 'the projector pauses');
    else logger?.info({ state: now }, 'projector');
  };
  const onFault = (why: string): void => {
    fault = why;
    logger?.error({ code: 'ERR_PROJECTOR_STOPPED', reason: why }, 'the projector stopped');
    if (!logger) process.stderr.write(`the projector stopped: ${why}\n`);
  };
  return { onState, onFault, onBatch, state: () => state, fault: () => fault };
}
