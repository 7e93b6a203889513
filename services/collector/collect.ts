// Arrow 1: a batch of reports in, a receipt for each out. Identifiers become pseudonyms here and go no further.
import { eventIdOf } from '../core/domain/event-id.ts';
import { auditEventTypes, registerEventTypes } from '../core/domain/events.ts';
import { auditLedger, ledgerOf, partitionOf, registersLedger } from '../core/domain/stream-names.ts';
import { parseDataSubject, type DataSubject, type EventId, type StreamName } from '../core/domain/vocabulary.ts';
import type { EncodedEvent, EventCodec, FieldProblem } from '../core/ports/event-codec.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';
import type { Intake, PreparedEvent, Receipt, RejectedReport } from '../core/ports/intake.ts';
import { identify, type Identified } from './identify.ts';

export interface CollectDependencies {
  readonly codec: EventCodec;
  readonly vault: IdentityVault;
  readonly intake: Intake;
  readonly partitions: number;
  /** Notes on an accepted event that its producer should know: a clause or item that no policy has. */
  readonly review: (event: EncodedEvent['event']) => readonly FieldProblem[];
}

/** One report as it came: parsed, or the reason why it could not be. `raw` is kept for quarantine; empty when it is not there whole: half a report is refused, never kept. */
export interface Report {
  readonly raw: () => Uint8Array;
  readonly parsed: { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: FieldProblem };
}

export type CollectedReceipt = Receipt & { readonly warnings?: readonly FieldProblem[] };

/** `reject`: the producer is told and nothing is kept. `quarantine`: it is kept, sealed, to be replayed. */
export type OnInvalid = 'reject' | 'quarantine';

/** Types that only the system itself writes. */
const internalTypes: ReadonlySet<string> = new Set(auditEventTypes);
const registerTypes: ReadonlySet<string> = new Set(registerEventTypes);

/** The ledger stream that an event belongs to: its person's, the registers', or the audit trail. */
export const streamOf = (event: EncodedEvent['event'], partitions: number): StreamName =>
  registerTypes.has(event.type)
    ? registersLedger
    : internalTypes.has(event.type)
      ? auditLedger
      : ledgerOf(partitionOf((event as { dataSubject: string }).dataSubject as DataSubject, partitions));

/** An encoded event on its way to its stream. */
export const toPrepared = ({ eventId, event, bytes, schema }: EncodedEvent, partitions: number): PreparedEvent => ({
  eventId,
  type: event.type,
  stream: streamOf(event, partitions),
  bytes,
  schema,
  dataSubject: ('dataSubject' in event ? event.dataSubject : null) as DataSubject | null,
});

/** Collects a batch. Receipts come in the order of the reports. @throws LineageError as `Intake.submit`: then nothing of the batch is acknowledged. */
export async function collect(reports: readonly Report[], onInvalid: OnInvalid, dependencies: CollectDependencies): Promise<readonly CollectedReceipt[]> {
  const { codec, vault, intake, partitions, review } = dependencies;
  const identified = await identify(
    reports.map(({ parsed }) => (parsed.ok ? parsed.value : null)),
    onInvalid === 'reject',
    codec,
    vault,
  );
  const receipts = Array.from<CollectedReceipt | undefined>({ length: reports.length });
  const accepted: { readonly at: number; readonly event: PreparedEvent; readonly warnings: readonly FieldProblem[] }[] = [];
  const rejected: { readonly at: number; readonly report: RejectedReport }[] = [];
  for (const [at, { parsed, raw }] of reports.entries()) {
    const { value, problems: found } = parsed.ok ? (identified[at] as Identified) : { value: null, problems: [parsed.problem] };
    const problems = [...found];
    const encoded = problems.length > 0 ? null : codec.fromJson(value);
    if (encoded?.ok && !internalTypes.has(encoded.value.event.type)) {
      accepted.push({ at, event: toPrepared(encoded.value, partitions), warnings: review(encoded.value.event) });
      continue;
    }
    if (encoded?.ok) problems.push({ pointer: '/type', rule: 'internal', expected: 'a type that producers report' });
    else if (encoded) problems.push(...encoded.problems);
    rejected.push({
      at,
      report: { raw: raw(), encoding: 'json', reason: 'invalid', problems, ...identityOf(value) },
    });
  }
  for (const [i, receipt] of (await intake.submit(accepted.map(({ event }) => event))).entries()) {
    const { at = 0, warnings = [] } = accepted[i] ?? {};
    receipts[at] = warnings.length > 0 ? { ...receipt, warnings } : receipt;
  }
  const kept = onInvalid === 'quarantine' ? rejected.filter(({ report }) => report.raw.length > 0) : [];
  for (const { at, report } of rejected) receipts[at] = { status: 'rejected', eventId: report.eventId, problems: report.problems };
  if (kept.length > 0) {
    for (const [i, receipt] of (await intake.quarantine(kept.map(({ report }) => report))).entries()) receipts[kept[i]?.at ?? 0] = receipt;
  }
  return receipts as readonly CollectedReceipt[];
}

/** What can be read of a report that is not acceptable: whose it is, and its identity. */
function identityOf(value: unknown): { readonly dataSubject: DataSubject | null; readonly eventId: EventId | null } {
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const { dataSubject, producer, sourceEventId } = fields;
  return {
    dataSubject: typeof dataSubject === 'string' ? parseDataSubject(dataSubject) : null,
    eventId:
      typeof producer === 'string' && typeof sourceEventId === 'string' && sourceEventId.length <= 128 && producer.length <= 64
        ? eventIdOf(producer, sourceEventId)
        : null,
  };
}
