// The projector with all it needs, by configuration: alone on its read model, begun again when what stopped it has passed.
import { avroEventCodec } from '../../adapters/avro/event-codec.ts';
import { leadership, type Leadership } from '../../adapters/postgres/postgres-leadership.ts';
import { sqlReadModel } from '../../adapters/sql/sql-read-model.ts';
import type { StreamName } from '../../core/domain/vocabulary.ts';
import type { PolicyRegistry } from '../../core/policy/registry.ts';
import { projector } from '../../projector/project.ts';
import { runProjector, type ProjectedBatch } from '../../projector/run.ts';
import { openLedger, openReadModel, type LedgerPlace, type ReadModelPlace } from './places.ts';
import { supervise, type Running, type Supervised } from './supervise.ts';

export interface ProjectionOptions {
  readonly ledger: LedgerPlace;
  readonly readModel: ReadModelPlace;
  readonly schemas: string;
  /** Plain data, so that a thread gets a copy: reading the files again would cost as much memory as all else it holds. */
  readonly registry: PolicyRegistry;
  /** Followed from the start, whether or not they are there; others as they appear. */
  readonly streams: readonly StreamName[];
}

export interface ProjectionEvents {
  /** `waiting`: another process projects into this read model. */
  readonly onState: (state: 'waiting' | 'projecting' | 'pausing', why?: string) => void;
  readonly onFault: (why: string) => void;
  readonly onBatch: (batch: ProjectedBatch) => void;
}

/** Starts to project. @throws LineageError when ledger or read model cannot be opened at the start. */
export const startProjection = (options: ProjectionOptions, { onState, onFault, onBatch }: ProjectionEvents): Promise<Supervised> =>
  supervise(() => beginProjection(options, onState, onBatch), {
    onPause: ({ message }) => onState('pausing', message),
    onFault: ({ message }) => onFault(message),
  });

async function beginProjection(options: ProjectionOptions, onState: ProjectionEvents['onState'], onBatch: ProjectionEvents['onBatch']): Promise<Running> {
  const stopping = new AbortController();
  const opened = new AsyncDisposableStack();
  try {
    const ledger = opened.adopt(await openLedger(options.ledger), (one) => one.close());
    const readModel = opened.adopt(sqlReadModel(await openReadModel(options.readModel, false)), (one) => one.close());
    const run = async (): Promise<void> => {
      try {
        const leader = opened.adopt(await alone(options.readModel, stopping.signal, onState), async (held) => held?.release());
        if (leader === null) return;
        const codec = avroEventCodec({ directory: options.schemas });
        const running = await projector({ readModel, codec, registry: options.registry });
        onState('projecting');
        const projecting = runProjector({ ledger, projector: running, streams: options.streams, signal: stopping.signal, onBatch });
        try {
          await Promise.race([leader.lost, projecting]);
        } finally {
          stopping.abort();
          await projecting.catch(() => {});
        }
      } finally {
        await opened.disposeAsync();
      }
    };
    return {
      done: run(),
      stop: async () => stopping.abort(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

const onlyOne: Leadership = { lost: new Promise(() => {}), release: async () => {} };

/** On SQLite the lock of the data folder has seen to it. */
const alone = async (place: ReadModelPlace, signal: AbortSignal, onState: ProjectionEvents['onState']): Promise<Leadership | null> =>
  place.kind === 'sqlite' ? onlyOne : leadership(place, signal, () => onState('waiting'));
