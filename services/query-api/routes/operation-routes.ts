// /healthz, /readyz, /metrics: whether it runs, whether it may be asked, and the numbers to watch.
import type { FastifyInstance } from 'fastify';
import { problem, send } from '../../adapters/http/problem-details.ts';
import { isQuarantine } from '../../core/domain/stream-names.ts';
import { heads } from '../completeness.ts';
import { metrics, type MetricSources } from '../metrics.ts';
import type { QueryDependencies } from '../lineage-service.ts';

export interface OperationDependencies extends Pick<QueryDependencies, 'queries' | 'ledger'>, Pick<MetricSources, 'conservation'> {
  /** Why the projector stopped; null while it runs. */
  readonly projectorFault: () => string | null;
  /** Why the ingester stopped; null while it takes events. */
  readonly ingesterFault: () => string | null;
  /** Random name of this running system: an address that was left behind is not taken for it. */
  readonly instance: string;
}

/** Adds the routes; none of them is about a person. */
export function operationRoutes(app: FastifyInstance, { queries, ledger, conservation, projectorFault, ingesterFault, instance }: OperationDependencies): void {
  const lag = async (): Promise<ReadonlyMap<string, number>> => {
    const checkpoints = await queries.checkpoints();
    return new Map([...(await heads(ledger))].map(([stream, end]) => [stream, Number(end - (checkpoints.get(stream)?.revision ?? -1n))]));
  };
  const registry = metrics({ conservation, lag, projectorUp: () => projectorFault() === null });
  const tags = ['operation'];
  app.get('/healthz', { schema: { summary: 'The process runs', tags } }, () => ({ status: 'ok', instance }));
  app.get('/readyz', { schema: { summary: 'It can be asked', tags } }, async (_request, reply) => {
    const fault = projectorFault();
    if (fault !== null) return send(reply, problem(503, 'ERR_PROJECTOR_STOPPED', 'The projector stopped: answers are not complete', fault));
    const stopped = ingesterFault();
    if (stopped !== null) return send(reply, problem(503, 'ERR_INGESTER_STOPPED', 'The ingester stopped: nothing more is taken in', stopped));
    const ends = [...(await heads(ledger))].filter(([stream]) => !isQuarantine(stream));
    return {
      status: 'ready',
      ledgerEvents: ends.reduce((sum, [, end]) => sum + Number(end) + 1, 0),
      lagEvents: Object.fromEntries(await lag()),
      conservation: conservation(),
    };
  });
  app.get('/metrics', { schema: { summary: 'Prometheus metrics', tags } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
