// /healthz, /readyz, /metrics: whether it runs, whether it may be asked, and the numbers to watch.
import type { FastifyInstance } from 'fastify';
import { problem, send } from '../../adapters/http/problem-details.ts';
import type { Conservation } from '../../core/ports/intake.ts';
import { heads } from '../completeness.ts';
import type { QueryDependencies } from '../lineage-service.ts';

export interface OperationDependencies extends Pick<QueryDependencies, 'queries' | 'ledger'> {
  readonly conservation: () => Conservation;
  /** Why the projector stopped; null while it runs. */
  readonly projectorFault: () => string | null;
}

export function operationRoutes(app: FastifyInstance, { queries, ledger, conservation, projectorFault }: OperationDependencies): void {
  const lag = async (): Promise<ReadonlyMap<string, bigint>> => {
    const checkpoints = await queries.checkpoints();
    return new Map([...(await heads(ledger))].map(([stream, end]) => [stream, end - (checkpoints.get(stream)?.revision ?? -1n)]));
  };
  app.get('/healthz', { schema: { summary: 'The process runs', tags: ['operation'] } }, () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { summary: 'It can be asked', tags: ['operation'] } }, async (_request, reply) => {
    const fault = projectorFault();
    if (fault !== null) return send(reply, problem(503, 'ERR_PROJECTOR_STOPPED', 'The projector stopped: answers are not complete', fault));
    return {
      status: 'ready',
      lagEvents: Object.fromEntries([...(await lag())].map(([stream, events]) => [stream, Number(events)])),
      conservation: conservation(),
    };
  });
  app.get('/metrics', { schema: { summary: 'Prometheus metrics', tags: ['operation'] } }, async (_request, reply) => {
    const { consumed, appended, quarantined, duplicates } = conservation();
    const lines = [
      '# HELP suyuan_intake_events_total Events taken in since the start, by what became of them.',
      '# TYPE suyuan_intake_events_total counter',
      `suyuan_intake_events_total{outcome="appended"} ${appended}`,
      `suyuan_intake_events_total{outcome="quarantined"} ${quarantined}`,
      `suyuan_intake_events_total{outcome="duplicate"} ${duplicates}`,
      '# HELP suyuan_intake_consumed_total Events taken in since the start; equals the sum of all outcomes.',
      '# TYPE suyuan_intake_consumed_total counter',
      `suyuan_intake_consumed_total ${consumed}`,
      '# HELP suyuan_projection_lag_events Events in the ledger that are not projected.',
      '# TYPE suyuan_projection_lag_events gauge',
      ...[...(await lag())].map(([stream, events]) => `suyuan_projection_lag_events{stream="${stream}"} ${events}`),
      '# HELP suyuan_projector_up Whether the projector runs.',
      '# TYPE suyuan_projector_up gauge',
      `suyuan_projector_up ${projectorFault() === null ? 1 : 0}`,
      '# HELP process_resident_memory_bytes Resident memory.',
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage().rss}`,
    ];
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${lines.join('\n')}\n`);
  });
}
