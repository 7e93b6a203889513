// Keeps what cannot be accepted: sealed, once, with the reason, in the quarantine stream of its ledger.
import {
  discardNoteId,
  quarantineId,
  replayNoteId,
  quarantineSchema,
  type QuarantineDiscard,
  type QuarantineEntry,
  type QuarantineReplay,
} from '../core/domain/quarantine.ts';
import { ledgerOf, quarantineOf } from '../core/domain/stream-names.ts';
import type { EventId } from '../core/domain/vocabulary.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';
import type { PreparedEvent, RejectedReport } from '../core/ports/intake.ts';
import { appendLimits } from '../core/ports/ledger.ts';

const quarantineStream = quarantineOf(ledgerOf(0));

/** Seals a report as an event of the quarantine stream. Deterministic: the same bytes give the same event. */
export async function quarantined(report: RejectedReport, vault: IdentityVault): Promise<PreparedEvent> {
  const sealed = await vault.sealQuarantined(report.raw);
  const entry: QuarantineEntry = {
    reason: report.reason,
    encoding: report.encoding,
    problems: report.problems.slice(0, 20),
    dataSubject: report.dataSubject,
    reported: report.eventId,
    sealed: Buffer.from(sealed).toString('base64'),
  };
  return inQuarantine('Quarantined', quarantineId(sealed), entry);
}

/** The event that says that an entry was replayed with success. */
export function replayed(entry: EventId, outcome: QuarantineReplay['outcome']): PreparedEvent {
  return inQuarantine('QuarantineReplayed', replayNoteId(entry, outcome), { entry, outcome });
}

/** The event that says that an entry was discarded, and why. */
export const discarded = (discard: QuarantineDiscard): PreparedEvent => inQuarantine('QuarantineDiscarded', discardNoteId(discard.entry), discard);

const inQuarantine = (type: string, eventId: EventId, data: QuarantineEntry | QuarantineReplay | QuarantineDiscard): PreparedEvent => ({
  eventId,
  type,
  stream: quarantineStream,
  dataSubject: null,
  bytes: Buffer.from(JSON.stringify(data)),
  schema: quarantineSchema,
});

/** What is larger cannot be kept: its producer is told. */
export const fitsOneAppend = ({ bytes }: PreparedEvent): boolean => bytes.byteLength <= appendLimits.bytes;
export const tooLargeToKeep = {
  pointer: '',
  rule: 'size',
  expected: 'a report small enough to be kept in quarantine: this one is refused, nothing of it was kept',
};
