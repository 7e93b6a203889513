// Every look at a person is recorded before it is answered: no audit, no answer.
import { hash, randomUUID } from 'node:crypto';
import type { LineageQueried } from '../core/domain/events.ts';
import type { DataSubject, Instant } from '../core/domain/vocabulary.ts';

export interface Access {
  readonly dataSubject: DataSubject | null;
  /** Route template: no parameters. */
  readonly route: string;
  readonly purpose: string;
  readonly caseId: string | null;
  /** What was asked, without identifiers; only its hash is kept. */
  readonly query: unknown;
}

/** Records one look; resolves once it is durable. */
export type RecordAccess = (access: Access) => Promise<void>;

/** The event of a look. Until there are accounts the actor is the local operator. */
export function accessEvent({ dataSubject, route, purpose, caseId, query }: Access, now: Instant): LineageQueried {
  return {
    type: 'LineageQueried',
    producer: 'suyuan-query-api',
    sourceEventId: randomUUID(),
    occurredAt: now,
    dataSubject,
    phase: 'intended',
    outcome: 'unknown',
    actor: 'local-operator',
    role: 'operator',
    purpose,
    caseId,
    route,
    source: null,
    queryHash: hash('sha256', JSON.stringify(query)),
    fields: [],
    subjects: dataSubject === null ? 0 : 1,
    rows: 0,
    responseBytes: 0,
    responseHash: null,
    correlationId: null,
    causedBy: [],
    policyVersion: null,
    clause: null,
    system: null,
    channel: 'api',
    approver: null,
  };
}
