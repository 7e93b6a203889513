// /healthz, /readyz, /metrics of every process: whether it runs, whether it can do its work, and the numbers to watch.
import type { FastifyInstance } from 'fastify';
import { problem, send } from '../../adapters/http/problem-details.ts';
import { isQuarantine } from '../../core/domain/stream-names.ts';
import type { Conservation } from '../../core/ports/intake.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import type { LineageQueries } from '../../core/ports/lineage-queries.ts';
import { heads } from '../../query-api/completeness.ts';
import type { Metrics } from './metrics.ts';
import type { Role } from './roles.ts';

export interface OperationDependencies {
  readonly metrics: Metrics;
  readonly roles: readonly Role[];
  /** Random name of this running process: an address that was left behind is not taken for it. */
  readonly instance: string;
  readonly ledger: Ledger;
  /** Null where this process does not ask the read model. */
  readonly queries: LineageQueries | null;
  readonly conservation: (() => Conservation) | null;
  /** Records on the topics that are not in the ledger; null without topics. */
  readonly topicLag: (() => Promise<ReadonlyMap<string, number>>) | null;
  /** Why a part stopped; null while it runs, or is not part of this process. */
  readonly projectorFault: () => string | null;
  readonly ingesterFault: () => string | null;
  /** `waiting` while another process projects; null where no projector is part of this process. */
  readonly projectorState: (() => string) | null;
}

const tags = ['operation'];

/** Adds the routes; none of them is about a person. */
export function operationRoutes(app: FastifyInstance, dependencies: OperationDependencies): void {
  const { metrics, roles, instance, ledger, queries, conservation, topicLag, projectorFault, ingesterFault, projectorState } = dependencies;
  const projectionLag = async (from: LineageQueries): Promise<ReadonlyMap<string, number>> => {
    const checkpoints = await from.checkpoints();
    return new Map([...(await heads(ledger))].map(([stream, end]) => [stream, Number(end - (checkpoints.get(stream)?.revision ?? -1n))]));
  };
  if (conservation) metrics.conservation(conservation);
  if (topicLag) metrics.topicLag(topicLag);
  if (queries) metrics.projectionLag(() => projectionLag(queries));
  if (projectorState) metrics.up('projector', () => projectorFault() === null);
  if (roles.includes('ingester')) metrics.up('ingester', () => ingesterFault() === null);

  app.get('/healthz', { schema: { summary: 'The process runs', tags } }, () => ({ status: 'ok', instance, roles }));
  app.get('/readyz', { schema: { summary: 'It can do its work', tags } }, async (_request, reply) => {
    const fault = projectorFault();
    if (fault !== null) return send(reply, problem(503, 'ERR_PROJECTOR_STOPPED', 'The projector stopped: answers are not complete', fault));
    const stopped = ingesterFault();
    if (stopped !== null) return send(reply, problem(503, 'ERR_INGESTER_STOPPED', 'The ingester stopped: nothing more is taken in', stopped));
    // In the order of an event's way: what has left one count is in the next.
    const lagRecords = topicLag ? Object.fromEntries(await topicLag()) : undefined;
    const ends = [...(await heads(ledger))].filter(([stream]) => !isQuarantine(stream));
    return {
      status: 'ready',
      ledgerEvents: ends.reduce((all, [, end]) => all + Number(end) + 1, 0),
      ...(lagRecords ? { lagRecords } : {}),
      ...(queries ? { lagEvents: Object.fromEntries(await projectionLag(queries)) } : {}),
      ...(conservation ? { conservation: conservation() } : {}),
      ...(projectorState ? { projector: projectorState() } : {}),
    };
  });
  app.get('/metrics', { schema: { summary: 'Prometheus metrics', tags } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
